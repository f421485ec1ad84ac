"""Villages of a pilot, listed with the month in which it begins in each."""

import numpy as np
import pytest

import sim
from sim.core.config.calendar import month_of
from sim.model import RuralParty
from sim.runs.run import RUN, VILLAGES, Job
from sim.runs.simulate import simulate
from sim.scenario.scenario import ScenarioError

SMALL = {"world.townships": 2, "world.villages": 3, "world.village_size": 200, "horizon.burn_in": 2}
START = "2021-07"


@pytest.fixture(scope="module")
def world():
    return sim.load("baseline").changed(SMALL | {"horizon.months": 24})


def lived(scenario, seed=3):
    return simulate(Job(scenario, seed, layers=(RUN, VILLAGES)))


def with_policy(world, name="training", **table):
    return world.changed({f"policies.{name}": table})


@pytest.mark.parametrize("name", ["training", "first_secretary"])
def test_a_list_of_those_that_a_rule_chooses_is_the_same_run_bit_for_bit(world, name):
    rest = {"duration": "9 months", "ramp": "4 months"}
    chosen = with_policy(world, name, start=START, coverage=0.5, rule="weakest", **rest)
    model = RuralParty(chosen, rng=3)
    while model.month < month_of(START):
        model.step()
    reached = chosen.policies[name].delivery.choose(model.villages.columns, name, model.key)
    listed = with_policy(world, name, villages=[START if each else None for each in reached], **rest)
    assert lived(chosen).digest == lived(listed).digest


def test_each_wave_begins_in_its_month_and_others_never(world):
    months = ["2021-07", None, "2022-01", None, "2021-07", None]
    base, pilot = lived(world), lived(with_policy(world, villages=months))
    seen = ((base.by_village != pilot.by_village) & ~np.isnan(base.by_village)).any(axis=2)
    began = [int(np.flatnonzero(each)[0]) if each.any() else None for each in seen.T]
    since = {"2021-07": 2 + 6, "2022-01": 2 + 12}
    for month, found in zip(months, began, strict=True):
        assert found is None if month is None else found >= since[month]
    assert sum(each is not None for each in began) == 3


def test_it_is_written_and_read_back(world):
    listed = with_policy(world, villages=["2021-07", None, "2022-01", None, None, None])
    plan = listed.plain()["policies"]["training"]
    assert plan["villages"] == ["2021-07", None, "2022-01", None, None, None]
    assert not {"start", "coverage", "rule", "leak"} & set(plan)
    assert listed.changed({"policies.training.strength": 0.5}).policies["training"].delivery.villages is not None
    assert "villages" not in with_policy(world, start=START).plain()["policies"]["training"]


@pytest.mark.parametrize(
    ("table", "fault"),
    [
        ({"villages": [START] * 6, "coverage": 0.5}, "beside villages"),
        ({"villages": [START] * 5}, "5 entries"),
        ({"villages": [None] * 6}, "name no month"),
        ({"villages": ["2019-01"] * 6}, "outside the horizon"),
        ({"villages": [7] * 6}, "no month"),
        ({"villages": "all"}, "no list"),
    ],
)
def test_what_is_wrong_is_said(world, table, fault):
    with pytest.raises(ScenarioError, match=fault):
        with_policy(world, **table)


def test_a_list_is_of_one_county(world):
    with pytest.raises(ScenarioError, match="several counties"):
        with_policy(world.changed({"world.counties": 2}), villages=[START] * 12)


def test_equal_money_cuts_the_strength_of_listed_villages(world):
    from sim.analysis.doses import Scale, scaled

    given = with_policy(world, "secretary_pay", villages=[START, None, None, None, None, None])
    half = scaled(given, Scale("fewer", 0.5)).scenario.policies["secretary_pay"].delivery
    assert half.villages == given.policies["secretary_pay"].delivery.villages
    assert half.strength == 0.5
