"""Figure of x06: each rule less drawing by lot."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from matplotlib.figure import Figure

from experiments.drawing import figures, forest, word
from experiments.x06_targeting_rules.run import POLICIES, RULES

SHOWN = ("service_fulfilment", "trust", "attendance", "visits")
WORDS = {
    "weakest": ("weakest first", "最弱优先"),
    "township_choice": ("townships' choice", "乡镇推荐"),
    "self_selected": ("those that apply", "自愿申请"),
}


def rules(tables: Path, language: str) -> Figure:
    """A row a policy and rule."""
    table = pd.read_csv(tables / "less_by_lot.csv")
    table["arm"] = table["policy"] + "|" + table["arm"]

    def label(arm: str) -> str:
        policy, rule = arm.split("|")
        return f"{word(policy, language)}: {WORDS[rule][language == 'zh']}"

    order = [f"{policy}|{rule}" for policy in POLICIES for rule in RULES[1:]]
    return forest(table, SHOWN, language, labels=label, order=order)


if __name__ == "__main__":
    figures(__file__, {"rules": rules})
