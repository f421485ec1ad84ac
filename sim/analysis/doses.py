"""Dose scaling: how one factor scales what money and hours buy of policies: the rule of comparisons at equal cost.

A factor of 1 is the scenario as it is given. Doses below it shrink towards none and doses above it grow to the end of
their declared range; then reach grows to everybody. Prices, rules and switches stay as they are given.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from math import log
from typing import Any, Literal

from sim.core.config.language import message
from sim.core.declarations.parameters import Param
from sim.policies import find_policy
from sim.policies.common.delivery import Delivery
from sim.policies.common.policy import Bought

SCALED_BY_POWER = ("factor", "odds ratio")
"""Units of doses whose strength doubles when their logarithm does, as the delivery of policies scales them."""
SHORTEST_SPACING = 12.0
"""Months; the calendar of the look-back has one date a year."""
TINY = 1e-9
Stage = Literal["doses", "reach", "fewer"]


@dataclass(frozen=True)
class Scale:
    """A place on the way from nothing to everything that a scenario can spend.

    Parameters
    ----------
    stage : {"doses", "reach", "fewer"}
        What is scaled: the doses; the reach upwards, with the doses at the end of their range; or the reach downwards,
        with the doses as they are given. Reach downwards is within each village where the policy says whom it reaches
        there, otherwise the number of villages, and below one village
        its strength.
    at : float
        The factor on the doses; the way from the given reach (0) to everybody (1); the share of the given reach.
    """

    stage: Stage = "doses"
    at: float = 1.0


AS_GIVEN = Scale()
EVERYTHING = Scale("reach", 1.0)


@dataclass(frozen=True)
class Scaled:
    """A scenario whose policies have been scaled.

    Attributes
    ----------
    scenario : Scenario
    at_end : tuple of str
        ``policy.dose`` of the doses that stand at the end of their range.
    """

    scenario: Any
    at_end: tuple[str, ...] = field(default=())


def largest_factor(scenario: Any) -> float:
    """Factor at which the last dose of a scenario reaches the end of its range; at least 1."""
    largest = 1.0
    for name, plan in scenario.policies.items():
        for dose, param, given, none in _bought(name, plan):
            low, high = param.range
            if dose in _bought_of(name).spacing:
                factor = given / _shortest(param)
            elif param.unit in SCALED_BY_POWER:
                factor = log(high / none) / log(given / none) if given > none > 0 else 1.0
            else:
                factor = (high - none) / (given - none) if given > none else 1.0
            largest = max(largest, factor)
    return largest


def can_grow(scenario: Any) -> bool:
    """Whether a factor on doses changes anything: whether any of them is bought and above none."""
    return any(True for name, plan in scenario.policies.items() for _ in _bought(name, plan))


def scaled(scenario: Any, scale: Scale) -> Scaled:
    """The scenario at a place on the way from nothing to everything.

    Parameters
    ----------
    scenario : Scenario
        As it is given.
    scale : Scale

    Raises
    ------
    ValueError
        If a factor is negative.
    """
    if scale.at < 0:
        raise ValueError(message("a scale of {scale} is not allowed; scales are 0 and above", scale=scale.at))
    policies, ends = {}, []
    largest = largest_factor(scenario)
    factor = {"doses": min(scale.at, largest), "fewer": 1.0, "reach": largest}[scale.stage]
    for name, plan in scenario.policies.items():
        dose, delivery = dict(plan.dose), plan.delivery
        for each, param, given, none in _bought(name, plan):
            low, high = param.range
            least = min(_shortest(param), given) if each in _bought_of(name).spacing else low
            wanted = _multiplied(given, none, factor, param, each in _bought_of(name).spacing)
            dose[each] = min(max(wanted, least), high)
            if factor > 1 and not least < wanted < high - TINY:
                ends.append(f"{name}.{each}")
        if scale.stage == "reach":
            for each in _bought_of(name).reach:
                if dose[each]:
                    dose[each] = _towards(dose[each], find_policy(name).params[each].range[1], scale.at)
            coverage, strength = (_towards(each, 1.0, scale.at) for each in (delivery.coverage, delivery.strength))
            delivery = replace(delivery, coverage=coverage, strength=strength)
        elif scale.stage == "fewer" and _bought_of(name).reach:
            for each in _bought_of(name).reach:
                dose[each] = max(float(dose[each]) * scale.at, find_policy(name).params[each].range[0])
        elif scale.stage == "fewer":
            delivery = _fewer_villages(delivery, scale.at, scenario.world.villages_in_county)
        policies[name] = replace(plan, dose=dose, delivery=delivery)
    return Scaled(replace(scenario, policies=policies), tuple(ends))


def _bought_of(name: str) -> Bought:
    bought = find_policy(name).bought
    if bought is None:
        fault = message(
            "policy {name!r} does not say what money buys of it: bought = Bought(...) in its class", name=name
        )
        raise ValueError(fault)
    return bought


def _bought(name: str, plan: Any) -> list[tuple[str, Param, float, float]]:
    """Doses that are bought and above none: name, declaration, given value, value without effect.

    Without doses, what is reached within a village is scaled in their place, so that less can be spent.
    """
    policy, bought = find_policy(name), _bought_of(name)
    found = []
    for dose in (*bought.doses, *bought.spacing) or bought.reach:
        given, none = float(plan.dose[dose]), 0.0 if dose in bought.spacing else float(policy.idle.get(dose, 0.0))
        if given > none:
            found.append((dose, policy.params[dose], given, none))
    return found


def _fewer_villages(delivery: Delivery, share: float, villages: int) -> Delivery:
    """A share of the villages reached; less than one village is one at that part of the strength.

    Where villages are listed they stay, and the strength is cut.
    """
    if delivery.villages is not None:
        return replace(delivery, strength=delivery.strength * share)
    wanted = max(delivery.coverage * villages, 1.0) * share
    if wanted >= 1 or share == 0 or delivery.coverage == 0:
        return replace(delivery, coverage=delivery.coverage * share)
    return replace(delivery, coverage=min(delivery.coverage, 1 / villages), strength=delivery.strength * wanted)


def _multiplied(given: float, none: float, factor: float, param: Param, spacing: bool) -> float:
    if spacing:
        return given / factor if factor > 0 else param.range[1]
    if param.unit in SCALED_BY_POWER and none > 0:
        return float(none * (given / none) ** factor)
    return none + (given - none) * factor


def _shortest(param: Param) -> float:
    """Least time between two deliveries: a year, or the end of the range if that is longer."""
    return max(param.range[0], SHORTEST_SPACING)


def _towards(value: float, end: float, share: float) -> float:
    return value + (end - value) * share
