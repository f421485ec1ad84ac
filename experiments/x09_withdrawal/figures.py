"""Figures of x09: effects year by year, support going on or ending after the fifth."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from matplotlib.figure import Figure

from experiments.drawing import figures, over_time

PANELS = (
    ("first_secretary", "trust"),
    ("first_secretary", "service_fulfilment"),
    ("first_secretary+reserve", "service_fulfilment"),
    ("graduate_official", "service_fulfilment"),
    ("secretary_pay", "service_fulfilment"),
    ("training", "capacity"),
    ("mass_line_campaign", "visits"),
    ("platform", "digital_reach"),
    ("all_support", "trust"),
)


def withdrawal(tables: Path, language: str) -> Figure:
    """A panel a kind of support and outcome."""
    return over_time(pd.read_csv(tables / "by_year.csv"), PANELS, language, x="year", series="support")


if __name__ == "__main__":
    figures(__file__, {"withdrawal": withdrawal})
