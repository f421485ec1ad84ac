"""Offices: removal, limits of terms, reserve, graduates who follow, candidates who come home."""

from __future__ import annotations

import numpy as np
import pytest

from sim.mechanisms.effort import Effort
from sim.mechanisms.graduate_officials import GraduateOfficials
from sim.mechanisms.offices import Offices
from sim.mechanisms.start import Start
from tests.worlds import World, group_of

OFFICES = Offices()


def branch(members: int = 5, subsidy: float = 1e6, **settings: float) -> World:
    """A village whose members are all men of 40; the first and ablest is secretary, 20 months into his term."""
    world = World(OFFICES, Effort(), Start(), GraduateOfficials(), villages=1, persons=20, members=members, months=200)
    P, V, O = world.people.columns, world.villages.columns, world.offices.columns
    P.capacity[world.rows], P.willingness[world.rows], P.skill[world.rows] = 0.5, 0.5, 0.5
    P.capacity[world.members[0]] = 0.9
    V["local_wage"] = 4432.0
    world.settings["effort"]["subsidy"] = subsidy  # so much that nobody declines, or nothing so that nobody accepts
    for name, value in {"score_noise": 0.0, **settings}.items():
        world.settings["offices"][name] = value
    O["holder"], O["term_months"], O["tenure"] = P.identity[V["first"]], 20, 20
    OFFICES.setup(world)
    return world


def live(world: World, months: int = 1, wins: bool = True) -> None:
    for _ in range(months):
        world.villages.columns["election_won"] = world.villages.columns["election_due"] & wins
        world.live(OFFICES)


def identity(world: World, number: int) -> int:
    return int(world.people.columns.identity[world.members[number]])


def holder(world: World) -> int:
    return int(world.offices.columns["holder"][0])


def test_who_is_removed_leaves_at_once_and_another_is_nominated() -> None:
    world = branch()
    world.villages.columns["removal"] = True
    live(world)
    O, V = world.offices.columns, world.villages.columns
    assert holder(world) == 0
    assert not V["removal"][0]
    assert V["election_due"][0]
    assert int(O["nominee"][0]) not in (0, identity(world, 0))
    successor = int(O["nominee"][0])
    live(world)
    assert holder(world) == successor
    assert O["tenure"][0] == 1


def test_an_outsider_can_be_removed_and_a_reelected_holder_is_not_seated_again() -> None:
    world = branch()
    O, V = world.offices.columns, world.villages.columns
    O["holder"], O["outsider"] = 0, True
    V["removal"] = True
    live(world)
    assert not O["outsider"][0]
    world = branch()
    world.offices.columns["term_months"] = 59
    live(world)
    assert int(world.offices.columns["nominee"][0]) == identity(world, 0)
    world.villages.columns["removal"] = True
    live(world)
    assert holder(world) == 0
    assert int(world.offices.columns["nominee"][0]) not in (0, identity(world, 0))


@pytest.mark.parametrize(("most", "served"), [(0.0, 4), (1.0, 1), (2.0, 2), (3.0, 3)])
def test_the_incumbent_serves_no_more_terms_on_end_than_the_limit(most: float, served: int) -> None:
    world = branch(most_terms=most)
    first, terms = holder(world), 0
    world.offices.columns["term_months"] = world.offices.columns["tenure"] = 0
    while holder(world) == first and terms < 4:
        live(world, 61)
        terms += 1
    assert terms == served


def test_who_has_been_out_of_office_for_a_term_may_stand_again() -> None:
    world = branch(most_terms=1.0)
    first = holder(world)
    world.offices.columns["term_months"] = world.offices.columns["tenure"] = 0
    live(world, 61)
    assert holder(world) != first
    live(world, 61)
    assert holder(world) == first


def test_a_limit_of_terms_leaves_the_office_vacant_where_nobody_else_can_hold_it() -> None:
    world = branch(members=1, most_terms=1.0)
    world.offices.columns["term_months"] = world.offices.columns["tenure"] = 59
    live(world)
    assert holder(world) == 0
    assert not world.villages.columns["election_due"][0]


@pytest.mark.parametrize(("reserve", "months"), [(0.0, 3), (1.0, 1), (2.0, 0)])
def test_a_reserve_shortens_the_wait_for_an_outsider(reserve: float, months: int) -> None:
    world = branch(subsidy=0.0, reserve=reserve)
    world.people.columns.group[world.members[0]] = 0
    held = []
    for _ in range(5):
        live(world)
        held.append(bool(world.offices.columns["outsider"][0]))
    assert held == [False] * months + [True] * (5 - months)


@pytest.mark.parametrize(("reserve", "months"), [(0.0, 3), (1.0, 1), (2.0, 0)])
def test_a_reserve_fills_an_office_whose_elections_fail(reserve: float, months: int) -> None:
    world = branch(reserve=reserve)
    world.people.columns.group[world.members[0]] = 0
    held = []
    for _ in range(5):
        live(world, wins=False)
        held.append(holder(world) != 0)
    assert held == [False] * months + [True] * (5 - months)


def graduate(world: World, tenure: int = 24, member: bool = True) -> None:
    G = world.graduate_officials.columns
    G["posted"], G["member"], G["tenure"] = True, member, tenure
    G["capacity"], G["willingness"], G["skill"] = 0.55, 0.6, 0.85


def without_candidates() -> World:
    """The secretary dies, and all other members are too old to stand."""
    world = branch()
    world.people.columns.group[world.members] = group_of(70)
    world.people.columns.group[world.members[0]] = 0
    return world


def test_a_graduate_official_follows_where_nobody_of_the_village_does() -> None:
    world = without_candidates()
    graduate(world)
    live(world)
    O, G = world.offices.columns, world.graduate_officials.columns
    assert O["outsider"][0]
    assert (O["capacity"][0], O["willingness"][0], O["skill"][0], O["embeddedness"][0]) == (0.55, 0.6, 0.85, 1.0)
    assert O["vacant_months"][0] == 0
    assert not G["posted"][0]


@pytest.mark.parametrize(("tenure", "member"), [(23, True), (36, False)])
def test_a_graduate_official_follows_only_as_a_member_and_after_two_years(tenure: int, member: bool) -> None:
    world = without_candidates()
    graduate(world, tenure, member)
    live(world)
    assert not world.offices.columns["outsider"][0]
    assert world.graduate_officials.columns["posted"][0]


def test_a_graduate_official_who_does_not_accept_or_is_not_needed_keeps_the_post() -> None:
    unpaid, needless = without_candidates(), branch()
    unpaid.settings["effort"]["subsidy"] = 0.0
    needless.people.columns.group[needless.members[0]] = 0
    for world in (unpaid, needless):
        graduate(world)
        live(world)
        assert world.graduate_officials.columns["posted"][0]
        assert not world.offices.columns["outsider"][0]


@pytest.mark.parametrize(("chance", "full_time", "stands"), [(1.0, 1.0, True), (1.0, 0.0, False), (0.0, 1.0, False)])
def test_members_away_stand_where_the_office_is_paid_full_time_and_come_home(
    chance: float, full_time: float, stands: bool
) -> None:
    world = branch(returning=chance)
    world.settings["effort"]["full_time"] = full_time
    P = world.people.columns
    P.group[world.members] = group_of(40, away=True)
    P.away[world.members], P.months_away[world.members] = True, 30
    P.group[world.members[0]] = 0
    live(world)
    assert bool(world.villages.columns["election_due"][0]) is stands
    nominee = int(world.offices.columns["nominee"][0])
    assert P.away[world.members].all()  # nobody comes home to be nominated
    live(world)
    if stands:
        row = int(np.flatnonzero(P.identity == nominee)[0])
        assert holder(world) == nominee
        assert (P.group[row], P.away[row], P.months_away[row]) == (group_of(40), False, 0)
        assert world.recorder.series("returned").sum() == 1
        assert P.away[world.members].sum() == 4
    else:
        assert holder(world) == 0


def test_pocket_members_do_not_come_home_to_stand() -> None:
    world = branch(returning=1.0)
    world.settings["effort"]["full_time"] = 1.0
    P = world.people.columns
    P.group[world.members], P.pocket[world.members] = group_of(40, away=True), True
    live(world)
    assert not world.villages.columns["election_due"][0]
