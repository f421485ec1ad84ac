"""Who is chosen: the few with the smallest keyed words of all who are eligible.

One more place adds one person and moves nobody else, whatever the order of the rows.
"""

from __future__ import annotations

import math

import numpy as np

from sim.core.compute.kernels import kernel

BUCKETS = 256
OLDEST = 255
WORDS = 1 << 32
# The first look takes words below a bound that four standard deviations of the count make almost surely wide enough.
DEVIATIONS = 4.0
AT_LEAST = 8.0
BLOCK = 32  # places that are looked at together where few are wanted


@kernel
def few_marked(marks, rows):  # type: ignore[no-untyped-def]
    """List the places of marks that are not 0, where these are few: blocks without any are passed over at once.

    Parameters
    ----------
    marks : uint8 array, shape (n,)
    rows : int array, shape (n + 1,)
        Written: the places, in order.

    Returns
    -------
    int
        How many there are.
    """
    count, whole = 0, marks.size // BLOCK * BLOCK
    for start in range(0, whole, BLOCK):
        some = np.uint8(0)
        for j in range(start, start + BLOCK):
            some |= marks[j]
        if some != 0:
            for j in range(start, start + BLOCK):
                rows[count] = j
                count += 1 if marks[j] != 0 else 0
    for j in range(whole, marks.size):
        rows[count] = j
        count += 1 if marks[j] != 0 else 0
    return count


@kernel
def choose(words, groups, eligible, about, ids, number, rows):  # type: ignore[no-untyped-def]
    """List the eligible with the smallest words; equal words go by identity.

    Parameters
    ----------
    words : uint32 array, shape (n,)
        Keyed words of the people of one village.
    groups : uint16 array, shape (n,)
        Their groups.
    eligible : int64 array, shape (GROUPS,)
        1 for the groups that can be chosen.
    about : float
        How many are eligible, as far as is known; it only decides how far the first look goes.
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
    share = (number + DEVIATIONS * math.sqrt(number) + AT_LEAST) / max(about, 1.0)
    limit = WORDS if share >= 1.0 else int(share * WORDS)
    candidates = 0
    while True:
        near = candidates = 0
        for j in range(words.size):
            rows[near] = j
            near += int(words[j]) < limit
        for c in range(near):
            j = rows[c]
            if int(eligible[groups[j]]) != 0:
                rows[candidates] = j
                candidates += 1
        if candidates >= number or limit == WORDS:
            break
        limit = WORDS
    if candidates <= number:
        return candidates
    # The bucket in which the last place lies is sorted, all those below it are taken.
    scale = BUCKETS / limit
    counts = np.zeros(BUCKETS, np.int64)
    for c in range(candidates):
        counts[int(float(words[rows[c]]) * scale)] += 1
    cut, below = 0, 0
    while below + counts[cut] <= number:
        below += counts[cut]
        cut += 1
    border = np.empty(counts[cut], np.int64)
    chosen = contested = 0
    for c in range(candidates):
        j = rows[c]
        bucket = int(float(words[j]) * scale)
        if bucket < cut:
            rows[chosen] = j
            chosen += 1
        elif bucket == cut:
            border[contested] = j
            contested += 1
    for taken in range(number - below):
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
        Rows of the list; its first ``number`` places are written, the rest loses its meaning.
    """
    if number >= count or number <= 0:
        return
    counts = np.zeros(OLDEST + 1, np.int64)
    for c in range(count):
        counts[int(ages[order[c]])] += 1
    cut, above = OLDEST, 0
    while above + counts[cut] < number:
        above += counts[cut]
        cut -= 1
    front = 0
    border, keys = np.empty(counts[cut], np.int64), np.empty(counts[cut], np.uint64)
    contested = 0
    for c in range(count):
        i = order[c]
        age = int(ages[i])
        if age > cut:
            order[front] = i
            front += 1
        elif age == cut:
            border[contested], keys[contested] = i, ids[i]
            contested += 1
    for taken in range(number - above):
        best = taken
        for c in range(taken + 1, contested):
            if keys[c] < keys[best]:
                best = c
        border[taken], border[best] = border[best], border[taken]
        keys[taken], keys[best] = keys[best], keys[taken]
        order[front] = border[taken]
        front += 1
