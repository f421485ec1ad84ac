"""The list of poor households: who is poor without aid, what is seen of it, who is taken, who takes it amiss.

Until 2020: exits each December, then the lowest scores fill the places of the quota.
"""

from __future__ import annotations

import numpy as np

from sim.agents.codes import ASSETS, LIVING, NOT_WATCHED, POOR_DEPRIVED, UNSTABLE
from sim.core.compute.draws import fill, normal, rounded, stream, uniform, unit
from sim.core.compute.elementary import log
from sim.core.compute.functions import logistic
from sim.core.compute.kernels import kernel
from sim.core.compute.normals import normals
from sim.procedures.households import KINDS, LACKS

SIGNAL, DEPRIVATION = stream("targeting.signal"), stream("targeting.deprivation_signal")
# Draws of a household from the stream of signals.
NOISE, CAUSE, MATCH, MADE_KNOWN = 0, 1, 2, 3
WORDS_OF_A_BLOCK = 4
REPAIRED = ASSETS | LIVING  # illness passes and schooling ends by themselves
SIDE = 4  # households on each side in the ring that count as near
LEAST_INCOME = 1.0


@kernel
def weigh(H, first, line, mask, own, poor):  # type: ignore[no-untyped-def]
    """Write each household's income without aid and whether it is poor without it; returns households and poor."""
    end = first + own.size
    year, aid, kinds, persons = H.income_year[first:end], H.aid_year[first:end], H.poor[first:end], H.persons[first:end]
    homes = heads = 0
    for k in range(own.size):
        own[k] = max(LEAST_INCOME, np.float64(year[k]) - np.float64(aid[k]))
    for k in range(own.size):
        found = (1 if own[k] < line else 0) | (np.int64(kinds[k]) & POOR_DEPRIVED)
        lives = 1 if persons[k] > 0 else 0
        poor[k] = lives if (found & mask) != 0 else 0
        homes += lives
        heads += 1 if poor[k] else 0
    return homes, heads


@kernel(inline=True)
def marked(flags, rows):  # type: ignore[no-untyped-def]
    """Write the places of the flags that are 1, in order, into ``rows`` (one longer); returns how many."""
    count = 0
    for k in range(flags.size):
        rows[count] = k
        count += 1 if flags[k] else 0
    return count


@kernel
def guess_incomes(ids, own, noise, draws, month, seed, seen):  # type: ignore[no-untyped-def]
    """Write the ln income seen of households: the true one with noise, by the first draw of the stream ``draws``."""
    words = np.empty((WORDS_OF_A_BLOCK, ids.size), np.uint32)
    fill(ids, month, 0, seed, draws, words[0], words[1], words[2], words[3])
    normals(words[NOISE], seen)
    for k in range(ids.size):
        seen[k] = log(own[k]) + noise * seen[k]


@kernel
def survey(H, first, ids, own, noise, right, month, seed, seen, lacking):  # type: ignore[no-untyped-def]
    """Write what a round of visits makes of every household: ln income with noise, deprivations with some mistaken.

    Parameters
    ----------
    noise : float
        Standard deviation of the error in ln income.
    right : float
        Chance that the state of each deprivation is seen as it is.
    seen : float64 array, lacking : uint8 array, shape (households,)
        Written.
    """
    guess_incomes(ids, own, noise, SIGNAL, month, seed, seen)
    words = np.empty((KINDS, ids.size), np.uint32)
    fill(ids, month, 0, seed, DEPRIVATION, words[0], words[1], words[2], words[3])
    for k in range(ids.size):
        mistaken = 0
        for kind in range(KINDS):
            mistaken |= (1 if unit(words[kind, k]) >= right else 0) << kind
        lacking[k] = np.int64(H.deprivations[first + k]) ^ mistaken


@kernel
def lowest(score, number, able, chosen):  # type: ignore[no-untyped-def]
    """Mark the ``number`` able households with the lowest scores, equal ones by their number; returns how many."""
    taken = 0
    for k in range(score.size):
        chosen[k] = 0
    while taken < number:
        best = -1
        for k in range(score.size):
            if able[k] != 0 and chosen[k] == 0 and (best < 0 or score[k] < score[best]):
                best = k
        if best < 0:
            break
        chosen[best] = 1
        taken += 1
    return taken


@kernel
def fade_measures(H, first, size, share):  # type: ignore[no-untyped-def]
    """Let a share of what measures of aid have added to permanent income be lost this month."""
    lasting, measures = H.permanent_income[first : first + size], H.measures_income[first : first + size]
    for k in range(size):
        lost = max(share * np.float64(measures[k]), 0.0)
        lasting[k] = np.float64(lasting[k]) - lost
        measures[k] = np.float64(measures[k]) - lost


@kernel
def take_measures(H, first, ids, who, chance, gain, lost, mismatched, rows, draws, month, seed):  # type: ignore[no-untyped-def]
    """Give a measure to each household marked in ``who``: for one of its deprivations, else for its income.

    A measure that answers to the cause raises permanent income by ``gain`` (1 − ``lost`` deprivations) and repairs
    assets or housing; one that does not, by the share ``mismatched`` of that. ``rows`` is room for notes, ``draws`` the
    stream of cause and match.
    """
    for c in range(marked(who, rows)):
        k = rows[c]
        h = first + k
        lacks = np.int64(H.deprivations[h])
        number = LACKS[lacks]
        cause = 0
        if number > 0:
            place = int(uniform(seed, draws, ids[k], month, CAUSE) * number)
            for kind in range(KINDS):
                if lacks >> kind & 1:
                    if place == 0:
                        cause = 1 << kind
                    place -= 1
        matched = uniform(seed, draws, ids[k], month, MATCH) < chance
        rise = max(0.0, gain * (1.0 - lost * number)) * (1.0 if matched else mismatched)
        H.permanent_income[h] = np.float64(H.permanent_income[h]) + rise
        H.measures_income[h] = np.float64(H.measures_income[h]) + rise
        H.cause[h], H.matched[h] = cause, matched
        if matched:
            H.deprivations[h] = lacks & ~(cause & REPAIRED)


@kernel
def make_known(H, first, ids, wrong, accepted, month, seed):  # type: ignore[no-untyped-def]
    """Tell each household whether one of the nearest is wrongly treated; ``accepted`` share do not mind.

    Returns
    -------
    bool
        Whether there was anything wrong.
    """
    size = ids.size
    side = min(SIDE, (size - 1) // 2)
    ring, near, rows = np.empty(size + 2 * side, np.uint8), np.zeros(size, np.uint8), np.empty(size + 1, np.int64)
    for k in range(ring.size):
        ring[k] = wrong[(k - side) % size]
    for step in range(1, side + 1):
        for k in range(size):
            near[k] |= ring[side + k + step] | ring[side + k - step]
    if accepted > 0.0:
        for c in range(marked(near, rows)):
            if uniform(seed, SIGNAL, ids[rows[c]], month, MADE_KNOWN) < accepted:
                near[rows[c]] = 0
    any_wrong = False
    for k in range(size):
        H.wrong_nearby[first + k] = near[k] != 0
        any_wrong |= wrong[k] != 0
    return any_wrong


EXIT, AUDIT, ROUNDING = stream("targeting.exit"), stream("targeting.audit"), stream("rounding")
QUOTA_WORD = 150  # of the village's rounding stream: the number of the stream of signals
LACKING_LEAST = 2  # deprivations from which a survey from outside takes a household for poor


@kernel
def pressure_on(H, S, v, first, line, own):  # type: ignore[no-untyped-def]
    """Exits asked for beyond those on the list who truly earn enough, as a share of the list."""
    listed = above = 0
    for k in range(own.size):
        if H.registered[first + k]:
            listed += 1
            above += 1 if own[k] >= line else 0
    return max(0.0, float(S["exit_target"][v]) - above / listed) if listed > 0 else 0.0


@kernel
def declare_out(H, O, S, T, v, first, line, audit, closing, ids, own, poor, seen, lacking, left, month, seed):  # type: ignore[no-untyped-def]
    """Let those leave who seem to earn enough, and others under pressure; when the list is closed, all of them.

    Returns
    -------
    float
        The pressure.
    """
    pressure = pressure_on(H, S, v, first, line, own)
    lean = float(S["misreport"][v]) + float(S["misreport_pressure"][v]) * pressure
    lean -= float(S["misreport_audit"][v]) * audit
    lean -= float(S["misreport_integrity"][v]) * (float(O["integrity"][v]) - float(S["integrity_usual"][v]))
    chance = logistic(lean)
    by_lack = float(S["md_weight"][v]) > 0.0
    safe, stable = log(line), log(line * float(S["watch_line"][v]))
    for k in range(ids.size):
        h = first + k
        left[k] = 0
        if not H.registered[h]:
            continue
        enough = seen[k] > safe and not (by_lack and lacking[k] != 0)
        if closing or enough or uniform(seed, EXIT, ids[k], month, 0) < chance:
            H.registered[h] = False
            H.watched[h] = UNSTABLE if closing and seen[k] < stable else NOT_WATCHED
            H.months_since_exit[h] = 1
            left[k] = 1
            T["exits_reported"][v] += 1
            T["exits_false"][v] += poor[k]
    return pressure


@kernel
def fill_list(H, S, v, first, village, ids, able, seen, lacking, poor_homes, bias, chosen, month, seed):  # type: ignore[no-untyped-def]
    """Put the households with the lowest scores on the list, as many as the quota has places; returns the places."""
    # A quota that is wrong for a village is wrong for it every year.
    error = 1.0 + float(S["quota_error"][v]) * normal(uniform(seed, SIGNAL, village, 0, 0))
    places = float(S["quota_bias"][v]) * poor_homes * max(0.0, error)
    quota = rounded(places, uniform(seed, ROUNDING, village, month, QUOTA_WORD))
    weight, each = float(S["md_weight"][v]), float(S["md_deprivation"][v])
    score = np.empty(ids.size)
    for k in range(ids.size):
        score[k] = (1.0 - weight) * seen[k] - weight * each * LACKS[lacking[k]]
        score[k] -= bias if H.cadre_kin[first + k] else 0.0
    lowest(score, quota, able, chosen)
    for k in range(ids.size):
        H.registered[first + k] = chosen[k] != 0
    return quota


@kernel
def look_back(H, S, v, first, line, ids, own, new, month, seed):  # type: ignore[no-untyped-def]
    """Survey every household from outside: add who was left out, take off who does not belong; marks the new ones."""
    noise, by_lack = float(S["look_back_noise"][v]), float(S["md_weight"][v]) > 0.0
    seen, poor_below = np.empty(ids.size), log(line)
    guess_incomes(ids, own, noise, AUDIT, month, seed, seen)
    for k in range(ids.size):
        h = first + k
        lacks = by_lack and LACKS[np.int64(H.deprivations[h])] >= LACKING_LEAST
        belongs = np.int64(H.persons[h]) > 0 and (seen[k] < poor_below or lacks)
        new[k] = 1 if belongs and not H.registered[h] else 0
        H.registered[h] = belongs
