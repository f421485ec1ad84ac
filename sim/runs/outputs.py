"""Output statistics kept of a run: outcomes over the window, by year, by month."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.indicators import INDICATORS
from sim.runs.identity import Plain, as_text, digest_of
from sim.runs.run import Run
from sim.runs.window import window_of, years_of

COSTS = ("person_years", "cost_yuan", "cost_hours")
"""Kept of every run beside the outcomes: registered person-years, and what the policies booked after the burn-in."""


@dataclass(frozen=True)
class Outputs(Plain):
    """What is kept.

    Attributes
    ----------
    outcomes : tuple of str
    window : str
        Months over which scalars are taken.
    tables : tuple of str
        Among ``scalars``, ``yearly``, ``monthly``.
    """

    outcomes: tuple[str, ...]
    window: str
    tables: tuple[str, ...]

    @property
    def text(self) -> str:
        """Canonical text, part of the name of a run."""
        return as_text([list(self.outcomes), self.window, list(self.tables)])


@dataclass(frozen=True)
class Record:
    """The numbers kept of one run.

    Attributes
    ----------
    run : str
    seed : int
    seconds : float
        Processor time; no part of the digest.
    scalars : float64 array, shape (costs + outcomes,)
    labels : dict of str to int32 array
        Year or calendar month (0 = January 1900) of the rows of ``series``.
    series : dict of str to float32 array, shape (rows, outcomes)
        ``yearly`` and ``monthly``, as far as they are kept.
    """

    run: str
    seed: int
    seconds: float
    scalars: np.ndarray
    labels: dict[str, np.ndarray]
    series: dict[str, np.ndarray]

    @property
    def digest(self) -> str:
        """Digest of the numbers."""
        parts = [self.scalars.tobytes()]
        for name in sorted(self.series):
            parts += [self.labels[name].astype(np.int32).tobytes(), self.series[name].tobytes()]
        return digest_of(*parts)


def record_of(name: str, run: Run, kept: Outputs) -> Record:
    """Take from a run what is kept of it."""
    start = run.start + run.burn_in
    indicators = [INDICATORS[outcome] for outcome in kept.outcomes]
    window = window_of(kept.window, start, run.months)
    costs = [run.person_years, float(run.yuan.sum()), float(run.hours.sum())]
    scalars = np.array([*costs, *(run.value(each, *window) for each in indicators)])
    months = np.arange(start, start + run.months, dtype=np.int32)
    starts, years = years_of(start, run.months)
    labels, series = {}, {}
    for table, places, names in (("yearly", starts, years), ("monthly", None, months)):
        if table in kept.tables:
            columns = [run.over(each, places) if places is not None else run.series(each) for each in indicators]
            labels[table] = names.astype(np.int32)
            series[table] = one_nan(np.stack(columns, axis=1).astype(np.float32))
    return Record(name, run.seed, run.seconds, one_nan(scalars), labels, series)


def one_nan(values: np.ndarray) -> np.ndarray:
    """The values with every NaN in the same bits, and without negative zeros."""
    values = values + 0.0
    values[np.isnan(values)] = np.nan
    return np.ascontiguousarray(values)
