"""The national application: who is active, who attends, what it takes and teaches, and what superiors see."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.agents.codes import ATTENDING, LEFT_RUNNING, PROBATIONARY
from sim.mechanisms.effort import Effort
from sim.mechanisms.national_application import NationalApplication
from sim.mechanisms.service import Service, volunteer
from sim.mechanisms.training import Training
from sim.mechanisms.trust import Trust
from sim.procedures.volunteers import hours_given
from tests.whole import run, small, states
from tests.worlds import World, group_of

APPLICATION = NationalApplication()


def members(persons: int = 4000, **settings: float) -> World:
    """Members of 40 at home with a device and a skill of .4, of whom the application is required."""
    mechanisms = APPLICATION, Effort(), Training(), Service(), Trust()
    world = World(*mechanisms, villages=1, persons=persons, members=persons)
    P = world.people.columns
    P.device[world.rows], P.skill[world.rows] = True, 0.4
    world.settings["national_application"]["required"] = 1.0
    for name, value in settings.items():
        world.settings["national_application"][name] = value
    return world


def shares(world: World, those: np.ndarray) -> tuple[float, float]:
    """Shares active and attending."""
    state = world.people.columns.application[world.rows][those]
    return float((state != 0).mean()), float((state == ATTENDING).mean())


@pytest.mark.parametrize("weight", [0.0, 0.2])
def test_shares_active_and_attending_are_those_of_the_equations(weight: float) -> None:
    world = members(base=-0.2)
    world.settings["effort"]["weight_digital"] = weight
    old = np.arange(4000) % 2 == 0
    world.people.columns.group[world.rows[old]] = group_of(70)
    APPLICATION.step(world)
    pressed = 0.6 * weight
    for those, less in ((old, 3.0 * 0.6), (~old, 0.0)):
        chance = 1 / (1 + math.exp(0.2 - 4 * pressed + less))
        attends = chance * math.exp(-4 * pressed)
        for found, expected in zip(shares(world, those), (chance, attends), strict=True):
            assert found == pytest.approx(expected, abs=3 * math.sqrt(expected * (1 - expected) / 2000))
    state = world.people.columns.application[world.rows]
    assert world.now["application_reported"][0] == (state != 0).sum()
    assert world.now["application"][0] == (state == ATTENDING).sum()
    assert (state == LEFT_RUNNING).any() == (weight > 0)


def test_the_same_members_stay_active_and_pressure_adds_others() -> None:
    world = members()
    active = []
    for weight in (0.1, 0.1, 0.4):
        world.settings["effort"]["weight_digital"] = weight
        APPLICATION.step(world)
        world.month += 1
        active.append(world.people.columns.application[world.rows] != 0)
    assert (active[0] == active[1]).all()
    assert (active[2] >= active[0]).all()
    assert active[2].sum() > active[0].sum()


def test_only_members_with_a_device_use_it_and_nobody_once_it_is_no_longer_required() -> None:
    world = members(persons=4, base=50.0)
    P, rows = world.people.columns, world.rows
    P.stage[rows], P.device[rows] = [PROBATIONARY, PROBATIONARY - 1, 4, 4], [1, 1, 0, 1]
    P.group[rows[3]] = 0
    APPLICATION.step(world)
    assert P.application[rows].tolist() == [ATTENDING, 0, 0, 0]
    world.settings["national_application"]["required"] = 0.0
    APPLICATION.step(world)
    assert (P.application[rows] == 0).all()
    assert world.villages.columns["application_hours"][0] == 0.0


def test_its_hours_come_before_service_and_teach_a_little() -> None:
    world = members(persons=40, hours=3.0)
    P, V, rows = world.people.columns, world.villages.columns, world.rows
    P.willingness[rows], P.habit[rows], P.capacity[rows], P.capacity_start[rows] = 0.8, 0.8, 0.4, 0.4
    APPLICATION.step(world)
    attending = P.application[rows] == ATTENDING
    assert 0 < attending.sum() < 40
    V["content"] = 0.8
    Training().step(world)
    units = 3.0 * 12 / 16 * 0.1
    gained = units * 0.25 / 12 * (0.8 + 0.8) / 2 * 0.6
    assert P.capacity[rows] == pytest.approx(np.where(attending, 0.4 + gained, 0.4), abs=1e-6)
    P.willingness[rows], P.habit[rows] = 0.8, 0.8
    volunteer(P, V, world.members, world.taught, 0, 4.0, 4.0)
    full = hours_given(P, int(rows[0]), 4.0, 4.0, 0.0)
    assert full == pytest.approx(4.0 * 0.64)
    assert V["volunteer_hours"][0] == pytest.approx((~attending).sum() * full + attending.sum() * 1.0, rel=1e-6)


def test_nothing_changes_where_it_is_not_required_whatever_else_is_set() -> None:
    moved = {"base": 1.5, "hours": 8.0, "idling": 10.0, "by_stakes": 8.0}
    changes = {f"parameters.national_application.{name}": value for name, value in moved.items()}
    plain = states(run(small(), months=3))
    assert states(run(small({**changes, "parameters.training.application_learning": 0.3}), months=3)) == plain
    assert states(run(small({"parameters.national_application.required": True}), months=3)) != plain
