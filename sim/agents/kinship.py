"""Close relatives of whoever holds the office, household by household."""

from __future__ import annotations

import numpy as np

from sim.agents.codes import NOBODY
from sim.core.kernels import kernel


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
