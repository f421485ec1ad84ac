"""The baseline over what is not known: levels, and which points published figures do not rule out."""

from __future__ import annotations

import numpy as np
import pandas as pd

from experiments.common import FULL_WORLD, run
from experiments.x01_baseline.field import FIGURES
from sim.indicators import HEADLINES
from sim.studies.query import Study

FULL = {"constants": FULL_WORLD, "replicates": 3, "design": {"kind": "lhs", "points": 2000}}
CUT = 3.0
BANDS = 2.0
"""Half-width of a band in standard deviations."""


def tables(study: Study) -> dict[str, pd.DataFrame]:
    """Implausibility of each point, what is left of each factor, and levels over all points and over those left."""
    outcomes = [*dict.fromkeys((*HEADLINES, *FIGURES))]
    frame = study.frame(outcomes)
    points = frame.groupby("row")[outcomes].mean()
    noise = frame.groupby("row")[outcomes].var(ddof=1).mean() / frame["replicate"].nunique()
    for name, (_, middle, half) in FIGURES.items():
        points[f"far_{name}"] = (points[name] - middle).abs() / np.sqrt((half / BANDS) ** 2 + noise[name])
    far = [f"far_{name}" for name in FIGURES]
    points["implausibility"], points["worst"] = (
        points[far].max(axis=1),
        points[far].idxmax(axis=1).str.removeprefix("far_"),
    )
    held = points["implausibility"] < CUT
    levels = pd.DataFrame(
        {"outcome": name, "points": group, "count": len(chosen), **quantiles(chosen[name])}
        for group, chosen in (("all", points), ("not implausible", points[held]))
        for name in outcomes
        if len(chosen)
    )
    figures = pd.DataFrame(
        {"outcome": name, "pattern": code, "middle": middle, "half_width": half,
         "within": ((points[name] - middle).abs() <= half).mean(),
         "not_ruled_out": (points[f"far_{name}"] < CUT).mean()}
        for name, (code, middle, half) in FIGURES.items()
    )  # fmt: skip
    factors = frame.groupby("row")[list(study.factors)].first()
    return {"levels": levels, "figures": figures, "points": factors.join(points).reset_index()}


def quantiles(values: pd.Series) -> dict[str, float]:
    """Median and the band of 90 %."""
    low, middle, high = values.quantile([0.05, 0.5, 0.95])
    return {"low": low, "median": middle, "high": high}


if __name__ == "__main__":
    run(__file__, __doc__ or "", FULL, tables)
