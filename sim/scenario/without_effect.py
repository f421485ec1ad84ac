"""What a scenario says and what has no effect: no error, but whoever wrote it will want to know before the runs.

A setting is named only where it is certain that nothing can come of it. What may have an effect, and had none, is told
after the runs: "both sides are identical in all pairs".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from sim.core.config.calendar import FIRST_YEAR, MONTHS
from sim.core.config.language import message
from sim.core.config.numbers import plain
from sim.core.declarations.dated_value import DatedValue, shown_value
from sim.mechanisms import find_mechanism
from sim.mechanisms import mechanism_names as names_of_mechanisms
from sim.policies import find_policy
from sim.policies.common.delivery import Delivery
from sim.scenario.scenario import PolicyPlan, Scenario, load
from sim.world.defaults import values_used
from sim.world.specification import LAST_PUBLISHED

BASELINE = "baseline"
BY_LOT = "random"
CALLS = "meetings.calls_most"


def without_effect(scenario: Scenario, baseline: Scenario | None = None) -> list[str]:
    """Sentences about settings of a scenario that change nothing; an empty list if all may.

    Parameters
    ----------
    scenario : Scenario
    baseline : Scenario, optional
        What it is compared with; the shipped baseline if left out.

    Examples
    --------
    >>> import sim
    >>> from sim.scenario.without_effect import without_effect
    >>> without_effect(sim.load("training"))
    []
    >>> without_effect(sim.load("training").changed({"policies.training.rule": "weakest"}))
    ['training: rule of training has no effect: at this coverage all villages are reached']
    """
    found = [*_of_world(scenario), *_of_parameters(scenario)]
    for name, plan in scenario.policies.items():
        found += _of_policy(scenario, name, plan)
    against = load(BASELINE) if baseline is None else baseline
    if scenario.name != against.name and effective(scenario) == effective(against):
        found.append(message("it changes nothing against {baseline}: both are the same runs", baseline=against.name))
    return [message("{scenario}: {what}", scenario=scenario.name, what=each) for each in found]


def effective(scenario: Scenario) -> dict[str, Any]:
    """All of a scenario that can change a run: what is idle, or given as it is anyway, is left out."""
    return {
        "horizon": scenario.horizon,
        "world": replace(scenario.world, published_to=LAST_PUBLISHED) if _knows_all(scenario) else scenario.world,
        "policies": {name: plan for name, plan in scenario.policies.items() if not _is_idle(name, plan)},
        "values": {
            key: _constant(used.value) if isinstance(used.value, DatedValue) else used.value
            for key, used in values_used(scenario).items()
        },
        "hold": scenario.hold,
    }


def _is_idle(name: str, plan: PolicyPlan) -> bool:
    return find_policy(name).is_nothing(plan.dose, plan.delivery)


def _constant(value: DatedValue) -> Any:
    """The value itself of one that is dated and never changes."""
    return value.values[0] if len(set(value.values)) == 1 else value


def _knows_all(scenario: Scenario) -> bool:
    """Whether no year is lived whose published values the world does not know."""
    return not scenario.world.dated or FIRST_YEAR + scenario.horizon.last // MONTHS <= scenario.world.published_to


def _of_world(scenario: Scenario) -> Iterator[str]:
    if scenario.world.published_to != LAST_PUBLISHED and _knows_all(scenario):
        yield message("world.published_to has no effect: no year is lived whose published values it leaves out")


def _of_parameters(scenario: Scenario) -> Iterator[str]:
    usual = values_used(replace(scenario, parameters={}))
    same = []
    for key, value in scenario.parameters.items():
        if isinstance(value, DatedValue) and len(set(value.values)) == 1:
            only = shown_value(value.values[0])
            yield message("{key} has dates and never changes: it is always {value}", key=key, value=only)
        elif value == usual[key].value:
            same.append(key)
    if same:
        yield message("given as they are anyway: {keys}", keys=", ".join(same))
    for name in names_of_mechanisms():
        mechanism = find_mechanism(name)
        given = [key for key in scenario.parameters if key.startswith(f"{name}.")]
        keys = {f"{name}.{key}": value for key, value in mechanism.idle.items()}
        off = all(scenario.parameters.get(key, value) == value for key, value in keys.items())
        if keys and given and off and not scenario.policies:
            yield message(
                "{keys} of a mechanism that is switched off: {switches}",
                keys=", ".join(given),
                switches=", ".join(f"{key} = {plain(value)}" for key, value in keys.items()),
            )


def _of_policy(scenario: Scenario, name: str, plan: PolicyPlan) -> Iterator[str]:
    delivery = plan.delivery
    for setting in ("coverage", "strength", "budget"):
        if getattr(delivery, setting) == 0:
            yield message("policy {policy} does nothing: its {setting} is 0", policy=name, setting=setting)
    if not delivery.is_nothing and _is_idle(name, plan):
        idle = ", ".join(f"{key} = {shown_value(plan.dose[key])}" for key in find_policy(name).idle)
        yield message("policy {policy} does nothing at these doses: {doses}", policy=name, doses=idle)
    if _is_idle(name, plan):
        return
    villages = scenario.world.villages_in_county
    if delivery.coverage * villages + 0.5 >= villages:
        for setting, usual in (("rule", BY_LOT), ("leak", 0.0)):
            if getattr(delivery, setting) != usual:
                yield message(
                    "{setting} of {policy} has no effect: at this coverage all villages are reached",
                    setting=setting,
                    policy=name,
                )
    yield from _of_time(scenario, name, delivery)


def _of_time(scenario: Scenario, name: str, delivery: Delivery) -> Iterator[str]:
    left = scenario.horizon.last - delivery.start + 1
    months = left if delivery.duration is None else min(left, delivery.duration)
    if delivery.ramp > months:
        yield message(
            "policy {policy} never reaches its full dose: it rises over {ramp} months and is delivered for {months}",
            policy=name,
            ramp=delivery.ramp,
            months=months,
        )
    trigger = delivery.trigger
    if trigger is None:
        return
    value = values_used(scenario)[CALLS].value
    calls = max(map(float, value.values)) if isinstance(value, DatedValue) else float(value)
    limits = {"calls_failed": calls - 1, "months_since_meeting": scenario.horizon.burn_in + scenario.horizon.months}
    most = limits.get(trigger.when, np.inf)
    if trigger.threshold > most:
        yield message(
            "the trigger of {policy} cannot occur: {when} is {most} at most in this run",
            policy=name,
            when=trigger.when,
            most=plain(most),
        )
