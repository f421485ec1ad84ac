"""Ages and sexes of Party members and recruits in the start population.

Members are drawn by age band to survey shares and, in a band, by sex; within band and sex everybody is equally
likely, wherever they live.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.core.compute.elementary import exps
from sim.core.config.language import message
from sim.world.roots import rising_root
from sim.world.tables import AGES

BANDS = ((18, 30), (31, 45), (46, 60), (61, 100))
BAND_SHARES = (0.11, 0.30, 0.35, 0.24)
"""Share of members in each age band (village survey, tag D)."""
MEN_SHARES = (0.65, 0.78, 0.84, 0.88)
"""Share of men among the members of each age band (tag L/A)."""
MEMBER_SHARE = {2010: 0.028, 2020: 0.034}
"""Members of village branches over the registered: farmer members of the bulletins (24.8 m at the end of 2011, 25.9 m
in 2021) over the registered population of the tables."""
RECRUIT_AGES = (18, 60)
RECRUITS_BY_35 = 0.82
"""Share of recruits aged 35 or less (bulletins 2012-2021: 81-82 %, tag D)."""
FULL_APPETITE_AGE = 25
"""Up to this age applying does not depend on age (model submodel S14)."""

_HALVINGS = 59


def member_probability(registered: NDArray[np.float64], member_share: float) -> NDArray[np.float64]:
    """Probability of being a member, [sex, age].

    Parameters
    ----------
    registered : array of float, [sex, age]
        Shares of the registered, adding to 1.
    member_share : float
        Members over registered, above 0 and below .2.

    Returns
    -------
    array of float, [sex, age]
        Its mean weighted with `registered` is `member_share`.

    Raises
    ------
    ValueError
        If the share is outside its range.
    """
    if not 0.0 < member_share < 0.2:
        text = message("member_share {share} is outside the range above 0 and below .2", share=member_share)
        raise ValueError(text)
    probability = np.zeros((2, AGES))
    for (low, high), band, men in zip(BANDS, BAND_SHARES, MEN_SHARES, strict=True):
        ages = slice(low, high + 1)
        for sex, part in enumerate((men, 1.0 - men)):
            probability[sex, ages] = member_share * band * part / registered[sex, ages].sum()
    return probability


def recruit_distribution(registered: NDArray[np.float64]) -> NDArray[np.float64]:
    """Ages and sexes of a year's recruits, [sex, age], adding to 1.

    The registered of each age times an appetite that falls exponentially from 25 on; the fall is found so that 82 %
    are 35 or younger. Men have the share of the members' band.
    """
    age = np.arange(AGES)
    eligible = (age >= RECRUIT_AGES[0]) & (age <= RECRUIT_AGES[1])
    by_age = np.where(eligible, registered.sum(axis=0), 0.0)

    def weights(fall: float) -> NDArray[np.float64]:
        weight = by_age * exps(-fall * np.maximum(age - FULL_APPETITE_AGE, 0))
        return np.asarray(weight / weight.sum())

    weight = weights(rising_root(lambda fall: weights(fall)[:36].sum() - RECRUITS_BY_35, 0.0, 1.0, _HALVINGS))
    men = np.zeros(AGES)
    for (first, last), share in zip(BANDS, MEN_SHARES, strict=True):
        men[first : last + 1] = share
    return np.stack([weight * men, weight * (1.0 - men)])
