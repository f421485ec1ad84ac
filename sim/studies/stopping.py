"""Sequential stopping rule, when replicates are enough: intervals of the mean, their skewness, and the rule."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.core.compute.intervals import CONFIDENCE, t_quantiles

LEAST_PAIRS = 20
LEAST_VILLAGES = 600
"""Villages over all pairs below which what happens to few of them may not be among the pairs (docs/verification.md)."""
CAP = 200
CAP_TIMES_LEAST = 5
LOOK_AHEAD = 5
ROUNDING = 1e-9
"""Share of the values themselves below which they vary by rounding only: differences of two outcomes that lie apart by
the same amount at every seed come out alike to some 12 digits, and what is left has a skewness that means nothing."""
PAIRS_FOR_SKEW = 25.0
"""Values that a t-interval needs for each unit of squared skewness (Cochran 1977, Sampling Techniques; RECALLED)."""


def least_pairs(villages: int) -> int:
    """Pairs of worlds of so many villages below which no interval is trusted."""
    return max(LEAST_PAIRS, -(-LEAST_VILLAGES // villages))


def usual_cap(least: int) -> int:
    """Most pairs of a rule that trusts no fewer than ``least``."""
    return max(CAP, CAP_TIMES_LEAST * least)


def look_ahead(least: int) -> int:
    """Further pairs over which a half-width must hold, where no fewer than ``least`` are trusted: half as many.

    A rule likes to stop where the pairs so far happen to be alike; what comes after tells it.
    """
    return max(LOOK_AHEAD, least // 2)


def varies(values: np.ndarray) -> bool:
    """Whether values differ by more than rounding; NaN is passed over."""
    known = np.asarray(values, dtype=float)
    known = known[np.isfinite(known)]
    return len(known) > 1 and float(np.ptp(known)) > ROUNDING * float(abs(known).max())


def skewness(values: np.ndarray) -> float:
    """Third moment about the mean in units of the standard deviation; 0 if nothing varies."""
    if not varies(values):
        return 0.0
    centred = np.asarray(values, dtype=float) - np.mean(values)
    spread = float((centred**2).mean())
    return float((centred**3).mean()) / spread**1.5 if spread > 0 else 0.0


def too_skewed(count: int, skew: float) -> bool:
    """Whether so few values are so skewed that their interval may hold the truth less often than it says."""
    return count < PAIRS_FOR_SKEW * skew**2


def half_widths(steps: np.ndarray, confidence: float = CONFIDENCE) -> np.ndarray:
    """Half-width of the interval after each number of pairs.

    Parameters
    ----------
    steps : float array, shape (pairs,)
        Differences in the order of the seeds; NaN where a pair has no value.
    confidence : float
        Coverage of each interval, between 0 and 1.

    Returns
    -------
    float array, shape (pairs,)
        Entry n - 1 is the half-width from the first n pairs; infinite for fewer than two values.
    """
    steps = np.asarray(steps, dtype=float)
    known = np.isfinite(steps)
    widths = np.full(len(steps), math.inf)
    if not known.any():
        return widths
    centred = np.where(known, steps - steps[known][0], 0.0)
    count, total, squares = known.cumsum(), centred.cumsum(), (centred * centred).cumsum()
    some = count > 1
    n = count[some]
    variance = np.maximum(squares[some] - total[some] ** 2 / n, 0.0) / (n - 1)
    widths[some] = t_quantiles(len(steps), confidence)[n - 1] * np.sqrt(variance / n)
    return widths


def trusted_widths(steps: np.ndarray, least: int) -> np.ndarray:
    """Half-widths as :func:`half_widths` gives them, but infinite where too few values, or too skewed ones, back them.

    Parameters
    ----------
    steps : float array, shape (pairs,)
    least : int
        Values below which no interval is trusted.
    """
    steps, widths = np.asarray(steps, dtype=float), half_widths(steps)
    known = np.isfinite(steps)
    if not known.any():
        return widths
    centred = np.where(known, steps - steps[known][0], 0.0)
    spread = float(abs(centred).max()) or 1.0
    centred /= spread
    count = np.maximum(known.cumsum(), 1)
    first, second, third = (np.cumsum(centred**power) / count for power in (1, 2, 3))
    variance = np.maximum(second - first**2, 0.0)
    moment = third - 3 * first * second + 2 * first**3
    far = np.maximum.accumulate(np.where(known, abs(steps - steps[known][0]), 0.0))
    varied = far > ROUNDING * np.maximum.accumulate(np.where(known, abs(steps), 0.0))
    # As in too_skewed, multiplied out: values that do not vary have no skew.
    skewed = varied & (count * variance**3 < PAIRS_FOR_SKEW * moment**2)
    widths[skewed | (known.cumsum() < least)] = math.inf
    return widths


def enough(widths: Sequence[np.ndarray], precisions: Sequence[float], least: int, ahead: int) -> int | None:
    """Smallest number of pairs after which every interval is and stays narrow enough.

    A half-width can dip below the wanted precision by luck; it has to stay there for ``ahead`` further pairs.

    Parameters
    ----------
    widths : sequence of float arrays, shape (pairs,)
        Results of :func:`half_widths`, one for each outcome and alternative.
    precisions : sequence of float
        Half-width wanted of each.
    least : int
        Pairs below which no interval is trusted.
    ahead : int
        Further pairs over which the half-width must hold.

    Returns
    -------
    int or None
        None if the pairs run so far are not enough.
    """
    count = min((len(each) for each in widths), default=0)
    narrow = np.ones(count, dtype=bool)
    for each, precision in zip(widths, precisions, strict=True):
        narrow &= each[:count] <= precision
    if count <= ahead:
        return None
    stays = np.lib.stride_tricks.sliding_window_view(narrow, ahead + 1).all(axis=1)  # entry n - 1: after n pairs
    stays[: max(least, 2) - 1] = False
    return int(stays.argmax()) + 1 if stays.any() else None


@dataclass(frozen=True)
class Stopped:
    """How far a rule has come with the pairs that are known.

    Attributes
    ----------
    pairs : int
        Pairs that the rule wants; those that are known, unless it is ``open``.
    reached : int or None
        Pairs after which every interval was and stayed narrow enough.
    open : bool
        Whether more pairs must be run before the rule can say more.
    """

    pairs: int
    reached: int | None
    open: bool

    @property
    def capped(self) -> bool:
        """Whether the cap came before the precision."""
        return not self.open and self.reached is None


@dataclass(frozen=True)
class StoppingRule:
    """Pairs are added in batches until every interval is and stays narrow enough, or there are as many as the cap.

    An interval counts only while its pairs are not too skewed for their number (:func:`too_skewed`): where few pairs
    take another course, those seen so far say little of how often that happens.

    Parameters
    ----------
    precisions : tuple of float
        Half-width wanted of the interval of each outcome.
    least : int
        Pairs with a value below which no interval is trusted.
    cap : int
        Most pairs.
    batch : int
        Pairs added at a time after the first, which has the least and those over which widths must hold.
    """

    precisions: tuple[float, ...]
    least: int = LEAST_PAIRS
    cap: int = CAP
    batch: int = 5

    @property
    def ahead(self) -> int:
        """Further pairs over which a half-width must hold."""
        return look_ahead(self.least)

    @property
    def first(self) -> int:
        """Pairs of the first batch."""
        return min(self.least + self.ahead, self.cap)

    def apply(self, steps: np.ndarray) -> Stopped:
        """Say how many pairs are wanted; what is said of the first pairs does not depend on those after them.

        Parameters
        ----------
        steps : float array, shape (pairs, outcomes)
            Differences in the order of the seeds; NaN where a pair has no value.
        """
        steps = np.asarray(steps, dtype=float)[: self.cap]
        widths = [trusted_widths(column, self.least) for column in steps.T]
        reached = enough(widths, self.precisions, self.least, self.ahead)
        pairs = self.first
        while pairs <= len(steps):
            if reached is not None and reached + self.ahead <= pairs:
                return Stopped(pairs, reached, False)
            if pairs == self.cap:
                return Stopped(pairs, None, False)
            pairs = min(pairs + self.batch, self.cap)
        return Stopped(pairs, None, True)
