"""A side of a comparison: what is set of policies, and what becomes of it in a scenario."""

from __future__ import annotations

import pytest

from sim.app.compare.asked import Asked, first_asked, scenarios_of
from sim.app.compare.side import Side, side_of
from sim.policies import find_policy, make_policies, policy_names
from sim.scenario.files import shipped_names
from sim.scenario.scenario import load

HORIZON = load("baseline").horizon


@pytest.mark.parametrize("policy", policy_names())
def test_a_policy_that_is_switched_on_by_a_lever_at_its_idle_dose_is_the_baseline(policy):
    declared = find_policy(policy)
    side = Side()
    for name, idle in declared.zero_dose().items():
        assert side.dose(policy, name) == idle
        side = side.moved(f"{policy}.dose.{name}", idle, HORIZON)
    assert not any(make_policies(each.scenario) for each in scenarios_of(Asked(sides=(side, Side()))))


@pytest.mark.parametrize("name", [name for name in shipped_names() if load(name).policies])
def test_the_policies_of_a_shipped_scenario_come_back_from_its_side(name):
    scenario = load(name)
    if any(plan.delivery.trigger for plan in scenario.policies.values()):
        return  # a page holds no trigger
    made = load("baseline").changed(side_of(scenario).changes())
    assert made.plain()["policies"] == scenario.plain()["policies"]


def test_taking_a_policy_out_leaves_nothing_of_it():
    side = first_asked().sides[0]
    assert side.policies == ["training"]
    assert side.without("training").is_empty


def test_a_dose_of_a_policy_that_is_not_there_is_the_one_that_does_nothing():
    assert Side().dose("training", "units") == 0
    assert Side().moved("training.dose.units", 2.0, HORIZON).dose("training", "secretary_units") == 0
