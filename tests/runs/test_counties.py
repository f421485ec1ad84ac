"""Which scenarios can be lived county by county, and what is said of the others."""

from __future__ import annotations

import pytest

from sim.runs.counties import check_apart, check_several, in_parts, of_county
from sim.runs.jobs import Job
from sim.runs.run import Run
from sim.runs.simulate import simulate
from tests.execution.invented_counties import world

SPENT_TOGETHER = {"policies.training": {"start": "2021-02", "budget": 3000}}


def test_a_county_keeps_everything_but_its_place():
    scenario = world(4, {"world.first_county": 2799}).scenario
    county = of_county(scenario, 2801)
    assert (county.world.counties, county.world.first_county) == (1, 2801)
    assert county.changed({"world.counties": 4, "world.first_county": 2799}) == scenario


def test_a_county_that_is_not_there_is_refused_with_those_that_are():
    with pytest.raises(ValueError, match="county 5 is none of scenario 'baseline', whose counties are 1 to 4"):
        of_county(world(4).scenario, 5)


def test_one_county_cannot_be_shared_out():
    with pytest.raises(ValueError, match=r"has one county: there is nothing to share out; set world\.counties"):
        check_several(world(1).scenario)


def test_a_budget_reaches_across_counties_and_is_lived_as_one_world():
    scenario = world(2, SPENT_TOGETHER).scenario
    assert not in_parts(scenario)
    with pytest.raises(ValueError, match=r"policies\.training\.budget of scenario 'baseline' is spent in all counties"):
        check_apart(scenario)
    whole = simulate(Job(scenario, 1))
    assert isinstance(whole, Run)
    assert whole.digest == ""
    alone = simulate(Job(of_county(scenario, 1), 1))
    assert isinstance(alone, Run)
    assert alone.yuan.sum() > 0.6 * whole.yuan.sum()
