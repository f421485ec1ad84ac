"""Exact odds of one branch: the quorum table (V13), branches of the model at work, and limiting cases."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.special import logit

from sim.analysis.quorum_odds import (
    Branch,
    Part,
    branch_of,
    default,
    excused_share,
    frail_come,
    joint,
    least_number,
    odds_of,
    well_come,
)
from sim.mechanisms.collective_economy import CollectiveEconomy
from sim.mechanisms.meetings import Meetings
from sim.mechanisms.votes import Votes
from sim.procedures.quorum import at_least, more_than
from sim.runs.jobs import QUORUM_RULES
from tests.limits import Limits
from tests.mechanisms.test_meetings import APRIL, OTHERS, SLOPES
from tests.procedures.test_quorum import AWAY_SHARE, FROM_AWAY, HOME, SIZES, TABLE
from tests.worlds import World, group_of

VILLAGES, YEARS = 3000, 10
FROM_HALF_ON = {("registered", 30): 0.43, ("registered", 50): 0.38, ("adjusted", 9): 0.96}


def of_table(size: int, case: str) -> Branch:
    """A branch of the table, where elections move nobody and an absent member away is excused for certain."""
    away, online = round(AWAY_SHARE * size), case == "online"
    far = Part(away, 0.0 if online else FROM_AWAY[case], FROM_AWAY[case] if online else 0.0, may_be_excused=True)
    return Branch((Part(size - away, HOME), far), election_lift=0.0)


@pytest.mark.limit
@pytest.mark.parametrize("case", TABLE)
def test_odds_fill_the_quorum_table_of_the_description(case: str, limit: Limits) -> None:
    furthest = 0.0
    for size, (_, decision, election) in zip(SIZES, TABLE[case], strict=True):
        odds = odds_of(of_table(size, case), "list", list_in_force=case == "adjusted")
        known = election if case != "online" else TABLE["registered"][SIZES.index(size)][2]  # online is not in the room
        furthest = max(furthest, abs(odds.decision - decision), abs(odds.election - known))
    limit("V13", f"largest difference of the exact odds from 10 cells, {case}", 0.0, furthest, 0.0051)


@pytest.mark.parametrize(("case", "size"), FROM_HALF_ON)
def test_a_meeting_is_valid_from_one_half_on(case: str, size: int) -> None:
    odds = odds_of(of_table(size, case), "list", list_in_force=case == "adjusted")
    assert odds.meeting == pytest.approx(FROM_HALF_ON[case, size], abs=0.005)


def mixed(rule: str, has_list: bool) -> World:
    """Branches of 25: nine away, some of them online, four frail; excuses approved by chance where the rule says so."""
    members = 25
    world = World(
        Meetings(), Votes(), CollectiveEconomy(), *OTHERS, villages=VILLAGES, persons=26, members=members, months=12
    )
    P, V, S = world.people.columns, world.villages.columns, world.settings["meetings"]
    V["branch"], V["full_members"] = np.arange(VILLAGES), members
    for slope in (*SLOPES, "habit_step", "habit_failed", "habit_paper", "online_habit", "online_platform", "list_ask"):
        S[slope] = 0.0
    for name in ("attend_frail", "attend_election", "excuses_approved"):
        S[name] = default(f"meetings.{name}")
    S["attend"], S["denominator"] = logit(0.8), QUORUM_RULES.index(rule) - 1 if rule != "list" else 2
    S["online"], S["attend_online"] = 1.0, logit(0.2)
    rows = world.members.reshape(VILLAGES, members)
    away, frail = rows[:, :9].ravel(), rows[:, 9:13].ravel()
    P.group[away], P.away[away], P.months_away[away] = group_of(40, away=True), True, 12
    P.device[away], P.skill[away], P.frail[frail] = True, 1.0, True
    V["list_months"] = 600 if has_list else 0
    return world


@pytest.mark.limit
@pytest.mark.parametrize(("rule", "has_list"), [("registered", False), ("adjusted", False), ("list", True)])
def test_branches_of_the_model_at_work_meet_as_often(rule: str, has_list: bool, limit: Limits) -> None:
    world = mixed(rule, has_list)
    V, counts = world.villages.columns, np.zeros(2)
    for year in range(YEARS):
        for kind, is_election in enumerate((False, True)):
            world.month = APRIL + 12 * year
            V["calls_failed"], V["election_due"] = 0, is_election
            world.offices.columns["nominee"] = world.people.columns.identity[V["first"]] if is_election else 0
            world.live(Meetings(), Votes())
            elections = world.recorder.series("elections_valid")[-1].sum()
            counts[kind] += elections if is_election else V["meeting_valid"].sum()
    odds = odds_of(branch_of(25, 9, 4, 0.8, online_away=0.2), rule, has_list)
    for name, exact, found in zip(("meeting", "election"), (odds.meeting, odds.election), counts, strict=True):
        error = math.sqrt(exact * (1 - exact) / (VILLAGES * YEARS))
        limit("V13", f"{name}, 25 members of three kinds, {rule}", exact, found / (VILLAGES * YEARS), 4 * error + 1e-9)


def test_no_election_is_valid_where_more_than_a_fifth_is_away_and_nobody_is_excused() -> None:
    assert odds_of(branch_of(30, 7, 0, 0.99), "registered").election == 0.0
    assert odds_of(branch_of(30, 6, 0, 0.99), "registered").election > 0.85


def test_a_list_that_is_not_in_force_changes_nothing() -> None:
    branch = branch_of(31, 9, 3, 0.7)
    assert odds_of(branch, "list") == odds_of(branch, "registered") == odds_of(branch, "registered", True)
    without, one_by_one, listed = odds_of(branch, "list"), odds_of(branch, "adjusted"), odds_of(branch, "list", True)
    assert without.meeting < one_by_one.meeting < listed.meeting


def test_whoever_comes_is_due() -> None:
    odds = odds_of(branch_of(30, 10, 2, 0.7, come_away=0.3), "list", True)
    assert (odds.due, odds.least) == ((18, 30), (9, 15))


def test_odds_rise_with_attendance() -> None:
    found = [odds_of(branch_of(24, 8, 2, chance), "adjusted") for chance in (0.3, 0.5, 0.7, 0.9)]
    for name in ("meeting", "decision", "election"):
        assert (np.diff([getattr(each, name) for each in found]) > 0).all()
    assert all(each.decision <= each.meeting for each in found)


@pytest.mark.parametrize("rule", QUORUM_RULES)
def test_nobody_meets_nobody_decides(rule: str) -> None:
    for branch in (branch_of(0, 0, 0, 0.7), branch_of(9, 9, 0, 0.7), branch_of(9, 0, 0, 0.0)):
        odds = odds_of(branch, rule, True)
        assert (odds.meeting, odds.decision, odds.election) == pytest.approx((0.0, 0.0, 0.0))


def test_all_who_surely_come_meet_and_elect() -> None:
    odds = odds_of(branch_of(9, 0, 0, 1.0), "registered")
    assert (odds.meeting, odds.election) == pytest.approx((1.0, 1.0))


@pytest.mark.parametrize("excused", [0.0, 0.9, 1.0])
def test_the_joint_distribution_adds_up_and_has_its_means(excused: float) -> None:
    parts = branch_of(260, 90, 40, 0.7, 0.1, 0.2).parts
    table = joint(parts, excused)
    present, left_out = np.indices(table.shape)
    assert table.sum() == pytest.approx(1.0, abs=1e-10)
    chances = [part.come + (1 - part.come) * part.online for part in parts]
    assert (table * present).sum() == pytest.approx(sum(p.members * c for p, c in zip(parts, chances, strict=True)))
    absent = sum(p.members * (1 - c) for p, c in zip(parts, chances, strict=True) if p.may_be_excused)
    assert (table * left_out).sum() == pytest.approx(excused * absent, abs=1e-9)


def test_least_numbers_are_those_of_the_rules() -> None:
    for whole in range(1, 200):
        for rule, share in ((at_least, 0.5), (at_least, 0.8), (more_than, 0.5)):
            least = least_number(rule, share, whole)
            assert rule(least, share, whole)
            assert not rule(least - 1, share, whole)


def test_calls_one_after_another_are_valid_oftener() -> None:
    odds = odds_of(branch_of(30, 11, 0, 0.74), "registered")
    assert odds.within_calls(1) == pytest.approx(odds.meeting)
    assert odds.within_calls() == pytest.approx(1 - (1 - odds.meeting) ** 3)


def test_the_mean_of_all_at_home_is_split_between_the_well_and_the_frail() -> None:
    well = well_come(0.62, 18, 6)
    assert (18 * well + 6 * frail_come(well)) / 24 == pytest.approx(0.62)
    assert well_come(0.62, 18, 0) == 0.62
    assert well_come(0.99, 5, 15) <= 1.0


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ((10, 8, 3, 0.5), "more than 10"),
        ((-1, 0, 0, 0.5), "members"),
        ((10, 2, 0, 1.5), "come_home is 1.5"),
        ((2000, 0, 0, 0.5), "members"),
        ((10.5, 0, 0, 0.5), "members"),
    ],
)
def test_what_is_no_branch_is_refused(given: tuple[float, ...], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        branch_of(*given)  # type: ignore[arg-type]


def test_what_is_no_rule_is_refused() -> None:
    with pytest.raises(ValueError, match="no rule"):
        excused_share("strict")
