"""Corners of all that can be set: every parameter and dose at the low or high end of its range, or at its default."""

from __future__ import annotations

from random import Random
from typing import Any

from sim.core.declarations.parameters import Param
from sim.mechanisms import all_parameters
from sim.policies import find_policy, policy_names
from sim.procedures.targets import RULES
from sim.scenario.scenario import Scenario
from sim.world.specification import ARCHETYPES, COUNTY_TYPES
from tests.whole import small

DELIVERIES: tuple[dict[str, Any], ...] = (
    {},
    {"budget": 200_000},
    {"trigger": {"when": "calls_failed", "least": 1}, "duration": 12},
    {"leak": 1.0, "strength": 0.3},
)


def corner(number: int, months: int) -> Scenario:
    """The corner of that number, with some of the policies or all, in six villages."""
    luck = Random(number)
    changes: dict[str, Any] = {
        "horizon.months": months,
        "world.villages": 3,
        "world.archetype": luck.choice(ARCHETYPES),
        "world.county_type": luck.choice(COUNTY_TYPES),
    }
    if luck.random() < 0.25:
        changes |= {"horizon.start": "2012-01", "world.drivers": "dated"}
    changes |= {f"parameters.{key}": _value(param, luck) for key, param in all_parameters().items()}
    taken = luck.choice((0.5, 1.0))
    for name in policy_names():
        if luck.random() < taken:
            changes[f"policies.{name}"] = {
                "dose": {key: _value(param, luck) for key, param in find_policy(name).params.items()},
                "ramp": luck.choice((0, 6)),
                "coverage": luck.choice((0.5, 1.0)),
                "rule": luck.choice(RULES),
                **luck.choice(DELIVERIES),
            }
    return small(changes)


def _value(param: Param, luck: Random) -> float | bool | str:
    if param.choices:
        return luck.choice(param.choices)
    if param.is_switch:
        return luck.choice((False, True))
    return luck.choice((*param.range, param.number(param.default)))
