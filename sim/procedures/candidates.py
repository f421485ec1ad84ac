"""Who can hold the secretary's office, who accepts, and who is nominated.

S is the settings table of ``offices``, E that of ``effort``; a row is a person's row in the columns P.
"""

from __future__ import annotations

import math

import numpy as np

from sim.agents.codes import ADULT, AGES, AWAY_STEP, CAME_HOME, FULL, IN_OFFICE
from sim.core.compute.draws import normal, stream, uniform
from sim.core.compute.elementary import log
from sim.core.compute.functions import logistic
from sim.core.compute.kernels import kernel
from sim.core.config.calendar import FIRST_YEAR, MONTHS

ACCEPTANCE = stream("offices.acceptance")
SCORE = stream("offices.score")
KIN_GROUPS = 256
MIDDLE = 0.5
NOBODY = np.uint64(0)


# Called for every member: with all columns as an argument, each call would count references to each of them.
@kernel(inline=True)
def can_hold(group, stage, frail):  # type: ignore[no-untyped-def]
    """Whether a person is a full member, at home and able to attend."""
    return 0 < int(group) <= AWAY_STEP and int(stage) == FULL and not frail


@kernel(inline=True)
def merit(weights, capacity, willingness, skill):  # type: ignore[no-untyped-def]
    """Score of a person without support and luck."""
    return weights[0] * float(capacity) + weights[1] * float(willingness) + weights[2] * float(skill)


@kernel(inline=True)
def can_return(group, stage, frail):  # type: ignore[no-untyped-def]
    """Whether a person is a full member and able to attend, at home or away."""
    return int(group) > 0 and int(stage) == FULL and not frail


@kernel
def may_return(S, E, v):  # type: ignore[no-untyped-def]
    """Whether members away may stand: only where the office is paid full-time."""
    return float(S["returning"][v]) > 0 and float(E["full_time"][v]) > 0


@kernel
def row_of(P, V, members, v, identity):  # type: ignore[no-untyped-def]
    """Row of the member of this identity who can hold the office, or -1."""
    if identity != NOBODY:
        for m in range(int(V["member_first"][v]), int(V["member_last"][v])):
            i = int(members[m])
            if P.identity[i] == identity:
                return i if can_hold(P.group[i], P.stage[i], P.frail[i]) else -1
    return -1


@kernel
def row_of_nominee(P, V, members, v, identity, returning):  # type: ignore[no-untyped-def]
    """Row of the nominee if he can take the office, or -1; ``returning``: also if he is away."""
    if identity != NOBODY and returning:
        for m in range(int(V["member_first"][v]), int(V["member_last"][v])):
            i = int(members[m])
            if P.identity[i] == identity:
                return i if can_return(P.group[i], P.stage[i], P.frail[i]) and not P.pocket[i] else -1
    return row_of(P, V, members, v, identity)


@kernel
def score_weights(S, v):  # type: ignore[no-untyped-def]
    """Weights of capacity, service consciousness and skill; the township's view is the mean of the first two."""
    vetting = float(S["vetting"][v]) / 2
    own = float(S["score_capacity"][v]), float(S["score_willingness"][v])
    return own[0] + vetting, own[1] + vetting, float(S["score_skill"][v])


@kernel
def accepts(V, S, E, v, identity, capacity, willingness, month, seed):  # type: ignore[no-untyped-def]
    """Whether a candidate accepts, given what the office pays over what work outside pays."""
    pay = float(E["subsidy"][v])
    if float(E["full_time"][v]) > 0:
        pay = max(pay, float(E["contract_pay"][v]))
    if pay <= 0:
        return False
    outside = log(float(V["local_wage"][v])) + float(E["wage_capacity"][v]) * (capacity - MIDDLE)
    lean = log(pay) - outside + willingness - float(S["reluctance"][v])
    return uniform(seed, ACCEPTANCE, identity, month, 0) < logistic(lean / float(S["acceptance_slope"][v]))


@kernel
def choose_nominee(P, V, S, E, members, v, barred, returning, month, seed):  # type: ignore[no-untyped-def]
    """Row of the highest score among the candidates who accept, ties by identity, or -1.

    ``barred`` is the identity of somebody who may not be nominated; ``returning`` says whether members away may stand.
    From ``first_age_from`` on nobody over ``first_age_most`` stands for the first time; of those who would and have
    come home from away, ``returnees_stand`` are put forward.
    """
    adults = 0
    kin = np.zeros(KIN_GROUPS, np.int64)
    for i in range(int(V["first"][v]), int(V["last"][v])):
        group = int(P.group[i])
        if group and (group - 1) % AGES >= ADULT:
            adults += 1
            kin[int(P.kin[i])] += 1
    weights = score_weights(S, v)
    youngest, oldest = float(S["age_least"][v]), float(S["age_most"][v])
    support, luck = float(S["kin_support"][v]) / max(adults, 1), float(S["score_noise"][v])
    women, returnees = float(S["women_stand"][v]), float(S["returnees_stand"][v])
    ruled = FIRST_YEAR + month // MONTHS >= int(S["first_age_from"][v])
    oldest_new = min(oldest, float(S["first_age_most"][v])) if ruled else oldest
    chosen, highest = -1, 0.0
    for m in range(int(V["member_first"][v]), int(V["member_last"][v])):
        i = int(members[m])
        age = (int(P.group[i]) - 1) % AGES
        if int(P.group[i]) == 0 or P.identity[i] == barred:
            continue
        able = can_hold(P.group[i], P.stage[i], P.frail[i])
        if returning and not able and can_return(P.group[i], P.stage[i], P.frail[i]) and not P.pocket[i]:
            able = uniform(seed, SCORE, P.identity[i], month, 1) < float(S["returning"][v])
        past = int(P.past[i])
        if not able or age < youngest or age > (oldest if past & IN_OFFICE else oldest_new):
            continue
        thinned = returnees < 1.0 and past == CAME_HOME
        if thinned and uniform(seed, SCORE, P.identity[i], month, 3) >= returnees:
            continue
        if women < 1.0 and P.sex[i] and uniform(seed, SCORE, P.identity[i], month, 2) >= women:
            continue
        if not accepts(V, S, E, v, P.identity[i], np.float64(P.capacity[i]), np.float64(P.willingness[i]), month, seed):
            continue
        score = merit(weights, P.capacity[i], P.willingness[i], P.skill[i]) + support * int(kin[int(P.kin[i])])
        score += luck * normal(uniform(seed, SCORE, P.identity[i], month, 0))
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
