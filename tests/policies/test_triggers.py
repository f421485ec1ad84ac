"""Triggers and budgets: delivery begins on the occasion, lasts as asked, ends with the money, touches nobody else."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.policies import find_policy, make_policies, policy_names
from sim.policies.common.delivery import Delivery
from sim.policies.common.triggers import OCCASIONS, Trigger
from sim.scenario.scenario import from_plain, load
from tests.policies.stage import START, VILLAGES, Stage, policy
from tests.whole import run, small, states

FAILED = Trigger("calls_failed", 2)
HOURS = "training.secretary_units"
UNRANKED = {"parameters.outside_resources.links_frozen": True}


def moved(stage: Stage) -> list[int]:
    """Villages in which training moves the secretary's hours this month."""
    lever = "effort.hours_taken"
    mechanism, name = lever.split(".")
    return np.flatnonzero(stage.levers[lever] != stage.levers.base[mechanism][name]).tolist()


def trained(**delivery: Any) -> Stage:
    return Stage(policy("training", trigger=FAILED, **delivery))


def test_delivery_begins_where_it_happens_and_stays() -> None:
    stage = trained().live()
    assert moved(stage) == []
    stage.villages.columns["calls_failed"][[2, 5]] = 2, 1
    assert moved(stage.live()) == [2]
    stage.villages.columns["calls_failed"][[2, 5]] = 0, 3
    assert moved(stage.live()) == [2, 5]
    assert moved(stage.live(3)) == [2, 5]


def test_duration_and_ramp_count_from_the_occasion_and_it_can_come_again() -> None:
    stage = trained(duration=2, ramp=2)
    usual = stage.levers.base["effort"]["hours_taken"]
    given = []
    for month in range(8):
        stage.villages.columns["calls_failed"][3] = 2 if month in (2, 3, 5) else 0
        stage.live()
        given.append(float((stage.levers["effort.hours_taken"] - usual)[3]))
    full = max(given)
    assert [amount / full for amount in given] == [0, 0, 0.5, 1, 0, 0.5, 1, 0]


def test_nothing_is_triggered_before_the_start_or_outside_the_choice() -> None:
    acting = policy("training", trigger=FAILED, start=START + 2, coverage=0.5, rule="weakest")
    stage = Stage(acting)
    stage.villages.columns["calls_failed"] = 2
    assert moved(stage.live(2)) == []
    weakest_of_each_county = [0, 1, 2, 6, 7, 8]
    assert moved(stage.live()) == np.flatnonzero(acting.chosen(stage)).tolist() == weakest_of_each_county


@pytest.mark.parametrize("when", OCCASIONS)
def test_each_occasion_is_met_on_its_own_side_of_the_threshold(when: str) -> None:
    occasion = OCCASIONS[when]
    middle = (occasion.low + occasion.high) / 2 if occasion.high <= 1 else 3
    V = Stage().villages.columns
    V[occasion.column][:3] = (0, middle, 4 * middle)
    met = Trigger(when, middle).met(V)[:3].tolist()
    assert met == ([False, True, True] if occasion.side == "least" else [True, True, False])


def test_a_trigger_that_is_not_known_or_out_of_range_is_refused() -> None:
    with pytest.raises(ValueError, match="no trigger 'rain'; there are calls_failed"):
        Trigger("rain", 1)
    with pytest.raises(ValueError, match="threshold 9; allowed: 1 to 4 calls"):
        Trigger("calls_failed", 9)


def test_set_up_costs_fall_once_in_each_village_when_it_begins_there() -> None:
    stage = Stage(policy("online_branch", trigger=FAILED))
    stage.villages.columns["calls_failed"][0] = 2
    stage.live(3)
    stage.villages.columns["calls_failed"][1] = 2
    stage.live(3)
    assert stage.ledger.yuan[0, 0, :6].tolist() == pytest.approx([20500.0] + [500.0] * 5)
    assert stage.ledger.yuan[0, 1, :6].tolist() == pytest.approx([0.0] * 3 + [20500.0] + [500.0] * 2)
    assert not stage.ledger.yuan[0, 2:].any()


def test_a_county_pays_for_its_platform_once() -> None:
    stage = Stage(policy("platform_integration", trigger=FAILED))
    for v in (0, 1, VILLAGES - 1):  # two of the first county, one of the second
        stage.villages.columns["calls_failed"][v] = 2
        stage.live()
    paid = stage.ledger.yuan[0].sum(axis=1)
    assert paid[[0, 1, VILLAGES - 1]] == pytest.approx([302000, 2000, 302000])


def test_a_county_has_no_more_zones_than_it_was_given() -> None:
    stage = Stage(policy("urban_feedback", {"zones": 1}, trigger=FAILED))
    for v in (0, 1, 2):
        stage.villages.columns["calls_failed"][v] = 2
        stage.live()
    assert np.flatnonzero(stage.levers["outside_resources.demonstration"]).tolist() == [0]


@pytest.mark.parametrize("name", policy_names())
def test_all_triggered_at_the_start_is_delivery_without_a_trigger(name: str) -> None:
    always = Stage(policy(name, trigger=Trigger("leadership", 1), coverage=0.5)).live(3)
    plainly = Stage(policy(name, coverage=0.5)).live(3)
    assert always.values() == plainly.values()
    assert (always.ledger.yuan == plainly.ledger.yuan).all()


def test_delivery_ends_when_the_budget_is_reached() -> None:
    unlimited = Stage(policy("training")).live(12)
    by_month = unlimited.ledger.yuan[0].sum(axis=0)
    limited = Stage(policy("training", budget=float(by_month[:4].sum() + 1))).live(12)
    assert (limited.ledger.yuan[0].sum(axis=0)[:5] == by_month[:5]).all()  # the month that goes beyond it is the last
    assert not limited.ledger.yuan[0].sum(axis=0)[5:].any()
    assert moved(limited) == []


def test_a_budget_is_of_one_policy_only() -> None:
    other = policy("online_branch")
    alone = Stage(policy("training", budget=1e5)).live(12).ledger.yuan[0]
    beside = Stage(policy("training", budget=1e5), other).live(12).ledger.yuan[0]
    assert (alone == beside).all()


def test_no_budget_is_no_policy() -> None:
    delivery = Delivery(START, budget=0.0)
    assert all(find_policy(name).is_nothing({}, delivery) for name in policy_names())
    assert make_policies(load("baseline").changed({"policies.training.budget": 0})) == []


def test_trigger_and_budget_survive_writing_and_reading() -> None:
    plan = {"trigger": {"when": "calls_failed", "least": 2}, "budget": "50000 yuan", "rule": "township_choice"}
    scenario = load("baseline").changed({"policies.training": plan})
    delivery = scenario.policies["training"].delivery
    assert (delivery.trigger, delivery.budget, delivery.rule) == (FAILED, 50000.0, "township_choice")
    assert from_plain(scenario.plain()) == scenario
    stricter = scenario.changed({"policies.training.trigger.least": 3})
    assert stricter.policies["training"].delivery.trigger == Trigger("calls_failed", 3)


def test_only_villages_where_it_happened_are_touched() -> None:
    plan = {"start": "2021-04", "coverage": 0.75, "trigger": {"when": "calls_failed", "least": 1}}
    untouched = states(run(small(UNRANKED), months=12))
    model = run(small(UNRANKED, policies={"online_branch": plan}), months=12)
    after = states(model)
    changed = {identity for identity in after if after[identity] != untouched[identity]}
    (acting,) = model.policies
    paid = model.ledger.yuan[0].sum(axis=1) > 0
    triggered = set(model.villages.columns["identity"][paid].tolist())
    assert 0 < len(triggered) < len(after)
    assert changed == triggered
    assert not (paid & ~acting.chosen(model)).any()


def test_a_trigger_that_is_never_met_is_the_baseline() -> None:
    plan = {"start": "2021-01", "trigger": {"when": "months_since_meeting", "least": 600}}
    for name in ("online_branch", "urban_feedback"):
        assert states(run(small(policies={name: plan}), months=6)) == states(run(small(), months=6))
