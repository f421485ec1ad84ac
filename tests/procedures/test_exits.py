"""Suspension for want of contact and transfer to where members live: exact months, hazards, and the way back."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.agents.codes import APPLICANT, ELSEWHERE, FULL, NOTHING, OUTSIDE, REMOVAL_ON_AGENDA, SUSPENDED
from tests.mechanisms.test_membership import month_of, party
from tests.worlds import World, group_of


def scattered(villages: int = 1, away: int = 6, months: int = 60, **settings: float) -> World:
    """Ten members a village, some of them long away, unheard of and never at a meeting."""
    world = party(villages=villages, members=10, months=months)
    P = world.people.columns
    gone = world.rows.reshape(villages, 60)[:, :away].ravel()
    P.group[gone], P.away[gone], P.months_away[gone] = group_of(40, away=True), True, 12
    P.months_without_contact[world.rows], P.missed[world.rows] = 9, 9
    for name, value in settings.items():
        world.settings["membership"][name] = value
    return world


def test_only_those_long_away_and_out_of_contact_are_suspended() -> None:
    world = scattered(away=5, suspension=1.0)
    P, rows = world.people.columns, world.rows
    P.months_away[rows[0]], P.missed[rows[1]], P.months_without_contact[rows[2]] = 5, 5, 5
    month_of(world)
    assert P.pending[rows[:6]].tolist() == [NOTHING, NOTHING, NOTHING, SUSPENDED, SUSPENDED, NOTHING]
    assert (P.stage[rows[:10]] == FULL).all()


def test_who_came_to_the_last_call_is_not_absent_however_long_ago_it_was() -> None:
    world = scattered(away=5, suspension=1.0, exit_open=1000.0)
    P, V, rows = world.people.columns, world.villages.columns, world.rows
    V["months_since_call"] = 9  # all of them came then, and nobody has been called since
    month_of(world)
    assert (P.pending[rows[:10]] == NOTHING).all()
    P.missed[rows[[0, 7]]] = 10
    month_of(world)
    assert P.pending[rows[:10]].tolist() == [SUSPENDED, *[NOTHING] * 6, REMOVAL_ON_AGENDA, NOTHING, NOTHING]


def test_suspended_members_are_struck_off_after_two_years_unless_heard_of() -> None:
    world = scattered(away=3, suspension=1.0)
    P, rows = world.people.columns, world.rows
    month_of(world)
    assert (P.pending[rows[:3]] == SUSPENDED).all()
    P.months_without_contact[rows[0]] = 0
    P.group[rows[1]] = group_of(40)
    month_of(world)
    assert P.pending[rows[:3]].tolist() == [NOTHING, NOTHING, SUSPENDED]
    world.settings["membership"]["suspension"] = 0.0
    for _ in range(22):
        month_of(world)
    assert (P.stage[rows[:3]] == FULL).all()
    month_of(world)
    assert P.stage[rows[:3]].tolist() == [FULL, FULL, OUTSIDE]
    assert world.recorder.window("exits", 60).sum() == 1


def test_members_away_transfer_with_the_hazard() -> None:
    world = scattered(villages=200, away=8, transfer_duty=0.1)
    P, V = world.people.columns, world.villages.columns
    recent = world.rows.reshape(200, 60)[:, 6:8].ravel()
    P.months_away[recent] = 5
    for _ in range(6):
        month_of(world)
    chance = 1 - math.exp(-0.6)
    found = (P.pending[world.rows] == ELSEWHERE).sum()
    assert found == pytest.approx(1200 * chance, abs=3.5 * math.sqrt(1200 * chance * (1 - chance)))
    assert V["elsewhere"].sum() == found == world.recorder.window("exits").sum()
    assert (P.stage[recent] == FULL).all()


def test_who_has_transferred_neither_applies_nor_moves_in_and_is_a_member_again_on_return() -> None:
    world = scattered(away=2, transfer_duty=1e6)
    P, V, S, rows = world.people.columns, world.villages.columns, world.settings["membership"], world.rows
    P.group[rows[:2]], P.education[rows[:2]] = group_of(25, away=True), 2
    month_of(world)
    assert (P.stage[rows[:2]] == OUTSIDE).all()
    S["apply"], S["move_in"] = 50.0, 50.0
    month_of(world)
    assert P.pending[rows[:2]].tolist() == [ELSEWHERE, ELSEWHERE]
    assert (P.stage[rows[:2]] == OUTSIDE).all()
    assert (P.stage[rows[10:60]] == APPLICANT).any()
    P.group[rows[0]] = group_of(25)
    month_of(world)
    assert (P.stage[rows[0]], P.pending[rows[0]], P.stage[rows[1]]) == (FULL, NOTHING, OUTSIDE)
    assert V["elsewhere"][0] == 1
    assert world.recorder.series("moved_in")[-1, 0] == 1


def test_nobody_is_suspended_or_transferred_by_default() -> None:
    world = scattered(villages=3)
    before = world.people.columns.stage.copy()
    for _ in range(30):
        month_of(world)
    assert (world.people.columns.stage == before).all()
    assert (world.people.columns.pending == NOTHING).all()
    assert (world.villages.columns["elsewhere"] == 0).all()


def test_admissions_are_counted_by_sex_and_age() -> None:
    from sim.agents.codes import ACTIVIST, ADMISSION_PASSED

    world = party(villages=1)
    P, rows = world.people.columns, world.rows[20:24]
    P.stage[rows], P.pending[rows], P.pending_months[rows] = ACTIVIST, ADMISSION_PASSED, 2
    P.group[rows] = [group_of(35), group_of(36), group_of(20, 1), group_of(50, 1, away=True)]
    month_of(world)
    tallies = [world.recorder.window(name).sum() for name in ("admissions", "admissions_women", "admissions_35")]
    assert tallies == [4, 2, 2]
    assert np.all(P.stage[rows] == 3)
