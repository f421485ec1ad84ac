"""Votes: what a quorum can decide, in which order, and when elections are valid."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.stats import binom

from sim.agents.codes import (
    ACTIVIST,
    ADMISSION_ON_AGENDA,
    ADMISSION_PASSED,
    CONVERSION_ON_AGENDA,
    FULL,
    NOTHING,
    PROBATIONARY,
    REMOVAL_ON_AGENDA,
    REMOVAL_PASSED,
)
from sim.mechanisms.collective_economy import CollectiveEconomy
from sim.mechanisms.meetings import Meetings
from sim.mechanisms.votes import Votes
from tests.limits import Limits
from tests.mechanisms.test_meetings import APRIL, OTHERS, SLOPES
from tests.procedures.test_quorum import chances
from tests.worlds import World, group_of

HOME = 0.74


def hall(villages: int, present: int, eligible: int, candidates: int = 1, persons: int = 30) -> World:
    """Valid meetings of so many, with so many admissions on the agenda and no other items."""
    world = World(Votes(), CollectiveEconomy(), *OTHERS, villages=villages, persons=persons, months=40)
    P, V = world.people.columns, world.villages.columns
    V["meeting_valid"], V["present"], V["eligible"] = True, present, eligible
    V["present_in_person"], V["electorate"] = present, eligible
    waiting = (V["first"][:, None] + np.arange(candidates)).ravel()
    P.stage[waiting], P.pending[waiting] = ACTIVIST, ADMISSION_ON_AGENDA
    world.settings["votes"]["matters"] = 0.0
    return world


def passed(world: World) -> np.ndarray:
    """Admissions passed, by village."""
    P, V = world.people.columns, world.villages.columns
    return np.array([(P.pending[a:b] == ADMISSION_PASSED).sum() for a, b in zip(V["first"], V["last"], strict=True)])


@pytest.mark.parametrize(("present", "eligible"), [(8, 15), (9, 15), (12, 20)])
def test_an_admission_passes_with_the_exact_probability(present: int, eligible: int) -> None:
    world = hall(1500, present, eligible)
    world.live(Votes())
    exact = binom.sf(eligible // 2, present, 0.95)
    assert passed(world).mean() == pytest.approx(exact, abs=3.5 * math.sqrt(exact * (1 - exact) / 1500))


def test_admissions_want_more_than_half_present_and_items_are_content_with_half() -> None:
    world = hall(20, 8, 16)
    V = world.villages.columns
    V["backlog"] = 1
    world.settings["votes"]["yes"], world.settings["votes"]["written"] = 1.0, 1.0
    world.live(Votes())
    assert passed(world).sum() == 0
    assert (V["backlog"] == 1).all()  # 8 votes are not more than half of 16
    V["present"] = 9
    world.live(Votes())
    assert passed(world).sum() == 20
    assert (V["backlog"] == 0).all()


def test_meeting_and_vote_together_follow_the_table() -> None:
    world = World(Meetings(), Votes(), CollectiveEconomy(), *OTHERS, villages=3000, persons=16, members=15, months=3)
    P, V, S = world.people.columns, world.villages.columns, world.settings["meetings"]
    V["branch"] = np.arange(3000)
    for slope in SLOPES:
        S[slope] = 0.0
    S["attend"] = math.log(HOME / (1 - HOME))
    P.group[world.members.reshape(3000, 15)[:, :6].ravel()] = group_of(40, away=True)
    waiting = V["first"] + 15
    P.stage[waiting], P.pending[waiting] = ACTIVIST, ADMISSION_ON_AGENDA
    world.month = APRIL
    world.live(Meetings(), Votes())
    exact = chances(15, "registered")[2]
    assert passed(world).mean() == pytest.approx(exact, abs=3.5 * math.sqrt(exact * (1 - exact) / 3000))


def test_written_opinions_count_as_votes_but_not_as_presence() -> None:
    world = hall(30, 10, 18)
    world.settings["votes"]["yes"] = 1.0
    world.villages.columns["present"] = 9
    world.settings["votes"]["written"] = 1.0
    world.live(Votes())
    assert passed(world).sum() == 0  # nine of eighteen are not more than half
    world.villages.columns["present"] = 10
    world.settings["votes"]["yes"] = 0.9
    before = hall(30, 10, 18)
    before.settings["votes"]["yes"] = 0.9
    world.live(Votes())
    before.live(Votes())
    assert passed(world).sum() > passed(before).sum()


def test_the_agenda_is_capped_and_takes_the_oldest_first() -> None:
    world = hall(2, 9, 9, candidates=9)
    P, V = world.people.columns, world.villages.columns
    world.settings["votes"]["yes"] = 1.0
    rows = V["first"][0] + np.arange(9)
    P.pending_months[rows] = [1, 5, 2, 9, 9, 3, 8, 7, 4]
    world.live(Votes())
    assert passed(world).tolist() == [6, 6]
    assert (np.flatnonzero(P.pending[rows] == ADMISSION_PASSED)).tolist() == [1, 3, 4, 6, 7, 8]
    ties = V["first"][1] + np.arange(9)
    left = P.identity[ties][P.pending[ties] == ADMISSION_ON_AGENDA]
    assert left.min() > P.identity[ties][P.pending[ties] == ADMISSION_PASSED].max()


def test_conversions_and_removals_go_where_they_should() -> None:
    world = hall(2, 9, 9, candidates=3)
    P, V = world.people.columns, world.villages.columns
    world.settings["votes"]["yes"] = 1.0
    first = V["first"][0]
    P.stage[first], P.pending[first], P.stage_months[first] = PROBATIONARY, CONVERSION_ON_AGENDA, 12
    P.stage[first + 1], P.pending[first + 1] = FULL, REMOVAL_ON_AGENDA
    P.pending_months[first + 2] = 4
    world.live(Votes())
    assert (P.stage[first], P.pending[first], P.stage_months[first]) == (FULL, NOTHING, 0)
    assert (P.stage[first + 1], P.pending[first + 1]) == (FULL, REMOVAL_PASSED)
    tallies = world.recorder
    assert tallies.series("conversions")[0].tolist() == [1, 0]
    assert tallies.series("items_passed")[0].tolist() == [3, 3]
    assert tallies.series("item_months")[0].tolist() == [7, 3]


def test_the_dead_are_not_voted_on_and_nothing_passes_without_a_meeting() -> None:
    world = hall(2, 9, 9)
    world.settings["votes"]["yes"] = 1.0
    world.people.columns.group[world.villages.columns["first"][0]] = 0
    world.villages.columns["meeting_valid"][1] = False
    world.live(Votes())
    assert passed(world).sum() == 0


def test_items_enter_wait_and_pass() -> None:
    world = hall(1500, 9, 9, candidates=0, persons=4)
    V, S = world.villages.columns, world.settings["votes"]
    S["matters"], S["urgent"], S["yes"] = 0.5, 0.0, 1.0
    V["meeting_valid"] = False
    for _ in range(3):
        world.live(Votes())
    entered = world.recorder.series("items_entered")
    assert entered.mean() == pytest.approx(0.5, abs=3.5 * math.sqrt(0.5 / 4500))
    assert V["backlog"].tolist() == entered.sum(axis=0).tolist()
    ages = (entered * np.array([2.0, 1.0, 0.0])[:, None]).sum(axis=0)
    waiting = V["backlog"] > 0
    assert V["backlog_age"][waiting] == pytest.approx((ages / np.maximum(V["backlog"], 1))[waiting])
    world.settings["votes"]["matters"] = 0.0
    V["meeting_valid"] = True
    world.live(Votes())
    few = entered.sum(axis=0) <= 6
    assert (V["backlog"][few] == 0).all()
    lag = world.recorder.series("item_months")[-1]
    assert lag[few] == pytest.approx((ages + entered.sum(axis=0))[few])


def test_urgent_items_lapse_after_two_months() -> None:
    world = hall(50, 9, 9, candidates=0, persons=4)
    V, S = world.villages.columns, world.settings["votes"]
    S["matters"], S["urgent"], S["yes"] = 1.0, 1.0, 1.0
    V["meeting_valid"] = False
    world.live(Votes())
    first = V["urgent_new"].copy()
    assert first.sum() > 0
    world.settings["votes"]["matters"] = 0.0
    world.live(Votes())
    assert (V["urgent_old"] == first).all()
    world.live(Votes())
    assert (V["urgent_old"] + V["urgent_new"] == 0).all()
    V["meeting_valid"], V["urgent_new"] = True, 1
    world.live(Votes())
    assert world.recorder.series("items_passed")[-1].tolist() == [1] * 50


def test_a_third_step_costs_a_month_unless_one_person_heads_both_committees() -> None:
    world = hall(400, 9, 9, candidates=0, persons=30)
    V, S = world.villages.columns, world.settings["votes"]
    S["matters"], S["urgent"], S["yes"], S["steps"] = 1.0, 0.0, 1.0, 3.0
    S["delegates"] = 50.0
    Votes().setup(world)
    world.offices.columns["one_shoulder"][:200] = True
    world.live(Votes())
    entered, done = world.recorder.series("items_entered")[0], world.recorder.series("items_passed")[0]
    assert (done[:200] == np.minimum(entered[:200], 6)).all()
    assert (done[200:] == 0).all()
    assert (V["backlog"][200:] == entered[200:]).all()
    world.settings["votes"]["matters"] = 0.0
    world.live(Votes())
    assert (world.recorder.series("items_passed")[1][200:] == np.minimum(entered[200:], 6)).all()


def test_representatives_meet_with_two_thirds() -> None:
    world = hall(1500, 9, 9, candidates=0, persons=60)
    V, S = world.villages.columns, world.settings["votes"]
    V["backlog"] = 1
    S["steps"], S["yes"], S["delegates"], S["delegates_trust"] = 2.0, 1.0, 0.0, 0.0
    Votes().setup(world)
    world.live(Votes())
    exact = binom.sf(3, 6, 0.5)  # at least four of six delegates of sixty households
    assert (V["backlog"] == 0).mean() == pytest.approx(exact, abs=3.5 * math.sqrt(exact * (1 - exact) / 1500))


@pytest.mark.parametrize(
    ("present", "electorate", "valid"), [(7, 9, False), (8, 10, True), (8, 9, True), (12, 15, True), (11, 15, False)]
)
def test_an_election_needs_four_fifths_in_the_room(present: int, electorate: int, valid: bool) -> None:
    world = hall(300, 30, 30, candidates=0, persons=4)
    V, O = world.villages.columns, world.offices.columns
    V["present_in_person"], V["electorate"], V["election_due"], V["meeting_valid"] = present, electorate, True, False
    O["nominee"] = world.people.columns.identity[V["first"]]
    O["nominee"][0] = 0
    world.live(Votes())
    assert world.recorder.series("elections").sum() == 299
    assert world.recorder.series("elections_valid").sum() == 299 * valid
    assert not V["election_won"][0]
    exact = binom.sf(present // 2, present, 0.95) * valid
    assert V["election_won"][1:].mean() == pytest.approx(exact, abs=3.5 * math.sqrt(exact * (1 - exact) / 299) + 1e-9)


@pytest.mark.limit
def test_elections_fail_without_fail_if_more_than_a_fifth_is_away(limit: Limits) -> None:
    world = World(Meetings(), Votes(), CollectiveEconomy(), *OTHERS, villages=50, persons=16, members=14, months=13)
    P, V, S = world.people.columns, world.villages.columns, world.settings["meetings"]
    V["branch"], V["election_due"] = np.arange(50), True
    world.offices.columns["nominee"] = P.identity[V["first"]]
    away = world.members.reshape(50, 14)[:, :3].ravel()
    P.group[away], P.device[away], P.skill[away] = group_of(40, away=True), True, 1.0
    S["attend"], S["online"], S["attend_online"] = 1e6, 1.0, 1e6
    world.settings["migration"]["festival"] = 0.0
    for _ in range(12):
        world.live(Meetings(), Votes())
    assert world.recorder.window("elections").sum() == 600
    limit("V14", "valid of 600 elections, 3 of 14 away", 0, world.recorder.window("elections_valid").sum(), 0)
    assert world.recorder.window("first_calls_failed").sum() == 0
    P.group[world.members.reshape(50, 14)[:, 2]] = group_of(40)
    world.live(Meetings(), Votes())
    valid = world.recorder.series("elections_valid")[-1].sum()
    limit("V14", "valid of 50 elections, 2 of 14 away, the others there", 50, valid, 0)
