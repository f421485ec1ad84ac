"""A small world in which everything that is observed occurs, for the tests of observation; prints its digest."""

from __future__ import annotations

import hashlib
import sys

import numpy as np

from sim.agents.codes import LEFT_CHILD_BOTH, LEFT_CHILD_ONE, MESSAGE_SHIFT, SUSPENDED
from sim.mechanisms.observation import Observation
from sim.mechanisms.roll import Roll
from tests.populations import mixed, populated
from tests.worlds import World


def observed(villages: int = 3, persons: int = 300, months: int = 1) -> World:
    """A mixed population with random states, seen for so many months from December on; its last month is not closed."""
    world = populated(villages=villages, persons=persons, members=0, months=24)
    world.month += 11
    mixed(world, seed=2)
    P, rows, dice = world.people.columns, world.rows, np.random.default_rng(7)
    count = len(rows)
    P.stage[rows] = dice.choice(5, count, p=(0.5, 0.1, 0.1, 0.1, 0.2))
    P.household[rows] = dice.integers(0, 60, count)
    world.villages.columns["household_last"] = world.villages.columns["household_first"] + 60
    for column in ("trust", "misperception", "habit", "willingness", "capacity"):
        getattr(P, column)[rows] = dice.random(count)
    P.device[rows], P.account[rows] = dice.random(count) < 0.6, dice.integers(0, 3, count)
    P.events[rows] = dice.integers(0, 16, count) | dice.integers(0, 5, count) << MESSAGE_SHIFT
    P.months_without_contact[rows] = dice.integers(0, 24, count)
    P.months_away[rows] = dice.integers(0, 12, count)
    P.pocket[rows] = P.away[rows] & (dice.random(count) < 0.1)
    P.pending[rows[::7]] = SUSPENDED
    P.group[rows[::29]] = 0
    V, O = world.villages.columns, world.offices.columns
    O["holder"], O["outsider"] = [1, 0, 0][:villages], [False, True, False][:villages]
    O["age"], O["tenure"], O["capacity"], O["integrity"], O["sex"] = 50.0, 30, 0.6, 0.9, 1
    V["leadership"], V["content"], V["platform_quality"], V["mobilised"] = 0.4, 0.7, 0.3, 0.25
    roll, observation = Roll(), Observation()
    roll.setup(world)
    for month in range(months):
        if month:
            world.recorder.close()
            world.month += 1
        roll.step(world)
        observation.step(world)
    return world


def digest() -> str:
    """Digest of all columns, tallies and tallies by group."""
    world = observed(persons=150, months=4)
    found = hashlib.blake2b(world.recorder.now.tobytes() + world.recorder.kept.tobytes())
    found.update(world.recorder.by_group.now.tobytes() + world.villages.columns.tobytes())
    for column in world.people.columns.arrays.values():
        found.update(column.tobytes())
    for mark in (LEFT_CHILD_BOTH, LEFT_CHILD_ONE, 1, 4):
        assert (world.people.columns.left_behind & mark).any(), f"nobody carries the mark {mark}"
    return found.hexdigest()


if __name__ == "__main__":
    sys.stdout.write(digest())
