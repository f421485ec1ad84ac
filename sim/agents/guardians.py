"""Children and the parent they come and go with.

Columns that these helpers read are passed as slices of the village, because relatives are numbered within it.
"""

from __future__ import annotations

from sim.agents.codes import AWAY_STEP, NOBODY
from sim.core.kernels import kernel

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
