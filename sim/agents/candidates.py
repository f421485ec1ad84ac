"""Who can hold the secretary's office, who accepts, and who is nominated.

S is the settings table of ``offices``, E that of ``effort``; a row is a person's row in the columns P.
"""

from __future__ import annotations

import math

import numpy as np

from sim.agents.codes import AGES, AWAY_STEP, FULL
from sim.agents.quorum import logistic
from sim.core.draws import normal, stream, uniform
from sim.core.kernels import kernel

ACCEPTANCE = stream("offices.acceptance")
SCORE = stream("offices.score")
ADULT = 18
KIN_GROUPS = 256
MIDDLE = 0.5
NOBODY = np.uint64(0)


@kernel
def can_hold(P, i):  # type: ignore[no-untyped-def]
    """Whether the person is a full member, at home and able to attend."""
    return 0 < int(P.group[i]) <= AWAY_STEP and int(P.stage[i]) == FULL and not P.frail[i]


@kernel
def row_of(P, V, members, v, identity):  # type: ignore[no-untyped-def]
    """Row of the member of this identity who can hold the office, or -1."""
    if identity != NOBODY:
        for m in range(int(V["member_first"][v]), int(V["member_last"][v])):
            i = int(members[m])
            if P.identity[i] == identity:
                return i if can_hold(P, i) else -1
    return -1


@kernel
def merit(P, S, v, i):  # type: ignore[no-untyped-def]
    """Score of a person without support and luck: capacity, service consciousness, skill, and the township's view."""
    k, q, s = float(P.capacity[i]), float(P.willingness[i]), float(P.skill[i])
    own = float(S["score_capacity"][v]) * k + float(S["score_willingness"][v]) * q + float(S["score_skill"][v]) * s
    return own + float(S["vetting"][v]) * (k + q) / 2


@kernel
def accepts(P, V, S, E, v, i, month, seed):  # type: ignore[no-untyped-def]
    """Whether a candidate accepts, given what the office pays over what work outside pays."""
    pay = float(E["subsidy"][v])
    if float(E["full_time"][v]) > 0:
        pay = max(pay, float(E["contract_pay"][v]))
    if pay <= 0:
        return False
    outside = math.log(float(V["local_wage"][v])) + float(E["wage_capacity"][v]) * (float(P.capacity[i]) - MIDDLE)
    lean = (math.log(pay) - outside + float(P.willingness[i]) - float(S["reluctance"][v])) / float(
        S["acceptance_slope"][v]
    )
    return uniform(seed, ACCEPTANCE, P.identity[i], month, 0) < logistic(lean)


@kernel
def choose_nominee(P, V, S, E, members, v, month, seed):  # type: ignore[no-untyped-def]
    """Row of the highest score among the candidates who accept, ties by identity, or -1."""
    adults = 0
    kin = np.zeros(KIN_GROUPS, np.int64)
    for i in range(int(V["first"][v]), int(V["last"][v])):
        group = int(P.group[i])
        if group and (group - 1) % AGES >= ADULT:
            adults += 1
            kin[int(P.kin[i])] += 1
    chosen, highest = -1, 0.0
    for m in range(int(V["member_first"][v]), int(V["member_last"][v])):
        i = int(members[m])
        if not can_hold(P, i):
            continue
        age = (int(P.group[i]) - 1) % AGES
        if (
            age < float(S["age_least"][v])
            or age > float(S["age_most"][v])
            or not accepts(P, V, S, E, v, i, month, seed)
        ):
            continue
        noise = float(S["score_noise"][v]) * normal(uniform(seed, SCORE, P.identity[i], month, 0))
        score = merit(P, S, v, i) + float(S["kin_support"][v]) * int(kin[int(P.kin[i])]) / adults + noise
        if chosen < 0 or score > highest or (score == highest and P.identity[i] < P.identity[chosen]):
            chosen, highest = i, score
    return chosen


@kernel
def draw_integrity(mean, weight, identity, month, seed):  # type: ignore[no-untyped-def]
    """Beta number of this mean and weight, parameters rounded: the second largest of nine uniforms is Beta(8, 2)."""
    above = max(int(math.floor(weight * (1 - mean) + 0.5)), 1)
    below = max(int(math.floor(weight * mean + 0.5)), 1)
    numbers = np.empty(above + below - 1)
    for k in range(numbers.size):
        number, place = uniform(seed, ACCEPTANCE, identity, month, k + 1), k
        while place > 0 and numbers[place - 1] > number:
            numbers[place] = numbers[place - 1]
            place -= 1
        numbers[place] = number
    return float(numbers[below - 1])
