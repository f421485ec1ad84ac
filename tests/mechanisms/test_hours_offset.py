"""Effort: what hours rest on beside pay, and how strongly they answer to pay."""

from __future__ import annotations

import math

import pytest

from sim.mechanisms.effort import Effort
from tests.limits import Limits
from tests.mechanisms.test_effort import EFFORT, hours_and_formalism, office

CREDIBLE = {"hours_offset": -1.8, "hours_spread": 2.0, "willingness_hours": 4.8, "motivation_hours": 2.0}
WAGE, MOST = 4432.0, 160.0


def hours(pay: float) -> float:
    return hours_and_formalism(office(), **CREDIBLE, subsidy=pay)[0]


@pytest.mark.parametrize("offset", [0.0, -1.0, -2.5])
def test_hours_are_those_of_the_equation(offset: float) -> None:
    found, _ = hours_and_formalism(office(willingness=0.7, motivation=0.4), hours_offset=offset)
    of = {
        name: param.number(param.default if param.former is None else param.former)
        for name, param in Effort.params.items()
    }
    lean = offset + math.log(of["subsidy"] / WAGE)
    lean += of["willingness_hours"] * 0.2 - of["motivation_hours"] * 0.1
    assert found == pytest.approx(MOST / (1 + math.exp(-lean / of["hours_spread"])), rel=1e-6)


@pytest.mark.limit
def test_the_answer_of_hours_to_pay_falls_with_their_spread(limit: Limits) -> None:
    """At a given motivation d ln H / d ln pay = (1 - H/H_max) / tau."""
    step = 1e-3
    rise = math.log(hours(2280 * math.exp(step)) / hours(2280 * math.exp(-step))) / (2 * step)
    limit("V32", "elasticity of hours to pay, tau 2", (1 - hours(2280) / MOST) / 2.0, rise, 1e-6)


def test_the_offset_moves_hours_and_leaves_the_goal_of_motivation_alone() -> None:
    with_offset, without = office(), office()
    with_offset.settings["effort"]["hours_offset"] = -1.0
    for world in (with_offset, without):
        EFFORT.step(world)
    few, usual = (world.offices.columns["motivation"][0] for world in (with_offset, without))
    assert with_offset.villages.columns["secretary_hours"][0] < without.villages.columns["secretary_hours"][0]
    # Fewer hours leave more of them to documentation, which is all that motivation sees a month later.
    assert few == usual
