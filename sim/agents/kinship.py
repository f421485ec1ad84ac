"""Close relatives of whoever holds the office, household by household."""

from __future__ import annotations

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
    for i in range(a, b):
        place, its_mother, its_father = i - a, int(P.mother[i]), int(P.father[i])
        parent_or_spouse = place in (spouse, mother, father)
        child = its_mother == holder or its_father == holder
        sibling = (mother != NOBODY and its_mother == mother) or (father != NOBODY and its_father == father)
        if int(P.group[i]) != 0 and (place == holder or parent_or_spouse or child or sibling):
            H.cadre_kin[first + int(P.household[i])] = True
