"""Courses over time: twelve-month outcomes of runs, and their differences pair by pair, as quantiles over the pairs.

Tallies are summed over twelve months before a ratio is taken, on each side, and the difference is taken pair by pair:
that is where common random numbers show.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.analysis.comparison import Comparison
from sim.core.config.calendar import MONTHS, name_of
from sim.core.recording.indicator import AnyIndicator
from sim.report.layout.table import records
from sim.runs.run import Run

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
"""Nine pairs in ten, half of them, and the one in the middle."""
ENOUGH_FOR_BANDS = 8
"""Pairs below which each has a line of its own: a band of fewer pretends to a distribution."""
COLUMNS = ("scenario", "outcome", "unit", "kind", "month", "low_90", "low_50", "median", "high_50", "high_90", "pairs")
LEVEL, DIFFERENCE = "level", "difference"
DIGITS = 6
"""Of numbers in the file: more than any figure shows."""


@dataclass(frozen=True)
class Course:
    """One outcome over the months under study.

    Attributes
    ----------
    every : float array, shape (pairs, months)
    quantiles : float array, shape (5, months)
        At :data:`QUANTILES`; NaN in months without a value.
    """

    every: np.ndarray
    quantiles: np.ndarray

    @classmethod
    def of(cls, every: np.ndarray) -> Course:
        """The course of so many pairs."""
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "All-NaN slice", RuntimeWarning)
            return cls(every, np.nanquantile(every, QUANTILES, axis=0))

    @property
    def median(self) -> np.ndarray:
        """The pair in the middle, month by month."""
        found: np.ndarray = self.quantiles[2]
        return found

    @property
    def banded(self) -> bool:
        """Whether there are pairs enough for bands."""
        return len(self.every) >= ENOUGH_FOR_BANDS


def levels_over_time(runs: Sequence[Run], indicator: AnyIndicator) -> np.ndarray:
    """An outcome of each run over the twelve months before, shape (runs, months)."""
    return np.stack([run.series(indicator, MONTHS) for run in runs])


def difference_over_time(comparison: Comparison, name: str, indicator: AnyIndicator) -> Course:
    """An alternative less the baseline of the same pair.

    Examples
    --------
    >>> import sim
    >>> few = {"world.townships": 1, "world.villages": 2, "world.village_size": 300, "horizon.months": 24}
    >>> baseline, training = (sim.load(name).changed(few) for name in ("baseline", "training"))
    >>> found = sim.compare(baseline, training, reps=2, jobs=1, outcomes="capacity")
    >>> difference_over_time(found, "training", found.outcomes[0].indicator).every.shape
    (2, 24)
    """
    after, before = (levels_over_time(comparison.runs[each], indicator) for each in (name, comparison.baseline))
    return Course.of(after - before)


def first_month(comparison: Comparison) -> int:
    """First month under study, 0 = January 1900."""
    run = comparison.runs[comparison.baseline][0]
    return run.start + run.burn_in


def course_rows(comparison: Comparison) -> list[dict[str, Any]]:
    """One record for each scenario, outcome, kind and month: the numbers behind the figures over time."""
    return records(COLUMNS, _rows(comparison))


def _rows(comparison: Comparison) -> Iterator[tuple[Any, ...]]:
    length = comparison.runs[comparison.baseline][0].months
    months = [name_of(first_month(comparison) + month) for month in range(length)]
    for indicator in dict.fromkeys(each.indicator for each in comparison.outcomes):
        for name, runs in comparison.runs.items():
            key = (name, indicator.name, indicator.unit)
            courses = {LEVEL: Course.of(levels_over_time(runs, indicator))}
            if name != comparison.baseline:
                courses[DIFFERENCE] = difference_over_time(comparison, name, indicator)
            for kind, course in courses.items():
                for month, values in zip(months, course.quantiles.T, strict=True):
                    yield (*key, kind, month, *(float(f"{each:.{DIGITS}g}") for each in values), len(runs))
