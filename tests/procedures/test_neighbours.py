"""The eight nearest households, against plain Python on a ring."""

from __future__ import annotations

import numpy as np
import pytest

from sim.agents.codes import AWAY_STEP
from sim.procedures.neighbours import count_near_members
from tests.worlds import World


def counted(world: World) -> tuple[float, float]:
    count_near_members(world.people.columns, world.villages.columns, world.now, world.members, 0, 1)
    return float(world.now["near_member"][0]), float(world.now["residents_counted"][0])


@pytest.mark.parametrize(("persons", "near"), [(60, 8), (9, 8), (7, 6), (2, 1), (1, 0)])
def test_one_member_is_near_the_four_households_on_each_side_and_not_to_her_own(persons, near):
    assert counted(World(villages=1, persons=persons, members=1)) == (near, persons)


def test_a_member_away_is_near_nobody_and_only_residents_are_asked():
    world = World(villages=1, persons=60, members=1)
    world.people.columns.group[[0, 2, 30]] += AWAY_STEP
    assert counted(world) == (0, 57)
    world.people.columns.group[0] -= AWAY_STEP
    assert counted(world) == (7, 58)


def test_members_anywhere_are_counted_as_a_walk_round_the_ring_finds_them():
    world = World(villages=1, persons=200, members=20)
    P, dice = world.people.columns, np.random.default_rng(2)
    homes = dice.integers(0, 70, 200)
    P.household[world.rows] = homes
    world.villages.columns["household_last"] = 70
    with_member = set(homes[:20].tolist())
    near = [any((h + step) % 70 in with_member for step in (-4, -3, -2, -1, 1, 2, 3, 4)) for h in range(70)]
    assert counted(world) == (sum(near[h] for h in homes), 200)
