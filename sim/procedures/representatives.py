"""The villagers' representatives' meeting: delegates of the households, chosen for a term, who come or do not.

One delegate stands for each range of so many households, on the ring; whoever is chosen keeps the seat for the term, is
absent while away, and leaves it empty when dead or gone for good. Votes call the meeting for items of the village,
other mechanisms for what they need, each as an occasion of its own, so that one does not move the draws of the other.
"""

from __future__ import annotations

import numpy as np

from sim.agents.codes import ADULT, AGES, AWAY_STEP, SEX_STEP
from sim.core.compute.draws import stream, uniform
from sim.core.compute.functions import logistic
from sim.core.compute.kernels import kernel
from sim.procedures.quorum import at_least

REPRESENTATIVES = stream("meetings.representatives")
ITEMS, APPRAISAL = np.int64(0), np.int64(1)  # occasions; a plain number would be compiled for each of them
CHOSEN = 4  # draw of a person who might be chosen; 2 × occasion and the next are those of a delegate at a meeting
MIDDLE = 0.5
ROUND_OF_ELECTIONS = 1452  # January 2021: terms are counted from this round of village elections
NOBODY_YET = 2.0  # greater than any draw


@kernel
def choose_delegates(P, first, last, households, seats, women, month, seed):  # type: ignore[no-untyped-def]
    """Choose the delegates of a village: of each range of households the resident adult of the smallest draw.

    Parameters
    ----------
    first, last : int
        Rows of the village.
    households, seats : int
        Households of the village and delegates they send.
    women : float
        Least share of women; while there are fewer, women of the smallest draw take the place of men of their range.
    """
    draws, others = np.full(seats + 1, NOBODY_YET), np.full(seats + 1, NOBODY_YET)
    chosen, instead = np.full(seats + 1, -1, np.int64), np.full(seats + 1, -1, np.int64)
    for i in range(first, last):
        P.delegate[i] = False
        group = int(P.group[i])
        if group == 0 or group > AWAY_STEP or (group - 1) % AGES < ADULT:
            continue
        u = uniform(seed, REPRESENTATIVES, P.identity[i], month, CHOSEN)
        seat = np.int64(P.household[i]) * seats // households
        if u < draws[seat]:
            draws[seat], chosen[seat] = u, i
        if group > SEX_STEP and u < others[seat]:
            others[seat], instead[seat] = u, i
    number = filled = 0
    for seat in range(seats):
        if chosen[seat] < 0:
            continue
        filled += 1
        if chosen[seat] == instead[seat]:
            number += 1
            others[seat] = NOBODY_YET
    while number < women * filled:
        best = np.argmin(others)
        if others[best] == NOBODY_YET:
            break
        chosen[best], others[best] = instead[best], NOBODY_YET
        number += 1
    for seat in range(seats):
        if chosen[seat] >= 0:
            P.delegate[chosen[seat]] = True


@kernel
def start_terms(P, V, S, month, seed, lo, hi):  # type: ignore[no-untyped-def]
    """Choose the delegates of every village."""
    for v in range(lo, hi):
        households = int(V["household_last"][v]) - int(V["household_first"][v])
        seats = int(households / float(S["delegate_households"][v]))
        women = float(S["delegates_women"][v])
        choose_delegates(P, int(V["first"][v]), int(V["last"][v]), max(1, households), seats, women, month, seed)


@kernel(inline=True)
def lean_of_delegates(V, S, v):  # type: ignore[no-untyped-def]
    """Log odds that a delegate of middling trust comes; ``S`` are the settings of votes."""
    return float(S["delegates"][v]) - float(S["delegates_dispersion"][v]) * float(V["dispersion"][v])


@kernel
def representatives_meet(groups, delegates, trusts, identities, lean, by_trust, quorum, yes, occasion, month, seed):  # type: ignore[no-untyped-def]
    """Call the representatives of a village together.

    Parameters
    ----------
    groups, delegates, trusts, identities : arrays
        Columns of the village's persons: ``P.group[a:b]``, ``P.delegate[a:b]``, ``P.trust[a:b]``, ``P.identity[a:b]``.
    lean, by_trust, quorum : float
        ``lean_of_delegates(V, S, v)``, and ``delegates_trust`` and ``delegates_quorum`` of the settings of votes.
    yes : float
        Probability that a delegate who has come is in favour.
    occasion : int
        ITEMS, APPRAISAL.
    month : int
        Calendar month.
    seed : uint64
        World seed.

    Returns
    -------
    valid : bool
        Whether enough of the delegates still registered have come.
    share_for : float
        Share in favour of those who have come, 0 if nobody has.
    """
    seats = came = agreed = 0
    for j in range(groups.size):
        if not delegates[j] or groups[j] == 0:
            continue
        seats += 1
        if groups[j] > AWAY_STEP:
            continue
        odds = lean + by_trust * (float(trusts[j]) - MIDDLE)
        if uniform(seed, REPRESENTATIVES, identities[j], month, 2 * occasion) < logistic(odds):
            came += 1
            agreed += uniform(seed, REPRESENTATIVES, identities[j], month, 2 * occasion + 1) < yes
    return at_least(came, quorum, seats), agreed / max(1, came)
