"""Law 6: a policy of no dose is the baseline, and villages out of reach are untouched, bit for bit."""

from __future__ import annotations

import pytest

from sim.policies import find_policy, policy_names
from tests.whole import run, small, states

START = "2021-04"
# Secretaries are promoted by their rank in the township: that alone a policy may change for villages out of its reach.
UNRANKED = {"parameters.outside_resources.links_frozen": True}


@pytest.fixture(scope="module")
def baseline() -> dict[int, bytes]:
    return states(run(small()))


@pytest.fixture(scope="module")
def unranked() -> dict[int, bytes]:
    return states(run(small(UNRANKED)))


@pytest.mark.parametrize("name", policy_names())
def test_zero_coverage_is_the_baseline(name: str, baseline: dict[int, bytes]) -> None:
    assert states(run(small(policies={name: {"start": START, "coverage": 0.0}}))) == baseline


@pytest.mark.parametrize("name", policy_names())
def test_zero_dose_is_the_baseline(name: str, baseline: dict[int, bytes]) -> None:
    policy = find_policy(name)
    assert states(run(small(policies={name: {"start": START, "dose": policy.zero_dose()}}))) == baseline


@pytest.mark.parametrize("name", policy_names())
def test_only_villages_in_reach_are_touched(name: str, unranked: dict[int, bytes]) -> None:
    model = run(small(UNRANKED, policies={name: {"start": START, "coverage": 0.5}}))
    (policy,) = model.policies
    reached = {
        int(i) for i, chosen in zip(model.villages.columns["identity"], policy.chosen(model), strict=True) if chosen
    }
    after = states(model)
    changed = {identity for identity in after if after[identity] != unranked[identity]}
    assert 0 < len(reached) < len(after)
    assert changed
    assert changed <= reached


def test_policies_commute() -> None:
    plans = {name: {"start": START, "coverage": 1.0} for name in policy_names()}
    forwards = states(run(small(policies=plans)))
    backwards = states(run(small(policies=dict(reversed(plans.items())))))
    assert forwards == backwards
