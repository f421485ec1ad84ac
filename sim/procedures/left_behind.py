"""The left behind: women, elders and children at home whose next of kin are away, and who looks after the children.

Away counts what the register knows: a relative who is dead, has given up registration or never was on it is not away.
A woman of 18 to 59 at home is left behind if her husband has been away for six months or more; a resident of 60 and
over if all of her adult children in the village are away, and there is at least one. A child under 16 at home has two
parents away, or one: the other is at home, or the only one on the register is away. Its guardian is the parent at home;
without one, the oldest adult at home of its household who is not frail.
"""

from __future__ import annotations

import numpy as np

from sim.agents.codes import (
    ADULT,
    AWAY_STEP,
    GROUPS,
    LEFT_CHILD_BOTH,
    LEFT_CHILD_ONE,
    LEFT_ELDER,
    LEFT_GUARDIAN,
    LEFT_WOMAN,
    LONG_AWAY,
    NOBODY,
    SEX_STEP,
)
from sim.core.compute.kernels import kernel
from sim.procedures.people import most_people

CHILD_UNTIL = 16
WOMAN_UNTIL = 60
ELDER_FROM = 60
# What to ask of a group, as bits: whether a child, an elder or a woman at home may be left behind.
MAY_CHILD, MAY_ELDER, MAY_WOMAN, MAY_WOMAN_PLACE = 1, LEFT_ELDER, 4, 2
# Children without a parent write to several places by turns, so that no write waits for the one before.
NOBODIES = 8
# What is known of a parent's adult children, as bits.
ONE_AWAY, ONE_AT_HOME, AT_HOME_PLACE = 1, 2, 1


def _tables() -> tuple[np.ndarray, np.ndarray]:
    """What to ask of each group, and what it means for its parents, shape (GROUPS,) each."""
    group = np.arange(GROUPS) - 1
    away, woman, age = group >= AWAY_STEP, group % AWAY_STEP >= SEX_STEP, group % SEX_STEP
    home = (group >= 0) & ~away
    asked = np.select(
        [home & (age < CHILD_UNTIL), home & (age >= ELDER_FROM), home & woman & (age >= ADULT) & (age < WOMAN_UNTIL)],
        [MAY_CHILD, MAY_ELDER, MAY_WOMAN],
        0,
    )
    means = np.where((group < 0) | (age < ADULT), 0, np.where(away, ONE_AWAY, ONE_AT_HOME))
    return asked.astype(np.uint8), means.astype(np.uint8)


ASKED, MEANS = _tables()


@kernel
def mark_left_behind(P, V, lo, hi):  # type: ignore[no-untyped-def]
    """Write who is left behind as of now."""
    most = most_people(V, lo, hi)
    children_of = np.empty(most + NOBODIES, np.uint8)  # places beyond the last row are those of nobody
    rows, wives = np.empty(most + 1, np.int64), np.empty(most + 1, np.int64)
    for v in range(lo, hi):
        a, b = int(V["first"][v]), int(V["last"][v])
        size = b - a
        group, left, mother, father = P.group[a:b], P.left_behind[a:b], P.mother[a:b], P.father[a:b]
        spouse, months, household = P.spouse[a:b], P.months_away[a:b], P.household[a:b]
        children_of[: size + NOBODIES] = 0
        for j in range(size):
            means, nobody = int(MEANS[int(group[j])]), size + j % NOBODIES
            m, f = min(int(mother[j]), nobody), min(int(father[j]), nobody)
            children_of[m] = int(children_of[m]) | means
            children_of[f] = int(children_of[f]) | means
        children = women = waiting = 0
        for j in range(size):
            asked = int(ASKED[int(group[j])])
            left[j] = (asked & MAY_ELDER) * int(int(children_of[j]) == ONE_AWAY)
            rows[children] = j
            children += asked & MAY_CHILD
            wives[women] = j
            women += (asked >> MAY_WOMAN_PLACE) * int(int(spouse[j]) != NOBODY)
        for c in range(women):
            j = wives[c]
            husband = int(spouse[j])
            left[j] = LEFT_WOMAN * int(int(group[husband]) > AWAY_STEP and int(months[husband]) >= LONG_AWAY)
        for c in range(children):
            j = rows[c]
            away = 0
            guardian = NOBODY
            for parent in (int(father[j]), int(mother[j])):
                if parent != NOBODY and int(group[parent]) != 0:
                    if int(group[parent]) > AWAY_STEP:
                        away += 1
                    else:
                        guardian = parent
            if away > 0:
                left[j] = LEFT_CHILD_BOTH if away > 1 else LEFT_CHILD_ONE
                if guardian != NOBODY:
                    left[guardian] = int(left[guardian]) | LEFT_GUARDIAN
                else:
                    rows[waiting] = j
                    waiting += 1
        if waiting > 0:
            find_guardians(group, left, household, P.birth_month[a:b], P.frail[a:b], rows, waiting)


@kernel
def find_guardians(group, left, household, birth_month, frail, rows, waiting):  # type: ignore[no-untyped-def]
    """Take the oldest adult at home of each waiting child's household who is not frail, the first row among equals."""
    most = 0
    for c in range(waiting):
        most = max(most, int(household[rows[c]]))
    waits, oldest = np.zeros(most + 2, np.uint8), np.full(most + 1, NOBODY, np.int64)
    for c in range(waiting):
        waits[int(household[rows[c]])] = 1
    adults = 0
    for j in range(group.size):  # all households beyond the last that waits share a place
        rows[adults] = j
        adults += int(waits[min(int(household[j]), most + 1)]) & (int(MEANS[int(group[j])]) >> AT_HOME_PLACE)
    for c in range(adults):
        j = rows[c]
        h = int(household[j])
        before = oldest[h]
        if not frail[j] and (before == NOBODY or int(birth_month[j]) < int(birth_month[before])):
            oldest[h] = j
    for h in range(most + 1):
        if oldest[h] != NOBODY:
            left[oldest[h]] = int(left[oldest[h]]) | LEFT_GUARDIAN
