"""Who is chosen: the few with the smallest keyed words of all who are eligible.

One more place adds one person and moves nobody else, whatever the order of the rows.
"""

from __future__ import annotations

import numpy as np

from sim.core.kernels import kernel

BUCKETS = 256  # by the top byte of a 32-bit word
TOP_BYTE = 24


@kernel
def choose(words, groups, eligible, ids, number, rows):  # type: ignore[no-untyped-def]
    """List the eligible with the smallest words; equal words go by identity.

    Parameters
    ----------
    words : uint32 array, shape (n,)
        Keyed words of the people of one village.
    groups : uint16 array, shape (n,)
        Their groups.
    eligible : int64 array, shape (GROUPS,)
        1 for the groups that can be chosen.
    ids : uint64 array, shape (n,)
        Their identities.
    number : int
        How many to choose.
    rows : int64 array, shape (n + 1,)
        Written: places of those chosen, in no particular order.

    Returns
    -------
    int
        How many were chosen: ``number``, or all who are eligible if these are fewer.
    """
    if number <= 0:
        return 0
    counts = np.zeros(BUCKETS, np.int64)
    for j in range(words.size):
        counts[int(words[j]) >> TOP_BYTE] += int(eligible[groups[j]])
    cut, below = 0, 0
    while cut < BUCKETS and below + counts[cut] <= number:
        below += counts[cut]
        cut += 1
    chosen = 0
    border = np.empty(words.size + 1, np.int64)
    contested = 0
    for j in range(words.size):
        byte = int(words[j]) >> TOP_BYTE
        can = int(eligible[groups[j]])
        rows[chosen] = j
        chosen += can * (byte < cut)
        border[contested] = j
        contested += can * (byte == cut)
    places = min(number - below, contested)
    for taken in range(places):
        best = taken
        for c in range(taken + 1, contested):
            j, k = border[c], border[best]
            if int(words[j]) < int(words[k]) or (int(words[j]) == int(words[k]) and ids[j] < ids[k]):
                best = c
        border[taken], border[best] = border[best], border[taken]
        rows[chosen] = border[taken]
        chosen += 1
    return chosen


@kernel
def oldest_first(ages, ids, count, number, order):  # type: ignore[no-untyped-def]
    """Put the ``number`` oldest of a short list in front; equal ages go by identity.

    Parameters
    ----------
    ages : uint8 array, shape (people,)
        Age of what waits, by row of all people.
    ids : uint64 array, shape (people,)
        Identities of all people.
    count, number : int
        Length of the list, and how many of it are wanted in front.
    order : int64 array
        Rows of the list; reordered.
    """
    for taken in range(min(number, count - 1)):
        best = taken
        for c in range(taken + 1, count):
            i, k = order[c], order[best]
            if int(ages[i]) > int(ages[k]) or (int(ages[i]) == int(ages[k]) and ids[i] < ids[k]):
                best = c
        order[taken], order[best] = order[best], order[taken]
