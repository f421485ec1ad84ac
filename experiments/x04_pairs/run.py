"""Pairs of eight levers: a fractional factorial of resolution V."""

from __future__ import annotations

from itertools import combinations, product

import numpy as np
import pandas as pd
from scipy.stats import t as student

from experiments.common import FULL_WORLD, run, with_q, write_points
from sim.indicators import HEADLINES, INDICATORS
from sim.study.sweep.query import Study

FULL = {"constants": FULL_WORLD, "replicates": 20}
LEVERS = ("training", "inspection_drive", "secretary_pay", "online_branch", "platform_integration",
          "mass_line_campaign", "first_secretary", "meeting_rules")  # fmt: skip
FREE = 6
WATCHED = (*HEADLINES, "secretary_economy_hours", "not_found", "success_share")


def signs() -> np.ndarray:
    """The design, -1 and 1: six levers free, the seventh the product of the first four, the eighth of 1, 2, 5 and 6."""
    free = np.array(list(product((-1, 1), repeat=FREE)))
    return np.column_stack([free, free[:, :4].prod(axis=1), free[:, [0, 1, 4, 5]].prod(axis=1)])


def points() -> list[dict[str, int]]:
    """Coverage 0 or 1 of each lever."""
    return [
        {f"policies.{name}.coverage": int(sign > 0) for name, sign in zip(LEVERS, row, strict=True)} for row in signs()
    ]


def tables(study: Study) -> dict[str, pd.DataFrame]:
    """Main effects and pairs by least squares, seeds as blocks; a pair is how much one changes the other's effect."""
    frame = study.frame(WATCHED).sort_values(["replicate", "row"])
    design = signs() / 2
    pairs = list(combinations(range(len(LEVERS)), 2))
    columns = np.column_stack([design, *(2 * design[:, a] * design[:, b] for a, b in pairs)])
    blocks = np.repeat(np.eye(frame["replicate"].nunique()), len(design), axis=0)
    terms = np.column_stack([np.tile(columns, (blocks.shape[1], 1)), blocks])
    freedom = len(terms) - terms.shape[1]
    rows = []
    for outcome in WATCHED:
        found, *_ = np.linalg.lstsq(terms, frame[outcome].to_numpy(float), rcond=None)
        rest = frame[outcome].to_numpy(float) - terms @ found
        spread = np.sqrt(rest @ rest / freedom * np.diag(np.linalg.inv(terms.T @ terms)))
        half = student.ppf(0.975, freedom) * spread
        for place, name in enumerate([*LEVERS, *(f"{LEVERS[a]} x {LEVERS[b]}" for a, b in pairs)]):
            size = found[place] * (1 if place < len(LEVERS) else 2)
            width = half[place] * (1 if place < len(LEVERS) else 2)
            p = 2 * student.sf(abs(found[place]) / spread[place], freedom)
            rows.append({"arm": name, "outcome": outcome, "unit": INDICATORS[outcome].unit, "difference": size,
                         "low": size - width, "high": size + width, "p": p, "runs": len(terms)})  # fmt: skip
    return {"effects": with_q(pd.DataFrame(rows))}


if __name__ == "__main__":
    run(__file__, __doc__ or "", FULL, tables, before=lambda folder: write_points(folder, points()))
