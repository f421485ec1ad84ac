"""Cost-effectiveness ratio, cost per unit of an outcome, with an interval by Fieller's theorem."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.core.compute.intervals import CONFIDENCE, t_quantile


@dataclass(frozen=True)
class Ratio:
    """A ratio of two means of the same pairs, with its 95 % interval."""

    value: float
    low: float
    high: float


def fieller(above: np.ndarray, below: np.ndarray, confidence: float = CONFIDENCE) -> Ratio | None:
    """Ratio of two means of paired values, with the interval of Fieller (1954).

    The bounds are the ratios R at which the mean of ``above - R * below`` lies at the edge of its t-interval.

    Parameters
    ----------
    above, below : float array, shape (pairs,)
    confidence : float
        Coverage of the interval, between 0 and 1.

    Returns
    -------
    Ratio or None
        Nothing if the interval of the mean of ``below`` holds 0, or there is no interval: the ratio may then be of
        any size.
    """
    above, below = np.asarray(above, float), np.asarray(below, float)
    pairs = len(below)
    if pairs < 2:
        return None
    covariance = np.cov(above, below, ddof=1) / pairs
    return ratio_of(float(above.mean()), float(below.mean()), covariance, t_quantile(pairs - 1, confidence) ** 2)


def ratio_of(top: float, bottom: float, covariance: np.ndarray, reach: float) -> Ratio | None:
    """Ratio of two estimates, with the interval of Fieller (1954).

    Parameters
    ----------
    top, bottom : float
    covariance : float array, shape (2, 2)
        Of the two estimates.
    reach : float
        Square of the quantile of t.

    Returns
    -------
    Ratio or None
        Nothing if the interval of ``bottom`` holds 0.
    """
    square = bottom**2 - reach * covariance[1, 1]
    if square <= 0:
        return None
    middle = top * bottom - reach * covariance[0, 1]
    root = math.sqrt(max(middle**2 - square * (top**2 - reach * covariance[0, 0]), 0.0))
    return Ratio(top / bottom, float((middle - root) / square), float((middle + root) / square))


def cost_per_unit(
    costs: Sequence[float] | np.ndarray, steps: Sequence[float] | np.ndarray, better: int = 0
) -> Ratio | None:
    """What one unit of an outcome costs, in the direction in which it moved; harm has no price, since nobody buys it.

    Parameters
    ----------
    costs : float array, shape (pairs,)
        Cost of the alternative beyond the baseline, by pair.
    steps : float array, shape (pairs,)
        Alternative minus baseline, by pair; pairs without a value are left out.
    better : int
        +1 if more of the outcome is wanted, -1 if less, 0 if neither.

    Returns
    -------
    Ratio or None
        Nothing if nothing was spent, the outcome got worse, or the interval of the difference holds 0.
    """
    costs, steps = np.asarray(costs, float), np.asarray(steps, float)
    known = np.isfinite(steps)
    costs, steps = costs[known], steps[known]
    if not len(steps) or costs.mean() <= 0 or better * steps.mean() < 0:
        return None
    return fieller(costs, steps * math.copysign(1.0, float(steps.mean())))
