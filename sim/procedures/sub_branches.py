"""Sub-branches: parts of a village's branch that meet and vote by themselves.

A general branch has one for each hamlet, a range of neighbouring households on the ring; beside these there may be a
functional one, of members of a cooperative or of members away, which has the last number. A village that meets in the
branch of another is never divided. What the sub-branches of a village remember from month to month lies packed in
whole numbers of the village table, ``BITS`` bits each.
"""

from __future__ import annotations

import numpy as np

from sim.agents.codes import AWAY_STEP, ECONOMIC, FULL, MOBILE, NO_SETTING, SUSPENDED
from sim.core.compute.kernels import kernel
from sim.core.config.calendar import MONTHS

HAMLETS_MOST = 6
SUB_BRANCHES = HAMLETS_MOST + 1
BITS = 9
LARGEST = 511
REVIEW = 11  # December


@kernel(inline=True)
def part(packed, unit):  # type: ignore[no-untyped-def]
    """Read what is remembered of one sub-branch."""
    return (packed >> (BITS * unit)) & LARGEST


@kernel(inline=True)
def packed_part(unit, value):  # type: ignore[no-untyped-def]
    """Put a number, at most ``LARGEST``, into the place of one sub-branch; add up the places of all."""
    return min(value, LARGEST) << (BITS * unit)


@kernel(inline=True)
def sub_branch(hamlets, functional, reachable_away, cooperative, household, households):  # type: ignore[no-untyped-def]
    """Number of the sub-branch that somebody belongs to.

    Parameters
    ----------
    hamlets, functional : int
        Columns of the village.
    reachable_away : bool
        Lives elsewhere, and the branch knows where.
    cooperative : bool
        The household is a member of a cooperative.
    household, households : int
        Number of the household inside the village, and how many there are.
    """
    if (functional == MOBILE and reachable_away) or (functional == ECONOMIC and cooperative):
        return hamlets
    return household * hamlets // max(1, households)


@kernel(inline=True)
def own_sub_branch(P, i, hamlets, functional, cooperatives):  # type: ignore[no-untyped-def]
    """Number of the sub-branch of the person in row ``i``; ``cooperatives`` is that column of the village's homes."""
    home = int(P.household[i])
    reachable_away = int(P.group[i]) > AWAY_STEP and not P.pocket[i]
    return sub_branch(hamlets, functional, reachable_away, cooperatives[home], home, cooperatives.size)


@kernel
def smallest_hamlet(P, members, first, last, hamlets, functional, cooperatives):  # type: ignore[no-untyped-def]
    """Full members in the smallest hamlet, were the village divided into so many."""
    sizes = np.zeros(SUB_BRANCHES, np.int64)
    for m in range(first, last):
        i = int(members[m])
        group = int(P.group[i])
        if group == 0 or int(P.stage[i]) != FULL or int(P.pending[i]) == SUSPENDED:
            continue
        sizes[own_sub_branch(P, i, hamlets, functional, cooperatives)] += 1
    least = sizes[0]
    for u in range(1, hamlets):
        least = min(least, sizes[u])
    return least


@kernel
def divide(P, H, V, S, members, month, review, lo, hi):  # type: ignore[no-untyped-def]
    """Form and dissolve sub-branches: the functional one at once, those by hamlet in December, the too small at once.

    ``review`` divides general branches in any month: at the start.
    """
    for v in range(lo, hi):
        setting, general = int(S["setting"][v]), float(S["general_members"][v])
        hamlets, functional = int(V["hamlets"][v]), int(V["functional"][v])
        if setting == NO_SETTING and hamlets == 1 and functional == NO_SETTING and V["full_members"][v] <= general:
            continue
        first, last = int(V["member_first"][v]), int(V["member_last"][v])
        cooperatives = H.cooperative[int(V["household_first"][v]) : int(V["household_last"][v])]
        least = int(S["joint_least"][v])
        full = apart = 0
        for m in range(first, last):
            i = int(members[m])
            group = int(P.group[i])
            if group == 0 or int(P.stage[i]) != FULL or int(P.pending[i]) == SUSPENDED:
                continue
            full += 1
            apart += own_sub_branch(P, i, 1, setting, cooperatives) == 1
        formed, wanted = NO_SETTING, 1
        if V["branch"][v] == v:
            formed = setting if apart >= least and full - apart >= least else NO_SETTING
            rest = full - (apart if formed != NO_SETTING else 0)
            wanted = hamlets
            if review or month % MONTHS == REVIEW or formed != functional:
                wanted = int(rest / float(S["hamlet_members"][v])) if full > general else 1
            wanted = min(HAMLETS_MOST, max(1, wanted))
        while wanted > 1 and smallest_hamlet(P, members, first, last, wanted, formed, cooperatives) < least:
            wanted -= 1
        if wanted != hamlets or formed != functional:
            V["hamlets"][v], V["functional"][v] = wanted, formed
            months = 0
            for u in range(wanted + 1 if wanted > 1 or formed != NO_SETTING else 0):
                months += packed_part(u, int(V["months_since_meeting"][v]))
            V["sub_months"][v] = months
