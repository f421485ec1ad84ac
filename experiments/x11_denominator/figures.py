"""Figures of x11: effects of the policies under three rules, and of the rule itself."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from matplotlib.figure import Figure

from experiments.drawing import figures, forest, word
from sim.policies import policy_names

SHOWN = ("quorum_failure", "attendance", "service_fulfilment", "trust")
RULE = (
    "quorum_failure",
    "valid_meetings",
    "attendance",
    "decision_lag",
    "service_fulfilment",
    "trust",
    "visits",
    "formalism",
)


def policies(tables: Path, language: str) -> Figure:
    """A row a policy, the rules side by side."""
    return forest(pd.read_csv(tables / "policies.csv"), SHOWN, language, series="rule", order=policy_names())


def rule(tables: Path, language: str) -> Figure:
    """Each extreme less lists of those not due, everything else alike."""
    table = pd.read_csv(tables / "rule.csv")
    return forest(table, RULE, language, labels=lambda arm: word(arm, language))


if __name__ == "__main__":
    figures(__file__, {"policies": policies, "rule": rule})
