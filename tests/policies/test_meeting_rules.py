"""Meeting rules: legal meetings, and what they change."""

from __future__ import annotations

import pytest

from tests.policies.paired import lived, mean
from tests.policies.stage import Stage, policy

LARGE = {"world.village_size": 1300, "horizon.months": 36}


def test_calls_move_to_the_festival_and_keep_their_number_unless_it_is_the_only_one() -> None:
    stage = Stage(policy("meeting_rules", {"steps": 3.0})).live()
    assert (stage.levers["meetings.call_month"] == stage.levers["meetings.festival_month"]).all()
    assert (stage.levers["meetings.call_interval"] == stage.levers.base["meetings"]["call_interval"]).all()
    assert (stage.levers["votes.steps"] == 3).all()
    only = Stage(policy("meeting_rules", {"festival": False, "only_festival": True})).live()
    assert (only.levers["meetings.call_month"] == only.levers["meetings.festival_month"]).all()
    assert (only.levers["meetings.call_interval"] == 12).all()


@pytest.mark.parametrize("seed", [1, 2])
def test_an_adjusted_denominator_makes_meetings_legal_and_leaves_service_as_it_is(seed: int) -> None:
    rule = {"meeting_rules": {"dose": {"festival": False, "written": 0.0}}}
    before, after = lived(None, LARGE, seed=seed), lived(rule, LARGE, seed=seed)
    assert mean(after, "quorum_failure") < mean(before, "quorum_failure") - 0.4
    assert abs(mean(after, "service_fulfilment") - mean(before, "service_fulfilment")) < 0.04
    assert abs(mean(after, "trust") - mean(before, "trust")) < 0.01


@pytest.mark.parametrize("seed", [1, 2])
def test_one_call_a_year_at_the_festival_brings_many_together_and_lets_matters_wait(seed: int) -> None:
    quarterly, yearly = (
        lived({"meeting_rules": {"dose": {"only_festival": only}}}, LARGE, seed=seed) for only in (False, True)
    )
    assert mean(yearly, "attendance") > mean(quarterly, "attendance")
    assert mean(yearly, "decision_lag") > mean(quarterly, "decision_lag")
    assert mean(yearly, "items_implemented") < mean(quarterly, "items_implemented")
