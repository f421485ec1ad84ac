"""Tables of monthly chances by sex and month of age, as words to compare draws with.

A mechanism whose hazards depend on age and sex alone looks a person's chance up instead of computing it; the bound of a
whole group picks the few rows that are looked up.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sim.agents.codes import AGES, AWAY_STEP, GROUPS
from sim.core.compute.draws import LARGEST_WORD, WORDS
from sim.core.compute.elementary import exps, powers
from sim.core.config.calendar import MONTHS
from sim.core.config.language import message

MONTHS_OF_AGE = AGES * MONTHS
OLDEST = MONTHS_OF_AGE - 1
GRID = 4096


def exact_ages() -> NDArray[np.float64]:
    """Ages in years at which the tables stand, one a month, shape (MONTHS_OF_AGE,)."""
    return np.arange(MONTHS_OF_AGE) / MONTHS


def word_bounds(hazard: ArrayLike) -> NDArray[np.int64]:
    """Words below which a draw means yes in a month with these hazards (1/month); 0 where nothing can happen."""
    probability = 1.0 - exps(-np.asarray(hazard, dtype=np.float64))
    return np.clip(np.ceil(probability * WORDS - 0.5), 0, LARGEST_WORD + 1).astype(np.int64)


def most_of_year(by_month: np.ndarray) -> np.ndarray:
    """Largest value within each year of age; the last axis shrinks from months to years."""
    return by_month.reshape(*by_month.shape[:-1], AGES, MONTHS).max(axis=-1)


def by_group(by_sex_and_age: NDArray[np.int64]) -> NDArray[np.int64]:
    """Lay a table by sex and year of age out by group, the same at home and away; the gone have 0."""
    table = np.zeros(GROUPS, np.int64)
    table[1 : 1 + AWAY_STEP] = by_sex_and_age.ravel()
    table[1 + AWAY_STEP :] = by_sex_and_age.ravel()
    return table


def one_value(settings: NDArray[np.void], name: str, mechanism: str) -> float:
    """Return the value of a parameter that a table is made from.

    Parameters
    ----------
    settings : structured array, shape (villages,)
        Values of the mechanism's parameters.
    name, mechanism : str
        Parameter and mechanism.

    Raises
    ------
    ValueError
        If the value differs between villages: one table serves all of them.
    """
    values = settings[name]
    if (values != values[0]).any():
        text = message(
            "{name} is {low:g} to {high:g} in this world; it shapes a table that all villages share, so give it one "
            "value (levels such as migration.leave may differ)",
            name=f"{mechanism}.{name}",
            low=values.min(),
            high=values.max(),
        )
        raise ValueError(text)
    return float(values[0])


def beta_quantiles(mean: float, weight: float, count: int) -> NDArray[np.float64]:
    """Quantiles of a Beta distribution at the middles of ``count`` equal steps of probability.

    Parameters
    ----------
    mean, weight : float
        Mean and sum of the two parameters, both of which must be at least 1.
    count : int
        Number of quantiles.
    """
    x = (np.arange(GRID) + 0.5) / GRID
    density = powers(x, mean * weight - 1.0) * powers(1.0 - x, (1.0 - mean) * weight - 1.0)
    reached = (np.cumsum(density) - 0.5 * density) / density.sum()
    return np.interp((np.arange(count) + 0.5) / count, reached, x)
