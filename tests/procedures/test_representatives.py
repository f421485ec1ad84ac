"""Delegates of the households: one for ten, a third women, absent while away."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.stats import binom

from sim.mechanisms.collective_economy import CollectiveEconomy
from sim.mechanisms.votes import Votes
from sim.procedures.representatives import APPRAISAL, ITEMS, representatives_meet
from tests.worlds import World, group_of

OPEN = np.uint64(7)


def village(villages: int = 1, persons: int = 200) -> World:
    """Households of two men of forty."""
    world = World(Votes(), CollectiveEconomy(), villages=villages, persons=persons)
    world.people.columns.household[world.rows] = np.tile(np.arange(persons) // 2, villages)
    V = world.villages.columns
    V["household_last"] = V["household_first"] + persons // 2
    return world


def choose(world: World) -> np.ndarray:
    """Rows of the delegates chosen."""
    Votes().setup(world)
    return world.rows[world.people.columns.delegate[world.rows]]


def meet(world: World, occasion: int = ITEMS, lean: float = 0.0, quorum: float = 2 / 3) -> list[tuple[bool, float]]:
    """Meetings of all villages."""
    P, V = world.people.columns, world.villages.columns
    return [
        representatives_meet(
            P.group[a:b], P.delegate[a:b], P.trust[a:b], P.identity[a:b], lean, 0.0, quorum, 0.9, occasion, 1440, OPEN
        )
        for a, b in zip(V["first"], V["last"], strict=True)
    ]


def test_every_ten_households_send_one_resident_adult() -> None:
    world = village(villages=3)
    P = world.people.columns
    P.group[world.rows[::3]] = group_of(40, away=True)
    P.group[world.rows[1::7]] = group_of(17)
    delegates = choose(world)
    assert (P.group[delegates] == group_of(40)).all()
    places = (delegates - world.villages.columns["first"][np.repeat(np.arange(3), 10)]) // 20
    assert places.tolist() == list(range(10)) * 3


def test_a_third_of_the_delegates_are_women_where_there_are_women() -> None:
    world = village(persons=240)
    P = world.people.columns
    assert len(choose(world)) == 12
    P.group[world.rows[::20]] = group_of(40, 1)  # one woman in every ten households, chosen one time in twenty
    delegates = choose(world)
    assert len(delegates) == 12
    assert (P.group[delegates] == group_of(40, 1)).sum() == 4
    P.group[world.rows] = group_of(40, 1)
    assert len(choose(world)) == 12


def test_one_person_more_elsewhere_changes_no_other_delegate() -> None:
    world, without = village(), village()
    first = choose(world)[0]
    without.people.columns.group[first] = 0
    assert set(choose(world)[1:]) == set(choose(without)[1:])


def test_a_meeting_is_valid_with_the_exact_probability() -> None:
    world = village(villages=1500, persons=120)
    choose(world)
    found = np.mean([valid for valid, _ in meet(world)])
    exact = binom.sf(3, 6, 0.5)
    assert found == pytest.approx(exact, abs=3.5 * math.sqrt(exact * (1 - exact) / 1500))


def test_delegates_away_are_absent_and_the_dead_leave_the_seat_empty() -> None:
    world = village(persons=120)
    P, delegates = world.people.columns, choose(world)
    always = 1e6
    assert meet(world, lean=always)[0][0]
    P.group[delegates[:2]] = group_of(40, away=True)
    assert meet(world, lean=always)[0][0]  # four of six are two thirds
    P.group[delegates[2]] = group_of(40, away=True)
    assert not meet(world, lean=always)[0][0]
    P.group[delegates[2]] = 0
    assert meet(world, lean=always, quorum=0.6)[0][0]  # three of five
    P.group[delegates] = 0
    assert meet(world, lean=always)[0] == (False, 0.0)


def test_share_in_favour_is_of_those_who_came_and_occasions_are_independent() -> None:
    world = village(villages=600)
    choose(world)
    items, appraisals = meet(world), meet(world, APPRAISAL)
    assert np.mean([share for _, share in items]) == pytest.approx(0.9, abs=0.02)
    together = np.corrcoef([valid for valid, _ in items], [valid for valid, _ in appraisals])[0, 1]
    assert abs(together) < 3.5 / math.sqrt(600)


def test_terms_begin_with_the_round_of_village_elections() -> None:
    world = village()
    before = choose(world)
    for month in (1453, 1511):
        world.month = month
        world.live(Votes())
        assert (choose_now(world) == before).all()
    world.month = 1512
    world.live(Votes())
    assert (choose_now(world) != before).any()


def choose_now(world: World) -> np.ndarray:
    """Rows of the present delegates."""
    return world.rows[world.people.columns.delegate[world.rows]]
