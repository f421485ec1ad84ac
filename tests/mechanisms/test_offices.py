"""Offices: every rule by itself, who accepts, who is nominated, and the integrity of newcomers."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from scipy import stats

from sim.agents.codes import FULL, PROBATIONARY
from sim.mechanisms.effort import Effort
from sim.mechanisms.graduate_officials import GraduateOfficials
from sim.mechanisms.offices import Offices
from sim.mechanisms.start import Start
from sim.procedures.candidates import draw_integrity
from tests.worlds import World, group_of

OFFICES = Offices()


def branch(villages: int = 1, members: int = 5, held: bool = True) -> World:
    """Villages whose members are all men of 40; the first is secretary, with 20 months of his term behind him."""
    others = Effort(), Start(), GraduateOfficials()
    world = World(OFFICES, *others, villages=villages, persons=20, members=members)
    P, V, O = world.people.columns, world.villages.columns, world.offices.columns
    P.capacity[world.rows], P.willingness[world.rows], P.skill[world.rows] = 0.5, 0.5, 0.5
    V["local_wage"] = 4432.0
    world.settings["effort"]["subsidy"] = 1e6  # nobody declines
    world.settings["offices"]["score_noise"] = 0.0
    if held:
        O["holder"], O["term_months"], O["tenure"] = P.identity[V["first"]], 20, 20
        O["motivation"], O["integrity"] = 0.7, 0.9
    OFFICES.setup(world)
    return world


def member(world: World, number: int) -> int:
    return int(world.members[number])


def live(world: World, months: int = 1, wins: bool = False) -> None:
    """Live months in which every vote is won, or every one is lost."""
    for _ in range(months):
        world.villages.columns["election_won"] = world.villages.columns["election_due"] & wins
        world.live(OFFICES)


def nobody_accepts(world: World) -> None:
    world.settings["effort"]["subsidy"] = 0.0


def test_what_villages_need_of_the_holder_is_copied_each_month() -> None:
    world = branch()
    P, O = world.people.columns, world.offices.columns
    i = member(world, 0)
    P.capacity[i], P.willingness[i], P.skill[i] = 0.25, 0.75, 0.125
    P.sex[i], P.group[i] = 1, group_of(51, sex=1)
    live(world)
    assert O["holder_row"][0] == i
    assert (O["capacity"][0], O["willingness"][0], O["skill"][0]) == (0.25, 0.75, 0.125)
    assert (O["age"][0], O["sex"][0]) == (51, 1)
    assert (O["tenure"][0], O["term_months"][0]) == (21, 21)


def die(world: World, i: int) -> None:
    world.people.columns.group[i] = 0


def leave(world: World, i: int) -> None:
    world.people.columns.group[i] = group_of(40, away=True)


def fall_ill(world: World, i: int) -> None:
    world.people.columns.frail[i] = True


def lose_membership(world: World, i: int) -> None:
    world.people.columns.stage[i] = PROBATIONARY


@pytest.mark.parametrize("event", [die, leave, fall_ill, lose_membership])
def test_a_holder_who_cannot_hold_the_office_leaves_it_and_an_election_is_called_at_once(
    event: Callable[[World, int], None],
) -> None:
    world = branch()
    O, V = world.offices.columns, world.villages.columns
    event(world, member(world, 0))
    live(world)
    assert (O["holder"][0], O["holder_row"][0], O["capacity"][0]) == (0, -1, 0.0)
    assert V["election_due"][0]
    assert O["nominee"][0] in world.people.columns.identity[world.members[1:]]


def test_the_winner_takes_office_a_month_after_the_vote() -> None:
    world = branch()
    P, O, V = world.people.columns, world.offices.columns, world.villages.columns
    O["one_shoulder"] = True
    P.capacity[member(world, 3)] = 0.9
    die(world, member(world, 0))
    live(world)
    assert O["nominee"][0] == P.identity[member(world, 3)]
    assert O["holder"][0] == 0
    live(world, wins=True)
    assert O["holder"][0] == P.identity[member(world, 3)]
    assert O["holder_row"][0] == member(world, 3)
    assert O["capacity"][0] == pytest.approx(0.9)
    assert (O["tenure"][0], O["term_months"][0], O["calls"][0], O["nominee"][0]) == (1, 1, 0, 0)
    assert O["motivation"][0] == 0.5
    assert O["integrity"][0] != 0.9
    assert O["one_shoulder"][0]
    assert not V["election_due"][0]
    assert not V["election_won"][0]


def test_a_reelected_incumbent_keeps_tenure_motivation_and_integrity() -> None:
    world = branch()
    P, O, V = world.people.columns, world.offices.columns, world.villages.columns
    P.capacity[member(world, 0)] = 0.9
    live(world, 39)
    assert not V["election_due"][0]
    live(world)
    assert V["election_due"][0]
    assert O["nominee"][0] == O["holder"][0]
    live(world, wins=True)
    assert O["holder"][0] == P.identity[member(world, 0)]
    assert (O["tenure"][0], O["term_months"][0]) == (61, 1)
    assert (O["motivation"][0], O["integrity"][0]) == (0.7, 0.9)


def test_after_three_failed_calls_the_incumbent_holds_over_twelve_months_and_the_township_appoints_the_nominee() -> (
    None
):
    world = branch()
    P, O, V = world.people.columns, world.offices.columns, world.villages.columns
    P.capacity[member(world, 2)] = 0.9
    incumbent = O["holder"][0]
    due = []
    for _ in range(40 + 12):
        live(world)
        due.append(bool(V["election_due"][0]))
        last = O["holder"][0]
    assert [month for month, called in enumerate(due) if called] == [39, 40, 41]
    assert last == P.identity[member(world, 2)] != incumbent
    assert (O["tenure"][0], O["calls"][0], O["term_months"][0]) == (0, 0, 0)
    world = branch()
    live(world, 40 + 11)
    assert world.offices.columns["holder"][0] == incumbent


def test_the_nominee_stays_the_same_through_all_calls_of_an_election() -> None:
    world = branch()
    world.settings["offices"]["score_noise"] = 5.0  # another month, another ranking
    O = world.offices.columns
    die(world, member(world, 0))
    live(world)
    first = O["nominee"][0]
    live(world, 2)
    assert O["nominee"][0] == first
    assert O["calls"][0] == 2


def test_nobody_holds_over_a_vacant_office_so_the_township_appoints_after_the_third_failed_call() -> None:
    world = branch()
    O = world.offices.columns
    die(world, member(world, 0))
    live(world, 3)
    nominee = O["nominee"][0]
    assert O["holder"][0] == 0
    live(world)
    assert O["holder"][0] == nominee != 0
    assert not O["outsider"][0]


def test_a_nominee_who_leaves_before_taking_office_is_replaced_and_the_calls_start_again() -> None:
    world = branch()
    P, O, V = world.people.columns, world.offices.columns, world.villages.columns
    P.capacity[member(world, 1)] = 0.9
    die(world, member(world, 0))
    live(world, 2)
    leave(world, member(world, 1))
    live(world, wins=True)
    assert O["nominee"][0] in P.identity[world.members[2:]]
    assert V["election_due"][0]
    assert O["calls"][0] == 0


def test_where_nobody_accepts_the_office_is_vacant_three_months_and_then_an_outsider_comes() -> None:
    world = branch()
    O, V = world.offices.columns, world.villages.columns
    nobody_accepts(world)
    die(world, member(world, 0))
    held = []
    for _ in range(5):
        live(world)
        held.append(bool(O["outsider"][0]))
        assert not V["election_due"][0]
    assert held == [False, False, False, True, True]
    assert (O["holder"][0], O["holder_row"][0]) == (0, -1)
    assert O["capacity"][0] == 0.62
    assert O["motivation"][0] == 0.5
    assert O["embeddedness"][0] == pytest.approx(0.08)
    live(world, 10)
    assert O["embeddedness"][0] == pytest.approx(1 - 0.92**11)


def test_nobody_is_asked_twice_while_the_office_is_vacant() -> None:
    world = branch()
    nobody_accepts(world)
    die(world, member(world, 0))
    live(world)
    world.settings["effort"]["subsidy"] = 1e6
    live(world)
    assert world.offices.columns["nominee"][0] == 0


def test_a_term_that_ends_without_a_candidate_ends_in_a_vacancy() -> None:
    world = branch()
    nobody_accepts(world)
    world.offices.columns["term_months"] = 59
    live(world)
    assert world.offices.columns["holder"][0] == 0
    live(world, 3)
    assert world.offices.columns["outsider"][0]


def test_an_outsider_stays_on_if_nobody_accepts_and_is_followed_by_who_wins_a_vote() -> None:
    world = branch(held=False)
    O = world.offices.columns
    nobody_accepts(world)
    live(world, 4)
    assert O["outsider"][0]
    live(world, 60)
    assert O["outsider"][0]
    assert O["term_months"][0] == 0
    world.settings["effort"]["subsidy"] = 1e6
    live(world, 61, wins=True)
    assert not O["outsider"][0]
    assert O["holder"][0] in world.people.columns.identity[world.members]
    assert O["embeddedness"][0] == 1.0


@pytest.mark.parametrize(("age", "stands"), [(27, False), (28, True), (62, True), (63, False)])
def test_candidates_are_of_28_to_62(age: int, stands: bool) -> None:
    world = branch(held=False)
    world.people.columns.group[world.members] = group_of(age)
    live(world)
    assert bool(world.villages.columns["election_due"][0]) is stands


def test_the_candidate_with_the_highest_score_is_nominated_and_kin_count() -> None:
    world = branch(held=False)
    P = world.people.columns
    P.capacity[member(world, 2)] = 0.55
    live(world)
    assert world.offices.columns["nominee"][0] == P.identity[member(world, 2)]
    backed = branch(held=False)
    P = backed.people.columns
    P.capacity[member(backed, 2)] = 0.55
    P.kin[backed.rows] = 7
    P.kin[member(backed, 2)] = 8
    backed.settings["offices"]["kin_support"] = 0.1
    live(backed)
    # .05 of capacity are worth .0325; 19 of 20 adults against 1 of 20 are worth .09.
    assert backed.offices.columns["nominee"][0] in P.identity[np.delete(backed.members, 2)]


def test_the_share_who_accept_follows_pay_over_the_outside_wage() -> None:
    villages = 3000
    world = branch(villages, members=1, held=False)
    world.settings["effort"]["subsidy"] = 2280.0
    P = world.people.columns
    P.capacity[world.members], P.willingness[world.members] = 0.7, 0.55
    live(world)
    lean = (math.log(2280 / 4432) - 0.3 * 0.2 + 0.55 - 0.2) / 0.5
    expected = 1 / (1 + math.exp(-lean))
    share = float(world.villages.columns["election_due"].mean())
    assert abs(share - expected) < 3 * math.sqrt(expected * (1 - expected) / villages)


def test_more_pay_never_turns_an_acceptance_into_a_refusal() -> None:
    due = []
    for subsidy in (1500.0, 2280.0, 3600.0):
        world = branch(500, members=1, held=False)
        world.settings["effort"]["subsidy"] = subsidy
        live(world)
        due.append(world.villages.columns["election_due"].copy())
    assert (due[0] <= due[1]).all()
    assert (due[1] <= due[2]).all()
    assert due[0].sum() < due[2].sum()


def test_integrity_of_newcomers_is_beta() -> None:
    key = np.uint64(1)
    drawn = [draw_integrity(0.8, 10.0, np.uint64(i), 1440, key) for i in range(3000)]
    assert stats.kstest(drawn, stats.beta(8, 2).cdf).pvalue > 0.001


def test_the_committee_is_the_next_best_by_score() -> None:
    world = branch(members=9)
    P, V = world.people.columns, world.villages.columns
    P.capacity[world.members] = np.linspace(0.1, 0.9, 9)
    leave(world, member(world, 8))
    V["registered"] = 1300
    live(world)
    assert V["committee_members"][0] == 4
    assert V["committee_capacity"][0] == pytest.approx(np.mean([0.5, 0.6, 0.7, 0.8]), abs=1e-6)
    P.stage[world.members[3:]] = FULL - 1
    live(world)
    assert V["committee_members"][0] == 2


def test_both_offices_are_joined_at_once_and_stay_joined() -> None:
    world = branch(2)
    world.settings["offices"]["one_shoulder"] = [1.0, 0.0]
    live(world)
    assert world.offices.columns["one_shoulder"].tolist() == [True, False]
    world.settings["offices"]["one_shoulder"] = 0.0
    live(world, 50)
    assert world.offices.columns["one_shoulder"].tolist() == [True, False]
