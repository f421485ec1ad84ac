"""Observation: counts the people at the end of the month, and continues every person's history.

reads   all columns of persons
writes  tallies of people, members, offices, digital use, trust and the left behind; tallies by group; ``life``,
        ``months_without_contact``
draws   nothing
tested  against plain sums over the columns; sums over groups are those of the villages
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.agents.codes import AWAY_STEP, FULL, PROBATIONARY, SEX_STEP, SUSPENDED
from sim.core.compute.kernels import kernel
from sim.core.config.calendar import DECEMBER, MONTHS
from sim.core.declarations.mechanism import Mechanism
from sim.procedures.cells import BINS, CELLS, MISPERCEPTION
from sim.procedures.counting import fill_bins, tally_bins
from sim.procedures.neighbours import count_near_members
from sim.procedures.people import most_people

OLD_MEMBER, YOUNG_MEMBER = 60, 35
MIDDLE_FROM, MIDDLE_TO = 30, 45
WITHOUT_ADMISSION = 36
LONGEST = 255
TOUCHED = 0xF9  # any event but failure and not found
# Places of a person's states in the number that is folded into the hash of her life.
STAGE_PLACE, ACCOUNT_PLACE, NEED_PLACE, KNOWN_PLACE, FRAIL_PLACE = 512, 4096, 16384, 131072, 262144
HASH_FACTOR = 16777619  # the FNV-1a prime
HASH_MASK = 4294967295


@kernel
def continue_lives(group, stage, account, need, known, frail, events, life, months):  # type: ignore[no-untyped-def]
    """Fold this month's state into each life, and count the months since the last contact."""
    for j in range(group.size):
        state = int(group[j]) + STAGE_PLACE * int(stage[j]) + ACCOUNT_PLACE * int(account[j])
        state += NEED_PLACE * int(need[j]) + KNOWN_PLACE * int(known[j]) + FRAIL_PLACE * int(frail[j])
        life[j] = ((int(life[j]) ^ state) * HASH_FACTOR) & HASH_MASK
        months[j] = 0 if int(events[j]) & TOUCHED else min(LONGEST, int(months[j]) + 1)


@kernel
def count_people(P, V, T, cells, lo, hi):  # type: ignore[no-untyped-def]
    """Tally each village's people: by bin in row order, then over the bins; ``cells`` are those of the year."""
    persons, others = np.zeros(BINS, np.int64), np.zeros(BINS, np.int64)
    happened, messages = np.zeros(BINS, np.int64), np.zeros(BINS, np.int64)
    sums = np.zeros((2, BINS), np.float64)
    most = most_people(V, lo, hi)
    bins, words = np.empty(most, np.uint8), np.empty((2, most), np.int64)
    for v in range(lo, hi):
        a, b = int(V["first"][v]), int(V["last"][v])
        group, stage, account, months = P.group[a:b], P.stage[a:b], P.account[a:b], P.months_without_contact[a:b]
        continue_lives(
            group, stage, account, P.need[a:b], P.need_known[a:b], P.frail[a:b], P.events[a:b], P.life[a:b], months
        )
        fill_bins(
            group, P.left_behind[a:b], P.device[a:b], account, stage, months, P.events[a:b], P.trust[a:b],
            P.misperception[a:b], bins, words, persons, others, happened, messages, sums,
        )  # fmt: skip
        tally_bins(T, cells, v, persons, others, happened, messages, sums)
        T["registered"][v] = V["registered"][v]
        T["platform_quality"][v] = V["platform_quality"][v]
        T["mobilised"][v] = V["mobilised"][v]
        T["leadership"][v] = V["leadership"][v]
        T["content"][v] = V["content"][v]
        V["active_share"][v] = T["active"][v] / max(T["adults"][v], 1.0)


@kernel
def count_members(P, V, T, members, lo, hi):  # type: ignore[no-untyped-def]
    """Tally each village's members in row order."""
    for v in range(lo, hi):
        number = full = full_home = home = old = young = women = pocket = middle_home = old_home = 0
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
            old += age >= OLD_MEMBER
            young += age <= YOUNG_MEMBER
            pocket += bool(P.pocket[i])
            willingness += float(P.willingness[i])
            capacity += float(P.capacity[i])
            if not away:
                home += 1
                home_age += age
                middle_home += MIDDLE_FROM <= age <= MIDDLE_TO
                old_home += age >= OLD_MEMBER
            if int(P.stage[i]) == FULL and int(P.pending[i]) != SUSPENDED:
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
        T["members_middle_home"][v] = middle_home
        T["members_60_home"][v] = old_home
        T["pocket_members"][v] = pocket
        T["habit"][v] = habit
        T["willingness"][v] = willingness
        T["capacity"][v] = capacity


@kernel
def count_offices(O, T, v):  # type: ignore[no-untyped-def]
    """Tally the office of the secretary, and its holder where there is one."""
    held = O["holder"][v] != 0 or bool(O["outsider"][v])
    T["offices"][v] = 1.0
    T["vacancies"][v] = not held
    T["secretary_women"][v] = held and int(O["sex"][v]) == 1
    T["secretary_returned"][v] = held and bool(O["returned"][v])
    T["secretary_age"][v] = float(O["age"][v]) if held else 0.0
    T["secretary_capacity"][v] = float(O["capacity"][v]) if held else 0.0
    T["secretary_willingness"][v] = float(O["willingness"][v]) if held else 0.0
    T["motivation"][v] = float(O["motivation"][v]) if held else 0.0
    T["integrity"][v] = float(O["integrity"][v]) if held else 0.0
    T["tenure"][v] = float(O["tenure"][v]) if held else 0.0


@kernel
def count_branches(O, T, admitted, lo, hi):  # type: ignore[no-untyped-def]
    """Tally what villages are asked once each: the office, and whether years passed without an admission.

    ``admitted`` are the admissions of three years less this month, -1 while fewer years have been seen.
    """
    for v in range(lo, hi):
        count_offices(O, T, v)
        T["no_admission"][v] = admitted[v] >= 0.0 and float(T["admissions"][v]) + admitted[v] == 0.0


@kernel
def count(P, V, T, cells, members, lo, hi):  # type: ignore[no-untyped-def]
    """Tally everybody, then the members."""
    count_people(P, V, T, cells, lo, hi)
    count_members(P, V, T, members, lo, hi)


class Observation(Mechanism):
    """The last step of the month: it only looks, except that it continues the histories."""

    by_village = True

    def step(self, model: Any) -> None:
        """Fill the month's tallies of people, and those of the year by group."""
        P, V, T = model.people.columns, model.villages.columns, model.recorder.now
        by_group = model.recorder.by_group
        cells = np.zeros((len(V), CELLS, MISPERCEPTION + 1)) if by_group is None else by_group.now
        model.over_villages(count, P, V, T, cells, model.members)
        if model.month % MONTHS == DECEMBER:
            model.over_villages(count_near_members, P, V, T, model.members)
        model.over_villages(count_branches, model.offices.columns, T, self._admitted(model))

    @staticmethod
    def _admitted(model: Any) -> np.ndarray:
        """Admissions of three years less this month, -1 until three years have been seen in which people could join."""
        slept = model.burn_in if getattr(model, "dated", None) else 0
        if model.months_run - slept < WITHOUT_ADMISSION - 1:
            return np.full(len(model.recorder.now), -1.0)
        admitted: np.ndarray = model.recorder.window("admissions", WITHOUT_ADMISSION - 1)
        return admitted
