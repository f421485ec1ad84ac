"""Migrants and those who move with them: children and their guardian, peers who are away, presence at the festival.

Columns that these helpers read are passed as slices of the village, because relatives are numbered within it.
"""

from __future__ import annotations

import numpy as np

from sim.agents.codes import AGES, AWAY_STEP, NOBODY, SEX_STEP
from sim.core.compute.draws import stream, uniform
from sim.core.compute.kernels import kernel

STAYED, LEFT, RETURNED, DEPARTED = 0, 1, 2, 3
"""What somebody does in a month."""


@kernel
def guardian_of(group, mother, father, j):  # type: ignore[no-untyped-def]
    """Return the row of the parent a child goes with: the mother, without her the father, NOBODY without both."""
    row = int(mother[j])
    if row == NOBODY or int(group[row]) == 0:
        row = int(father[j])
        if row != NOBODY and int(group[row]) == 0:
            row = NOBODY
    return row


@kernel
def moves_alone(group, mother, father, young, j):  # type: ignore[no-untyped-def]
    """Tell whether somebody has hazards of her own: not a child with a parent, nor one away with its guardian."""
    if not young[int(group[j])]:
        return True
    guardian = guardian_of(group, mother, father, j)
    return guardian == NOBODY or (int(group[j]) > AWAY_STEP and int(group[guardian]) <= AWAY_STEP)


@kernel
def child_follows(group, mother, father, moves, j):  # type: ignore[no-untyped-def]
    """Return what the moves that a child's parents decided on this month would mean for it."""
    guardian = guardian_of(group, mother, father, j)
    if guardian == NOBODY:
        return STAYED
    move = int(moves[guardian])
    if int(group[j]) > AWAY_STEP:
        return STAYED if move == LEFT else move
    if move == LEFT:
        return LEFT
    other = int(father[j])
    second = guardian != other and other != NOBODY and int(group[guardian]) > AWAY_STEP and int(group[other]) != 0
    return LEFT if second and int(moves[other]) == LEFT else STAYED


@kernel
def peers_away(counts, window, share):  # type: ignore[no-untyped-def]
    """Share away among people of both sexes within ``window`` years of each age; -1 where there is nobody."""
    home_before = np.zeros(AGES + 1, np.int64)
    away_before = np.zeros(AGES + 1, np.int64)
    for age in range(AGES):
        g = 1 + age
        home_before[age + 1] = home_before[age] + counts[g] + counts[g + SEX_STEP]
        away_before[age + 1] = away_before[age] + counts[g + AWAY_STEP] + counts[g + AWAY_STEP + SEX_STEP]
    for age in range(AGES):
        low, high = max(age - window, 0), min(age + window + 1, AGES)
        away = away_before[high] - away_before[low]
        everybody = away + home_before[high] - home_before[low]
        share[age] = away / everybody if everybody > 0 else -1.0


FESTIVAL = stream("migration.festival")


@kernel
def present_at_festival(seed, identity, month, probability):  # type: ignore[no-untyped-def]
    """Whether somebody who lives away is in the village in this festival month.

    Parameters
    ----------
    seed, identity : uint64
        World seed and person.
    month : int
        Calendar month.
    probability : float
        The village's ``migration.festival``.
    """
    return uniform(seed, FESTIVAL, identity, month, 0) < probability
