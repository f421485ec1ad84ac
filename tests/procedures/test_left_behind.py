"""Who is left behind: families made by hand, and the rule in plain Python on a random population."""

from __future__ import annotations

import numpy as np
import pytest

from sim.agents.codes import (
    AWAY_STEP,
    LEFT_CHILD_BOTH,
    LEFT_CHILD_ONE,
    LEFT_ELDER,
    LEFT_GUARDIAN,
    LEFT_WOMAN,
    NOBODY,
    SEX_STEP,
)
from sim.mechanisms.roll import Roll
from sim.procedures.left_behind import mark_left_behind
from tests.populations import mixed, populated
from tests.worlds import World, group_of

HUSBAND, WIFE, CHILD, GRANDMOTHER, AUNT = range(5)


def family() -> World:
    """A couple of 35 with a child of 8, his mother of 62 and his sister of 30, all at home in one household."""
    world = World(villages=1, persons=5)
    P = world.people.columns
    ages, sexes = (35, 35, 8, 62, 30), (0, 1, 0, 1, 1)
    P.group[world.rows] = [group_of(age, sex) for age, sex in zip(ages, sexes, strict=True)]
    P.birth_month[world.rows] = [world.month - 12 * age for age in ages]
    P.household[world.rows] = 0
    P.spouse[[HUSBAND, WIFE]] = WIFE, HUSBAND
    P.father[CHILD], P.mother[CHILD] = HUSBAND, WIFE
    P.mother[[HUSBAND, AUNT]] = GRANDMOTHER
    return world


def send_away(world: World, *rows: int, months: int = 6) -> None:
    P = world.people.columns
    for row in rows:
        P.group[row] += AWAY_STEP
        P.away[row], P.months_away[row] = True, months


def marks(world: World) -> list[int]:
    mark_left_behind(world.people.columns, world.villages.columns, 0, 1)
    return world.people.columns.left_behind[world.rows].tolist()


def test_nobody_is_left_behind_where_all_are_at_home():
    world = family()
    world.people.columns.left_behind[:] = 31
    assert marks(world) == [0, 0, 0, 0, 0]


def test_a_husband_away_leaves_wife_and_child_behind_and_the_mother_is_the_guardian():
    world = family()
    send_away(world, HUSBAND)
    assert marks(world) == [0, LEFT_WOMAN | LEFT_GUARDIAN, LEFT_CHILD_ONE, 0, 0]


def test_a_husband_away_for_less_than_six_months_leaves_no_woman_behind():
    world = family()
    send_away(world, HUSBAND, months=5)
    assert marks(world)[WIFE] == LEFT_GUARDIAN


def test_both_parents_away_leave_the_child_to_the_oldest_at_home():
    world = family()
    send_away(world, HUSBAND, WIFE)
    assert marks(world) == [0, 0, LEFT_CHILD_BOTH, LEFT_GUARDIAN, 0]


def test_the_frail_look_after_nobody_and_without_an_adult_there_is_no_guardian():
    world = family()
    send_away(world, HUSBAND, WIFE)
    world.people.columns.frail[GRANDMOTHER] = True
    assert marks(world)[AUNT] == LEFT_GUARDIAN
    world.people.columns.household[AUNT] = 1
    assert marks(world) == [0, 0, LEFT_CHILD_BOTH, 0, 0]


def test_an_elder_is_left_behind_only_if_all_her_children_are_away():
    world = family()
    send_away(world, HUSBAND)
    assert not marks(world)[GRANDMOTHER] & LEFT_ELDER
    send_away(world, AUNT)
    assert marks(world)[GRANDMOTHER] & LEFT_ELDER
    world.people.columns.group[[HUSBAND, AUNT]] = 0
    assert not marks(world)[GRANDMOTHER] & LEFT_ELDER, "the dead are not away"


def test_an_only_parent_away_leaves_the_child_with_one_parent_away():
    world = family()
    send_away(world, WIFE)
    world.people.columns.group[HUSBAND] = 0
    assert marks(world)[CHILD] == LEFT_CHILD_ONE
    world = family()
    world.people.columns.father[CHILD] = NOBODY
    assert marks(world)[CHILD] == 0, "a parent who is not on the register is not away"


@pytest.mark.parametrize("away", [False, True])
def test_a_child_away_or_of_sixteen_is_not_left_behind(away):
    world = family()
    send_away(world, HUSBAND, WIFE, *([CHILD] if away else []))
    if not away:
        world.people.columns.group[CHILD] = group_of(16)
    assert marks(world)[CHILD] == 0


def plain(group, spouse, mother, father, months):
    """The rule for all but guardians, person by person."""
    n, found = len(group), []
    age, away = (group.astype(int) - 1) % SEX_STEP, group > AWAY_STEP
    woman = (group.astype(int) - 1) % AWAY_STEP >= SEX_STEP
    for j in range(n):
        mark = 0
        if group[j] and not away[j]:
            adult_children = [c for c in range(n) if j in (mother[c], father[c]) and group[c] and age[c] >= 18]
            if age[j] >= 60 and adult_children and away[adult_children].all():
                mark |= LEFT_ELDER
            husband = spouse[j]
            if woman[j] and 18 <= age[j] < 60 and husband != NOBODY and away[husband] and months[husband] >= 6:
                mark |= LEFT_WOMAN
            if age[j] < 16:
                parents = sum(p != NOBODY and bool(group[p]) and bool(away[p]) for p in (mother[j], father[j]))
                mark |= (0, LEFT_CHILD_ONE, LEFT_CHILD_BOTH)[parents]
        found.append(mark)
    return found


def test_the_kernel_says_what_the_rule_says():
    world = populated(villages=2, persons=400)
    mixed(world, seed=5)
    P, dice = world.people.columns, np.random.default_rng(3)
    for part in world.people.slices():
        elders = np.flatnonzero((P.group[part] - 1) % SEX_STEP >= 60)
        adults = part.start + np.flatnonzero(((P.group[part] - 1) % SEX_STEP >= 25) & (P.mother[part] == NOBODY))
        P.mother[adults] = np.where(dice.random(len(adults)) < 0.6, dice.choice(elders, len(adults)), NOBODY)
    P.months_away[world.rows] = dice.integers(0, 12, len(world.rows))
    P.group[world.rows[::23]] = 0
    mark_left_behind(P, world.villages.columns, 0, 2)
    for part in world.people.slices():
        links = (getattr(P, name)[part] for name in ("spouse", "mother", "father", "months_away"))
        expected = plain(P.group[part], *links)
        assert (P.left_behind[part] & (31 ^ LEFT_GUARDIAN)).tolist() == expected
        assert {LEFT_ELDER, LEFT_WOMAN, LEFT_CHILD_BOTH, LEFT_CHILD_ONE} <= set(expected)


def test_marks_are_made_each_quarter_and_a_new_layout_does_not_change_them():
    world = family()
    roll = Roll()
    roll.setup(world)
    send_away(world, HUSBAND)
    world.month += 1
    world.recorder.close()
    roll.setup(world)
    roll.step(world)
    assert world.people.columns.left_behind[WIFE] == 0
    world.month += 2
    roll.step(world)
    assert world.people.columns.left_behind[WIFE] == LEFT_WOMAN | LEFT_GUARDIAN
