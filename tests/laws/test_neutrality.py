"""Law 6: a policy of no dose is the baseline, and villages out of reach are untouched, bit for bit."""

from __future__ import annotations

import pytest

from sim.policies import find_policy, policy_names
from sim.world.defaults import values_used
from tests.limits import Limits
from tests.whole import run, small, states

START = "2021-04"
# Secretaries are promoted by their rank in the township: that alone a policy may change for villages out of its reach.
# Terms are short, so that rules of elections find some to apply to.
UNRANKED = {"parameters.outside_resources.links_frozen": True, "parameters.offices.term": 36}


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


def others(states: dict[int, bytes], baseline: dict[int, bytes]) -> int:
    """Number of villages whose states differ."""
    assert states.keys() == baseline.keys()
    return sum(states[identity] != baseline[identity] for identity in baseline)


@pytest.mark.limit
def test_all_policies_together_at_no_dose_or_coverage_and_defaults_written_out_are_the_baseline(
    baseline: dict[int, bytes], limit: Limits
) -> None:
    none = {name: {"start": START, "dose": find_policy(name).zero_dose()} for name in policy_names()}
    nowhere = {name: {"start": START, "coverage": 0.0} for name in policy_names()}
    # Defaults, but for what the place and the year make of them.
    defaults = {f"parameters.{name}": used.value for name, used in values_used(small()).items()}
    what = f"of {len(baseline)} villages not bit-identical to the baseline"
    limit("V25", f"{what}: {len(none)} policies of no dose", 0, others(states(run(small(policies=none))), baseline), 0)
    limit("V25", f"{what}: without coverage", 0, others(states(run(small(policies=nowhere))), baseline), 0)
    limit("V25", f"{what}: {len(defaults)} defaults written", 0, others(states(run(small(defaults))), baseline), 0)


@pytest.mark.limit
def test_policies_commute(limit: Limits) -> None:
    plans = {name: {"start": START, "coverage": 1.0} for name in policy_names()}
    forwards = states(run(small(policies=plans)))
    backwards = states(run(small(policies=dict(reversed(plans.items())))))
    limit("V26", f"villages that differ: {len(plans)} policies in reverse order", 0, others(forwards, backwards), 0)
