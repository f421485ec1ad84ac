"""Households in a ring by number, the eight nearest four on each side; close relatives of whoever holds the office."""

from __future__ import annotations

import numpy as np

from sim.agents.codes import AWAY_STEP, NOBODY, PROBATIONARY
from sim.core.compute.kernels import kernel

EACH_SIDE = 4


@kernel
def count_near_members(P, V, T, members, lo, hi):  # type: ignore[no-untyped-def]
    """Tally residents, and those with a member at home in one of their eight nearest households."""
    for v in range(lo, hi):
        a, b = int(V["first"][v]), int(V["last"][v])
        households = int(V["household_last"][v]) - int(V["household_first"][v])
        with_member = np.zeros(households, np.uint8)
        near = np.zeros(households, np.uint8)
        for m in range(int(V["member_first"][v]), int(V["member_last"][v])):
            i = members[m]
            group = int(P.group[i])
            if 0 < group <= AWAY_STEP and int(P.stage[i]) >= PROBATIONARY:
                with_member[int(P.household[i])] = 1
        for h in range(households):
            if with_member[h]:
                for step in range(1, EACH_SIDE + 1):
                    for other in ((h + step) % households, (h - step) % households):
                        if other != h:
                            near[other] = 1
        group, household = P.group[a:b], P.household[a:b]
        residents = found = 0
        for j in range(b - a):
            here = int(0 < int(group[j]) <= AWAY_STEP)
            residents += here
            found += here & int(near[int(household[j])])
        T["residents_counted"][v] = residents
        T["near_member"][v] = found


@kernel
def mark_kin(P, H, V, O, v):  # type: ignore[no-untyped-def]
    """Mark the households of the secretary, the spouse, parents, children, brothers and sisters; clear all others.

    An outsider whom the township sent has no relatives in the village.
    """
    a, b, first = int(V["first"][v]), int(V["last"][v]), int(V["household_first"][v])
    for h in range(first, int(V["household_last"][v])):
        H.cadre_kin[h] = False
    row = int(O["holder_row"][v])
    if row < a or row >= b or O["outsider"][v]:
        return
    holder = row - a
    spouse, mother, father = int(P.spouse[row]), int(P.mother[row]), int(P.father[row])
    group, mothers, fathers, homes = P.group[a:b], P.mother[a:b], P.father[a:b], P.household[a:b]
    a_mother, a_father = np.int64(mother != NOBODY), np.int64(father != NOBODY)
    for j in range(b - a):
        its_mother, its_father = int(mothers[j]), int(fathers[j])
        itself = np.int64(j == holder) | np.int64(j == spouse) | np.int64(j == mother) | np.int64(j == father)
        child = np.int64(its_mother == holder) | np.int64(its_father == holder)
        sibling = (a_mother & np.int64(its_mother == mother)) | (a_father & np.int64(its_father == father))
        if (itself | child | sibling) & np.int64(int(group[j]) != 0):
            H.cadre_kin[first + int(homes[j])] = True
