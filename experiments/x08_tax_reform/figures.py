"""Figure of x08: trust and contact by history, less the history without collection."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from matplotlib.figure import Figure

from experiments.drawing import figures, over_time

SHOWN = ("trust", "trust_home_60", "no_contact", "needs_sought", "service_fulfilment", "mobilised")


def reform(tables: Path, language: str) -> Figure:
    """A panel an outcome, a line a history."""
    table = pd.read_csv(tables / "less_never.csv")
    table = table[table["anchor"] == 1].rename(columns={"arm": "history"}).assign(arm="")
    return over_time(table, [("", outcome) for outcome in SHOWN], language, x="year", series="history")


if __name__ == "__main__":
    figures(__file__, {"reform": reform})
