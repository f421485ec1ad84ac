"""Waves: what the runs of a wave say, emulators fitted to them, and when no further wave is worth its runs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.analysis.calibration.emulator import Emulator, fit
from sim.analysis.calibration.implausibility import CUT, Goal, deciding
from sim.analysis.calibration.space import Wave

Floats = NDArray[np.float64]
MOST_ROWS = 800
"""Rows that an emulator is fitted to; those of the last waves come first."""
STILL_SHRINKING = 0.8
"""A wave that leaves more than this share of what it found has shrunk nothing to speak of."""
FEWEST_ROWS = 10


@dataclass(frozen=True)
class Table:
    """Points of a wave and what their runs say of each output.

    Attributes
    ----------
    points : float array, shape (points, inputs)
        Places between 0 and 1.
    means, variances : float arrays, shape (points, outputs)
        Over the seeds of each point: mean, NaN where there is none, and variance, 0 where there is one seed only.
    counts : float array, shape (points, outputs)
        Seeds that gave a value.
    """

    points: Floats
    means: Floats
    variances: Floats
    counts: Floats

    @classmethod
    def of(cls, points: Floats, values: Floats) -> Table:
        """The table of runs of shape (points, seeds, outputs); NaN where a run gave nothing."""
        known = np.isfinite(values)
        counts = known.sum(axis=1).astype(float)
        with np.errstate(divide="ignore", invalid="ignore"):
            means = np.where(known, values, 0.0).sum(axis=1) / counts
            squares = np.where(known, values - means[:, None], 0.0) ** 2
            variances = squares.sum(axis=1) / np.maximum(counts - 1.0, 1.0)
        return cls(points, means, variances, counts)

    def rows(self, chosen: Any) -> Table:
        """Some of the points."""
        return Table(*(each[chosen] for each in (self.points, self.means, self.variances, self.counts)))

    def seed_variances(self) -> Floats:
        """Variance between the seeds of one run, pooled over all points, by output; NaN where no point has two."""
        freedom = np.maximum(self.counts - 1.0, 0.0)
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray((self.variances * freedom).sum(axis=0) / freedom.sum(axis=0))

    def implausibilities(self, goals: Sequence[Goal], seed_variances: Floats) -> Floats:
        """How implausible the runs themselves are: there is no emulator in it, the seeds are."""
        found = [
            goal.implausibility(self.means[:, place], seed_variances[place] / np.maximum(self.counts[:, place], 1.0))
            for place, goal in enumerate(goals)
        ]
        return np.stack(found, axis=1) if found else np.zeros((len(self.points), 0))


def joined(tables: Sequence[Table]) -> Table:
    """Tables one after another."""
    return Table(*(np.concatenate(each) for each in zip(*(vars(table).values() for table in tables), strict=True)))


def fit_wave(
    tables: Sequence[Table],
    goals: Sequence[Goal],
    seeds: int,
    before: Sequence[Wave] = (),
    call: Callable[[Callable[[Any], Any], Sequence[Any]], Sequence[Any]] = lambda function, items: list(
        map(function, items)
    ),
) -> Wave:
    """Fit an emulator to each output, on the points that the waves before have not ruled out.

    Parameters
    ----------
    tables : sequence of Table
        Of all waves so far.
    goals : sequence of Goal
    seeds : int
        Seeds over whose mean a point is judged.
    before : sequence of Wave
    call : callable
        Calls a function on each item, in workers for instance.
    """
    every = joined(tables)
    chosen = chosen_rows(every.points, before)
    noise = np.nan_to_num(every.seed_variances())
    table = every.rows(chosen)
    items = [
        (table.points[known], table.means[known, place], table.counts[known, place], float(noise[place]))
        for place in range(len(goals))
        for known in [np.isfinite(table.means[:, place])]
    ]
    return Wave(tuple(call(fitted, items)), tuple(goals), seeds)


def chosen_rows(points: Floats, before: Sequence[Wave]) -> NDArray[np.int_]:
    """Rows that a wave is fitted to: those that are not ruled out, of many the last."""
    inside = np.ones(len(points), bool)
    for wave in before:
        inside[inside] = wave.inside(points[inside], CUT)
    chosen = np.flatnonzero(inside)
    if len(chosen) < FEWEST_ROWS:
        chosen = np.arange(len(points))
    return chosen[-MOST_ROWS:]


def fitted(item: tuple[Floats, Floats, Floats, float]) -> Emulator:
    """The emulator of one output; what is not known of enough points is moved by nothing."""
    x, y, counts, noise = item
    if len(y) < FEWEST_ROWS:
        return Emulator((), (), 0.0, 0.0, noise, x, y, counts)
    return fit(x, y, counts, noise)


def not_ruled_out(implausibilities: Floats, cut: float = CUT) -> NDArray[np.bool_]:
    """Whether points are kept, by the implausibilities of their own runs."""
    return np.asarray(deciding(implausibilities) <= cut)
