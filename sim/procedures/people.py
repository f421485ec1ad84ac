"""Rows and groups of people: the largest village, for the notes that a loop makes of each; which groups are adults."""

from __future__ import annotations

import numpy as np

from sim.agents.codes import ADULT, AGES, AWAY_STEP, GROUPS
from sim.core.compute.kernels import kernel


@kernel
def most_people(V, lo, hi):  # type: ignore[no-untyped-def]
    """Rows of people in the village that has most of them, among ``lo:hi``."""
    most = 0
    for v in range(lo, hi):
        most = max(most, int(V["last"][v]) - int(V["first"][v]))
    return most


@kernel
def most_homes(V, lo, hi):  # type: ignore[no-untyped-def]
    """Rows of households in the village that has most of them, among ``lo:hi``."""
    most = 0
    for v in range(lo, hi):
        most = max(most, int(V["household_last"][v]) - int(V["household_first"][v]))
    return most


def _adults(away: tuple[bool, ...]) -> np.ndarray:
    groups = np.arange(GROUPS) - 1
    is_away, age = groups >= AWAY_STEP, groups % AGES
    return ((groups >= 0) & (age >= ADULT) & np.isin(is_away, away)).astype(np.int64)


# 1 for the groups meant, else 0; shape (GROUPS,). The gone are in neither.
AT_HOME = _adults((False,))
OF_AGE = _adults((False, True))
