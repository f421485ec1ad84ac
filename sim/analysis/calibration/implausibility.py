"""Implausibility: how far a point lies from what was observed, in standard deviations of all that is not known.

``I^2 = (z - E)^2 / (Var_emulator + Var_seed + Var_observed + Var_discrepancy)``; a point above 3 for some target is
ruled out. A target is a point or a band; within a band the distance is 0, outside it is that to the nearer bound.
Of many targets the second largest decides: one of them may be wrong.

References
----------
Craig, P. S., Goldstein, M., Seheult, A. H. and Smith, J. A. (1997). Pressure matching for hydrocarbon reservoirs. In
Case Studies in Bayesian Statistics III, 37-93 (from memory).
Pukelsheim, F. (1994). The three sigma rule. American Statistician 48, 88-91 (from memory).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.core.config.language import message

Floats = NDArray[np.float64]
CUT = 3.0
SECOND_FROM = 10
"""Targets from which on the second largest implausibility decides."""


@dataclass(frozen=True)
class Goal:
    """What an output is held to.

    Parameters
    ----------
    low, high : float
        Bounds of a band; the same number twice for a point.
    observed, discrepancy : float
        Standard deviations of the observation, and of what the model leaves out.

    Raises
    ------
    ValueError
        If the bounds are the wrong way round or a deviation is negative.
    """

    low: float
    high: float
    observed: float = 0.0
    discrepancy: float = 0.0

    def __post_init__(self) -> None:
        if not self.low <= self.high or min(self.observed, self.discrepancy) < 0.0:
            raise ValueError(message("{goal} is no target: low above high, or a negative deviation", goal=self))

    @property
    def variance(self) -> float:
        """Variance of the observation and of the discrepancy."""
        return self.observed**2 + self.discrepancy**2

    def distance(self, values: Floats) -> Floats:
        """Distance to the nearer bound; 0 within the band."""
        return np.maximum(np.maximum(self.low - values, values - self.high), 0.0)

    def implausibility(self, values: Floats, variance: Floats | float) -> Floats:
        """Implausibility of values of this variance."""
        distance = self.distance(np.asarray(values, float))
        deviation = np.sqrt(variance + self.variance)
        with np.errstate(divide="ignore", invalid="ignore"):
            found = np.where(distance > 0.0, distance / deviation, 0.0)
        return np.where(np.isnan(values), np.inf, found)


def deciding(implausibilities: Floats) -> Floats:
    """The implausibility that decides, of shape (..., targets): the largest, of many targets the second largest.

    Examples
    --------
    >>> import numpy as np
    >>> from sim.analysis.calibration.implausibility import deciding
    >>> float(deciding(np.array([1.0, 4.0, 2.0])))
    4.0
    >>> float(deciding(np.arange(10.0)))
    8.0
    """
    targets = implausibilities.shape[-1]
    if not targets:
        return np.zeros(implausibilities.shape[:-1])
    place = rank_that_decides(targets)
    return np.asarray(np.partition(implausibilities, targets - place, axis=-1)[..., targets - place])


def rank_that_decides(targets: int) -> int:
    """1 if the largest implausibility decides, 2 if the second largest does."""
    return 2 if targets >= SECOND_FROM else 1
