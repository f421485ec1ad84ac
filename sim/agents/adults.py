"""Tables by group that tell adults at home from adults away."""

from __future__ import annotations

from sim.agents.codes import AGES, AWAY_STEP, SEX_STEP
from sim.core.kernels import kernel

ADULT = 18


@kernel
def set_adults(table, home, away):  # type: ignore[no-untyped-def]
    """Write one number for all groups of adults at home and one for those away; children and the gone keep theirs.

    Parameters
    ----------
    table : int64 array, shape (GROUPS,)
        Written.
    home, away : int
        Numbers of the adults.
    """
    for sex in (0, 1):
        for age in range(ADULT, AGES):
            table[1 + SEX_STEP * sex + age] = home
            table[1 + AWAY_STEP + SEX_STEP * sex + age] = away
