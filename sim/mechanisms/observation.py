"""Observation: counts the people at the end of the month, and continues every person's history.

reads   all columns of persons                    writes  tallies of people, members, digital use and trust; ``life``,
draws   nothing                                           ``months_without_contact``
tested  against plain sums over the columns
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.agents.codes import (
    ACTIVE,
    ACTIVIST,
    ADULT,
    APPLICANT,
    AWAY_STEP,
    DORMANT,
    FULL,
    GROUPS,
    PROBATIONARY,
    SEX_STEP,
)
from sim.core.kernels import kernel
from sim.core.mechanism import Mechanism

OLD = 60
YOUNG_MEMBER = 35
YEAR = 12
LONGEST = 255
TRUSTING = 0.5
TOUCHED = 0xF9  # any event but failure and not found
# Places of a person's states in the number that is folded into the hash of her life.
STAGE_PLACE, ACCOUNT_PLACE, NEED_PLACE, KNOWN_PLACE, FRAIL_PLACE = 512, 4096, 16384, 131072, 262144
HASH_FACTOR = 16777619  # the FNV-1a prime
HASH_MASK = 4294967295
# Four counts of 16 bits share a word, so that a person costs two additions and not eight.
SECOND, THIRD, FOURTH = 16, 32, 48
LOWEST = 65535


@kernel
def continue_lives(group, stage, account, need, known, frail, events, life, months):  # type: ignore[no-untyped-def]
    """Fold this month's state into each life, and count the months since the last contact."""
    for j in range(group.size):
        state = int(group[j]) + STAGE_PLACE * int(stage[j]) + ACCOUNT_PLACE * int(account[j])
        state += NEED_PLACE * int(need[j]) + KNOWN_PLACE * int(known[j]) + FRAIL_PLACE * int(frail[j])
        life[j] = ((int(life[j]) ^ state) * HASH_FACTOR) & HASH_MASK
        months[j] = 0 if int(events[j]) & TOUCHED else min(LONGEST, int(months[j]) + 1)


@kernel
def count_groups(group, device, account, stage, months, trust, persons, others, confidence):  # type: ignore[no-untyped-def]
    """Count by group what is known of each person, four counts to a word, and sum up trust."""
    persons[:] = 0
    others[:] = 0
    confidence[:] = 0.0
    for j in range(group.size):
        g = int(group[j])
        held = float(trust[j])
        persons[g] += (
            1
            + (int(device[j]) << SECOND)
            + (int(int(account[j]) == ACTIVE) << THIRD)
            + (int(int(account[j]) == DORMANT) << FOURTH)
        )
        others[g] += (
            int(held > TRUSTING)
            + (int(int(months[j]) >= YEAR) << SECOND)
            + (int(int(stage[j]) == APPLICANT) << THIRD)
            + (int(int(stage[j]) == ACTIVIST) << FOURTH)
        )
        confidence[g] += held


@kernel
def count_people(P, V, T, lo, hi):  # type: ignore[no-untyped-def]
    """Tally each village's people: by group in row order, then over the groups."""
    persons, others = np.zeros(GROUPS, np.int64), np.zeros(GROUPS, np.int64)
    confidence = np.zeros(GROUPS, np.float64)
    for v in range(lo, hi):
        a, b = int(V["first"][v]), int(V["last"][v])
        group, stage, account, months = P.group[a:b], P.stage[a:b], P.account[a:b], P.months_without_contact[a:b]
        continue_lives(
            group, stage, account, P.need[a:b], P.need_known[a:b], P.frail[a:b], P.events[a:b], P.life[a:b], months
        )
        count_groups(group, P.device[a:b], account, stage, months, P.trust[a:b], persons, others, confidence)
        residents = residents_60 = adults = adults_home = high = no_contact = 0
        device = device_home = active = active_home = dormant = applicants = activists = 0
        trust = trust_home_60 = trust_away = 0.0
        for g in range(1, GROUPS):
            away = g > AWAY_STEP
            inside = g - 1 - (AWAY_STEP if away else 0)
            age = inside - (SEX_STEP if inside >= SEX_STEP else 0)
            number = persons[g] & LOWEST
            residents += 0 if away else number
            if age < ADULT or number == 0:
                continue
            adults += number
            trust += confidence[g]
            device += persons[g] >> SECOND & LOWEST
            active += persons[g] >> THIRD & LOWEST
            dormant += persons[g] >> FOURTH & LOWEST
            high += others[g] & LOWEST
            applicants += others[g] >> THIRD & LOWEST
            activists += others[g] >> FOURTH & LOWEST
            if away:
                trust_away += confidence[g]
            else:
                adults_home += number
                device_home += persons[g] >> SECOND & LOWEST
                active_home += persons[g] >> THIRD & LOWEST
                no_contact += others[g] >> SECOND & LOWEST
                if age >= OLD:
                    residents_60 += number
                    trust_home_60 += confidence[g]
        T["registered"][v] = V["registered"][v]
        T["residents"][v] = residents
        T["residents_60"][v] = residents_60
        T["residents_60_adults"][v] = residents_60
        T["adults"][v] = adults
        T["adults_home"][v] = adults_home
        T["adults_away"][v] = adults - adults_home
        T["device_adults"][v] = device
        T["device_adults_home"][v] = device_home
        T["active"][v] = active
        T["active_home"][v] = active_home
        T["dormant"][v] = dormant
        T["accounts"][v] = active + dormant
        T["trust"][v] = trust
        T["trust_high"][v] = high
        T["trust_away"][v] = trust_away
        T["trust_home_60"][v] = trust_home_60
        T["no_contact_year"][v] = no_contact
        T["applicants"][v] = applicants
        T["activists"][v] = activists
        T["platform_quality"][v] = V["platform_quality"][v]
        T["mobilised"][v] = V["mobilised"][v]
        V["active_share"][v] = active / max(adults, 1)


@kernel
def count_members(P, V, T, members, lo, hi):  # type: ignore[no-untyped-def]
    """Tally each village's members in row order."""
    for v in range(lo, hi):
        number = full = full_home = home = old = young = women = pocket = 0
        age_sum = home_age = 0
        habit = willingness = capacity = 0.0
        for m in range(V["member_first"][v], V["member_last"][v]):
            i = members[m]
            group = int(P.group[i])
            if group == 0 or int(P.stage[i]) < PROBATIONARY:
                continue
            away = group > AWAY_STEP
            inside = group - 1 - (AWAY_STEP if away else 0)
            woman = inside >= SEX_STEP
            age = inside - (SEX_STEP if woman else 0)
            number += 1
            women += woman
            age_sum += age
            old += age >= OLD
            young += age <= YOUNG_MEMBER
            pocket += bool(P.pocket[i])
            willingness += float(P.willingness[i])
            capacity += float(P.capacity[i])
            if not away:
                home += 1
                home_age += age
            if int(P.stage[i]) == FULL:
                full += 1
                full_home += not away
                habit += float(P.habit[i])
        T["members"][v] = number
        T["full_members"][v] = full
        T["full_members_home"][v] = full_home
        T["members_home"][v] = home
        T["members_age"][v] = age_sum
        T["members_home_age"][v] = home_age
        T["members_60"][v] = old
        T["members_35"][v] = young
        T["members_women"][v] = women
        T["pocket_members"][v] = pocket
        T["habit"][v] = habit
        T["willingness"][v] = willingness
        T["capacity"][v] = capacity


class Observation(Mechanism):
    """The last step of the month: it only looks, except that it continues the histories."""

    def step(self, model: Any) -> None:
        """Fill the month's tallies of people."""
        P, V, T = model.people.columns, model.villages.columns, model.recorder.now
        model.over_villages(count_people, P, V, T)
        model.over_villages(count_members, P, V, T, model.members)
        offices = model.offices.columns
        held = (offices["holder"] != 0) | offices["outsider"]
        T["offices"] = 1.0
        T["vacancies"] = ~held
        T["secretary_age"] = np.where(held, offices["age"], 0.0)
        T["secretary_women"] = held & (offices["sex"] == 1)
        T["secretary_capacity"] = np.where(held, offices["capacity"], 0.0)
        T["motivation"] = np.where(held, offices["motivation"], 0.0)
