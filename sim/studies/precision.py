"""Sequential sampling, replicates by precision: how many of each contrast its own stored results ask for.

A contrast is a run less the baseline's at the same seed: at the same point if the baseline is a scenario, in the same
scenario if it is a point. Each contrast stops by itself, and the baseline has the replicates of the contrast that wants
most. What is requested follows from stored results in the order of the replicates and from nothing else, so that
engines, workers and interruptions do not change it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.core.compute.intervals import mean_interval
from sim.execution.names import as_arrow, ids_of, names_of
from sim.execution.records import Records
from sim.studies.plan import Precision
from sim.studies.points import Named, places_in, with_counts
from sim.studies.stopping import Stopped, skewness


@dataclass(frozen=True)
class Contrast:
    """How far a contrast has come.

    Attributes
    ----------
    row : int
    scenario : str
    stopped : Stopped
    differences : float array, shape (pairs, outcomes)
        Of the pairs that are done, in the order of the seeds; NaN where a pair has no value.
    """

    row: int
    scenario: str
    stopped: Stopped
    differences: np.ndarray

    def records(self, precision: Precision) -> list[dict[str, Any]]:
        """A record an outcome: pairs with a value, mean difference, half-width, and whether the cap came first."""
        found = []
        for place, (outcome, requested) in enumerate(precision.widths.items()):
            known = self.differences[: self.stopped.pairs, place]
            known = known[np.isfinite(known)]
            mean, low, high = mean_interval(known) if len(known) else (math.nan, math.nan, math.nan)
            found.append(
                {
                    "row": self.row,
                    "scenario": self.scenario,
                    "outcome": outcome,
                    "n": len(known),
                    "difference": mean,
                    "half_width": (high - low) / 2,
                    "wanted": requested,
                    "skew": skewness(known) if len(known) else math.nan,
                    "capped": self.stopped.capped,
                    "open": self.stopped.open,
                }
            )
        return found


@dataclass(frozen=True)
class Planned:
    """Wanted runs and how far the contrasts have come.

    Attributes
    ----------
    table : Arrow table
    contrasts : tuple of Contrast
    """

    table: Any
    contrasts: tuple[Contrast, ...]


def planned(
    table: Any, precision: Precision, points: int, titles: Sequence[str], seed: int, store: Records, named: Named
) -> Planned:
    """Ask what is stored which runs are requested.

    Parameters
    ----------
    table : Arrow table
        Runs requested so far, whose names need not be worked out again.
    precision : Precision
    points : int
    titles : sequence of str
        Names of the scenarios.
    seed : int
        Root seed.
    store : Records
    named : callable
        Names further runs.
    """
    known = _Known(store, list(precision.widths))
    while True:
        values, ended = known.laid_out(table, points, titles)
        contrasts = _contrasts(precision, titles, values, ended)
        counts = np.zeros((points, len(titles)), np.int64)
        for each in contrasts:
            place = titles.index(each.scenario)
            for at in ((each.row, place), precision.baseline_of(each.row, place, titles)):
                if at is not None:
                    counts[at] = max(counts[at], each.stopped.pairs)
        fitting = with_counts(table, counts, seed, titles, named)
        if fitting is table:
            return Planned(table, tuple(contrasts))
        table = fitting


def _contrasts(precision: Precision, titles: Sequence[str], values: np.ndarray, ended: np.ndarray) -> list[Contrast]:
    found = []
    for row, place in np.ndindex(*ended.shape[:2]):
        base = precision.baseline_of(row, place, titles)
        if base is not None:
            both = ended[row, place] & ended[base]
            pairs = int(both.argmin()) if not both.all() else len(both)
            differences = values[row, place, :pairs] - values[base][:pairs]
            found.append(Contrast(row, titles[place], precision.rule.apply(differences), differences))
    return found


class _Known:
    """Outcomes of the runs that are done, and names of those that failed."""

    def __init__(self, store: Records, outcomes: Sequence[str]) -> None:
        columns = store.columns(["run", *outcomes])
        self.outcomes = len(outcomes)
        self.names = np.concatenate([names_of(()), *(names_of(each.column("run")) for each in columns)])
        stacked = [np.stack([each.column(name).to_numpy() for name in outcomes], axis=1) for each in columns]
        self.values = np.concatenate([np.zeros((0, len(outcomes))), *stacked])
        self.failed = ids_of(store.failures())

    def laid_out(self, table: Any, points: int, titles: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
        """Outcomes, shape (points, scenarios, replicates, outcomes), and which runs have ended, well or not."""
        import pyarrow.compute as compute

        row, place, replicate = places_in(table, titles)
        depth = int(replicate.max(initial=-1)) + 1
        names = as_arrow(names_of(table.column("run")))
        found = compute.index_in(names, as_arrow(self.names)).fill_null(-1).to_numpy()
        failed = compute.is_in(names, as_arrow(self.failed)).to_numpy(zero_copy_only=False)
        values = np.full((points, len(titles), depth, self.outcomes), math.nan)
        ended = np.zeros((points, len(titles), depth), bool)
        done = found >= 0
        values[row[done], place[done], replicate[done]] = self.values[found[done]]
        ended[row, place, replicate] = done | failed
        return values, ended
