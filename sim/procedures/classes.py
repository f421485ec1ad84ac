"""Who sits in a class: adults at home with a device, by lot, by age, by who comes first, or through the young at home.

A village has as many places as a share of its adults at home. Places that leak go to whoever comes, and who comes is
more likely the more able; of the others a share is kept for those of 60 and over, and lots decide. With ``family`` the
young of a household teach its old: then only the old who live with somebody young who has a device can be taught.
"""

from __future__ import annotations

import numpy as np

from sim.agents.codes import ADULT, AGES, AWAY_STEP
from sim.core.compute.draws import unit
from sim.core.compute.kernels import kernel

OLD = 60
CHILD, YOUNG = 12, 30  # ages between which the young teach


@kernel
def homes_with_young(groups, devices, homes, young):  # type: ignore[no-untyped-def]
    """Mark the households where somebody of 12 to 29 with a device is at home."""
    for j in range(groups.size):
        age = (int(groups[j]) - 1) % AGES
        if 0 < groups[j] <= AWAY_STEP and CHILD <= age < YOUNG and devices[j]:
            young[homes[j]] = True


@kernel
def seat(groups, devices, skills, homes, young, words, places, old, leak, family, seated):  # type: ignore[no-untyped-def]
    """Mark who has a place.

    ``words`` are one draw each; ``places`` a share of adults at home, ``old`` the share of places for those of 60 and
    over, ``leak`` that of places that go to whoever comes; ``family`` is nought for a class.
    """
    adults = olds = others = 0
    able = 0.0
    for j in range(groups.size):
        age = (int(groups[j]) - 1) % AGES
        seated[j] = False
        if not 0 < groups[j] <= AWAY_STEP or age < ADULT:
            continue
        adults += 1
        if devices[j]:
            able += np.float64(skills[j])
            if age < OLD:
                others += 1
            elif family <= 0.0 or young[homes[j]]:
                olds += 1
    number = places * adults
    kept = number * (1.0 - leak)
    of_old = kept * old / max(olds, 1)
    of_others = kept * (1.0 - old) / max(others, 1) if family <= 0.0 else 0.0
    of_skill = number * leak / able if able > 0.0 else 0.0
    for j in range(groups.size):
        age = (int(groups[j]) - 1) % AGES
        if not 0 < groups[j] <= AWAY_STEP or age < ADULT or not devices[j]:
            continue
        chance = of_skill * np.float64(skills[j])
        if age < OLD:
            chance += of_others
        elif family <= 0.0 or young[homes[j]]:
            chance += of_old
        seated[j] = unit(words[j]) < chance
