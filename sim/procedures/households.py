"""Households of a village: their identities for draws, who is in them, and of how many kinds they are poor."""

from __future__ import annotations

import numpy as np

from sim.agents.codes import ADULT, AGES, AWAY_STEP, GROUPS, POOR_DEPRIVED, POOR_INCOME
from sim.core.compute.kernels import kernel

NUMBER_BITS = np.uint64(16)
FIELD = 10  # bits of each count in a packed word: no household has a thousand persons
COUNTED = (1 << FIELD) - 1
PERSONS, AWAY, ADULTS, ADULTS_AWAY, OLD, PUPILS = (FIELD * place for place in range(6))
OLD_ABOVE = 70
SCHOOL_AGES = (6, 15)


def _parts() -> np.ndarray:
    groups = np.arange(GROUPS, dtype=np.int64) - 1
    living, away, age = groups >= 0, groups >= AWAY_STEP, groups % AGES
    adult, (youngest, oldest) = age >= ADULT, SCHOOL_AGES
    facts = (living, away, adult, adult & away, age > OLD_ABOVE, (age >= youngest) & (age <= oldest))
    return sum((living & fact).astype(np.int64) << (FIELD * place) for place, fact in enumerate(facts))  # type: ignore[return-value]


# What a person of each group adds to the packed counts of the household; the gone add nothing.
PART = _parts()


@kernel
def name_homes(village, ids):  # type: ignore[no-untyped-def]
    """Write the identities of a village's households, by its own identity and their number."""
    base = village << NUMBER_BITS
    for k in range(ids.size):
        ids[k] = base + np.uint64(k)


@kernel
def count_homes(homes, groups, counts):  # type: ignore[no-untyped-def]
    """Count who is in each household.

    Parameters
    ----------
    homes, groups : uint16 arrays, shape (n,)
        Number of the household and group of each person of one village.
    counts : int64 array, shape (households,)
        Written: packed counts; ``counts[k] >> OLD & COUNTED`` is the number of old persons.
    """
    for k in range(counts.size):
        counts[k] = 0
    for j in range(groups.size):
        counts[homes[j]] += PART[groups[j]]


KINDS = 4  # deprivations
LACKS = np.array([bin(bits).count("1") for bits in range(1 << KINDS)])
# Bits of ``poor`` that count, by the place of the name in POVERTY.
POVERTY = ("either", "income", "deprived")
COUNTING = np.array([POOR_INCOME | POOR_DEPRIVED, POOR_INCOME, POOR_DEPRIVED])
