"""Effect heterogeneity along traits of villages: where the sign of an effect turns, and which traits part who gains."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from sim.analysis.ratio import ratio_of
from sim.core.compute.intervals import mean_interval, t_quantile

ENDS = (0.05, 0.95)
"""Quantiles of a trait beyond which a turn is not looked for."""
STEPS = 10
"""Places at which a trait is tried as a split: its tenths."""
LEAST_LEAF = 0.15
"""Smallest share of the villages on a side of a split."""
DEPTH = 2
SPLIT_CONFIDENCE = 0.99
"""A split is chosen among several; it has to be clearer than one that was named beforehand."""


@dataclass(frozen=True)
class Turn:
    """How an effect changes along a trait.

    Attributes
    ----------
    slope, slope_low, slope_high : float
        Change of the village's difference by one unit of the trait, with its 95 % interval.
    at, low, high : float
        Value of the trait at which the fitted difference is 0, with its interval by Fieller's theorem; NaN if the
        slope's interval holds 0 or the value lies outside the villages seen.
    """

    slope: float
    slope_low: float
    slope_high: float
    at: float = math.nan
    low: float = math.nan
    high: float = math.nan


@dataclass(frozen=True)
class Leaf:
    """Villages that a shallow tree puts together.

    Attributes
    ----------
    conditions : tuple of (trait, "<=" or ">", value)
    share : float
        Share of all villages.
    difference, low, high : float
        Mean difference of its villages, and the interval over pairs. The tree was grown on the same pairs, so the
        interval is too narrow by what the choice of splits gained.
    """

    conditions: tuple[tuple[str, str, float], ...]
    share: float
    difference: float
    low: float
    high: float


def turning_point(trait: Sequence[np.ndarray], steps: Sequence[np.ndarray]) -> Turn | None:
    """Fit a line to villages' differences and find where it crosses 0.

    Parameters
    ----------
    trait, steps : sequences of float arrays, one of shape (villages,) for each pair
        The trait at the start, and alternative minus baseline.

    Returns
    -------
    Turn or None
        Nothing with fewer than three pairs, or if the trait is the same everywhere. Covariances are by leaving out a
        pair at a time, as villages of one pair share its luck.
    """
    known = [np.isfinite(x) & np.isfinite(d) for x, d in zip(trait, steps, strict=True)]
    parts = [_sums(x[usable], d[usable]) for x, d, usable in zip(trait, steps, known, strict=True) if usable.sum()]
    count = len(parts)
    if count < 3:
        return None
    total = np.sum(parts, axis=0)
    line, without = _line(total), [_line(total - part) for part in parts]
    if line is None or any(each is None for each in without):
        return None
    left = np.array(without, float) * (-1, 1)  # the line crosses 0 at less its constant over its slope
    apart = left - left.mean(axis=0)
    covariance = apart.T @ apart * (count - 1) / count
    reach = t_quantile(count - 1) ** 2
    constant, slope = line
    half = math.sqrt(reach * covariance[1, 1])
    found = Turn(slope, slope - half, slope + half)
    crossing = ratio_of(-constant, slope, covariance, reach)
    first, last = np.quantile(np.concatenate([x[usable] for x, usable in zip(trait, known, strict=True)]), ENDS)
    if crossing is None or not first <= crossing.value <= last:
        return found
    return replace(found, at=crossing.value, low=crossing.low, high=crossing.high)


def _sums(x: np.ndarray, d: np.ndarray) -> np.ndarray:
    return np.array([len(x), x.sum(), (x * x).sum(), d.sum(), (x * d).sum()], float)


def _line(sums: np.ndarray) -> tuple[float, float] | None:
    """Constant and slope of the least-squares line; nothing if the trait does not vary."""
    n, x, xx, d, xd = sums
    spread = n * xx - x * x
    if n < 2 or spread <= 1e-12 * max(n * xx, 1e-300):
        return None
    slope = (n * xd - x * d) / spread
    return (d - slope * x) / n, slope


def shallow_tree(traits: Sequence[Mapping[str, np.ndarray]], steps: Sequence[np.ndarray]) -> list[Leaf]:
    """Part the villages by at most two splits after one another, where their differences part most clearly.

    Parameters
    ----------
    traits : sequence of mappings, one for each pair
        Traits by name, each of shape (villages,).
    steps : sequence of float arrays, shape (villages,), one for each pair

    Returns
    -------
    list of Leaf
        A single one, without conditions, if no split is clear.
    """
    step = np.concatenate(list(steps))
    pair = np.concatenate([np.full(len(each), place) for place, each in enumerate(steps)])
    by_name = {name: np.concatenate([each[name] for each in traits]) for name in traits[0]}
    usable = np.isfinite(step)
    in_all = int(usable.sum())
    least = max(int(LEAST_LEAF * in_all), 1)

    def grow(here: np.ndarray, conditions: tuple[tuple[str, str, float], ...]) -> list[Leaf]:
        best: tuple[float, str, float] | None = None
        for name, values in by_name.items() if len(conditions) < DEPTH else ():
            for cut in np.unique(np.quantile(values[here], np.arange(1, STEPS) / STEPS)):
                low = here & (values <= cut)
                high = here & ~low
                if min(low.sum(), high.sum()) < least:
                    continue
                gain = low.sum() * high.sum() / here.sum() * (step[low].mean() - step[high].mean()) ** 2
                if (best is None or gain > best[0]) and _clear(step, pair, low, high):
                    best = float(gain), name, float(cut)
        if best is None:
            means = [step[here & (pair == each)].mean() for each in np.unique(pair[here])]
            return [Leaf(conditions, float(here.sum() / in_all), *mean_interval(np.array(means)))]
        _, name, cut = best
        low = here & (by_name[name] <= cut)
        return [*grow(low, (*conditions, (name, "<=", cut))), *grow(here & ~low, (*conditions, (name, ">", cut)))]

    return grow(usable, ()) if in_all else []


def _clear(step: np.ndarray, pair: np.ndarray, low: np.ndarray, high: np.ndarray) -> bool:
    """Whether the two sides differ, pair by pair, beyond what luck would give."""
    both = [each for each in np.unique(pair[low]) if (high & (pair == each)).any()]
    if len(both) < 3:
        return False
    apart = [step[high & (pair == each)].mean() - step[low & (pair == each)].mean() for each in both]
    _, least, most = mean_interval(np.array(apart), SPLIT_CONFIDENCE)
    return not least <= 0 <= most
