"""Share away among people of about the same age."""

from __future__ import annotations

import numpy as np

from sim.agents.codes import AGES, AWAY_STEP, SEX_STEP
from sim.core.kernels import kernel


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
