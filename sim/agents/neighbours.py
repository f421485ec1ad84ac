"""Households stand in a ring by number; the eight nearest are four on each side."""

from __future__ import annotations

import numpy as np

from sim.agents.codes import AWAY_STEP, PROBATIONARY
from sim.core.kernels import kernel

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
