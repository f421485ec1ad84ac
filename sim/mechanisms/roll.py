"""The roll: who is registered, at home, of age, a member this month, and each quarter who is left behind.

reads   group, stage, pending, frail, months_away, links
writes  the index of members, the counts of the village table, ``left_behind``
draws   nothing
tested  against plain sums over the columns; a full index raises an error; families made by hand
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.agents.codes import ADULT, AWAY_STEP, FULL, GROUPS, PROBATIONARY, SEX_STEP, SUSPENDED
from sim.core.compute.kernels import kernel
from sim.core.declarations.mechanism import Mechanism
from sim.procedures.left_behind import mark_left_behind
from sim.procedures.people import most_people

QUARTER = 3
INDEX_PART = 4
INDEX_ROWS = 16


@kernel
def list_members(stage, rows):  # type: ignore[no-untyped-def]
    """Write the places of those at the stage of a member; returns how many there are."""
    number = 0
    for j in range(stage.size):
        rows[number] = j
        number += int(stage[j]) >= PROBATIONARY
    return number


@kernel
def call_the_roll(P, V, members, lo, hi):  # type: ignore[no-untyped-def]
    """Count each village's people and list the rows of its members; returns the village whose index is full, or -1."""
    persons, rows = np.zeros(GROUPS, np.int64), np.empty(most_people(V, lo, hi) + 1, np.int64)
    for v in range(lo, hi):
        place = int(V["member_first"][v])
        full_index = place + (int(V["room"][v]) - int(V["first"][v])) // INDEX_PART + INDEX_ROWS
        a, b = int(V["first"][v]), int(V["last"][v])
        groups, stages, pending = P.group[a:b], P.stage[a:b], P.pending[a:b]
        persons[:] = 0
        for j in range(b - a):
            persons[groups[j]] += 1
        registered = residents = adults = adults_home = full = full_home = 0
        for group in range(1, GROUPS):
            away = group > AWAY_STEP
            inside = group - 1 - (AWAY_STEP if away else 0)
            of_age = inside - (SEX_STEP if inside >= SEX_STEP else 0) >= ADULT
            registered += persons[group]
            residents += 0 if away else persons[group]
            adults += persons[group] if of_age else 0
            adults_home += persons[group] if of_age and not away else 0
        for c in range(list_members(stages, rows)):
            j = rows[c]
            group = int(groups[j])
            if group == 0:
                continue
            if place >= full_index:
                return v
            members[place] = a + j
            place += 1
            if int(stages[j]) == FULL and int(pending[j]) != SUSPENDED:
                away = group > AWAY_STEP
                full += 1
                full_home += not away
        V["member_last"][v] = place
        V["registered"][v] = registered
        V["residents"][v] = residents
        V["adults"][v] = adults
        V["adults_home"][v] = adults_home
        V["full_members"][v] = full
        V["full_home"][v] = full_home
    return -1


def make_index(model: Any) -> np.ndarray:
    """Room for the index of members: a quarter of each village's rows, and some."""
    V = model.villages.columns
    room = (V["room"] - V["first"]) // INDEX_PART + INDEX_ROWS
    V["member_first"] = np.cumsum(room) - room
    return np.full(int(room.sum()), -1, np.int32)


class Roll(Mechanism):
    """Counts and the index of members, made anew each month once everybody has come or gone."""

    by_village = True

    def setup(self, model: Any) -> None:
        """Make the index and the first counts; also called when rows are laid out anew.

        Only the start population is asked who is left behind: a layout must not change what is known.
        """
        model.members = make_index(model)
        model.taught = np.zeros(len(model.members), np.bool_)
        if not model.months_run:
            model.over_villages(mark_left_behind, model.people.columns, model.villages.columns)
        self._call(model)

    def step(self, model: Any) -> None:
        """Call the roll, and in the first month of a quarter ask who is left behind.

        Raises
        ------
        IndexError
            If a village has more members than its part of the index holds.
        """
        if model.month % QUARTER == 0:
            model.over_villages(mark_left_behind, model.people.columns, model.villages.columns)
        self._call(model)

    def _call(self, model: Any) -> None:
        full = model.over_villages(call_the_roll, model.people.columns, model.villages.columns, model.members)
        if max(full) >= 0:
            raise IndexError(
                f"village {max(full)} has more members than a quarter of its rows; its index of members is full"
            )
