"""Six policies at points of the plausible set: sign of each headline, and the unknown that goes with it most.

A pair a point, five years, the last of them. ``python -m experiments.calibration.policies`` writes tables/policies.csv.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
from scipy.stats import spearmanr

from sim.indicators import HEADLINES, INDICATORS
from sim.runs.jobs import at_point
from sim.runs.run import Failure, Job
from sim.runs.simulate import simulate
from sim.scenario.scenario import load
from sim.studies.plausible import plausible_set

POLICIES = ("training", "talent_recruitment", "online_branch", "first_secretary", "secretary_pay", "burden_reduction")
POINTS, MONTHS, FIRST_SEED = 60, 60, 1000
TABLE = Path(__file__).with_name("tables") / "policies.csv"
COLUMNS = ("policy", "outcome", "points", "median", "low", "high", "same_sign", "unknown", "rank_correlation")


def differences(job: tuple[int, Mapping[str, Any]]) -> list[list[float]]:
    """Headlines of the baseline and of each policy at a point, in the last year."""
    place, point = job
    base = load("baseline").changed({"horizon.months": MONTHS})
    found = []
    for name in (None, *POLICIES):
        scenario = base if name is None else base.changed({f"policies.{name}": {"start": "2022-01"}})
        run = simulate(Job(at_point(scenario, point), FIRST_SEED + place))
        if isinstance(run, Failure):
            raise RuntimeError(run.error)
        found.append([run.value(INDICATORS[each], MONTHS - 12, MONTHS) for each in HEADLINES])
    return found


def rows(points: list[Mapping[str, Any]]) -> list[tuple[Any, ...]]:
    """A row a policy and headline."""
    with ProcessPoolExecutor() as pool:
        values = np.array(list(pool.map(differences, enumerate(points), chunksize=2)), dtype=float)
    names = [name for name, value in points[0].items() if not isinstance(value, str | bool)]
    at = np.array([[float(point[name]) for name in names] for point in points])
    found: list[tuple[Any, ...]] = []
    for place, policy in enumerate(POLICIES, start=1):
        for column, outcome in enumerate(HEADLINES):
            step = values[:, place, column] - values[:, 0, column]
            known = np.isfinite(step)
            if not step[known].any():
                continue
            middle = float(np.median(step[known]))
            rank = [
                0.0 if np.ptp(each[known]) == 0 else float(spearmanr(each[known], step[known]).statistic)
                for each in at.T
            ]
            best = int(np.argmax(np.abs(rank)))
            low, high = np.quantile(step[known], (0.05, 0.95))
            same = float(np.mean(np.sign(step[known]) == np.sign(middle)))
            unknown = names[best].removeprefix("parameters.")
            numbers = (f"{each:.5g}" for each in (middle, low, high, same))
            found.append((policy, outcome, int(known.sum()), *numbers, unknown, f"{rank[best]:.2f}"))
    return found


if __name__ == "__main__":
    found = rows([dict(each) for each in plausible_set(POINTS).points])
    TABLE.parent.mkdir(exist_ok=True)
    with TABLE.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(found)
