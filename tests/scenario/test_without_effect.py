"""What has no effect is said in one sentence, and what may have one is not."""

from __future__ import annotations

import pytest

import sim
from sim.scenario.files import shipped_names
from sim.scenario.without_effect import effective, without_effect
from tests.whole import small

POLICY = "policies.training"


def told(changes=None, **training):
    scenario = small(changes, {"training": training} if training else None)
    return [each.removeprefix("small: ") for each in without_effect(scenario)]


@pytest.mark.parametrize("name", shipped_names())
def test_nothing_in_the_shipped_scenarios_is_without_effect(name):
    assert without_effect(sim.load(name)) == []


@pytest.mark.parametrize(
    ("delivery", "sentence"),
    [
        ({"rule": "weakest"}, "rule of training has no effect: at this coverage all villages are reached"),
        ({"rule": "weakest", "coverage": 0.9}, "rule of training has no effect"),  # 3.6 of 4 villages
        ({"leak": 0.5}, "leak of training has no effect"),
        ({"budget": 0}, "policy training does nothing: its budget is 0"),
        ({"coverage": 0}, "policy training does nothing: its coverage is 0"),
        ({"strength": 0}, "policy training does nothing: its strength is 0"),
        ({"dose": {"units": 0, "secretary_units": 0}}, "policy training does nothing at these doses: units = 0"),
        ({"ramp": 25}, "policy training never reaches its full dose: it rises over 25 months and is delivered for 24"),
        ({"ramp": 6, "duration": 3}, "it rises over 6 months and is delivered for 3"),
        ({"trigger": {"when": "calls_failed", "least": 3}}, "cannot occur: calls_failed is 2 at most in this run"),
        ({"trigger": {"when": "months_since_meeting", "least": 37}}, "months_since_meeting is 36 at most in this run"),
    ],
)
def test_a_delivery_that_changes_nothing_is_told(delivery, sentence):
    found = told(**delivery)
    assert sentence in found[0]
    assert len(found) == 1


@pytest.mark.parametrize(
    "delivery",
    [
        {"rule": "weakest", "coverage": 0.5, "leak": 0.5},
        {"ramp": 24},
        {"budget": 1},
        {"trigger": {"when": "calls_failed", "least": 2}},
    ],
)
def test_a_delivery_that_may_change_something_is_not(delivery):
    assert told(**delivery) == []


def test_a_date_that_changes_nothing_and_a_value_that_is_there_anyway_are_told():
    dated = {"parameters.service.tax_contacts": {"until 2022-01": 0.2, "from 2022-01": 0.2}}
    assert told(dated) == ["service.tax_contacts has dates and never changes: it is always 0.2"]
    assert told({"parameters.meetings.quorum": 0.5, "parameters.needs.seek": 0.5}) == [
        "given as they are anyway: meetings.quorum"
    ]


def test_a_scenario_that_is_the_baseline_is_told():
    same = sim.load("baseline").changed({"name": "other", "parameters.needs.seek": 0})
    assert without_effect(same)[-1] == "other: it changes nothing against baseline: both are the same runs"
    idle = sim.load("training").changed({"policies.training.coverage": 0})
    assert "training: it changes nothing against baseline: both are the same runs" in without_effect(idle)
    assert without_effect(sim.load("baseline")) == []
    longer = sim.load("baseline").changed({"name": "longer", "horizon.months": 130})
    assert without_effect(longer) == []
    assert without_effect(longer, baseline=longer.changed({"name": "base"})) == [
        "longer: it changes nothing against base: both are the same runs"
    ]


DATED_2012 = {"world.archetype": "national", "world.drivers": "dated", "horizon.start": "2012-01"}


@pytest.mark.parametrize(
    ("changes", "without"),
    [
        ({"world.drivers": "constant"}, True),
        ({**DATED_2012, "horizon.months": 72}, True),
        ({**DATED_2012, "horizon.months": 73}, False),
    ],
)
def test_a_last_known_year_that_no_year_is_lived_after_is_told(changes, without):
    found = told({**changes, "world.published_to": 2017})
    assert any("world.published_to has no effect" in each for each in found) == without
    both = [effective(small({**changes, "world.published_to": year})) for year in (2017, 2021)]
    assert (both[0] == both[1]) == without
