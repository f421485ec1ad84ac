"""The list of poor households until 2020: exits each December, then the lowest scores fill the places of the quota."""

from __future__ import annotations

import numpy as np

from sim.agents.codes import NOT_WATCHED, UNSTABLE
from sim.agents.deprivation import LACKS
from sim.agents.listing import SIGNAL, guess_incomes, lowest
from sim.core.draws import normal, rounded, stream, uniform
from sim.core.elementary import log
from sim.core.functions import logistic
from sim.core.kernels import kernel

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
