"""The toy that every engine runs: what a month is, and what must come out of it.

Villages of 500 people. Every month each person, in this order,

1. grows one month older;
2. dies with a Gompertz hazard; a newborn (age 0, at home, not an adopter) takes the same row, so that the population
   keeps its size, and does nothing else that month;
3. leaves, if at home, with a hazard that depends on age, or returns, if away, with a constant one;
4. adopts, if not yet an adopter, with hazard ``INNOVATION + IMITATION * share``, where ``share`` is the village's share
   of adopters (present and away) at the start of the month.

Steps 2 to 4 use independent draws. Everybody starts at home, nobody as an adopter, with ages spread evenly from 0 to 79
years. The numbers are conventions of the benchmark and describe no place.

The module needs NumPy only, so that it can be imported in the environment of any engine.
"""

from __future__ import annotations

from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

VILLAGE_SIZE = 500
MONTHS = 60
MONTHS_A_YEAR = 12
OLDEST = 110 * MONTHS_A_YEAR
START_SPAN = 80 * MONTHS_A_YEAR
START_STRIDE = 7919  # a prime: neighbouring rows differ in age; every village has the same ages

DEATH_LEVEL = 5e-5  # a year, at age 0
DEATH_SLOPE = 0.09  # a year of age
LEAVE_FROM = 16  # years
LEAVE_LEVEL = 0.03  # a month, at LEAVE_FROM
LEAVE_DECLINE = 15.0  # years in which the hazard falls to 1/e
RETURN = 0.02  # a month
INNOVATION = 0.002  # a month
IMITATION = 0.05  # a month, at a share of 1


class State(NamedTuple):
    """Where the population stands: one entry a person, village after village."""

    age: NDArray[np.int64]  # completed months
    away: NDArray[np.bool_]
    adopted: NDArray[np.bool_]


class Toy(Protocol):
    """What each ``toy_*`` module builds with ``build(villages, seed)``."""

    def month(self) -> None:
        """Take everybody one month further."""

    def state(self) -> State:
        """Read the population, village after village."""


def start(villages: int) -> State:
    """First state of ``villages`` villages; the same for every engine."""
    rows = np.arange(villages * VILLAGE_SIZE)
    nobody = np.zeros(rows.size, dtype=np.bool_)
    return State(rows % VILLAGE_SIZE * START_STRIDE % START_SPAN, nobody, nobody.copy())


def death_by_age() -> NDArray[np.float64]:
    """Monthly probability of death by age in months; certain at ``OLDEST``, so that no age passes a table's end."""
    years = np.arange(OLDEST + 1) / MONTHS_A_YEAR
    probability = 1.0 - np.exp(-DEATH_LEVEL * np.exp(DEATH_SLOPE * years) / MONTHS_A_YEAR)
    probability[OLDEST] = 1.0
    return probability


def leave_by_age() -> NDArray[np.float64]:
    """Monthly probability that a person at home leaves, by age in months."""
    years = np.arange(OLDEST + 1) / MONTHS_A_YEAR
    return np.where(years < LEAVE_FROM, 0.0, LEAVE_LEVEL * np.exp(-(years - LEAVE_FROM) / LEAVE_DECLINE))


def expected(months: int = MONTHS) -> tuple[float, float]:
    """Mean age (years) and share away after ``months``, by recursion over all (age, away) cells instead of by chance.

    Adoption has no such closed answer, because the village mean feeds back; engines are held against each other there.
    """
    death, leave = death_by_age(), leave_by_age()
    home = np.bincount(start(1).age, minlength=OLDEST + 1) / VILLAGE_SIZE
    away = np.zeros_like(home)
    for _ in range(months):
        home, away = np.roll(home, 1), np.roll(away, 1)
        born = home @ death + away @ death
        home, away = home * (1.0 - death), away * (1.0 - death)
        home, away = home * (1.0 - leave) + away * RETURN, home * leave + away * (1.0 - RETURN)
        home[0] += born
    ages = np.arange(OLDEST + 1) / MONTHS_A_YEAR
    return float((home + away) @ ages), float(away.sum())


def village_means(state: State) -> NDArray[np.float64]:
    """Mean age (years), share away and share of adopters of each village, shape (villages, 3)."""
    columns = (state.age / MONTHS_A_YEAR, state.away, state.adopted)
    return np.stack([column.reshape(-1, VILLAGE_SIZE).mean(axis=1) for column in columns], axis=1)
