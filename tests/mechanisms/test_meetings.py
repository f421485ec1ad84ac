"""Calls, attendance and quorum: frequencies against exact convolutions, and what must never happen."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.stats import binom

from sim.agents.codes import FULL, PROBATIONARY
from sim.mechanisms.effort import Effort
from sim.mechanisms.meetings import Meetings
from sim.mechanisms.migration import Migration
from sim.mechanisms.service import Service
from sim.mechanisms.supervision import Supervision
from sim.procedures.migrants import present_at_festival
from tests.worlds import FIRST_MONTH, World, group_of

HOME = 0.74
OTHERS = Effort(), Migration(), Service(), Supervision()
SLOPES = ("attend_habit", "attend_others", "attend_content", "attend_formalism", "attend_dispersion")
APRIL = FIRST_MONTH + 3


def branches(villages: int, members: int, away: int = 0, home_chance: float = HOME, seed: int = 3) -> World:
    """Branches whose home members come independently with the same chance; those away left a year ago."""
    world = World(Meetings(), *OTHERS, villages=villages, persons=members + 2, members=members, seed=seed, months=40)
    P, V, S = world.people.columns, world.villages.columns, world.settings["meetings"]
    V["branch"] = np.arange(villages)
    V["full_members"] = members
    for slope in SLOPES:
        S[slope] = 0.0
    S["attend"] = math.log(home_chance / (1 - home_chance))
    S["habit_step"] = S["habit_failed"] = S["habit_paper"] = 0.0
    gone = world.members.reshape(villages, members)[:, :away].ravel()
    P.group[gone], P.away[gone], P.months_away[gone] = group_of(40, away=True), True, 12
    return world


def at_least_half(present: np.ndarray, eligible: int) -> float:
    """Chance that a distribution of those present reaches one half."""
    return float(present[np.arange(len(present)) * 2 >= eligible].sum())


def share_valid(world: World, month: int) -> float:
    """Share of valid first calls over some years of calls in one month of the year."""
    valid = []
    for year in range(6):
        world.month = month + 12 * year
        world.villages.columns["calls_failed"] = 0
        world.live(Meetings())
        valid.append(world.villages.columns["meeting_valid"].mean())
    return float(np.mean(valid))


@pytest.mark.parametrize(("members", "away"), [(5, 2), (15, 6), (30, 11)])
def test_valid_meetings_follow_the_binomial_of_home_members(members: int, away: int) -> None:
    exact = at_least_half(binom.pmf(np.arange(members - away + 1), members - away, HOME), members)
    found = share_valid(branches(400, members, away), APRIL)
    assert found == pytest.approx(exact, abs=3.5 * math.sqrt(exact * (1 - exact) / 2400))


def test_festival_brings_those_away_into_the_room() -> None:
    world = branches(400, 15, 6)
    world.settings["meetings"]["call_month"] = 2.0
    away = binom.pmf(np.arange(7), 6, 0.7 * HOME)
    exact = at_least_half(np.convolve(binom.pmf(np.arange(10), 9, HOME), away), 15)
    found = share_valid(world, FIRST_MONTH + 1)
    assert found == pytest.approx(exact, abs=3.5 * math.sqrt(exact * (1 - exact) / 2400))


def test_online_members_away_are_counted_if_they_can_join() -> None:
    world = branches(400, 15, 6)
    P, S = world.people.columns, world.settings["meetings"]
    S["online"], S["attend_online"], S["online_habit"], S["online_platform"] = 1.0, math.log(3 / 7), 0.0, 0.0
    away = world.members[P.away[world.members]]
    P.device[away], P.skill[away] = True, 0.2
    exact = at_least_half(np.convolve(binom.pmf(np.arange(10), 9, HOME), binom.pmf(np.arange(7), 6, 0.3)), 15)
    assert share_valid(world, APRIL) == pytest.approx(exact, abs=3.5 * math.sqrt(exact * (1 - exact) / 2400))
    P.skill[away] = 0.1
    none = at_least_half(binom.pmf(np.arange(10), 9, HOME), 15)
    assert share_valid(world, APRIL) == pytest.approx(none, abs=3.5 * math.sqrt(none * (1 - none) / 2400))


def test_adjusted_denominator_leaves_out_those_whose_excuse_is_approved() -> None:
    world = branches(400, 15, 6)
    S = world.settings["meetings"]
    S["denominator"], S["excuses_approved"] = 1.0, 1.0
    exact = at_least_half(binom.pmf(np.arange(10), 9, HOME), 9)
    assert share_valid(world, APRIL) == pytest.approx(exact, abs=3.5 * math.sqrt(exact * (1 - exact) / 2400))
    assert (world.villages.columns["eligible"] == 9).all()
    S["excuses_approved"] = 0.9
    world.month = APRIL
    world.live(Meetings())
    waived = 15 - world.villages.columns["eligible"]
    assert waived.mean() == pytest.approx(5.4, abs=3.5 * math.sqrt(6 * 0.09 / 400))


def test_recently_left_members_stay_in_the_denominator() -> None:
    world = branches(40, 10, 4)
    world.people.columns.months_away[world.members] = 5
    world.settings["meetings"]["denominator"] = 1.0
    world.month = APRIL
    world.live(Meetings())
    assert (world.villages.columns["eligible"] == 10).all()


def test_nobody_meets_if_nobody_comes() -> None:
    world = branches(20, 9, home_chance=0.5)
    world.settings["meetings"]["attend"] = -1e6
    for _ in range(12):
        world.live(Meetings())
    tallies = world.recorder
    assert tallies.window("meetings_valid").sum() == 0
    assert tallies.window("attendance").sum() == 0
    assert tallies.window("first_calls").sum() == 20 * 4
    assert tallies.window("calls").sum() == 20 * 12
    assert (world.villages.columns["months_since_meeting"] == 12).all()


def test_no_failures_without_migration_under_the_adjusted_denominator_if_all_come() -> None:
    world = branches(20, 9, home_chance=0.5)
    world.settings["meetings"]["attend"], world.settings["meetings"]["denominator"] = 1e6, 1.0
    for _ in range(12):
        world.live(Meetings())
    assert world.recorder.window("first_calls_failed").sum() == 0
    assert world.recorder.window("meetings_valid").sum() == 20 * 4
    assert world.recorder.window("calls").sum() == 20 * 4


def test_probationary_members_are_not_counted() -> None:
    world = branches(10, 8)
    world.people.columns.stage[world.members.reshape(10, 8)[:, :3].ravel()] = PROBATIONARY
    world.month = APRIL
    world.live(Meetings())
    assert (world.villages.columns["eligible"] == 5).all()
    assert (world.recorder.series("attendance_due") == 5).all()


def test_pocket_members_never_come_but_stay_in_the_denominator() -> None:
    world = branches(10, 6, 6)
    P, S = world.people.columns, world.settings["meetings"]
    P.pocket[world.members], P.device[world.members], P.skill[world.members] = True, True, 1.0
    S["online"], S["attend_online"], S["attend"], S["call_month"] = 1.0, 50.0, 50.0, 2.0
    world.month = FIRST_MONTH + 1
    world.live(Meetings())
    assert (world.villages.columns["present"] == 0).all()
    assert (world.villages.columns["eligible"] == 6).all()


def test_members_of_a_joint_branch_are_added_up() -> None:
    world = branches(3, 5)
    V = world.villages.columns
    V["branch"] = [0, 0, 2]
    world.month = APRIL
    world.live(Meetings())
    came = world.recorder.series("attendance")[0]
    assert V["eligible"].tolist() == [10, 10, 5]
    assert V["present"].tolist() == [came[0] + came[1], came[0] + came[1], came[2]]
    assert V["meeting_valid"][0] == V["meeting_valid"][1] == (came[0] + came[1] >= 5)
    assert world.recorder.series("calls")[0].tolist() == [1, 0, 1]


def run_of_failures(world: World) -> World:
    """Three months of calls to which nobody comes."""
    world.settings["meetings"]["attend"] = -1e6
    for _ in range(3):
        world.live(Meetings())
    return world


def test_records_are_made_up_with_the_probability_of_the_equation() -> None:
    world = branches(3000, 3)
    world.settings["supervision"]["inspections"] = 3.0
    made_up = run_of_failures(world).recorder.window("meetings_fabricated").mean()
    lean = -3 + 1.5 * 0.6 * 0.8 * 3 - 3 * 0.02
    exact = 1 / (1 + math.exp(-lean))
    assert made_up == pytest.approx(exact, abs=3.5 * math.sqrt(exact * (1 - exact) / 3000))
    assert world.recorder.window("meetings_reported").mean() == made_up
    assert world.recorder.window("attendance_reported").sum() == 2 * 3000 * made_up
    assert world.recorder.window("attendance").sum() == 0


@pytest.mark.parametrize(("mechanism", "lever"), [("effort", "stakes"), ("supervision", "inspections")])
def test_no_record_is_made_up_without_stakes_or_without_inspections(mechanism: str, lever: str) -> None:
    world = branches(300, 3)
    world.settings["meetings"]["fabricate"] = 50.0
    world.settings[mechanism][lever] = 0.0
    run_of_failures(world)
    tallies = world.recorder
    assert tallies.window("meetings_fabricated").sum() == 0
    for real in ("attendance", "attendance_due"):
        assert (tallies.series(real) == tallies.series(f"{real}_reported")).all()
    assert (tallies.series("meetings_valid") == tallies.series("meetings_reported")).all()


def test_habit_answers_to_meetings_and_to_calls_in_vain() -> None:
    world = branches(60, 9, 3, home_chance=0.6)
    S, P, V = world.settings["meetings"], world.people.columns, world.villages.columns
    S["habit_step"], S["habit_failed"] = 0.1, 0.04
    P.habit[world.members] = 0.5
    world.month = APRIL
    world.live(Meetings())
    members = world.members.reshape(60, 9)
    habit, missed, valid = P.habit[members], P.missed[members], V["meeting_valid"]
    came, away = missed == 0, P.away[members]
    assert valid.any()
    assert not valid.all()
    expected = np.where(came, 0.5 + 0.1 * 0.5, np.where(away, 0.5 - 0.015 * 0.5, 0.5 - 0.1 * 0.5))
    expected[~valid] = np.where(came[~valid], 0.5 - 0.04 * 0.5, 0.5)
    assert habit == pytest.approx(expected, abs=1e-6)
    assert V["attendance_memory"] == pytest.approx(0.7 * 0.7 + 0.3 * came[:, 3:].mean(axis=1))


def test_the_market_takes_habit_from_members_who_earn_above_the_mean() -> None:
    world = branches(2, 8, 8)
    S, P, V, H = world.settings["meetings"], world.people.columns, world.villages.columns, world.households.columns
    S["habit_market"], world.month = [0.02, 0.0], FIRST_MONTH
    P.habit[world.members], V["mean_income"] = 0.5, 10_000.0
    homes = V["household_first"].repeat(8) + P.household[world.members]
    H.income_year[homes] = np.tile([5e3, 1e4, 1.5e4, 2e4, 3e4, 4e4, 8e4, 1.6e5], 2)
    world.live(Meetings())
    lost = 0.5 * 0.02 * np.array([0, 0, np.log2(1.5), 1, np.log2(3), 2, 3, 4])
    assert P.habit[world.members].reshape(2, 8) == pytest.approx(np.stack([0.5 - lost, np.full(8, 0.5)]), abs=1e-6)


def test_festival_presence_is_the_one_that_other_mechanisms_see() -> None:
    world = branches(30, 9, 9)
    S = world.settings["meetings"]
    S["call_month"], S["attend"] = 2.0, 1e6
    world.month = FIRST_MONTH + 1
    world.live(Meetings())
    P = world.people.columns
    here = [present_at_festival(world.key, P.identity[i], FIRST_MONTH + 1, 0.7) for i in world.members]
    assert (P.missed[world.members] == 0).tolist() == here


def test_content_grows_with_hours_and_leadership_and_falls_with_formalism() -> None:
    world = branches(4, 3)
    V, O = world.villages.columns, world.offices.columns
    V["formalism"] = [0.3, 0.3, 0.3, 0.8]
    V["party_hours"] = [0.0, 10.0, 40.0, 40.0]
    O["outsider"], O["capacity"] = [False, True, True, True], [0.9, 0.5, 1.0, 1.0]
    world.live(Meetings())
    assert V["content"] == pytest.approx([0.3 + 0.2 * 0.3, 0.3 + 0.25 + 0.1, 1.0, 0.85])


def test_stage_of_nobody_is_changed_by_a_call() -> None:
    world = branches(5, 6)
    world.live(Meetings())
    assert (world.people.columns.stage[world.members] == FULL).all()


def test_more_posts_than_are_welcome_cost_content() -> None:
    world = branches(3, 3)
    world.villages.columns["formalism"] = 0.3
    world.settings["meetings"]["posts"] = [0.0, 8.0, 18.0]
    world.live(Meetings())
    content = world.villages.columns["content"]
    assert content[0] == content[1]
    assert content[2] == pytest.approx(content[0] - 0.1)


def test_an_election_brings_more_members_by_its_log_odds_and_only_where_there_is_one() -> None:
    world = branches(600, 15)
    V = world.villages.columns
    world.settings["meetings"]["attend_election"] = 0.7
    V["election_due"][:300] = True
    world.month = APRIL
    world.live(Meetings())
    odds = math.log(HOME / (1 - HOME)) + 0.7
    for villages, chance in ((slice(0, 300), 1 / (1 + math.exp(-odds))), (slice(300, 600), HOME)):
        share = world.recorder.series("attendance_home")[0, villages].mean() / 15
        assert share == pytest.approx(chance, abs=3.5 * math.sqrt(chance * (1 - chance) / 4500))
