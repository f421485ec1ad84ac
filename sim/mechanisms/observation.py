"""Observation: counts the people at the end of the month, and continues every person's history.

reads   all columns of persons                    writes  tallies of people, members, digital use and trust; ``life``,
draws   nothing                                           ``months_without_contact``
tested  against plain sums over the columns
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.agents.codes import ACTIVE, ACTIVIST, APPLICANT, AWAY_STEP, DORMANT, FULL, PROBATIONARY, SEX_STEP
from sim.core.kernels import kernel
from sim.core.mechanism import Mechanism

ADULT = 18
OLD = 60
YOUNG_MEMBER = 35
YEAR = 12
LONGEST = 255
TRUSTING = 0.5
HASH_FACTOR = 16777619  # the FNV-1a prime
HASH_MASK = 4294967295


@kernel
def count_people(P, V, T, lo, hi):  # type: ignore[no-untyped-def]
    """Tally each village's people in row order, and fold each person's state into the hash of her life."""
    for v in range(lo, hi):
        residents = residents_60 = adults = adults_home = high = no_contact = 0
        device = device_home = active = active_home = dormant = 0
        trust = trust_home_60 = trust_away = 0.0
        applicants = activists = 0
        for i in range(V["first"][v], V["last"][v]):
            group = int(P.group[i])
            if group == 0:
                continue
            stage = int(P.stage[i])
            account = int(P.account[i])
            need = int(P.need[i])
            state = (
                group
                + 512 * stage
                + 4096 * account
                + 16384 * need
                + 131072 * bool(P.need_known[i])
                + 262144 * bool(P.frail[i])
            )
            P.life[i] = ((int(P.life[i]) ^ state) * HASH_FACTOR) & HASH_MASK
            away = group > AWAY_STEP
            inside = group - 1 - (AWAY_STEP if away else 0)
            age = inside - (SEX_STEP if inside >= SEX_STEP else 0)
            residents += not away
            if int(P.events[i]) & 0xF9:  # anything but failure and not found
                P.months_without_contact[i] = 0
            elif int(P.months_without_contact[i]) < LONGEST:
                P.months_without_contact[i] = int(P.months_without_contact[i]) + 1
            if age < ADULT:
                continue
            adults += 1
            confidence = float(P.trust[i])
            trust += confidence
            high += confidence > TRUSTING
            has_device = bool(P.device[i])
            device += has_device
            active += account == ACTIVE
            dormant += account == DORMANT
            applicants += stage == APPLICANT
            activists += stage == ACTIVIST
            if away:
                trust_away += confidence
            else:
                adults_home += 1
                device_home += has_device
                active_home += account == ACTIVE
                no_contact += int(P.months_without_contact[i]) >= YEAR
                if age >= OLD:
                    residents_60 += 1
                    trust_home_60 += confidence
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
