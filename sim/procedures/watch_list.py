"""The watch list from 2021 on: who is at risk of falling back, who of them is found, and who is released."""

from __future__ import annotations

import numpy as np

from sim.agents.codes import HEALTH, LIVELIHOOD, MARGINAL, NOT_WATCHED, SUDDEN, UNSTABLE, VISITED, WELFARE
from sim.core.compute.draws import bound, fill, stream, uniform
from sim.core.compute.elementary import log
from sim.core.compute.kernels import kernel
from sim.core.config.calendar import DECEMBER, MONTHS
from sim.procedures.poor_list import DEPRIVATION, SIGNAL, WORDS_OF_A_BLOCK, guess_incomes, marked

AUDIT = stream("targeting.audit")
DATA = 4  # draw of a household from the stream of signals


@kernel
def hear_of(events, needs, known, groups, homes, heard, met, rows):  # type: ignore[no-untyped-def]
    """Mark households that were visited this month or have asked for help in livelihood or welfare.

    Parameters
    ----------
    events, needs, known, groups, homes : arrays, shape (persons,)
        Of the persons of one village.
    heard : uint8 array, shape (households,)
        Written.
    met, rows : uint8 array, shape (persons,); int64 array, at least one longer
        Room for notes.
    """
    size = events.size
    for j in range(size):
        asks = (known[j] != 0) & ((needs[j] == LIVELIHOOD) | (needs[j] == WELFARE))
        met[j] = (1 if (events[j] & VISITED) != 0 else 0) | (1 if asks else 0)
    for c in range(marked(met, rows)):
        if groups[rows[c]] != 0:
            heard[homes[rows[c]]] = 1


@kernel
def find_by_data(ids, by_data, month, seed, heard):  # type: ignore[no-untyped-def]
    """Mark households that data single out, each with the chance ``by_data`` of a month."""
    if by_data <= 0.0:
        return
    words, limit = np.empty((WORDS_OF_A_BLOCK, ids.size), np.uint32), bound(by_data)
    block, place = DATA // WORDS_OF_A_BLOCK, DATA % WORDS_OF_A_BLOCK
    fill(ids, month, block, seed, SIGNAL, words[0], words[1], words[2], words[3])
    for k in range(ids.size):
        heard[k] = heard[k] | (1 if np.int64(words[place, k]) < limit else 0)


@kernel
def at_risk_of(H, first, own, limit, recent, fresh, at_risk):  # type: ignore[no-untyped-def]
    """Mark households that an illness has struck of late, and those at risk: these and all that earn too little."""
    end = first + own.size
    lacks, since, persons = H.deprivations[first:end], H.shock_months[first:end], H.persons[first:end]
    for k in range(own.size):
        ill = 1 if (np.int64(lacks[k]) & HEALTH != 0) & (np.int64(since[k]) < recent) else 0
        fresh[k] = ill
        at_risk[k] = (ill | (1 if own[k] < limit else 0)) if persons[k] > 0 else 0


@kernel
def watch(  # type: ignore[no-untyped-def]
    H, first, limit, ids, own, heard, fresh, noise, right, helped, rows, some_ids, incomes, guesses, month, seed
):
    """Put on the list who is found at risk; in December release who seems safe.

    Parameters
    ----------
    limit : float
        Income below which a household is at risk.
    heard : uint8 array, shape (households,)
        Households that are looked at unless they are on the list.
    helped : uint8 array, shape (households,)
        Written: 1 for those who are to get a measure, on coming on the list and each December on it.
    rows, some_ids, incomes, guesses : arrays
        Room for notes on each household, and one more in ``rows``.

    Returns
    -------
    int
        Households released.
    """
    size, december = ids.size, 1 if month % MONTHS == DECEMBER else 0
    persons, watching = H.persons[first : first + size], H.watched[first : first + size]
    for k in range(size):
        looked_at = np.int64(heard[k]) if watching[k] == NOT_WATCHED else december
        helped[k] = looked_at if persons[k] > 0 else 0
    count = marked(helped, rows)
    for c in range(count):
        some_ids[c], incomes[c] = ids[rows[c]], own[rows[c]]
    seen = guesses[:count]
    guess_incomes(some_ids[:count], incomes, noise, SIGNAL, month, seed, seen)
    safe, released = log(limit), 0
    for c in range(count):
        k = rows[c]
        h = first + k
        review = np.int64(H.watched[h]) != NOT_WATCHED
        struck = fresh[k] != 0 and uniform(seed, DEPRIVATION, ids[k], month, 0) < right
        at_risk = struck or seen[c] < safe
        helped[k] = 1 if at_risk else 0
        if at_risk and not review:
            left = np.int64(H.months_since_exit[h]) > 0
            H.watched[h] = SUDDEN if struck else (UNSTABLE if left else MARGINAL)
        elif review and not at_risk:
            H.watched[h] = NOT_WATCHED
            H.months_since_exit[h] = 1
            released += 1
    return released


@kernel
def look_back_on_risk(H, first, limit, noise, ids, own, fresh, helped, month, seed):  # type: ignore[no-untyped-def]
    """Survey every household from outside: add who is at risk, release who is not, and mark the new ones."""
    seen, safe = np.empty(ids.size), log(limit)
    guess_incomes(ids, own, noise, AUDIT, month, seed, seen)
    for k in range(ids.size):
        h = first + k
        belongs = np.int64(H.persons[h]) > 0 and (fresh[k] != 0 or seen[k] < safe)
        if not belongs:
            H.watched[h] = NOT_WATCHED
            helped[k] = 0
        elif np.int64(H.watched[h]) == NOT_WATCHED:
            helped[k] = 1
            left = np.int64(H.months_since_exit[h]) > 0
            H.watched[h] = SUDDEN if fresh[k] != 0 else (UNSTABLE if left else MARGINAL)
