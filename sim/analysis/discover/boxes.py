"""One box out of those that were peeled, and whether it can be trusted: limits that come back, a density that holds.

A box is a headline if each of its limits is reproduced in most resamples and its density on fresh points is about that
on the points that it was found on.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from sim.analysis.discover.prim import Box, Where, box_of, peeled

MOST_LIMITS = 4
CHANCE = 0.05
"""Quasi-p above which a limit is given up: cases would be as dense without it."""
RESAMPLES, HALF = 50, 0.5
REPRODUCED = 0.7
HOLDS = 0.1
FEWEST_FRESH = 10
"""Fresh points in a box below which its density is not judged."""


@dataclass(frozen=True)
class Found:
    """A box and how far it can be trusted.

    Attributes
    ----------
    box : Box
        Counted on the points that it was found on.
    fresh : Box
        The same limits counted on points held out.
    chance : dict of (str, str) to float
        By factor and side, quasi-p of the limit: the chance that so many of the box's points are cases if cases were
        as dense in it as in the box without the limit.
    reproduced : dict of (str, str) to float
        Share of resamples that have the limit; empty where they were not drawn, since the box does not hold anyway.
    path : list of Box
        All boxes that were peeled.
    """

    box: Box
    fresh: Box
    chance: Mapping[tuple[str, str], float]
    reproduced: Mapping[tuple[str, str], float]
    path: list[Box]

    @property
    def comes_back(self) -> bool:
        """Whether each limit is reproduced in most resamples."""
        return bool(self.reproduced) and min(self.reproduced.values()) >= REPRODUCED

    @property
    def holds(self) -> bool:
        """Whether its density on fresh points is about the same."""
        return self.fresh.points >= FEWEST_FRESH and abs(self.fresh.density - self.box.density) <= HOLDS

    @property
    def headline(self) -> bool:
        """Whether it may be told as a finding."""
        return self.comes_back and self.holds


def find_box(
    factors: Mapping[str, np.ndarray], cases: Where, fresh: Where, seed: int = 1, resamples: int = RESAMPLES
) -> Found | None:
    """The box of the points that are not fresh, tried on the fresh ones; nothing if none is denser than all.

    Parameters
    ----------
    factors : dict of str to array, shape (points,)
    cases : bool array, shape (points,)
    fresh : bool array, shape (points,)
        Points that are held out.
    seed, resamples : int
        Halves of the points that the box is looked for in again.
    """
    seen = {name: values[~fresh] for name, values in factors.items()}
    known = cases[~fresh]
    if not known.any():
        return None
    path = peeled(seen, known)
    box = chosen(path, seen, known)
    if not box.limits:
        return None
    held_out = box_of(box.limits, {name: values[fresh] for name, values in factors.items()}, cases[fresh])
    found = Found(box, held_out, _chances(box, seen, known), {}, path)
    if fresh.any() and not found.holds:
        return found
    return replace(found, reproduced=_reproduced(box, seen, known, seed, resamples))


def chosen(path: list[Box], factors: Mapping[str, np.ndarray], cases: Where) -> Box:
    """The box with the best balance of coverage and density of few limits, without those that chance explains.

    Parameters
    ----------
    path : list of Box
    factors, cases
        What they were peeled from.
    """
    simple = [box for box in path if sum(len(each.sides) for each in box.limits.values()) <= MOST_LIMITS]
    return _pruned(max(simple, key=balance), factors, cases)


def balance(box: Box) -> float:
    """Harmonic mean of coverage and density."""
    both = box.coverage + box.density
    return 2 * box.coverage * box.density / both if both else 0.0


def _pruned(box: Box, factors: Mapping[str, np.ndarray], cases: Where) -> Box:
    """The box without limits that chance explains, the likeliest first."""
    while box.limits:
        chances = _chances(box, factors, cases)
        (name, side), chance = max(chances.items(), key=lambda each: each[1])
        if chance <= CHANCE:
            break
        box = _without(box, name, side, factors, cases)
    return box


def _without(box: Box, name: str, side: str, factors: Mapping[str, np.ndarray], cases: Where) -> Box:
    limit = box.limits[name].without(side)
    others = {each: value for each, value in box.limits.items() if each != name}
    return box_of({**others, name: limit} if limit.sides else others, factors, cases)


def _chances(box: Box, factors: Mapping[str, np.ndarray], cases: Where) -> dict[tuple[str, str], float]:
    from scipy.stats import binom

    found = {}
    for name, limit in box.limits.items():
        for side in limit.sides:
            wider = _without(box, name, side, factors, cases)
            found[name, side] = float(binom.sf(box.cases - 1, box.points, wider.density))
    return found


def _reproduced(
    box: Box, factors: Mapping[str, np.ndarray], cases: Where, seed: int, resamples: int
) -> dict[tuple[str, str], float]:
    """Share of halves of the points whose own box has a limit on the same side of the same factor."""
    rng = np.random.default_rng(seed)
    counts = {(name, side): 0 for name, limit in box.limits.items() for side in limit.sides}
    tried = 0
    for _ in range(resamples):
        rows = rng.permutation(len(cases))[: math.ceil(HALF * len(cases))]
        some = {name: values[rows] for name, values in factors.items()}
        tried += 1
        if not cases[rows].any():
            continue
        own = chosen(peeled(some, cases[rows]), some, cases[rows])
        for name, side in counts:
            counts[name, side] += name in own.limits and side in own.limits[name].sides
    return {key: count / tried for key, count in counts.items()} if tried else {}
