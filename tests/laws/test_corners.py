"""Nothing leaves its bounds, wherever in their ranges parameters and doses are, and whatever comes together."""

from __future__ import annotations

import pytest

from sim.mechanisms import all_parameters
from sim.policies import find_policy, policy_names
from tests.laws.corners import corner
from tests.whole import run, small


@pytest.mark.parametrize("number", range(1000, 1008))
def test_all_invariants_hold_in_random_corners_of_all_ranges(number):
    run(corner(number, months=24), seed=number)


@pytest.mark.verify
@pytest.mark.parametrize("number", range(100))
def test_all_invariants_hold_for_five_years_in_random_corners_of_all_ranges(number):
    run(corner(number, months=60), seed=number)


def test_what_may_be_set_lies_within_the_bounds_of_what_it_means():
    doses = {f"{name}.{key}": each for name in policy_names() for key, each in find_policy(name).params.items()}
    outside = [
        key
        for key, param in {**all_parameters(), **doses}.items()
        if not param.bounds[0] <= param.range[0] <= param.range[1] <= param.bounds[1]
    ]
    assert outside == []


def test_full_back_up_by_a_parameter_and_a_policy_is_full_back_up_and_said_so():
    both = {"parameters.outside_resources.urban_feedback": 1}
    model = run(small(both, {"urban_feedback": {"dose": {"backup": 1}, "start": "2021-03"}}), months=6)
    assert model.villages.columns["backup"].tolist() == [1.0] * 4
    assert model.levers.cut == {("outside_resources.urban_feedback", 1.0): 4 * 4}
