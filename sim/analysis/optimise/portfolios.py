"""Portfolios that are run again: a few of the front, and what they are held against at the same budget."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.analysis.optimise.levers import Levers
from sim.analysis.optimise.search import Money

Floats = NDArray[np.float64]
FRONT, ALONE, ALIKE = "front", "alone", "alike"


@dataclass(frozen=True)
class Portfolio:
    """Levers set to something.

    Attributes
    ----------
    name : str
        ``P1`` and so on; the policy alone; ``alike``.
    kind : {"front", "alone", "alike"}
        Of the front; one policy with all the money, the others at their cheapest; all levers alike.
    places : tuple of float
    """

    name: str
    kind: str
    places: tuple[float, ...]


def spread_out(values: Floats, number: int) -> NDArray[np.int64]:
    """Rows of a front that stand for it: the best of each outcome, then always the one farthest from those taken.

    Examples
    --------
    >>> import numpy as np
    >>> from sim.analysis.optimise.portfolios import spread_out
    >>> spread_out(np.array([[0, 4.0], [1, 3], [1.1, 2.9], [2, 2], [4, 0]]), 3).tolist()
    [0, 3, 4]
    """
    low, high = values.min(axis=0), values.max(axis=0)
    scaled = (values - low) / np.where(high > low, high - low, 1.0)
    taken = list(dict.fromkeys(int(each) for each in scaled.argmax(axis=0)))[:number]
    apart = np.min([((scaled - scaled[each]) ** 2).sum(axis=1) for each in taken], axis=0)
    while len(taken) < min(number, len(values)) and apart.max() > 0:
        far = int(apart.argmax())
        taken.append(far)
        apart = np.minimum(apart, ((scaled - scaled[far]) ** 2).sum(axis=1))
    return np.sort(np.array(taken, np.int64))


def of_front(x: Floats, values: Floats, levers: Levers, number: int) -> list[Portfolio]:
    """So many portfolios of a front, those better in the first outcome first."""
    chosen = spread_out(values, number)
    chosen = chosen[np.argsort(-values[chosen, 0], kind="stable")]
    return [
        Portfolio(f"P{place}", FRONT, tuple(levers.snapped(x[row][None, :])[0].tolist()))
        for place, row in enumerate(chosen, start=1)
    ]


def held_against(levers: Levers, money: Money) -> list[Portfolio]:
    """Each policy with all the money, and everything alike."""
    cheapest = money.cheapest
    costly = ~np.isnan(cheapest)
    rest = np.where(costly, cheapest, 0.5)
    most = np.where(costly, 1.0 - rest, 0.5)
    asked = {policy: np.where(levers.of_policy(policy), most, rest) for policy in levers.policies}
    rows = {policy: places for policy, places in asked.items() if (levers.of_policy(policy) & costly).any()}
    named = {**{(policy, ALONE): places for policy, places in rows.items()}, (ALIKE, ALIKE): most}
    found = levers.snapped(money.within(np.array(list(named.values()))))
    return [Portfolio(name, kind, tuple(places.tolist())) for (name, kind), places in zip(named, found, strict=True)]
