"""What a side is likely to cost before it has been run: its policies applied to typical villages, without a model.

A hint for ticks and bars while a lever moves; what a run has booked takes its place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from sim.app.compare.side import Side
from sim.core.compute.kernels import interpreted
from sim.core.config.calendar import MONTHS, month_of
from sim.core.declarations.dated_value import Value
from sim.extensions.trial import START, TYPICAL, YEARS, Bystander, Everywhere
from sim.policies import find_policy
from sim.scenario.scenario import Horizon, Scenario
from sim.world.specification import WorldSpec

TICKS = (30, 100, 300)
"""Yuan a registered person and year at which a lever has a tick."""
PLACES = (0.0, 0.25, 0.5, 0.75, 1.0)
"""Of the range of a dose at which its cost is worked out; straight lines lie between them."""
COUNTS = ("registered", "adults", "adults_home", "full_members", "full_home", "household_last")
"""Columns of a typical village that grow with it."""
Settings = tuple[tuple[str, Value], ...]


@dataclass(frozen=True)
class Price:
    """What a dose can make its side cost.

    Attributes
    ----------
    ticks : list of (float, int)
        Values of the dose at which the whole side costs so many yuan.
    most : float
        Yuan at the end of its range.
    """

    ticks: list[tuple[float, int]]
    most: float


@dataclass(frozen=True)
class Place:
    """Where and when money is spent.

    Attributes
    ----------
    horizon : Horizon
    size : float
        Registered persons of a village against those of a typical one.
    """

    horizon: Horizon
    size: float = 1.0


def place_of(scenario: Scenario) -> Place:
    """Where and when a scenario spends."""
    return Place(scenario.horizon, scenario.world.village_size / WorldSpec().village_size)


def yuan_of(side: Side, where: Place) -> float:
    """Yuan a registered person and year over a horizon.

    Examples
    --------
    >>> from sim.scenario.scenario import load
    >>> baseline = load("baseline")
    >>> side = Side().moved("training.dose.units", 2.0, baseline.horizon)
    >>> 5 < yuan_of(side, place_of(baseline)) < 30
    True
    """
    return sum(_policy(side, policy, {}, where) for policy in side.policies)


def price_of(side: Side, policy: str, dose: str, where: Place) -> Price | None:
    """Where a side costs so much, as one dose moves and everything else stays; None if the dose costs nothing."""
    declared = find_policy(policy)
    bought = declared.bought
    if bought is None or dose not in (*bought.doses, *bought.spacing, *bought.reach):
        return None
    low, high = declared.params[dose].range
    at = np.array([low + place * (high - low) for place in PLACES])
    others = sum(_policy(side, each, {}, where) for each in side.policies if each != policy)
    costs = np.array([others + _policy(side, policy, {dose: float(value)}, where) for value in at])
    if np.ptp(costs) == 0:
        return None
    if costs[0] > costs[-1]:  # a shorter time between two deliveries costs more
        at, costs = at[::-1], costs[::-1]
    ticks = [(float(np.interp(yuan, costs, at)), yuan) for yuan in TICKS if costs[0] < yuan < costs[-1]]
    return Price(ticks, float(costs.max()))


def _policy(side: Side, policy: str, instead: Mapping[str, Value], where: Place) -> float:
    """Yuan a registered person and year of one policy."""
    if not is_known(policy):
        return 0.0
    horizon = where.horizon
    doses = {name: side.dose(policy, name) for name in find_policy(policy).params} | dict(instead)
    delivery = {
        name: side.settings[path]
        for name in ("ramp", "duration", "strength")
        if (path := f"{policy}.{name}") in side.settings
    }
    spent = _village(policy, tuple(sorted(doses.items())), tuple(sorted(delivery.items())), where.size)
    begin = month_of(str(side.settings.get(f"{policy}.start", ""))) if f"{policy}.start" in side.settings else None
    left = horizon.months if begin is None else max(0, min(horizon.months, horizon.last + 1 - begin))
    whole, months = spent[: min(left, len(spent))].sum(), left - len(spent)
    if months > 0 and "duration" not in delivery:
        whole += months * spent[-MONTHS:].mean()
    coverage = float(side.settings.get(f"{policy}.coverage", 1.0))
    return float(coverage * whole / (TYPICAL["registered"] * where.size * horizon.months / MONTHS))


@lru_cache
def is_known(policy: str) -> bool:
    """Whether money can be worked out for a policy; one from outside may want more than typical villages have."""
    try:
        _village(policy, (), (), 1.0)
    except Exception:
        return False
    return True


@lru_cache(maxsize=4096)
def _village(policy: str, doses: Settings, delivery: Settings, size: float) -> np.ndarray:
    """Yuan of a typical village in each month from its start, shape (months,)."""
    declared = find_policy(policy)
    made, seen = declared(dict(doses), Everywhere(START, **dict(delivery))), Bystander(policy)  # type: ignore[arg-type]
    for column in COUNTS:
        seen.villages.columns[column] *= size
    with interpreted():
        for _ in range(MONTHS * YEARS):
            made.act(seen)
            seen.month += 1
            seen.months_run += 1
    found: np.ndarray = seen.ledger.yuan[0].mean(axis=0)
    return found
