"""The patient rule induction method: boxes in which cases of interest are dense, peeled from all points step by step.

Friedman and Fisher [1]_ (RECALLED), with the lenient criterion that scenario discovery uses (gain in density for each
point that is given up), and peels set halfway between neighbouring values, so that ties are never cut in two. Words are
peeled one at a time.

References
----------
.. [1] Friedman, J. H. and Fisher, N. I. (1999). Bump hunting in high-dimensional data. Statistics and Computing 9,
   123-143.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sim.analysis.robust.turns import is_number

Where = NDArray[np.bool_]
PEEL, LEAST_MASS = 0.1, 0.05


@dataclass(frozen=True)
class Limit:
    """What a box asks of a factor.

    Attributes
    ----------
    low, high : float
        Bounds of a number; infinite where there is none.
    words : frozenset of str, optional
        Words that are allowed, of a factor that has no order.
    """

    low: float = -math.inf
    high: float = math.inf
    words: frozenset[object] | None = None

    @property
    def sides(self) -> tuple[str, ...]:
        """Sides on which it binds: ``low``, ``high``, ``words``."""
        if self.words is not None:
            return ("words",)
        bounds = (("low", self.low), ("high", self.high))
        return tuple(side for side, bound in bounds if math.isfinite(bound))

    def holds(self, values: np.ndarray) -> Where:
        """Where it holds."""
        if self.words is not None:
            among: Where = np.array([value in self.words for value in values.tolist()], bool)
            return among
        within: Where = (values >= self.low) & (values <= self.high)
        return within

    def without(self, side: str) -> Limit:
        """The same without one of its sides."""
        if side == "words":
            return Limit()
        return replace(self, low=-math.inf) if side == "low" else replace(self, high=math.inf)


@dataclass(frozen=True)
class Box:
    """A box: limits by factor, and what is in it of the points that it was found on.

    Attributes
    ----------
    limits : dict of str to Limit
        Of the factors that it restricts.
    points, cases : int
        In the box.
    in_all : int
        Cases in all points.
    """

    limits: Mapping[str, Limit]
    points: int
    cases: int
    in_all: int

    @property
    def coverage(self) -> float:
        """Share of all cases that are in the box."""
        return self.cases / self.in_all if self.in_all else math.nan

    @property
    def density(self) -> float:
        """Share of the points of the box that are cases."""
        return self.cases / self.points if self.points else math.nan

    def holds(self, factors: Mapping[str, np.ndarray]) -> Where:
        """Which points are in the box."""
        inside = np.ones(len(next(iter(factors.values()))), bool)
        for name, limit in self.limits.items():
            inside &= limit.holds(factors[name])
        return inside


def box_of(limits: Mapping[str, Limit], factors: Mapping[str, np.ndarray], cases: Where) -> Box:
    """A box with these limits, counted on some points."""
    inside = Box(limits, 0, 0, 0).holds(factors)
    return Box(limits, int(inside.sum()), int(cases[inside].sum()), int(cases.sum()))


def peeled(
    factors: Mapping[str, np.ndarray], cases: Where, peel: float = PEEL, least_mass: float = LEAST_MASS
) -> list[Box]:
    """Boxes from all points down to the densest, one after each peel.

    Parameters
    ----------
    factors : dict of str to array, shape (points,)
        Numbers, or words and switches.
    cases : bool array, shape (points,)
        Cases of interest.
    peel : float
        Share of the points of a box that a peel takes away, about.
    least_mass : float
        Share of all points below which no box is made.

    Examples
    --------
    >>> import numpy as np
    >>> from sim.analysis.discover.prim import peeled
    >>> away = np.arange(100) / 100
    >>> boxes = peeled({"away": away, "pay": (away * 37) % 1}, away > 0.6)
    >>> last = boxes[-1]
    >>> last.density, sorted(last.limits), last.limits["away"].sides
    (1.0, ['away'], ('low',))
    """
    inside = np.ones(len(cases), bool)
    limits: dict[str, Limit] = {}
    boxes = [box_of(limits, factors, cases)]
    while True:
        here = np.flatnonzero(inside)
        dense = cases[here].mean()
        best: tuple[float, int, str, Limit, Where] | None = None
        for name, values in factors.items():
            for limit, kept in _peels(values[here], limits.get(name, Limit()), peel):
                left = int(kept.sum())
                if not least_mass * len(cases) <= left < len(here):
                    continue
                gain = (cases[here[kept]].mean() - dense) / (len(here) - left)
                free = -len({*limits, name})
                if gain > 0 and (best is None or (gain, free) > best[:2]):
                    best = gain, free, name, limit, kept
        if best is None:
            return boxes
        _, _, name, limit, kept = best
        limits = {**limits, name: limit}
        inside = np.zeros(len(cases), bool)
        inside[here[kept]] = True
        boxes.append(box_of(limits, factors, cases))


def _peels(values: np.ndarray, limit: Limit, peel: float) -> list[tuple[Limit, Where]]:
    """What can be peeled along a factor: the new limit, and which points stay."""
    if is_number(values):
        ordered = np.sort(values)
        if ordered[0] == ordered[-1]:
            return []
        low, high = _cut(ordered, peel), -_cut(-ordered[::-1], peel)
        return [(replace(limit, low=low), values >= low), (replace(limit, high=high), values <= high)]
    words = sorted(set(values.tolist()), key=str)
    return [(Limit(words=frozenset(words) - {word}), values != word) for word in (words if len(words) > 1 else ())]


def _cut(ordered: np.ndarray, peel: float) -> float:
    """Value below which about a share of the points lies, halfway to the next that differs."""
    place = (len(ordered) - 1) * peel
    below, above = math.floor(place), math.ceil(place)
    while ordered[below] == ordered[above] and above < len(ordered) - 1:
        above += 1
    return float((ordered[below] + ordered[above]) / 2)
