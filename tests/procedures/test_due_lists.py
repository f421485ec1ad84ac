"""The list of those not due: who asks, when it is adopted, whom it leaves out, and how it ends."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.mechanisms.meetings import Meetings
from sim.procedures.due_lists import BY_LIST
from tests.limits import Limits
from tests.mechanisms.test_meetings import APRIL, branches
from tests.whole import run, small, states
from tests.worlds import World, group_of

ASK, CONSENT = 0.1, 0.9
PER_MONTH = (1 - math.exp(-ASK)) * CONSENT
YEARS = 3


def with_lists(villages: int, members: int, away: int = 0, **settings: float) -> World:
    """Branches under the rule by list, whose home members nearly always come."""
    world = branches(villages, members, away, home_chance=0.999999)
    for name, value in {"denominator": BY_LIST, "list_ask": ASK, **settings}.items():
        world.settings["meetings"][name] = value
    return world


def share_with_a_list(world: World) -> float:
    return float((world.villages.columns["list_months"] > 0).mean())


@pytest.mark.limit
def test_branches_get_a_list_at_the_first_call_after_they_asked(limit: Limits) -> None:
    villages, world = 4000, with_lists(4000, 9)
    world.month = APRIL + 1  # the calls of July, October, January, April are months 3, 6, 9, 12 from here
    for month in range(1, 13):
        world.live(Meetings())
        expected = 1 - (1 - PER_MONTH) ** (month - month % 3)
        error = math.sqrt(expected * (1 - expected) / villages)
        assert share_with_a_list(world) == pytest.approx(expected, abs=4 * error)
    limit("V35", "branches with a list after a year of asking", expected, share_with_a_list(world), 3 * error)


def live_until_lists_are_due(world: World) -> None:
    world.villages.columns["list_months"] = 2
    world.month = APRIL - 1
    world.live(Meetings())


@pytest.mark.limit
@pytest.mark.parametrize(("renew", "kept"), [(0.0, 1.0), (1.0, 0.0)])
def test_a_hollow_branch_renews_on_the_base_in_force_and_not_on_the_old_one(
    renew: float, kept: float, limit: Limits
) -> None:
    """Of fifteen full members nine are away: six are fewer than half of all, and all of those due."""
    world = with_lists(50, 15, 9, list_renew=renew, list_months=36.0)
    live_until_lists_are_due(world)
    world.live(Meetings())  # the call of April
    assert world.villages.columns["meeting_valid"].all()
    base = ("due", "all")[int(renew)]
    limit("V35", f"lists renewed where most are away, base {base}", kept, share_with_a_list(world), 0.0)


def test_a_list_is_adopted_only_where_half_of_all_full_members_are_present() -> None:
    world = with_lists(50, 15, 9)
    world.villages.columns["list_asked"] = True
    world.month = APRIL
    world.live(Meetings())
    assert share_with_a_list(world) == 0.0
    assert world.villages.columns["list_asked"].all()
    world.month = APRIL + 22  # in the month of the festival most of those away are there
    world.villages.columns["calls_failed"] = 1
    world.live(Meetings())
    assert share_with_a_list(world) > 0.9


def test_the_absent_whom_the_list_names_are_not_due_and_whoever_comes_is() -> None:
    world = with_lists(40, 20, 8)
    P, V = world.people.columns, world.villages.columns
    rows = world.members.reshape(40, 20)
    P.months_away[rows[:, 0]] = 3  # away for three months only: due
    P.group[rows[:, 8]], P.frail[rows[:, 8]] = group_of(80), True
    world.settings["meetings"]["attend_frail"] = 60.0
    V["list_months"] = 600
    world.month = APRIL
    world.live(Meetings())
    assert (V["eligible"] == 20 - 7 - 1).all()
    assert (V["present"] == 11).all()
    world.month = APRIL + 10  # February, with a call after one that failed: some of those away are there, and due
    V["calls_failed"] = 1
    world.live(Meetings())
    assert (V["present"] <= V["eligible"]).all()
    assert (V["eligible"] > 12).any()


def test_a_failed_call_makes_a_branch_ask_more_often() -> None:
    failed, held = (with_lists(4000, 9) for _ in range(2))
    failed.villages.columns["call_failed"] = True
    asked = []
    for world in (failed, held):
        world.month = APRIL + 1
        world.live(Meetings())
        asked.append(float(world.villages.columns["list_asked"].mean()))
    for found, hazard in zip(asked, (4 * ASK, ASK), strict=True):
        chance = (1 - math.exp(-hazard)) * CONSENT
        assert found == pytest.approx(chance, abs=4 * math.sqrt(chance * (1 - chance) / 4000))


def test_where_nobody_asks_all_full_members_are_due_to_the_bit() -> None:
    by_list = {"parameters.meetings.denominator": "list", "parameters.meetings.list_ask": 0.0}
    assert states(run(small(by_list))) == states(run(small({"parameters.meetings.denominator": "registered"})))


def test_lists_lie_between_the_extremes() -> None:
    many = {"world.villages": 30, "world.village_size": 600, "world.archetype": "labour-exporting"}
    failed = []
    for rule in ("registered", "list", "adjusted"):
        model = run(small({**many, "parameters.meetings.denominator": rule, "horizon.months": 24}), check=True)
        failed.append(model.outcome("quorum_failure", 24))
        assert (model.outcome("list_in_force", 12) > 0) == (rule == "list")
    assert np.all(np.diff(failed) < 0)
