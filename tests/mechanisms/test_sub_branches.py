"""Divided branches: hamlets of a general branch, functional sub-branches, their quorums, votes and calls."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.stats import binom

from sim.agents.codes import ACTIVIST, ADMISSION_ON_AGENDA, ADMISSION_PASSED, ECONOMIC, MOBILE, NO_SETTING, SUSPENDED
from sim.mechanisms.collective_economy import CollectiveEconomy
from sim.mechanisms.meetings import Meetings
from sim.mechanisms.membership import Membership
from sim.mechanisms.votes import Votes
from sim.procedures.sub_branches import HAMLETS_MOST, LARGEST, SUB_BRANCHES, packed_part, part, sub_branch
from tests.mechanisms.test_meetings import APRIL, HOME, OTHERS, SLOPES
from tests.worlds import FIRST_MONTH, World, group_of

STILL = ("apply", "quota", "move_in", "lapse")
DECEMBER = FIRST_MONTH + 11


def halls(villages: int, members: int, away: int = 0, **settings: float) -> World:
    """Branches whose members come independently with the same chance; the last ``away`` of each have left."""
    others = Votes(), Membership(), CollectiveEconomy(), *OTHERS
    world = World(Meetings(), *others, villages=villages, persons=members + 2, members=members, seed=3, months=40)
    P, V, S = world.people.columns, world.villages.columns, world.settings["meetings"]
    V["branch"], V["full_members"] = np.arange(villages), members
    for slope in SLOPES:
        S[slope] = 0.0
    S["attend"] = math.log(HOME / (1 - HOME))
    S["habit_step"] = S["habit_failed"] = S["habit_paper"] = 0.0
    world.settings["votes"]["matters"] = 0.0
    for name in STILL:
        world.settings["membership"][name] = 0.0
    for name, value in settings.items():
        world.settings["membership"][name] = value
    gone = world.members.reshape(villages, members)[:, members - away :].ravel()
    P.group[gone], P.away[gone], P.months_away[gone] = group_of(40, away=True), True, 12
    return world


def divided(world: World) -> World:
    """The same world with its branches divided as at the start."""
    Membership().setup(world)
    return world


def near(share: float, number: int) -> object:
    """A share of so many trials, within three and a half standard errors."""
    return pytest.approx(share, abs=3.5 * math.sqrt(share * (1 - share) / number))


def test_places_of_all_sub_branches_fit_into_one_whole_number() -> None:
    values = [LARGEST, 0, 7, 300, LARGEST, 1, LARGEST]
    packed = sum(packed_part(unit, value) for unit, value in enumerate(values))
    assert len(values) == SUB_BRANCHES
    assert 0 < packed < 2**63
    assert [part(packed, unit) for unit in range(SUB_BRANCHES)] == values


def test_hamlets_are_ranges_of_households_of_nearly_equal_length() -> None:
    units = [sub_branch(4, NO_SETTING, False, False, household, 43) for household in range(43)]
    assert units == sorted(units)
    assert set(np.bincount(units)) == {10, 11}


def test_a_branch_of_fifty_is_not_divided_and_one_of_more_is_as_of_december() -> None:
    assert divided(halls(2, 50)).villages.columns["hamlets"].tolist() == [1, 1]
    world = halls(2, 76)
    for month in (FIRST_MONTH + 4, DECEMBER):
        world.month = month
        world.live(Membership())
    assert world.villages.columns["hamlets"].tolist() == [3, 3]
    assert divided(halls(1, 300)).villages.columns["hamlets"][0] == HAMLETS_MOST


def test_a_sub_branch_of_fewer_than_three_is_not_formed_and_dissolves() -> None:
    world = halls(2, 60, hamlet_members=10.0)
    P = world.people.columns
    P.household[world.members[:60]] = np.where(np.arange(60) < 58, 1, 60)  # 58 live next to each other
    world.villages.columns["household_last"][0] = world.villages.columns["household_first"][0] + 62
    assert divided(world).villages.columns["hamlets"].tolist() == [1, 6]
    lost = world.members[60:69]  # all but two of the first hamlet
    P.pending[lost], P.group[lost], P.months_without_contact[lost] = SUSPENDED, group_of(40, away=True), 9
    world.live(Membership())
    assert world.villages.columns["hamlets"][1] == 5


def test_a_functional_sub_branch_needs_three_and_leaves_three() -> None:
    for away, formed in ((2, NO_SETTING), (3, MOBILE), (6, MOBILE), (7, NO_SETTING)):
        assert (divided(halls(3, 9, away, setting=MOBILE)).villages.columns["functional"] == formed).all()
    world = halls(2, 9, setting=ECONOMIC)
    V = world.villages.columns
    world.households.columns.cooperative[V["household_first"][0] : V["household_first"][0] + 3] = True
    assert divided(world).villages.columns["functional"].tolist() == [ECONOMIC, NO_SETTING]
    world.settings["membership"]["setting"] = 0.0
    world.live(Membership())
    assert V["functional"].tolist() == [NO_SETTING, NO_SETTING]


def test_guests_are_not_divided_and_meet_with_the_first_sub_branch_of_their_host() -> None:
    world = halls(2, 60)
    V, P = world.villages.columns, world.people.columns
    V["branch"] = 0
    divided(world)
    assert V["hamlets"].tolist() == [2, 1]
    world.month = APRIL
    world.live(Meetings())
    assert V["eligible"].tolist() == [120, 91]  # hamlets of 31 and 29, and 60 guests with the first
    assert P.missed[world.members].max() <= 1


def test_each_hamlet_has_a_quorum_of_its_own() -> None:
    world = divided(halls(600, 51, 18))
    V, T = world.villages.columns, world.recorder
    world.month = APRIL
    world.live(Meetings())
    first = binom.sf(12, 26, HOME)  # the first 26 households; all of these are at home
    second = binom.sf(12, 25 - 18, HOME)
    assert second == 0
    assert T.series("meetings_valid").mean() == near(first / 2, 600)
    assert T.series("calls").mean() == 1
    assert T.series("first_calls_failed").mean() == 1 - T.series("meetings_valid").mean()
    assert (V["calls_failed"] == 1).all()
    assert V["meeting_valid"].mean() == near(first, 600)
    world.live(Meetings())
    held = V["meeting_valid"] & (T.series("meetings_valid")[0] > 0)
    assert not held.any()  # who has met is not called again
    assert set(T.series("calls")[1]) == {0.5, 1.0}


def test_who_has_not_been_called_again_loses_no_habit() -> None:
    world = divided(halls(200, 51, 18))
    P, V, S = world.people.columns, world.villages.columns, world.settings["meetings"]
    world.month = APRIL
    world.live(Meetings())
    met = V["meeting_valid"].copy()
    P.habit[world.members], S["habit_failed"] = 0.5, 0.1
    world.live(Meetings())
    firsts = world.members.reshape(200, 51)[met][:, :26]
    assert (P.habit[firsts] == 0.5).all()
    assert (P.habit[world.members] < 0.5).any()


def test_an_admission_is_voted_on_by_the_sub_branch_of_the_candidate_alone() -> None:
    world = divided(halls(400, 51, 18))
    P, V = world.people.columns, world.villages.columns
    candidates = V["first"][:, None] + np.array([51, 52])
    P.stage[candidates], P.pending[candidates] = ACTIVIST, ADMISSION_ON_AGENDA
    P.household[candidates] = [3, 50]
    world.month = APRIL
    world.live(Meetings(), Votes())
    passed = P.pending[candidates] == ADMISSION_PASSED
    came = np.arange(14, 27)
    exact = float((binom.pmf(came, 26, HOME) * binom.sf(13, came, 0.95)).sum())
    assert passed[:, 0].mean() == near(exact, 400)
    assert not passed[:, 1].any()  # her hamlet never has a quorum


def test_matters_of_the_village_want_more_than_half_of_all_sub_branches_together() -> None:
    world = divided(halls(20, 51, 18))
    V = world.villages.columns
    V["backlog"] = 1
    world.settings["votes"]["yes"] = 1.0
    world.month = APRIL
    world.live(Meetings(), Votes())
    assert (V["present"] <= 26).all()
    assert ((V["backlog"] == 0) == (V["meeting_valid"] & (V["present"] * 2 > 51))).all()


def test_elections_are_joint() -> None:
    world = divided(halls(40, 51))
    V = world.villages.columns
    V["election_due"] = True
    world.offices.columns["nominee"] = world.people.columns.identity[V["first"]]
    world.month = APRIL + 1
    world.live(Meetings(), Votes())
    assert (V["electorate"] == 51).all()
    assert (V["present_in_person"] > 26).all()
    assert world.recorder.series("elections").sum() == 40


def test_members_away_meet_where_they_are_and_the_denominator_at_home_shrinks() -> None:
    world = divided(halls(1500, 21, 10, setting=MOBILE))
    V, T = world.villages.columns, world.recorder
    world.month = APRIL
    world.live(Meetings())
    home, abroad = binom.sf(5, 11, HOME), binom.sf(4, 10, 0.5 * HOME)
    assert T.series("meetings_valid").mean() == pytest.approx((home + abroad) / 2, abs=0.03)
    eligible = np.array([[part(int(word), unit) for unit in (0, 1)] for word in V["sub_eligible"]])
    assert set(eligible[:, 0]) == {0, 11}
    assert set(eligible[:, 1]) == {0, 10}
    assert (eligible[:, 1] == 10).mean() == near(abroad, 1500)
    whole = halls(1500, 21, 10)
    whole.month = APRIL
    whole.live(Meetings())
    assert whole.recorder.series("meetings_valid").mean() < home


def test_who_meets_elsewhere_is_not_in_the_room_at_an_election() -> None:
    world = divided(halls(30, 21, 10, setting=MOBILE))
    world.villages.columns["election_due"] = True
    world.offices.columns["nominee"] = 1
    world.settings["meetings"]["attend"] = 1e6
    world.month = APRIL
    world.live(Meetings())
    assert (world.villages.columns["present_in_person"] == 11).all()
    assert (world.villages.columns["electorate"] == 21).all()


def test_members_of_a_cooperative_come_with_four_tenths_more() -> None:
    world = halls(600, 20, setting=ECONOMIC)
    homes = world.villages.columns["household_first"][:, None] + np.arange(10)
    world.households.columns.cooperative[homes.ravel()] = True
    divided(world)
    world.month = APRIL
    world.live(Meetings())
    came = (world.people.columns.missed[world.members] == 0).reshape(600, 20)
    odds = HOME / (1 - HOME) * math.exp(0.4)
    assert came[:, :10].mean() == near(odds / (1 + odds), 6000)
    assert came[:, 10:].mean() == near(HOME, 6000)


def test_suspended_members_are_in_no_denominator() -> None:
    world = halls(30, 12, 4)
    P, V = world.people.columns, world.villages.columns
    gone = world.members[P.away[world.members]]
    P.pending[gone] = SUSPENDED
    world.month = APRIL
    world.live(Meetings())
    assert (V["eligible"] == 8).all()
    assert (world.recorder.series("attendance_due") == 8).all()


def test_a_branch_that_nothing_divides_is_left_as_it_is() -> None:
    plain, other = halls(40, 20, 6), divided(halls(40, 20, 6, hamlet_members=10.0, split_months=3.0))
    for world in (plain, other):
        for _ in range(8):
            world.live(Meetings(), Votes(), Membership())
    assert plain.villages.columns.tobytes() == other.villages.columns.tobytes()
    assert (plain.recorder.kept == other.recorder.kept).all()
