"""Which scenarios can be lived county by county, and what is said of the others."""

from __future__ import annotations

import numpy as np
import pytest

from sim.runs.counties import county_jobs, in_parts, of_county
from sim.runs.run import Job, Run
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


def test_each_county_is_a_job_that_names_itself():
    jobs = county_jobs(Job(world(3).scenario, 1, "ruralparty run nation.yaml --seed 1"))
    assert [job.scenario.world.first_county for job in jobs] == [1, 2, 3]
    assert jobs[1].command == "ruralparty run nation.yaml --seed 1 --county 2"
    assert "'world.first_county': 2" in county_jobs(Job(world(3).scenario, 1))[1].command
    alone = Job(world(1).scenario, 1)
    assert county_jobs(alone) == [alone]


def test_a_budget_reaches_across_counties_and_is_lived_as_one_world():
    scenario = world(2, SPENT_TOGETHER).scenario
    assert not in_parts(scenario)
    assert county_jobs(Job(scenario, 1)) == [Job(scenario, 1)]
    whole = simulate(Job(scenario, 1))
    assert isinstance(whole, Run)
    assert len(np.unique(whole.places["county"])) == 2
    alone = simulate(Job(of_county(scenario, 1), 1))
    assert isinstance(alone, Run)
    assert alone.yuan.sum() > 0.6 * whole.yuan.sum()
