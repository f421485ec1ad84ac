"""Cells in which persons are counted: bins of a month's histogram, and the cells that are kept by year.

A *bin* is an age class by sex by home or away, times eight for who is left behind. A *cell* is one of twelve groups of
adults (under 45, 45 to 59, 60 and over, by sex, by home or away) or of the three groups of the left behind.
"""

from __future__ import annotations

import numpy as np

from sim.agents.codes import ADULT, AGES, AWAY_STEP, GROUPS, SEX_STEP
from sim.core.compute.kernels import kernel

# Age classes by the age at which they end; the class of 45 belongs to "45 and under" and to "45 to 59".
AGE_ENDS = (16, ADULT, 45, 46, 60, AGES)
UNDER_16, UNDER_18, UNDER_45, OF_45, UNDER_60, OLD = range(len(AGE_ENDS))
CLASSES = len(AGE_ENDS)
LEFT_BEHIND_KINDS = 8
BINS = LEFT_BEHIND_KINDS * (1 + 4 * CLASSES)
# Left behind as it stands in a bin: bits of adults as they are, those of children moved to the place of the first two.
LEFT_BITS, CHILD_BITS_SHIFT = 7, 3

AGE_CELLS = 3
HOME_CELLS = tuple(range(2 * AGE_CELLS))
AWAY_CELLS = tuple(range(2 * AGE_CELLS, 4 * AGE_CELLS))
WOMEN_CELL, ELDERS_CELL, GUARDIANS_CELL = 4 * AGE_CELLS, 4 * AGE_CELLS + 1, 4 * AGE_CELLS + 2
LEFT_CELLS = np.array([WOMEN_CELL, ELDERS_CELL, GUARDIANS_CELL])  # by the bits of who is left behind
CELLS = GUARDIANS_CELL + 1
NO_CELL = CELLS

# Places of the tallies by group, in the order of their declaration (tallies.py).
(PERSONS, ARISEN, SUCCESSES, FAILURES, NOT_FOUND_SEARCHES, VISITS, MESSAGES) = range(7)
(NO_CONTACT, TRUST, WITH_DEVICE, ACTIVE_USERS, DORMANT_ACCOUNTS, MISPERCEPTION) = range(7, 13)


def _tables() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """First bin of each group, cell of each bin, cell of each group."""
    group = np.arange(GROUPS) - 1
    away, sex = group // AWAY_STEP, group % AWAY_STEP // SEX_STEP
    age_class = np.searchsorted(AGE_ENDS, group % AGES, side="right")
    bins = np.where(group < 0, 0, LEFT_BEHIND_KINDS * (1 + CLASSES * (2 * away + sex) + age_class))
    age = np.select([age_class <= UNDER_45, age_class <= UNDER_60], [0, 1], 2)
    cell = np.where((group < 0) | (age_class < UNDER_45), NO_CELL, age + AGE_CELLS * (sex + 2 * away))
    cell_of_bin = np.full(BINS, NO_CELL)
    for first, each in zip(bins, cell, strict=True):
        cell_of_bin[first : first + LEFT_BEHIND_KINDS] = each
    return bins.astype(np.uint8), cell_of_bin.astype(np.int64), cell.astype(np.int64)


BIN_OF_GROUP, CELL_OF_BIN, CELL_OF_GROUP = _tables()
"""First bin of each group; cell of each bin and of each group, ``NO_CELL`` for children and the gone."""


@kernel
def add_one(cells, group, behind):  # type: ignore[no-untyped-def]
    """Add one to the cell of an adult, and to those of the left behind that she is in while at home."""
    cells[CELL_OF_GROUP[group]] += 1.0
    for kind in range(LEFT_CELLS.size):
        if group <= AWAY_STEP and behind >> kind & 1:
            cells[LEFT_CELLS[kind]] += 1.0
