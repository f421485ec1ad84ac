"""Figure of x10: effects of six policies under each structure."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from matplotlib.figure import Figure

from experiments.drawing import figures, forest

SHOWN = ("quorum_failure", "attendance", "service_fulfilment", "trust")


def structures(tables: Path, language: str) -> Figure:
    """A row a policy, structures side by side."""
    return forest(pd.read_csv(tables / "structures.csv"), SHOWN, language, series="structure")


if __name__ == "__main__":
    figures(__file__, {"structures": structures})
