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
from sim.core.compute.draws import fill_first, stream, uniform
from sim.core.compute.elementary import exp
from sim.core.compute.kernels import kernel
from sim.procedures.households import COUNTED
from sim.procedures.poor_list import lowest
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
def employ(V, H, S, T, v, first, ids, counts, wanted, seed):  # type: ignore[no-untyped-def]
    """Let so many of the households that live in the village have work, or all if there are fewer."""
    living = working = 0
    for k in range(ids.size):
        lives = counts[k] & COUNTED != 0
        if not lives and np.int64(H.enterprise[first + k]) != 0:
            take_work(H, first + k)
        living += 1 if lives else 0
        working += 1 if np.int64(H.enterprise[first + k]) != 0 else 0
    V["employed"][v] = min(wanted, living) / max(1, living)
    T["employed"][v] = min(wanted, living)
    if working == min(wanted, living):
        return
    hires, moved = working < wanted, abs(min(wanted, living) - working)
    words, lots = np.empty(ids.size, np.uint32), np.empty(ids.size)
    able, chosen = np.empty(ids.size, np.uint8), np.empty(ids.size, np.uint8)
    fill_first(ids, 0, seed, LOT, words)
    for k in range(ids.size):
        works = np.int64(H.enterprise[first + k]) != 0
        able[k] = 1 if (works != hires and counts[k] & COUNTED != 0) else 0
        lots[k] = float(words[k]) if hires else -float(words[k])
    lowest(lots, moved, able, chosen)
    for k in range(ids.size):
        if chosen[k] != 0 and hires:
            give_work(H, S, v, first + k, ids[k], seed)
        elif chosen[k] != 0:
            take_work(H, first + k)


@kernel
def run_enterprises(V, H, S, T, v, first, ids, counts, month, seed):  # type: ignore[no-untyped-def]
    """Let enterprises of one village end, and have work for households; ``counts`` are packed counts of these."""
    number = int(V["enterprises"][v])
    if number == 0 and float(V["employed"][v]) == 0.0:
        return
    chance = 1.0 - exp(-float(S["enterprise_end"][v]))
    number -= binomial(uniform(seed, END, V["identity"][v], month, 0), number, chance)
    V["enterprises"][v] = number
    T["enterprises"][v] = number
    wanted = int(math.floor(number * float(S["enterprise_households"][v]) + 0.5))
    employ(V, H, S, T, v, first, ids, counts, wanted, seed)
