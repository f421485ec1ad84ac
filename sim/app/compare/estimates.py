"""Estimates before anything is run: of the emulator of differences where it speaks, else the nearest stored answer."""

from __future__ import annotations

import math
from dataclasses import replace

from sim.analysis.comparison import Outcome
from sim.analysis.effects import PairedDifference
from sim.analysis.emulator.space import BASELINE, RAMPS, Space, State, space
from sim.analysis.emulator.speak import Told, foretold, is_stale
from sim.analysis.reading import Reading, least_for
from sim.app.compare.answer import Known, Memory
from sim.app.compare.asked import LETTERS, Asked, name_of_side
from sim.app.compare.known import known
from sim.app.compare.side import DOSE, Side
from sim.core.config.calendar import MONTHS, name_of
from sim.core.declarations.parameters import Param
from sim.indicators import indicator_named
from sim.policies import find_policy
from sim.policies.common.policy import PRICE
from sim.runs.jobs import LIST

START, RAMP = "start", "ramp"


def estimate(asked: Asked, memory: Memory) -> Known | None:
    """The answer that is remembered, or what can be said of a question before it is run; None if nothing."""
    near = memory.nearest(asked)
    if near is not None and near.asked == asked:
        return near
    told = emulated(asked, memory)
    if not told:
        return near
    names = frozenset(each.indicator.name for each in told)
    if near is None:
        return Known(asked, told, None, 0, names)
    others = tuple(each for each in near.readings if each.indicator.name not in names)
    return replace(near, readings=(*told, *others), emulated=names)


def emulated(asked: Asked, memory: Memory) -> tuple[Reading, ...]:
    """What the emulator says of a question; nothing unless it speaks of every side, and knows the baseline exactly."""
    before = memory.baseline_of(asked)
    if not before or is_stale():
        return ()
    where = space()
    readings: list[Reading] = []
    for letter, side in zip(LETTERS, asked.sides, strict=True):
        if side.is_empty:
            continue
        state = state_of(asked, side, where)
        if state is None:
            return ()
        told = foretold(state, before, where=where)
        readings += [_reading(letter, name, before[name], each) for name, each in told.items()]
    return tuple(readings)


def state_of(asked: Asked, side: Side, where: Space) -> State | None:
    """The state of the emulator that a side is in; None if it lies outside of what the emulator was made from."""
    baseline = known(asked.scenario) if asked.scenario == BASELINE else None
    if baseline is None or asked.months not in (0, baseline.horizon.months):
        return None
    if not all(name in where.unknowns and _is_number(value) for name, value in asked.assumptions.items()):
        return None
    usual = name_of(baseline.horizon.start + MONTHS)
    doses: dict[str, dict[str, float | bool | str]] = {policy: {} for policy in side.policies}
    for path, value in side.settings.items():
        policy, _, rest = path.partition(".")
        kind, _, name = rest.partition(".")
        if kind == DOSE:
            param = find_policy(policy).params[name]
            if (policy, name) in where.doses:
                doses[policy][name] = value  # type: ignore[assignment]
            elif not _is_harmless(param, value):
                return None
        elif rest not in (START, RAMP):
            return None
    for policy in side.policies:
        if side.settings.get(f"{policy}.{START}") != usual or side.settings.get(f"{policy}.{RAMP}", 0) not in RAMPS:
            return None
    unknowns = {name: float(value) for name, value in asked.assumptions.items()}  # type: ignore[arg-type]
    return State(doses, unknowns, asked.quorum or LIST)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_harmless(param: Param, value: object) -> bool:
    """Whether a dose that the emulator does not see moves nothing: a price, or one that is as declared."""
    return param.either == PRICE or value == param.default


def _reading(letter: str, name: str, before: float, told: Told) -> Reading:
    """What is foretold, as a difference whose interval is its bar; no pair stands behind it."""
    indicator = indicator_named(name)
    found = PairedDifference(
        baseline=before,
        alternative=before + told.difference,
        difference=told.difference,
        low=told.difference - told.bar,
        high=told.difference + told.bar,
        pairs=0,
        variance_reduction=math.nan,
        same_sign=math.nan,
    )
    return Reading(Outcome(name_of_side(letter), indicator, found), math.nan, least_for(indicator, before, {}), {})
