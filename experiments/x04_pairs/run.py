"""Pairs of eight levers: a fractional factorial of resolution V."""

from __future__ import annotations

from itertools import combinations, product

import numpy as np
import pandas as pd

from experiments.common import FULL_WORLD, run, write_points
from sim.analysis.effects import effect, with_q
from sim.indicators import HEADLINES, INDICATORS
from sim.studies.query import Study

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
    """Main effects and pairs of each seed by least squares; intervals are those of their means over the seeds.

    A pair is how much one changes the other's effect.
    """
    frame = study.frame(WATCHED).sort_values(["replicate", "row"])
    design = signs() / 2
    pairs = list(combinations(range(len(LEVERS)), 2))
    names = [*LEVERS, *(f"{LEVERS[a]} x {LEVERS[b]}" for a, b in pairs)]
    terms = np.column_stack([design, *(2 * design[:, a] * design[:, b] for a, b in pairs), np.ones(len(design))])
    doubled = np.array([1] * len(LEVERS) + [2] * len(pairs))
    rows = []
    for outcome in WATCHED:
        of_seeds = frame.pivot_table(outcome, "row", "replicate", sort=True).to_numpy(float)
        found, *_ = np.linalg.lstsq(terms, of_seeds, rcond=None)
        for name, steps in zip(names, doubled[:, None] * found[:-1], strict=True):
            row = effect(np.zeros_like(steps), steps)
            del row["baseline"]
            rows.append({"arm": name, "outcome": outcome, "unit": INDICATORS[outcome].unit, **row})
    return {"effects": with_q(pd.DataFrame(rows))}


if __name__ == "__main__":
    run(__file__, __doc__ or "", FULL, tables, before=lambda folder: write_points(folder, points()))
