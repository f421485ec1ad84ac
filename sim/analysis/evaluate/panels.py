"""A panel of villages and periods, and an estimate from it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import t as student

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
NEVER = -1


@dataclass(frozen=True)
class Panel:
    """Villages seen in each period.

    Attributes
    ----------
    values : float array, shape (villages, periods)
        NaN where nothing is seen.
    first : int array, shape (villages,)
        Period with which the pilot begins, ``NEVER`` where it does not.
    cluster : int array, shape (villages,), optional
        What errors are clustered by; the villages themselves if left out.
    """

    values: Floats
    first: Ints
    cluster: Ints | None = None

    @property
    def cohorts(self) -> list[int]:
        """Periods with which the pilot begins somewhere, rising."""
        return sorted(set(self.first.tolist()) - {NEVER})

    @property
    def under(self) -> NDArray[np.bool_]:
        """Where and when the pilot is on, shape (villages, periods)."""
        later = np.arange(self.values.shape[1]) >= self.first[:, None]
        return np.asarray(later & (self.first[:, None] != NEVER))

    def some(self, rows: Ints) -> Panel:
        """The panel of some villages."""
        return Panel(self.values[rows], self.first[rows], None if self.cluster is None else self.cluster[rows])


@dataclass(frozen=True)
class Estimate:
    """An estimate of the mean effect of a pilot.

    Attributes
    ----------
    value, error : float
        Estimate and its standard error; NaN if there is none.
    freedom : float
        Degrees of freedom of its t distribution.
    """

    value: float
    error: float
    freedom: float

    @property
    def p(self) -> float:
        """Chance of an estimate as far from nought, if the effect is nought."""
        return float(2 * student.sf(abs(self.value / self.error), self.freedom)) if self.error > 0 else np.nan

    def interval(self, level: float) -> tuple[float, float]:
        """Confidence interval at a level of the test, such as .05."""
        half = float(student.isf(level / 2, self.freedom)) * self.error
        return self.value - half, self.value + half


NONE = Estimate(np.nan, np.nan, np.nan)
