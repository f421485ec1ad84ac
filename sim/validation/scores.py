"""Scores of forecasts: continuous ranked probability score of an ensemble, interval score, and share inside.

References
----------
Gneiting, T. and Raftery, A. E. (2007). Strictly proper scoring rules, prediction, and estimation. Journal of the
American Statistical Association 102, 359-378 (from memory).
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sim.core.config.language import message

LEVEL = 0.9
"""Of the intervals that are scored."""


def _finite(members: ArrayLike) -> NDArray[np.float64]:
    found = np.asarray(members, dtype=float).ravel()
    found = found[np.isfinite(found)]
    if not len(found):
        raise ValueError(message("an ensemble without members"))
    return found


def crps(members: ArrayLike, observed: float) -> float:
    """Continuous ranked probability score of an ensemble, fair: its mean does not depend on how many members there are.

    Mean distance of members from what was observed, less half the mean distance of two different members. In the unit
    of what is observed, less is better; of a single member it is the absolute error.

    Parameters
    ----------
    members : array of float
        What is not finite is left out.
    observed : float

    Examples
    --------
    >>> round(crps([1.0, 2.0, 4.0], 3.0), 12)
    0.333333333333
    >>> crps([2.0], 3.5)
    1.5
    """
    found = np.sort(_finite(members))
    count = len(found)
    away = float(np.abs(found - observed).mean())
    if count == 1:
        return away
    # The distances of all pairs of sorted members: each is the larger one of so many pairs, less the smaller of others.
    pairs = float((2.0 * np.arange(count) - count + 1.0) @ found)
    return away - pairs / (count * (count - 1.0))


def interval(members: ArrayLike, level: float = LEVEL) -> tuple[float, float]:
    """Central interval that holds a share of the members."""
    low, high = np.quantile(_finite(members), (0.5 - level / 2.0, 0.5 + level / 2.0))
    return float(low), float(high)


def interval_score(low: float, high: float, observed: float, level: float = LEVEL) -> float:
    """Interval score of a central interval: its width, and 2 / (1 - level) times how far outside it was observed.

    Examples
    --------
    >>> interval_score(1.0, 3.0, 2.0)
    2.0
    >>> interval_score(1.0, 3.0, 3.5, level=0.5)
    4.0
    """
    outside = max(low - observed, 0.0) + max(observed - high, 0.0)
    return high - low + 2.0 / (1.0 - level) * outside


def normal_interval(middle: float, errors: ArrayLike, level: float = LEVEL) -> tuple[float, float]:
    """Interval of a forecast by its own past errors: a normal one around it, with their root mean square.

    Examples
    --------
    >>> low, high = normal_interval(10.0, [1.0, -1.0])
    >>> round(high - 10.0, 3), round(10.0 - low, 3)
    (1.645, 1.645)
    """
    from scipy.special import ndtri

    past = _finite(errors)
    half = float(ndtri(0.5 + level / 2.0)) * math.sqrt(float((past**2).mean()))
    return middle - half, middle + half


def skill(score: float, reference: float) -> float:
    """Share of a reference's score that is saved: 1 is perfect, 0 as good, below 0 worse; NaN where it has none."""
    return 1.0 - score / reference if reference else math.nan
