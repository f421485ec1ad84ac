"""The watch list from 2021 on: who is at risk of falling back, who of them is found, and who is released."""

from __future__ import annotations

import math

import numpy as np

from sim.agents.codes import HEALTH, LIVELIHOOD, MARGINAL, NOT_WATCHED, SUDDEN, UNSTABLE, VISITED, WELFARE
from sim.agents.listing import DEPRIVATION, SIGNAL
from sim.core.draws import normal, stream, uniform
from sim.core.kernels import kernel

AUDIT = stream("targeting.audit")
DATA = 4  # draw of a household from the stream of signals
MONTHS, DECEMBER = 12, 11


@kernel
def hear_of(events, needs, known, groups, homes, rows, heard):  # type: ignore[no-untyped-def]
    """Mark households that were visited this month or have asked for help in livelihood or welfare.

    Parameters
    ----------
    events, needs, known, groups, homes : arrays, shape (persons,)
        Of the persons of one village.
    rows : int64 array, shape (persons + 1,)
        Scratch.
    heard : uint8 array, shape (households,)
        Written.
    """
    count = 0
    for j in range(events.size):
        rows[count] = j
        asks = (known[j] != 0) & ((needs[j] == LIVELIHOOD) | (needs[j] == WELFARE))
        count += 1 if ((int(events[j]) & VISITED) != 0) | asks else 0
    for c in range(count):
        if int(groups[rows[c]]) != 0:
            heard[homes[rows[c]]] = 1


@kernel
def at_risk_of(H, first, own, limit, recent, fresh, at_risk):  # type: ignore[no-untyped-def]
    """Mark households that an illness has struck of late, and those at risk: these and all that earn too little."""
    for k in range(own.size):
        h = first + k
        ill = np.int64(H.deprivations[h]) & HEALTH != 0 and np.int64(H.shock_months[h]) < recent
        fresh[k] = 1 if ill else 0
        at_risk[k] = 1 if np.int64(H.persons[h]) > 0 and (ill or own[k] < limit) else 0


@kernel
def watch(H, first, limit, by_data, ids, own, heard, fresh, noise, right, helped, month, seed):  # type: ignore[no-untyped-def]
    """Put on the list who is found at risk; in December release who seems safe.

    Parameters
    ----------
    limit : float
        Income below which a household is at risk.
    by_data : float
        Chance of a month that data single a household out.
    helped : uint8 array, shape (households,)
        Written: 1 for those who are to get a measure, on coming on the list and each December on it.

    Returns
    -------
    int
        Households released.
    """
    released = 0
    for k in range(ids.size):
        h = first + k
        helped[k] = 0
        watched = np.int64(H.watched[h])
        review = watched != NOT_WATCHED and month % MONTHS == DECEMBER
        looked_at = heard[k] != 0 or (by_data > 0.0 and uniform(seed, SIGNAL, ids[k], month, DATA) < by_data)
        if np.int64(H.persons[h]) == 0 or not (review or (watched == NOT_WATCHED and looked_at)):
            continue
        seen = math.log(own[k]) + noise * normal(uniform(seed, SIGNAL, ids[k], month, 0))
        struck = fresh[k] != 0 and uniform(seed, DEPRIVATION, ids[k], month, 0) < right
        if struck or seen < math.log(limit):
            helped[k] = 1
            if not review:
                left = np.int64(H.months_since_exit[h]) > 0
                H.watched[h] = SUDDEN if struck else (UNSTABLE if left else MARGINAL)
        elif review:
            H.watched[h] = NOT_WATCHED
            H.months_since_exit[h] = 1
            released += 1
    return released


@kernel
def look_back_on_risk(H, first, limit, noise, ids, own, fresh, helped, month, seed):  # type: ignore[no-untyped-def]
    """Survey every household from outside: add who is at risk, release who is not, and mark the new ones."""
    for k in range(ids.size):
        h = first + k
        seen = math.log(own[k]) + noise * normal(uniform(seed, AUDIT, ids[k], month, 0))
        belongs = np.int64(H.persons[h]) > 0 and (fresh[k] != 0 or seen < math.log(limit))
        if not belongs:
            H.watched[h] = NOT_WATCHED
            helped[k] = 0
        elif np.int64(H.watched[h]) == NOT_WATCHED:
            helped[k] = 1
            left = np.int64(H.months_since_exit[h]) > 0
            H.watched[h] = SUDDEN if fresh[k] != 0 else (UNSTABLE if left else MARGINAL)
