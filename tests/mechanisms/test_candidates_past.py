"""Offices: the age rule for those who stand for the first time, and how often those who came home do."""

from __future__ import annotations

import numpy as np
import pytest

from sim.agents.codes import CAME_HOME, IN_OFFICE
from sim.mechanisms.offices import Offices
from tests.mechanisms.poverty import month_of
from tests.mechanisms.test_offices import branch, die, live, member
from tests.whole import run, small, states
from tests.worlds import World, group_of

YOUNG, OLD = 1, 2  # places of the candidates in a village


def election(year: int = 2021, villages: int = 20, rule: float = 50.0, served: bool = False) -> World:
    """Villages whose secretary has died, with a candidate of 50 and an abler one of 51."""
    world = branch(villages=villages, members=3)
    P = world.people.columns
    for v in range(villages):
        die(world, member(world, 3 * v))
        P.group[member(world, 3 * v + YOUNG)] = group_of(50)
        P.group[member(world, 3 * v + OLD)] = group_of(51)
        P.capacity[member(world, 3 * v + OLD)] = 0.9
        P.past[member(world, 3 * v + OLD)] = IN_OFFICE if served else 0
    world.settings["offices"]["first_age_most"] = rule
    world.month = month_of(year, 0)
    live(world)
    return world


def nominated(world: World) -> int:
    """Place in the village of those nominated, the same everywhere."""
    P, O = world.people.columns, world.offices.columns
    rows = world.members.reshape(len(O), -1)
    places = {int(np.flatnonzero(P.identity[rows[v]] == O["nominee"][v])[0]) for v in range(len(O))}
    assert len(places) == 1
    return places.pop()


def test_nobody_over_the_age_stands_for_the_first_time() -> None:
    assert nominated(election()) == YOUNG


def test_the_rule_is_in_force_from_its_year_on() -> None:
    assert nominated(election(2020)) == OLD
    assert nominated(election(2025)) == YOUNG


def test_whoever_has_been_secretary_may_stand_again() -> None:
    assert nominated(election(served=True)) == OLD


def test_who_holds_the_office_has_held_it_ever_after() -> None:
    world = branch(villages=2, members=3)
    live(world)
    P = world.people.columns
    assert [int(P.past[member(world, place)]) for place in (0, 1, 3, 4)] == [IN_OFFICE, 0, IN_OFFICE, 0]


@pytest.mark.parametrize("stand", [1.0, 0.5, 0.05])
def test_returnees_are_nominated_as_often_as_they_are_put_forward(stand: float) -> None:
    villages = 2000
    world = branch(villages=villages, members=3)
    P = world.people.columns
    for v in range(villages):
        die(world, member(world, 3 * v))
        P.past[member(world, 3 * v + OLD)] = CAME_HOME
        P.capacity[member(world, 3 * v + OLD)] = 0.9  # the abler of the two
    world.settings["offices"]["returnees_stand"] = stand
    live(world)
    found = np.isin(P.identity[world.members[OLD::3]], world.offices.columns["nominee"]).mean()
    assert found == pytest.approx(stand, abs=4 * np.sqrt(stand * (1 - stand) / villages))
    live(world, 2, wins=True)
    assert world.offices.columns["returned"].mean() == pytest.approx(found)


def test_a_returnee_who_has_been_secretary_stands_as_others_do() -> None:
    world = branch(villages=20, members=3)
    P = world.people.columns
    P.past[world.members] = CAME_HOME | IN_OFFICE
    for v in range(20):
        die(world, member(world, 3 * v))
    world.settings["offices"]["returnees_stand"] = 0.05
    live(world)
    assert (world.offices.columns["nominee"] != 0).all()


def test_returned_secretaries_are_counted_and_are_more_where_more_are_put_forward() -> None:
    world = {
        "world.villages": 12,
        "world.village_size": 600,
        "horizon.months": 48,
        "parameters.offices.term": 36,
        "parameters.effort.subsidy": 4000.0,
        "parameters.meetings.denominator": "adjusted",
    }
    shares = []
    for stand in (0.05, 1.0):
        model = run(small({**world, "parameters.offices.returnees_stand": stand}))
        O, P = model.offices.columns, model.people.columns
        held = O["holder_row"] >= 0
        came = (P.past[O["holder_row"][held]] & CAME_HOME) != 0
        assert (O["returned"][held] == came).all()
        assert not O["returned"][~held].any()
        shares.append(model.outcome("secretary_returned", 12))
    assert shares[0] < shares[1]


def test_before_its_year_the_rule_of_age_is_none() -> None:
    assert Offices.params["first_age_most"].former == 110
    assert Offices.params["returnees_stand"].former == 1
    never = small({"parameters.offices.first_age_from": 2030, "parameters.offices.first_age_most": 45})
    assert states(run(never)) == states(run(small({"parameters.offices.first_age_most": 110})))


def test_under_an_age_rule_secretaries_are_younger_and_more_skilled() -> None:
    world = {
        "world.villages": 30,
        "horizon.months": 60,
        "parameters.offices.term": 36,
        "parameters.effort.subsidy": 4000.0,
        "parameters.offices.returnees_stand": 1.0,
    }
    found = []
    for oldest in (110, 45):
        O = run(small({**world, "parameters.offices.first_age_most": oldest})).offices.columns
        held = O["holder"] != 0
        found.append((O["age"][held].mean(), O["skill"][held].mean()))
    (age, skill), (age_ruled, skill_ruled) = found
    assert age_ruled < age - 2
    assert skill_ruled > skill
