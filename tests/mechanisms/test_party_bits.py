"""Meetings, votes, training and membership: the same bits without compilation and in any order of the villages."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import numpy as np
import pytest

from sim.agents.codes import (
    ACTIVIST,
    ADMISSION_PASSED,
    APPLICANT,
    CONVERSION_ON_AGENDA,
    FULL,
    NOTHING,
    PROBATIONARY,
    SUSPENDED,
)
from sim.mechanisms.collective_economy import CollectiveEconomy
from sim.mechanisms.effort import Effort
from sim.mechanisms.meetings import Meetings
from sim.mechanisms.membership import Membership
from sim.mechanisms.migration import Migration
from sim.mechanisms.roll import Roll
from sim.mechanisms.service import Service
from sim.mechanisms.supervision import Supervision
from sim.mechanisms.training import Training
from sim.mechanisms.trust import Trust
from sim.mechanisms.votes import Votes
from tests.bits import printed_by_plain_python
from tests.worlds import FIRST_MONTH, World, group_of

STEPS = Roll(), Meetings(), Votes(), Training(), Membership()
HAPPENINGS = (
    "first_calls_failed",
    "meetings_valid",
    "attendance_online",
    "items_passed",
    "admissions",
    "conversions",
    "moved_in",
    "exits",
    "elections",
    "elections_valid",
)
OTHERS = Effort(), Migration(), Service(), Supervision(), CollectiveEconomy(), Trust()


def lively(villages: int, persons: int = 40, **odds: float) -> World:
    """Villages of all ages in which everything happens often; the last has too few members for a branch of its own."""
    world = World(*STEPS, *OTHERS, villages=villages, persons=persons, months=14, seed=5)
    P, V, O, rows = world.people.columns, world.villages.columns, world.offices.columns, world.rows
    place = np.arange(len(rows))
    age = 14 + place * 7 % 70
    P.group[rows] = [group_of(int(a), int(n % 2), bool(n % 4 == 3)) for a, n in zip(age, place, strict=True)]
    P.away[rows], P.months_away[rows] = place % 4 == 3, 4 + place % 90
    P.birth_month[rows] = FIRST_MONTH - 12 * age
    P.frail[rows], P.pocket[rows], P.device[rows] = place % 13 == 0, place % 16 == 15, place % 3 > 0
    for name, step in {"capacity": 37, "willingness": 53, "skill": 71, "habit": 29, "trust": 43}.items():
        getattr(P, name)[rows] = (place * step % 101) / 100
    P.capacity_start[rows], P.willingness_start[rows] = 0.4, 0.5
    P.ability[rows], P.education[rows], P.account[rows] = place % 5 - 2.0, place % 4, place % 3
    P.kin[rows], P.missed[rows] = place % 3, place % 9
    stages = (FULL, 0, 0, PROBATIONARY, ACTIVIST, 0, APPLICANT, FULL, 0, 0, 0, ACTIVIST)
    P.stage[rows] = np.array(stages)[place % len(stages)]
    P.stage[rows[-persons:]] = np.where(np.arange(persons) < 2, FULL, 0)
    P.stage_months[rows] = 9 + place % 16
    pending = {ACTIVIST: ADMISSION_PASSED, PROBATIONARY: CONVERSION_ON_AGENDA}
    P.pending[rows] = [
        pending.get(int(stage), NOTHING) if n % 5 < 2 else NOTHING
        for stage, n in zip(P.stage[rows], place, strict=True)
    ]
    V["branch"], V["dispersion"] = np.arange(villages), np.linspace(-1, 1, villages)
    V["party_hours"], V["secretary_service"], V["election_due"] = 12.0, 3.0, True
    O["holder"], O["nominee"], O["capacity"] = P.identity[V["first"]], P.identity[V["first"]], 0.6
    O["holder_row"] = V["first"]
    settings = world.settings
    settings["meetings"]["online"] = settings["meetings"]["denominator"] = 1.0
    settings["meetings"]["theme_day"], settings["meetings"]["attend"] = 0.2, np.linspace(-1, 4, villages)
    settings["votes"]["steps"], settings["votes"]["written"] = 2.0, 0.3
    settings["votes"]["matters"] = 0.8
    settings["training"]["units"], settings["training"]["share_of_home_members"] = 2.0, 0.4
    settings["training"]["age_priority"], settings["training"]["hardship"], settings["training"]["campaign"] = (
        0.5,
        0.4,
        0.5,
    )
    settings["training"]["care"], settings["training"]["online_units"] = 0.1, 1.0
    for name, value in {"apply": 0.1, "quota": 0.2, "move_in": 0.5, "lapse": 0.02, "exit_open": 2.0, **odds}.items():
        settings["membership"][name] = value
    return world


def parted(villages: int = 4) -> World:
    """The same with branches divided in every way, members silenced, transferred and cared for."""
    rare = {"general_members": 5.0, "hamlet_members": 3.0, "suspension": 0.1, "silence": 0.0, "strike_months": 2.0}
    world = lively(villages, 120, transfer_duty=0.02, **rare)
    world.settings["membership"]["setting"] = np.arange(villages) % 3
    world.settings["meetings"]["choice"], world.settings["training"]["overconfidence"] = 0.3, 0.2
    world.people.columns.months_without_contact[world.rows] = 3
    homes = world.villages.columns["household_first"][:, None] + np.arange(0, 120, 8)
    world.households.columns.cooperative[homes.ravel()] = True
    world.villages.columns["money_for_care"] = 900.0
    return world


def live(world: World, months: int) -> None:
    """Live some months, the first with the roll of members."""
    for step in STEPS:
        step.setup(world)
    for _ in range(months):
        world.live(*STEPS)


def lives(world: World) -> bytes:
    """All columns of all persons, village by village in the order in which the rows lie."""
    return b"".join(getattr(world.people.columns, name)[world.rows].tobytes() for name in world.people.columns.names)


def digest() -> str:
    """Hash of all columns, villages and tallies of two worlds after seven months."""
    hashed = hashlib.sha256()
    for world in (lively(3), parted()):
        live(world, 7)
        hashed.update(lives(world) + world.villages.columns.tobytes() + world.recorder.kept.tobytes())
    return hashed.hexdigest()


def test_same_bits_with_and_without_compilation() -> None:
    assert printed_by_plain_python(__file__) == digest()


def test_a_lively_world_does_all_that_it_should() -> None:
    world = lively(6, 120)
    live(world, 12)
    happened = {name: world.recorder.window(name).sum() for name in HAPPENINGS}
    assert min(happened.values()) > 0, happened
    assert world.people.columns.hardship.any()
    assert world.villages.columns["branch"][-1] != 5


def test_a_parted_world_parts_suspends_and_transfers() -> None:
    world = parted()
    live(world, 7)
    P, V = world.people.columns, world.villages.columns
    assert V["hamlets"].max() > 1
    assert set(V["functional"]) >= {1, 2}
    assert (P.pending[world.rows] == SUSPENDED).any()
    assert V["elsewhere"].sum() > 0
    assert V["sub_months"].any()


@pytest.mark.parametrize("make", [lively, parted])
def test_villages_in_another_order_live_the_same_lives(make: Callable[[int], World]) -> None:
    plain, mixed = make(6), make(6)
    order = np.array([4, 2, 0, 5, 1, 3])
    place = np.argsort(order)
    mixed.villages.columns[:] = mixed.villages.columns[order].copy()
    mixed.offices.columns[:] = mixed.offices.columns[order].copy()
    mixed.villages.columns["branch"] = place[mixed.villages.columns["branch"]]
    for table in mixed.settings.values():
        table[:] = table[order].copy()
    live(plain, 10)
    live(mixed, 10)
    assert lives(plain) == lives(mixed)
    assert (plain.recorder.kept[:, order] == mixed.recorder.kept).all()
    assert (order[mixed.villages.columns["branch"]] == plain.villages.columns["branch"][order]).all()


def test_two_calls_on_parts_of_the_villages_are_one_call_on_all() -> None:
    whole, parts = lively(5), lively(5)
    parts.over_villages = lambda kernel, *arguments: [kernel(*arguments, 0, 2), kernel(*arguments, 2, 5)]  # type: ignore[method-assign]
    live(whole, 8)
    live(parts, 8)
    assert lives(whole) == lives(parts)
    assert (whole.recorder.kept == parts.recorder.kept).all()


def test_one_more_person_changes_nobody_else() -> None:
    world, without = lively(2), lively(2)
    stranger = without.rows[10]
    without.people.columns.group[stranger] = 0
    # Peers and places tie people together: without them each life is her own.
    for each in (world, without):
        each.settings["training"]["peers"] = each.settings["membership"]["move_in"] = 0.0
        each.settings["membership"]["quota"] = each.settings["training"]["share_of_home_members"] = 0.0
        each.settings["training"]["neglect"] = each.settings["training"]["kin_share"] = 0.0
        each.settings["meetings"]["memory"] = each.settings["meetings"]["habit_step"] = 0.0
        each.settings["meetings"]["habit_failed"] = each.settings["meetings"]["habit_paper"] = 0.0
        each.settings["meetings"]["theme_day"] = each.settings["membership"]["removal_cost"] = 0.0
        each.settings["votes"]["agenda_cap"] = 0.0
        live(each, 6)
    others = world.rows[world.rows != stranger]
    for name in world.people.columns.names:
        assert (getattr(world.people.columns, name)[others] == getattr(without.people.columns, name)[others]).all(), (
            name
        )
