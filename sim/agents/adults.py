"""Which groups are adults: at home, and wherever they are."""

from __future__ import annotations

import numpy as np

from sim.agents.codes import ADULT, AGES, AWAY_STEP, GROUPS


def _adults(away: tuple[bool, ...]) -> np.ndarray:
    groups = np.arange(GROUPS) - 1
    is_away, age = groups >= AWAY_STEP, groups % AGES
    return ((groups >= 0) & (age >= ADULT) & np.isin(is_away, away)).astype(np.int64)


# 1 for the groups meant, else 0; shape (GROUPS,). The gone are in neither.
AT_HOME = _adults((False,))
OF_AGE = _adults((False, True))
