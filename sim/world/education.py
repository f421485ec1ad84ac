"""Schooling by age and sex, from a census table that has no ages.

The census gives the village tier's schooling by sex only. Ages come from an assumption: within a sex, the odds of
going on to the next level rise by a constant factor with each later year of birth, and nobody has reached a level
before the age at which it begins. One constant for each step and sex is then found so that the census figure of that
sex is met exactly. A pupil counts at the level attended.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.core.compute.functions import logistics
from sim.world.roots import rising_root
from sim.world.tables import AGES, education_counts, residents

LEVELS = ("primary or less", "junior secondary", "senior secondary", "tertiary")
CENSUS_LEVELS = (("未上过学", "小学"), ("初中",), ("高中",), ("大学专科", "大学本科", "研究生"))
ENTRY_AGES = (12, 15, 18)
"""Completed years on the census day (1 November) at which junior, senior and tertiary schooling begin."""
LOWEST_AGE = {2010: 6, 2020: 3}
"""The census asks from this age on."""

_HALVINGS = 59
_WIDEST = 40.0


class CohortGrowth(NamedTuple):
    """Growth of the log odds of each step with the year of birth, 1/year; an assumption, not fitted.

    Two censuses do not identify these: the educated leave, so residents of one cohort lose schooling from 2010 to 2020.

    Attributes
    ----------
    junior : float
        Junior secondary and more, among all.
    senior : float
        Senior secondary and more, among those with junior.
    tertiary : float
        Tertiary, among those with senior.
    """

    junior: float
    senior: float
    tertiary: float


ASSUMED_GROWTH = CohortGrowth(junior=0.09, senior=0.05, tertiary=0.08)
"""Tag A; ranges .06-.12, .02-.08, .04-.12. Set so that about a third of village men born in 1950 and nine in ten born
in 1990 have junior secondary schooling or more (recalled levels, to be checked)."""


def census_shares(year: int) -> NDArray[np.float64]:
    """Share of each of the four levels by sex, [sex, level], among those the census asked."""
    counts = education_counts(year)
    levels = np.stack([sum(counts[name] for name in names) for names in CENSUS_LEVELS], axis=1)
    shares: NDArray[np.float64] = levels / levels.sum(axis=1, keepdims=True)
    return shares


def education_by_age(year: int, growth: CohortGrowth = ASSUMED_GROWTH) -> NDArray[np.float64]:
    """Probability of each level of schooling by sex and age.

    Parameters
    ----------
    year : int
        Census year, 2010 or 2020.
    growth : CohortGrowth
        Growth of the odds of each step with the year of birth.

    Returns
    -------
    array of float, [sex, age, level]
        Adds to 1 over levels. Weighted with village residents of the ages asked, it gives the census shares of each
        sex.
    """
    persons = residents(year)
    target = census_shares(year)
    probability = np.zeros((2, AGES, len(LEVELS)))
    for sex in (0, 1):
        asked = np.where(np.arange(AGES) >= LOWEST_AGE[year], persons[sex], 0.0)
        asked = asked / asked.sum()
        at_least = np.ones(AGES)
        for level, (entry, slope) in enumerate(zip(ENTRY_AGES, growth, strict=True), start=1):
            reached = at_least * _step(asked * at_least, entry, slope, target[sex, level:].sum())
            probability[sex, :, level - 1] = at_least - reached
            at_least = reached
        probability[sex, :, -1] = at_least
    return probability


def _step(weight: NDArray[np.float64], entry: int, slope: float, share: float) -> NDArray[np.float64]:
    """Probability of going on by age, such that its weighted sum is `share`; the constant is found by halving."""
    age = np.arange(AGES)

    def going_on(constant: float) -> NDArray[np.float64]:
        return np.where(age >= entry, logistics(constant - slope * age), 0.0)

    return going_on(
        rising_root(lambda constant: (weight * going_on(constant)).sum() - share, -_WIDEST, _WIDEST, _HALVINGS)
    )
