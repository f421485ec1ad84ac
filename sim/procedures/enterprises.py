"""Enterprises of those who come home: who founds one, how long it runs, and which households have work in it.

An adult of working age who comes home founds an enterprise with a probability. Each enterprise ends with a constant
hazard, and has work for a number of households of the village, fewer where there are not so many. Households come by a
lot drawn once, so that one enterprise more adds some households and moves none. One that has work earns a local wage,
and by a share it joins a cooperative, unless it did so before; both end with the work.
"""

from __future__ import annotations

import math

import numpy as np

from sim.agents.codes import ADULT, AGES, CAME_HOME
from sim.core.compute.choice import AT_LEAST, DEVIATIONS
from sim.core.compute.draws import LARGEST_WORD, fill_first, stream, uniform
from sim.core.compute.elementary import exp
from sim.core.compute.kernels import kernel
from sim.procedures.households import COUNTED
from sim.procedures.quorum import binomial

FOUND, LOT, END = stream("migration.enterprise"), stream("livelihoods.enterprise"), stream("livelihoods.enterprise_end")
RETIRED = 60  # age from which on nobody founds an enterprise
WORKS, PAID, JOINED = 1, 2, 4  # bits of what a household has by an enterprise
COOPERATIVE = 1  # draw of a household; 0 is its lot


@kernel
def come_home(P, V, T, v, i, chance, month, seed):  # type: ignore[no-untyped-def]
    """Note that an adult has come home, and let her found an enterprise with this chance."""
    age = (int(P.group[i]) - 1) % AGES
    if age < ADULT:
        return
    P.past[i] = int(P.past[i]) | CAME_HOME
    if chance > 0.0 and age < RETIRED and uniform(seed, FOUND, P.identity[i], month, 0) < chance:
        V["enterprises"][v] += 1
        T["enterprises_founded"][v] += 1


@kernel
def give_work(H, S, v, h, household, seed):  # type: ignore[no-untyped-def]
    """Let a household have work: a wage, and membership of a cooperative if its enterprise is one."""
    bits = WORKS
    if not H.local_wage[h]:
        H.local_wage[h] = True
        bits |= PAID
    if not H.cooperative[h] and uniform(seed, LOT, household, 0, COOPERATIVE) < float(S["enterprise_cooperative"][v]):
        H.cooperative[h] = True
        bits |= JOINED
    H.enterprise[h] = bits


@kernel
def take_work(H, h):  # type: ignore[no-untyped-def]
    """Take from a household what it had by an enterprise."""
    bits = int(H.enterprise[h])
    if bits & PAID:
        H.local_wage[h] = False
    if bits & JOINED:
        H.cooperative[h] = False
    H.enterprise[h] = 0


@kernel
def first_by_lot(rows, keys, count, number):  # type: ignore[no-untyped-def]
    """Put the ``number`` of the first ``count`` rows with the lowest keys in front, equal ones as they stand."""
    for taken in range(number):
        best = taken
        for c in range(taken + 1, count):
            if keys[c] < keys[best] or (keys[c] == keys[best] and rows[c] < rows[best]):
                best = c
        rows[taken], rows[best] = rows[best], rows[taken]
        keys[taken], keys[best] = keys[best], keys[taken]


@kernel
def next_by_lot(marks, words, last_first, number, rows, keys):  # type: ignore[no-untyped-def]
    """List so many of the marked households in the order of their lots, or all if they are fewer; returns how many.

    Parameters
    ----------
    marks : uint8 array, shape (households,)
    words : uint32 array, shape (households,)
        Their lots.
    last_first : bool
        Whether the highest lots come first.
    number : int
        How many are wanted.
    rows : int64 array, keys : uint32 array, shape (households + 1,)
        The first is written, the second is room for notes.
    """
    turn = np.uint32(LARGEST_WORD if last_first else 0)
    marked = 0
    for k in range(marks.size):
        marked += int(marks[k])
    # Few are wanted: those whose lots are surely behind are left out first.
    share = (number + DEVIATIONS * math.sqrt(number) + AT_LEAST) / max(marked, 1)
    limit = LARGEST_WORD if share >= 1.0 else int(share * LARGEST_WORD)
    while True:
        count = 0
        for k in range(marks.size):
            key = words[k] ^ turn
            rows[count], keys[count] = k, key
            count += int(marks[k]) & (1 if int(key) <= limit else 0)
        if count >= number or limit == LARGEST_WORD:
            break
        limit = LARGEST_WORD
    chosen = min(number, count)
    first_by_lot(rows, keys, count, chosen)
    return chosen


@kernel
def employ(V, H, S, T, v, first, ids, counts, wanted, words, marks, rows, seed):  # type: ignore[no-untyped-def]
    """Let so many of the households that live in the village have work, or all if there are fewer."""
    has = H.enterprise[first : first + ids.size]
    living = working = idle = 0
    for k in range(ids.size):
        lives, works = 1 if counts[k] & COUNTED != 0 else 0, 1 if np.int64(has[k]) != 0 else 0
        living += lives
        working += lives & works
        idle += works & (1 - lives)
    if idle > 0:
        for k in range(ids.size):
            if counts[k] & COUNTED == 0 and np.int64(has[k]) != 0:
                take_work(H, first + k)
    V["employed"][v] = min(wanted, living) / max(1, living)
    T["employed"][v] = min(wanted, living)
    if working == min(wanted, living):
        return
    hires, moved = working < wanted, abs(min(wanted, living) - working)
    for k in range(ids.size):
        works = np.int64(has[k]) != 0
        marks[k] = 1 if (works != hires and counts[k] & COUNTED != 0) else 0
    fill_first(ids, 0, seed, LOT, words[0])
    for c in range(next_by_lot(marks[: ids.size], words[0], not hires, moved, rows, words[1])):
        k = rows[c]
        if hires:
            give_work(H, S, v, first + k, ids[k], seed)
        else:
            take_work(H, first + k)


@kernel
def run_enterprises(V, H, S, T, v, first, ids, counts, words, marks, rows, month, seed):  # type: ignore[no-untyped-def]
    """Let enterprises of one village end, and have work for households; ``counts`` are packed counts of these.

    ``words`` (uint32, two of each household), ``marks`` (uint8) and ``rows`` (int64, one longer) are room for notes.
    """
    number = int(V["enterprises"][v])
    if number == 0 and float(V["employed"][v]) == 0.0:
        return
    chance = 1.0 - exp(-float(S["enterprise_end"][v]))
    number -= binomial(uniform(seed, END, V["identity"][v], month, 0), number, chance)
    V["enterprises"][v] = number
    T["enterprises"][v] = number
    wanted = int(math.floor(number * float(S["enterprise_households"][v]) + 0.5))
    employ(V, H, S, T, v, first, ids, counts, wanted, words, marks, rows, seed)
