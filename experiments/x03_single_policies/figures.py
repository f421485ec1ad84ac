"""Figures of x03: each policy alone at its declared doses, and all for the same money."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from matplotlib.figure import Figure

from experiments.drawing import figures, forest
from sim.policies import policy_names

SHOWN = (
    "quorum_failure",
    "attendance",
    "formalism",
    "service_fulfilment",
    "visits",
    "trust",
    "digital_reach",
    "capacity",
)
SAME_MONEY = ("attendance", "formalism", "service_fulfilment", "trust")


def policies(tables: Path, language: str) -> Figure:
    """A row a policy."""
    return forest(pd.read_csv(tables / "policies.csv"), SHOWN, language, order=policy_names())


def same_money(tables: Path, language: str) -> Figure:
    """A row a policy, scaled to the largest budget of the run."""
    table = pd.read_csv(tables / "equal_money.csv")
    table = table[(table["budget"] == table["budget"].max()) & (table["rule"] == "list")]
    return forest(table, SAME_MONEY, language, order=policy_names())


if __name__ == "__main__":
    figures(__file__, {"policies": policies, "same_money": same_money})
