"""Figure of the hypotheses: each contrast under both rules."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from experiments.drawing import BASELINE, STYLES, canvas, figures, legend, unit_of_difference, word
from sim.indicators import INDICATORS
from sim.report.layout.figures import MARKERS
from sim.report.layout.numbers import shown_as

WIDTH, ROW = 10.0, 0.21
RULES = ("list", "registered")
PANELS = {
    "share": lambda name: INDICATORS[name].unit == "share",
    "trust": lambda name: name.startswith("trust"),
    "capacity": lambda name: name == "capacity",
    "hours": lambda name: INDICATORS[name].unit == "hour/month",
}
CHINESE = {
    "training and inspections": "培训与检查",
    "training": "培训",
    "inspections": "检查",
    "good platform": "优质平台",
    "poor platform": "低质平台",
    "talent, none return": "人才（无回流）",
    "talent, some return": "人才（有回流）",
    "pay by documents": "报酬与材料挂钩",
    "pay by outcomes": "报酬与成效挂钩",
    "visits and pay": "走访与报酬",
    "look-back and visits": "回头看与走访",
    "look-back": "回头看",
    "visits": "走访",
    "pay": "报酬",
    "zones unchecked": "示范村（不核适配）",
    "zones fit-checked": "示范村（核适配）",
    "openness": "公开",
    "base": "基准",
    " less ": " － ",
    " + ": " ＋ ",
}


def label(contrast: str, language: str) -> str:
    """Name of a contrast: the baseline goes without saying, and of several arms taken away all are in brackets."""
    plus, _, minus = contrast.partition(" less ")
    taken = f"({minus})" if " + " in minus else minus
    text = plus if minus == "base" else f"{plus} less {taken}"
    if language == "zh":
        for english, chinese in CHINESE.items():
            text = text.replace(english, chinese)
    return text


def contrasts(tables: Path, language: str) -> Figure:
    """A panel a unit, a row a contrast and outcome."""
    table = pd.read_csv(tables / "contrasts.csv")
    shown = [table[table["outcome"].map(chosen)] for chosen in PANELS.values()]
    counts = [mine[["contrast", "outcome"]].drop_duplicates().shape[0] for mine in shown]
    figure = canvas(WIDTH, ROW * sum(counts) + 2.8)
    panels = figure.subplots(len(shown), 1, gridspec_kw={"height_ratios": [count + 2 for count in counts]})
    for panel, mine in zip(panels, shown, strict=True):
        keys = list(dict.fromkeys(zip(mine["hypothesis"], mine["contrast"], mine["outcome"], strict=True)))
        unit = INDICATORS[keys[0][2]].unit
        for place, rule in enumerate(RULES):
            here = mine[mine["rule"] == rule].set_index(["hypothesis", "contrast", "outcome"]).reindex(keys)
            low, centre, high = (shown_as(here[name].to_numpy(float), unit) for name in ("low", "difference", "high"))
            rows = np.arange(len(keys)) + 0.3 * (place - 0.5)
            panel.errorbar(
                centre,
                rows,
                xerr=[centre - low, high - centre],
                fmt=MARKERS[place],
                markersize=3.6,
                color=STYLES[place][0],
                linewidth=1.1,
            )
        panel.axvline(0, color=BASELINE[0], linewidth=0.8, linestyle=BASELINE[1])
        names = [f"{code}  {label(contrast, language)}: {word(outcome, language)}" for code, contrast, outcome in keys]
        panel.set_yticks(range(len(keys)), names)
        panel.set_ylim(len(keys) - 0.4, -0.6)
        panel.set_xlabel(unit_of_difference(unit, language))
        panel.grid(axis="x", linewidth=0.4, alpha=0.5)
    legend(figure, RULES, language, unclear=False)
    return figure


if __name__ == "__main__":
    figures(__file__, {"contrasts": contrasts})
