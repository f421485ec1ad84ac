"""Families: couples, children and grandparents among the drawn persons of a village, and the households they live in.

The census tables say who is registered at what age, not who is related to whom. Couples are matched by age, children
are given to women of plausible age, and some old people live with a married child. Only relations that the model
reads are made: spouse, mother, father.
"""

from __future__ import annotations

import numpy as np

from sim.agents.codes import NOBODY, WOMAN
from sim.core.compute.draws import unit
from sim.core.compute.kernels import kernel

MARRY_FROM, MARRIED_BY = 21, 30  # the share ever married rises evenly between these ages
OLDER_HUSBAND, YOUNGER_HUSBAND = 7, 3  # a husband is at most 7 years older and 3 years younger
MOTHER_LEAST, MOTHER_SPAN = 20, 16  # mothers were 20 to 35 at a birth
OLD = 60
GRANDPARENTS_MOST = 2


@kernel
def by_age(age, order, count):  # type: ignore[no-untyped-def]
    """Write persons into ``order``, oldest first, ties by row; ``count`` is scratch of 111 places."""
    for a in range(count.size):
        count[a] = 0
    for i in range(age.size):
        count[110 - age[i]] += 1
    place = 0
    for a in range(count.size):
        number = count[a]
        count[a] = place
        place += number
    for i in range(age.size):
        order[count[110 - age[i]]] = i
        count[110 - age[i]] += 1


@kernel
def marry(age, sex, words, married, order, spouse):  # type: ignore[no-untyped-def]
    """Match each woman who marries, oldest first, with the oldest man left who is of an age for her."""
    man = 0
    for place in range(order.size):
        woman = order[place]
        if sex[woman] != WOMAN:
            continue
        share = married * min(1.0, max(0.0, (age[woman] - MARRY_FROM + 1) / (MARRIED_BY - MARRY_FROM + 1)))
        if unit(words[woman]) >= share:
            continue
        while man < order.size and (sex[order[man]] == WOMAN or age[order[man]] > age[woman] + OLDER_HUSBAND):
            man += 1
        if man < order.size and age[order[man]] >= max(MARRY_FROM, age[woman] - YOUNGER_HUSBAND):
            spouse[woman] = order[man]
            spouse[order[man]] = woman
            man += 1


@kernel
def give_birth(age, sex, words, married, marry_words, order, from_place, spouse, mother, father, births):  # type: ignore[no-untyped-def]
    """Give each person a mother: one of three women of plausible age, the one with the fewest children so far.

    Women who married into the village have their parents elsewhere.
    """
    for place in range(order.size - 1, -1, -1):
        child = order[place]
        if sex[child] == WOMAN and spouse[child] != NOBODY:
            continue
        wanted = age[child] + MOTHER_LEAST + words[child] % MOTHER_SPAN
        start = from_place[min(110, wanted)]
        best = -1
        seen = 0
        at = start
        while at < order.size and seen < 3:
            woman = order[at]
            at += 1
            if age[woman] < age[child] + MOTHER_LEAST - 2:
                break
            if sex[woman] != WOMAN or (spouse[woman] == NOBODY and unit(marry_words[woman]) >= married):
                continue
            seen += 1
            if best < 0 or births[woman] < births[best]:
                best = woman
        if best >= 0:
            mother[child] = best
            births[best] = min(255, int(births[best]) + 1)
            father[child] = spouse[best]


@kernel
def settle(age, words, with_parents, order, spouse, mother, home, guests):  # type: ignore[no-untyped-def]
    """Number the households of a village; returns how many there are.

    A couple, or an adult alone, has a household; the unmarried live with their mother; some of the old live with a
    married child.
    """
    for i in range(age.size):
        home[i] = -1
        guests[i] = 0
    for place in range(order.size):
        i = order[place]
        if home[i] >= 0:
            continue
        if spouse[i] == NOBODY and mother[i] != NOBODY:
            home[i] = home[mother[i]]
        else:
            home[i] = i
        if spouse[i] != NOBODY:
            home[spouse[i]] = home[i]
    # From the youngest: a married child takes in old parents who head a household of their own.
    for place in range(order.size - 1, -1, -1):
        i = order[place]
        if spouse[i] == NOBODY or home[i] != i and home[i] != spouse[i]:
            continue
        parent = mother[i]
        if parent == NOBODY or age[parent] < OLD or unit(words[parent]) >= with_parents:
            continue
        host, old = home[i], home[parent]
        size = 1 + (spouse[parent] != NOBODY)
        if (
            old == host
            or (old != parent and old != spouse[parent])
            or guests[host] + size > GRANDPARENTS_MOST
            or guests[old] > 0
        ):
            continue
        guests[host] += size
        home[parent] = host
        if spouse[parent] != NOBODY:
            home[spouse[parent]] = host
        guests[old] = GRANDPARENTS_MOST + 1  # given up as a host
    number = 0
    for i in range(age.size):  # the first row of a household names it
        guests[i] = -1
    for i in range(age.size):
        if guests[home[i]] < 0:
            guests[home[i]] = number
            number += 1
    for i in range(age.size):
        home[i] = guests[home[i]]
    return number


@kernel
def join_kin(home, words, concentration, kin, kin_of_home, size_of_kin):  # type: ignore[no-untyped-def]
    """Put each household into a kin group by the Chinese-restaurant partition."""
    for h in range(kin_of_home.size):
        kin_of_home[h] = -1
    for k in range(size_of_kin.size):
        size_of_kin[k] = 0
    settled = groups = 0
    for i in range(home.size):
        h = home[i]
        if kin_of_home[h] < 0:
            pick = unit(words[i]) * (settled + concentration)
            group = groups
            passed = 0.0
            for k in range(groups):
                passed += size_of_kin[k]
                if pick < passed:
                    group = k
                    break
            if group == groups and groups < size_of_kin.size - 1:
                groups += 1
            group = min(group, size_of_kin.size - 1)
            kin_of_home[h] = group
            size_of_kin[group] += 1
            settled += 1
        kin[i] = kin_of_home[h]


@kernel
def make_families(P, ages, V, blocks, start, lo, hi):  # type: ignore[no-untyped-def]
    """Relate and house the persons of each village.

    Parameters
    ----------
    P : columns of persons
        ``spouse, mother, father, births, household, kin`` are written; households are numbered from 0 in each village.
    ages : int64 array
        Whole years of each row.
    V : village table
    blocks : uint32 array, shape (4, rows)
        Words for marriage, mother, living with parents, kin group.
    start : settings of the start
    """
    for v in range(lo, hi):
        a, b = int(V["first"][v]), int(V["last"][v])
        n = b - a
        order = np.empty(n, np.int64)
        count = np.empty(111, np.int64)
        age, sex = ages[a:b], P.sex[a:b]
        spouse, mother, father, births = P.spouse[a:b], P.mother[a:b], P.father[a:b], P.births[a:b]
        by_age(age, order, count)
        from_place = np.empty(111, np.int64)
        place = 0
        for years in range(110, -1, -1):  # first place in the order with at most this age
            while place < n and age[order[place]] > years:
                place += 1
            from_place[years] = place
        married = float(start["married"][v])
        marry(age, sex, blocks[0, a:b], married, order, spouse)
        give_birth(age, sex, blocks[1, a:b], married, blocks[0, a:b], order, from_place, spouse, mother, father, births)
        home = np.empty(n, np.int64)
        guests = np.empty(n, np.int64)
        number = settle(age, blocks[2, a:b], float(start["with_parents"][v]), order, spouse, mother, home, guests)
        kin = np.empty(n, np.int64)
        join_kin(
            home,
            blocks[3, a:b],
            float(start["kin_concentration"][v]),
            kin,
            np.empty(number, np.int64),
            np.empty(255, np.int64),
        )
        for j in range(n):
            P.household[a + j] = home[j]
            P.kin[a + j] = kin[j]
        V["household_last"][v] = number
