"""Meeting rules: legal meetings, and what they change."""

from __future__ import annotations

import pytest

from sim.procedures.due_lists import ADJUSTED, BY_LIST, ON_ALL, ON_THOSE_DUE
from tests.policies.paired import lived, mean
from tests.policies.stage import Stage, policy

LARGE = {"world.village_size": 1300, "horizon.months": 36, "parameters.meetings.denominator": "registered"}
LISTS = {  # branches half of whose members are away and which have no list as yet
    "world.archetype": "hollow",
    "world.villages": 8,
    "world.village_size": 600,
    "horizon.months": 36,
    "parameters.meetings.denominator": "list",
    "parameters.meetings.list_ask": 0.0,
}


def on_stage(rule: float, **dose: float | bool) -> Stage:
    """A stage on which this rule of the denominator is in force, lists are renewed on all, and the policy acts."""
    stage = Stage(policy("meeting_rules", dose))
    stage.levers.set_base("meetings.denominator", rule)
    stage.levers.set_base("meetings.list_renew", ON_ALL)
    return stage.live()


def test_without_lists_members_are_excused_and_with_lists_branches_ask_for_one() -> None:
    former, by_list = on_stage(0.0), on_stage(BY_LIST)
    asks = former.levers.base["meetings"]["list_ask"]
    assert (former.levers["meetings.denominator"] == ADJUSTED).all()
    assert (former.levers["meetings.list_ask"] == asks).all()
    assert (former.levers["meetings.list_renew"] == ON_ALL).all()
    assert (by_list.levers["meetings.denominator"] == BY_LIST).all()
    assert by_list.levers["meetings.list_ask"] == pytest.approx(asks + 0.3)
    assert (by_list.levers["meetings.list_renew"] == ON_THOSE_DUE).all()
    assert former.ledger.total() == by_list.ledger.total()


def test_who_does_not_want_lists_leaves_them_as_they_are() -> None:
    stage = on_stage(BY_LIST, adjusted=False)
    for lever in ("denominator", "list_ask", "list_renew"):
        assert (stage.levers[f"meetings.{lever}"] == stage.levers.base["meetings"][lever]).all()
    assert (on_stage(BY_LIST, renewed=False).levers["meetings.list_renew"] == ON_ALL).all()


@pytest.mark.parametrize("seed", [1, 2])
def test_where_branches_have_lists_more_of_them_get_one_and_fewer_calls_fail(seed: int) -> None:
    rule = {"meeting_rules": {"dose": {"festival": False, "written": 0.0}}}
    before, after = lived(None, LISTS, seed=seed), lived(rule, LISTS, seed=seed)
    assert mean(before, "list_in_force") == 0
    assert mean(after, "list_in_force") > 0.3
    assert mean(after, "quorum_failure") < mean(before, "quorum_failure") - 0.1


@pytest.mark.parametrize("seed", [1, 2])
def test_a_call_at_the_festival_lets_hollow_branches_renew_on_all_members(seed: int) -> None:
    strict = {**LISTS, "parameters.meetings.list_renew": "all", "parameters.meetings.list_months": 12.0}
    january, festival = (
        lived(
            {"meeting_rules": {"dose": {"festival": moved, "renewed": False, "written": 0.0}}},
            {**strict, "horizon.months": 60},
            seed=seed,
        )
        for moved in (False, True)
    )
    assert mean(festival, "list_in_force", 24) > mean(january, "list_in_force", 24) + 0.1


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
