"""Classes in digital skill: who has a place, what leaks, who is reached through the young at home."""

from __future__ import annotations

import numpy as np
import pytest

from sim.agents.codes import ACTIVE
from sim.mechanisms.digital import Digital, hold_classes
from tests.worlds import World, group_of

PERSONS = 6000
THIRD = PERSONS // 3


def class_world(**settings: float) -> World:
    """A village of thirds: 70 and unskilled, 40 and unskilled, 40 and able; everybody has a device and an account."""
    world = World(Digital(), villages=1, persons=PERSONS)
    P, rows = world.people.columns, world.rows
    P.group[rows[:THIRD]] = group_of(70)
    P.device[rows], P.account[rows] = True, ACTIVE
    P.skill[rows] = P.skill_start[rows] = np.repeat([0.2, 0.2, 0.8], THIRD)
    S = world.settings["digital"]
    S["class_hours"], S["class_places"] = 8.0, 0.3
    for name, value in settings.items():
        S[name] = value
    return world


def taught(world: World) -> np.ndarray:
    """Share of each third that learnt this month."""
    P, rows = world.people.columns, world.rows
    before = P.skill[rows].copy()
    hold_classes(P, world.villages.columns, world.settings["digital"], world.month, world.key, 0, 1)
    learnt = P.skill[rows] > before
    lacking = 1 - before[learnt]
    assert P.skill[rows][learnt] - before[learnt] == pytest.approx(0.08 * lacking, rel=1e-5)
    shares: np.ndarray = learnt.reshape(3, -1).mean(axis=1)
    return shares


def error(share: float) -> float:
    return float(3.5 * np.sqrt(share * (1 - share) / THIRD))


@pytest.mark.parametrize(("old", "leak"), [(0.0, 0.0), (0.5, 0.0), (1.0, 0.0), (0.5, 0.4)])
def test_places_are_kept_for_the_old_and_the_others_leak_to_the_able(old: float, leak: float) -> None:
    places, skill = 0.3 * PERSONS, np.array([0.2, 0.2, 0.8])
    kept = places * (1 - leak) * np.array([old / THIRD, (1 - old) / (2 * THIRD), (1 - old) / (2 * THIRD)])
    expected = kept + places * leak * skill / (skill.sum() * THIRD)
    found = taught(class_world(class_old=old, class_leak=leak))
    for share, wanted in zip(found, expected, strict=True):
        assert share == pytest.approx(wanted, abs=error(wanted) + 1e-9)
    assert found.mean() == pytest.approx(0.3, abs=error(0.3))


def test_leakage_raises_the_skill_that_those_taught_had_before() -> None:
    before = []
    for leak in (0.0, 1.0):
        found = taught(class_world(class_old=0.5, class_leak=leak))
        before.append((found * [0.2, 0.2, 0.8]).sum() / found.sum())
    assert before[1] > before[0] + 0.1


def test_the_same_persons_are_taught_all_year() -> None:
    world = class_world(class_old=0.5)
    P = world.people.columns
    start = P.skill[world.rows].copy()
    for _ in range(12):
        taught(world)
        world.month += 1
    assert (P.skill[world.rows] > start).mean() == pytest.approx(0.3, abs=error(0.3))


def test_without_a_device_or_away_nobody_sits_in_a_class() -> None:
    world = class_world(class_places=1.0, class_old=0.4)
    P, rows = world.people.columns, world.rows
    P.device[rows[THIRD : 2 * THIRD]] = False
    P.group[rows[2 * THIRD :]] = group_of(40, away=True)
    assert taught(world).tolist() == pytest.approx([0.4 * 2, 0, 0], abs=error(0.8))


def test_families_reach_only_the_old_who_live_with_somebody_young_with_a_device() -> None:
    world = class_world(class_family=1.0, class_old=1.0, class_places=1.0)
    P, rows = world.people.columns, world.rows
    P.group[rows[2 * THIRD :]] = group_of(15)
    P.household[rows[2 * THIRD :]] = np.arange(THIRD)  # the pupils live with the old
    P.device[rows[2 * THIRD :][: THIRD // 2]] = False
    found = taught(world)
    assert found.tolist() == [0.5, 0.0, 0.0]
