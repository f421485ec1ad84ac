"""Counting the people of a village in a month: a histogram over bins, and what a bin adds to a cell of the year."""

from __future__ import annotations

import numpy as np

from sim.agents.codes import (
    ACTIVE,
    ACTIVIST,
    APPLICANT,
    DORMANT,
    FAILURE,
    LEFT_CHILD_BOTH,
    LEFT_CHILD_ONE,
    LEFT_ELDER,
    LEFT_WOMAN,
    MESSAGE_SHIFT,
    NOT_FOUND,
    SUCCESS,
    VISITED,
)
from sim.core.compute.kernels import kernel
from sim.core.config.calendar import MONTHS
from sim.procedures.cells import (
    ACTIVE_USERS,
    BIN_OF_GROUP,
    BINS,
    CELL_OF_BIN,
    CHILD_BITS_SHIFT,
    CLASSES,
    DORMANT_ACCOUNTS,
    FAILURES,
    LEFT_BEHIND_KINDS,
    LEFT_BITS,
    LEFT_CELLS,
    MESSAGES,
    MISPERCEPTION,
    NO_CONTACT,
    NOT_FOUND_SEARCHES,
    OF_45,
    OLD,
    PERSONS,
    SUCCESSES,
    TRUST,
    UNDER_16,
    UNDER_45,
    VISITS,
    WITH_DEVICE,
)

TRUSTING = 0.5
# Four counts of 16 bits share a word, so that a person costs few additions.
SECOND, THIRD, FOURTH = 16, 32, 48
LOWEST = 65535
EVENT_BITS = 15
PLACE_OF_EVENT = {SUCCESS: 0, FAILURE: SECOND, NOT_FOUND: THIRD, VISITED: FOURTH}
EVENT_WORD = np.array(
    [sum(1 << place for bit, place in PLACE_OF_EVENT.items() if each & bit) for each in range(EVENT_BITS + 1)], np.int64
)
"""What each combination of events adds to a word of successes, failures, failed searches and visits."""


@kernel
def fill_bins(  # type: ignore[no-untyped-def]
    group, left, device, account, stage, months, events, trust, belief, bins, words, persons, others, happened,
    messages, sums,
):  # fmt: skip
    """Count by bin what is known of each person, four counts to a word, and sum up trust and misperception.

    ``bins`` and ``words`` are room for notes on each person.
    """
    persons[:] = 0
    others[:] = 0
    happened[:] = 0
    messages[:] = 0
    sums[:] = 0.0
    # What a person adds is worked out apart from the adding, so that the compiler makes vector instructions of it.
    for j in range(group.size):
        words[0, j] = (
            1
            + (np.int64(device[j]) << SECOND)
            + (np.int64(np.int64(account[j]) == ACTIVE) << THIRD)
            + (np.int64(np.int64(account[j]) == DORMANT) << FOURTH)
        )
        words[1, j] = (
            np.int64(np.float64(trust[j]) > TRUSTING)
            + (np.int64(np.int64(months[j]) >= MONTHS) << SECOND)
            + (np.int64(np.int64(stage[j]) == APPLICANT) << THIRD)
            + (np.int64(np.int64(stage[j]) == ACTIVIST) << FOURTH)
        )
    for j in range(group.size):
        behind = int(left[j])
        bins[j] = int(BIN_OF_GROUP[int(group[j])]) + ((behind | behind >> CHILD_BITS_SHIFT) & LEFT_BITS)
    for j in range(group.size):
        g = bins[j]
        event = int(events[j])
        persons[g] += words[0, j]
        others[g] += words[1, j]
        happened[g] += EVENT_WORD[event & EVENT_BITS]
        messages[g] += event >> MESSAGE_SHIFT
        sums[0, g] += float(trust[j])
        sums[1, g] += float(belief[j])


@kernel
def add_to_cell(cells, cell, persons, others, happened, messages, trust, belief):  # type: ignore[no-untyped-def]
    """Add a bin to a cell of the year."""
    cells[cell, PERSONS] += persons & LOWEST
    cells[cell, WITH_DEVICE] += persons >> SECOND & LOWEST
    cells[cell, ACTIVE_USERS] += persons >> THIRD & LOWEST
    cells[cell, DORMANT_ACCOUNTS] += persons >> FOURTH & LOWEST
    cells[cell, NO_CONTACT] += others >> SECOND & LOWEST
    cells[cell, SUCCESSES] += happened & LOWEST
    cells[cell, FAILURES] += happened >> SECOND & LOWEST
    cells[cell, NOT_FOUND_SEARCHES] += happened >> THIRD & LOWEST
    cells[cell, VISITS] += happened >> FOURTH & LOWEST
    cells[cell, MESSAGES] += messages
    cells[cell, TRUST] += trust
    cells[cell, MISPERCEPTION] += belief


@kernel
def tally_bins(T, cells, v, persons, others, happened, messages, sums):  # type: ignore[no-untyped-def]
    """Tally the people of village ``v`` from its bins, and add them to its cells of the year."""
    residents = adults = adults_home = high = no_contact = applicants = activists = activists_45 = 0
    residents_60 = adults_45 = adults_60 = active_45 = active_60 = device_60 = 0
    device = device_home = active = active_home = dormant = 0
    children = both = one = women = left_women = left_elders = 0
    trust = trust_home_60 = trust_away = 0.0
    for g in range(LEFT_BEHIND_KINDS, BINS):
        number = persons[g] & LOWEST
        if number == 0:
            continue
        place, behind = g // LEFT_BEHIND_KINDS - 1, g % LEFT_BEHIND_KINDS
        age, woman, away = place % CLASSES, place // CLASSES % 2 == 1, place // CLASSES >= 2
        residents += 0 if away else number
        if age < UNDER_45:
            if age == UNDER_16:
                children += number
                if not away:
                    both += number if behind == LEFT_CHILD_BOTH >> CHILD_BITS_SHIFT else 0
                    one += number if behind == LEFT_CHILD_ONE >> CHILD_BITS_SHIFT else 0
            continue
        with_device, using = persons[g] >> SECOND & LOWEST, persons[g] >> THIRD & LOWEST
        adults += number
        trust += sums[0, g]
        device += with_device
        active += using
        dormant += persons[g] >> FOURTH & LOWEST
        high += others[g] & LOWEST
        applicants += others[g] >> THIRD & LOWEST
        activists += others[g] >> FOURTH & LOWEST
        if age <= OF_45:
            adults_45 += number
            active_45 += using
            activists_45 += others[g] >> FOURTH & LOWEST
        if age == OLD:
            adults_60 += number
            active_60 += using
        add_to_cell(cells[v], CELL_OF_BIN[g], persons[g], others[g], happened[g], messages[g], sums[0, g], sums[1, g])
        if away:
            trust_away += sums[0, g]
            continue
        adults_home += number
        device_home += with_device
        active_home += using
        no_contact += others[g] >> SECOND & LOWEST
        if age == OLD:
            residents_60 += number
            trust_home_60 += sums[0, g]
            device_60 += with_device
            left_elders += number if behind & LEFT_ELDER else 0
        elif woman:
            women += number
            left_women += number if behind & LEFT_WOMAN else 0
        for kind in range(LEFT_CELLS.size):
            if behind >> kind & 1:
                cell = LEFT_CELLS[kind]
                add_to_cell(cells[v], cell, persons[g], others[g], happened[g], messages[g], sums[0, g], sums[1, g])
    T["residents"][v] = residents
    T["residents_60"][v] = residents_60
    T["adults"][v] = adults
    T["adults_home"][v] = adults_home
    T["adults_away"][v] = adults - adults_home
    T["adults_45"][v] = adults_45
    T["adults_60"][v] = adults_60
    T["device_adults"][v] = device
    T["device_adults_home"][v] = device_home
    T["device_60"][v] = device_60
    T["active"][v] = active
    T["active_home"][v] = active_home
    T["active_45"][v] = active_45
    T["active_60"][v] = active_60
    T["dormant"][v] = dormant
    T["accounts"][v] = active + dormant
    T["trust"][v] = trust
    T["trust_high"][v] = high
    T["trust_away"][v] = trust_away
    T["trust_home_60"][v] = trust_home_60
    T["no_contact_year"][v] = no_contact
    T["applicants"][v] = applicants
    T["activists"][v] = activists
    T["activists_45"][v] = activists_45
    T["children"][v] = children
    T["left_children_both"][v] = both
    T["left_children_one"][v] = one
    T["women_home"][v] = women
    T["left_women"][v] = left_women
    T["left_elders"][v] = left_elders
