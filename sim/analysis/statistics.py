"""Paired differences, their intervals, and when enough pairs have been run.

Baseline and alternative meet the same luck at the same seed (common random numbers), so the difference is taken seed by
seed. Its variance, not the variance of each side, sets how many runs an answer costs.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from sim.studies.stopping import CONFIDENCE, mean_interval, skewness, too_skewed


@dataclass(frozen=True)
class PairedDifference:
    """Alternative minus baseline at the same seeds.

    Attributes
    ----------
    baseline, alternative, difference : float
        Means over the pairs.
    low, high : float
        95 % t-interval of the difference; NaN for a single pair.
    pairs : int
        Pairs in which both sides have a value.
    variance_reduction : float
        (var a + var b) / var(a - b): how many times more unpaired runs the same precision would cost. Infinite if the
        difference is the same in every pair; NaN if nothing varies or there is a single pair.
    same_sign : float
        Share of pairs whose difference has the sign of the mean; NaN if the mean is 0.
    missing : tuple of int
        Places of the pairs in which one side has no value.
    identical : bool
        Whether both sides are equal in every pair, to the last bit.
    skew : float
        Skewness of the differences over the pairs.
    """

    baseline: float
    alternative: float
    difference: float
    low: float
    high: float
    pairs: int
    variance_reduction: float
    same_sign: float
    missing: tuple[int, ...] = ()
    identical: bool = False
    skew: float = 0.0

    @property
    def skewed(self) -> bool:
        """Whether few pairs make most of the difference, so that its interval may be too narrow."""
        return too_skewed(self.pairs, self.skew)

    @property
    def half_width(self) -> float:
        """Half of the interval's width."""
        return (self.high - self.low) / 2

    @property
    def verdict(self) -> str:
        """``raises``, ``lowers``, ``none`` (the interval holds 0), ``identical``, or ``unknown`` (no interval)."""
        if self.identical:
            return "identical"
        if not (math.isfinite(self.low) and math.isfinite(self.high)):
            return "unknown"
        if self.low <= 0 <= self.high:
            return "none"
        return "raises" if self.difference > 0 else "lowers"


def paired_difference(
    baseline: np.ndarray, alternative: np.ndarray, confidence: float = CONFIDENCE
) -> PairedDifference:
    """Mean difference over pairs, with its interval and what pairing has gained.

    Parameters
    ----------
    baseline, alternative : float array, shape (pairs,)
        An outcome at the same seeds. A pair in which one side is NaN (nothing to divide by in that run) is left out and
        listed.
    confidence : float
        Coverage of the interval, between 0 and 1.

    Raises
    ------
    ValueError
        If the lengths differ, or no pair has a value on both sides.
    """
    a, b = np.asarray(baseline, dtype=float), np.asarray(alternative, dtype=float)
    if a.shape != b.shape or a.ndim != 1:
        raise ValueError(f"pairs want two rows of equal length; got shapes {a.shape} and {b.shape}")
    usable = np.isfinite(a) & np.isfinite(b)
    if not usable.any():
        raise ValueError("no pair has a value on both sides")
    missing = tuple(int(place) for place in np.flatnonzero(~usable))
    a, b = a[usable], b[usable]
    steps = b - a
    mean, low, high = mean_interval(steps, confidence)
    return PairedDifference(
        baseline=float(a.mean()),
        alternative=float(b.mean()),
        difference=mean,
        low=low,
        high=high,
        pairs=len(steps),
        variance_reduction=variance_reduction(a, b),
        same_sign=float((np.sign(steps) == np.sign(mean)).mean()) if mean else math.nan,
        missing=missing,
        identical=bool((a == b).all()),
        skew=skewness(steps),
    )


def variance_reduction(a: np.ndarray, b: np.ndarray) -> float:
    """(var a + var b) / var(b - a); see :class:`PairedDifference`."""
    if len(a) < 2:
        return math.nan
    apart = float(np.var(a, ddof=1) + np.var(b, ddof=1))
    together = float(np.var(b - a, ddof=1))
    if together > 0:
        return apart / together
    return math.inf if apart > 0 else math.nan


def share_of_lives_changed(
    baseline: tuple[np.ndarray, np.ndarray], alternative: tuple[np.ndarray, np.ndarray]
) -> float:
    """Share of persons whose life differs between two runs at one seed.

    Parameters
    ----------
    baseline, alternative : (identity, life) arrays
        Everybody who ever lived in the run, each identity once, and the hash of the states she lived through.

    Returns
    -------
    float
        Persons whose hash differs, or who live in one of the two runs only, as a share of all who live in either.
    """
    (ids_a, life_a), (ids_b, life_b) = baseline, alternative
    _, place_a, place_b = np.intersect1d(ids_a, ids_b, assume_unique=True, return_indices=True)
    in_all = len(ids_a) + len(ids_b) - len(place_a)
    same = int((life_a[place_a] == life_b[place_b]).sum())
    return (in_all - same) / in_all if in_all else 0.0
