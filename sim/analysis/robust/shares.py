"""Shares of points with their intervals, and the interval of a median."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from sim.core.compute.intervals import CONFIDENCE


@dataclass(frozen=True)
class Share:
    """So many of so many points, taken for a sample of all the points there could be.

    Attributes
    ----------
    count, points : int
    low, high : float
        Wilson's interval [1]_ (RECALLED) of the share; NaN without a point.

    References
    ----------
    .. [1] Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference. Journal of the
       American Statistical Association 22(158), 209-212.
    """

    count: int
    points: int
    low: float
    high: float

    @property
    def value(self) -> float:
        """The share; NaN without a point."""
        return self.count / self.points if self.points else math.nan


def share_of(where: np.ndarray, confidence: float = CONFIDENCE) -> Share:
    """Share of points at which something holds.

    Parameters
    ----------
    where : bool array, shape (points,)
    confidence : float
        Coverage of the interval, between 0 and 1.

    Examples
    --------
    >>> import numpy as np
    >>> from sim.analysis.robust.shares import share_of
    >>> found = share_of(np.array([True] * 9 + [False]))
    >>> found.value, round(found.low, 3), round(found.high, 3)
    (0.9, 0.596, 0.982)
    """
    from scipy.special import ndtri

    count, points = int(np.count_nonzero(where)), len(where)
    if not points:
        return Share(0, 0, math.nan, math.nan)
    z = float(ndtri(0.5 + confidence / 2))
    part, wider = count / points, z * z / points
    middle = (part + wider / 2) / (1 + wider)
    half = z / (1 + wider) * math.sqrt(part * (1 - part) / points + wider / (4 * points))
    return Share(count, points, middle - half if count else 0.0, middle + half if count < points else 1.0)


def median_interval(values: np.ndarray, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """Interval of the median over all the points there could be, by ranks: two values of the sample.

    NaN where there are too few values for the confidence.
    """
    from scipy.stats import binom

    count = len(values)
    below = int(binom.ppf((1 - confidence) / 2, count, 0.5)) - 1  # so many values lie below the lower bound
    while below >= 0 and 2 * binom.cdf(below, count, 0.5) > 1 - confidence:
        below -= 1
    if below < 0:
        return math.nan, math.nan
    ordered = np.sort(values)
    return float(ordered[below]), float(ordered[count - 1 - below])
