"""Figure of x08: trust and contact where contact ends after four years, less the history in which it goes on."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from matplotlib.figure import Figure

from experiments.drawing import figures, over_time

SHOWN = ("trust", "trust_home_60", "no_contact", "needs_sought", "service_fulfilment", "mobilised")
BASES = {1: "own_bases", 0: "one_base"}


def reform(tables: Path, language: str) -> Figure:
    """A panel an outcome, a line a way in which trust is built: what the end of contact did."""
    table = pd.read_csv(tables / "less_always.csv")
    table = table[table["arm"] == "contact_ends"].assign(arm="", bases=lambda each: each["anchor"].map(BASES))
    return over_time(table, [("", outcome) for outcome in SHOWN], language, x="year", series="bases")


if __name__ == "__main__":
    figures(__file__, {"reform": reform})
