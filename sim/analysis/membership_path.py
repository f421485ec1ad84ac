"""Membership of one branch over the years to come: expected path and band, exact, without simulation.

Every member dies, is lost, leaves and comes home independently of the others, with hazards of her own age; recruits
come as a Poisson process and then live by the same hazards. Of those of an age now, the number that is left is then
binomial, and the number of recruits that is left is Poisson: the distribution of the whole is their convolution, at
every year. It is the process of immigration and death (M/G/∞), begun with the members of now.

Loss does not depend on place, so that presence is a factor of its own: somebody at home now is at home after t years
with probability b/(a+b) + a/(a+b) e^−(a+b)t, where a is the rate of leaving and b that of coming home.

This is the branch by itself: recruits do not dwindle with meetings that fail, nor with the young who have left, and
nobody moves in. ``sim/mechanisms/membership.py`` knows all that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import binom, poisson

from sim.agents.codes import AGES
from sim.analysis.quorum_odds import MOST_MEMBERS, default
from sim.core.config.callers import number
from sim.core.config.language import message

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]
Binomials = Sequence[tuple[int, float]]
"""Numbers of members, each with the probability that one of them is there."""

YEARS = 20
LOW, HIGH = 0.05, 0.95
AGE_OF_RECRUITS = 29
"""Mean age of recruits in the model description (29 to 30); matters only where deaths go by age."""
JOINT, COMMITTEE, GENERAL = "joint", "committee", "general"
COMMITTEE_LEAST = 7
"""Full members from which a branch elects a committee: regulations on the work of Party branches of 2018, RECALLED."""
TAIL = 1e-12


def thresholds() -> dict[str, int]:
    """Numbers of full members at which rules change.

    ``joint``
        Below ``membership.joint_least`` (3) a branch is merged with a neighbour's.
    ``committee``
        Below 7 it has no committee, only a secretary.
    ``general``
        Above ``membership.general_members`` (50) it is a general branch, whose sub-branches meet by hamlet.
    """
    least, most = default("membership.joint_least"), default("membership.general_members")
    return {JOINT: int(least), COMMITTEE: COMMITTEE_LEAST, GENERAL: int(most)}


@dataclass(frozen=True)
class Rates:
    """What happens to members, all 1/year.

    Parameters
    ----------
    recruits : float
        New members of the branch a year, at home.
    deaths : float or array of shape (ages,)
        Hazard of death, the same at all ages or by age; ages beyond the last have that of the last.
    lost : float
        Hazard of every other loss: transfer, lapse, removal.
    leave, come_home : float
        Hazards of leaving for work, of those at home, and of coming home, of those away: both stay members.
    age_of_recruits : int
    """

    recruits: float = 0.0
    deaths: float | Floats = 0.0
    lost: float = 0.0
    leave: float = 0.0
    come_home: float = 0.0
    age_of_recruits: int = AGE_OF_RECRUITS

    def hazards(self) -> Floats:
        """Hazard of being lost in any way, by age, shape (110,)."""
        given = np.atleast_1d(np.asarray(self.deaths, float))[:AGES]
        return np.concatenate([given, np.full(AGES - len(given), given[-1])]) + self.lost

    def check(self) -> None:
        """Refuse what is no rate.

        Raises
        ------
        ValueError
            If one is below 0 or infinite.
        """
        given = {name: each for name, each in vars(self).items() if name not in ("deaths", "age_of_recruits")}
        for name, each in {**given, "deaths": np.min(self.deaths), "deaths ": np.max(self.deaths)}.items():
            if not 0.0 <= number(name.strip(), each) < np.inf:
                raise ValueError(message("{name} is {rate}; allowed are 0 and more", name=name.strip(), rate=each))


@dataclass(frozen=True)
class Line:
    """A number of members over the years.

    Attributes
    ----------
    mean : float array, shape (years + 1,)
    low, high : int array, shape (years + 1,)
        Of ten branches like this one, nine lie between these, half of the tenth below and half above.
    chances : tuple of float array
        Distribution at each year.
    """

    mean: Floats
    low: Counts
    high: Counts
    chances: tuple[Floats, ...] = field(repr=False)

    def below(self, count: int) -> Floats:
        """Probability of fewer members than this, by year."""
        return np.array([each[:count].sum() for each in self.chances])

    def above(self, count: int) -> Floats:
        """Probability of more members than this, by year."""
        return np.array([each[count + 1 :].sum() for each in self.chances])

    def past(self, name: str) -> Floats:
        """Probability of being beyond a threshold of :func:`thresholds`, on the side where its rule changes."""
        count = thresholds()[name]
        return self.above(count) if name == GENERAL else self.below(count)


@dataclass(frozen=True)
class MembershipPath:
    """Members of a branch at the beginning and at the end of each year, all of them and those at home."""

    everybody: Line
    home: Line

    @property
    def years(self) -> Counts:
        """0, 1, … to the last year."""
        return np.arange(len(self.everybody.mean))


def membership_path(home: ArrayLike, away: ArrayLike, rates: Rates, years: int = YEARS) -> MembershipPath:
    """Distribution of the members of a branch over the years.

    Parameters
    ----------
    home, away : int, or int array of shape (110,)
        Members now; by age where deaths go by age.
    rates : Rates
    years : int

    Raises
    ------
    ValueError
        If a number of members or a rate is none, or deaths go by age and the ages of members are not given.

    Examples
    --------
    >>> path = membership_path(40, 0, Rates(deaths=0.05))
    >>> [round(float(each), 1) for each in path.everybody.mean[[0, 10, 20]]]
    [40.0, 24.3, 14.7]
    >>> round(float(membership_path(0, 0, Rates(recruits=1.0, deaths=0.05), 300).everybody.mean[-1]), 3)
    20.0
    """
    rates.check()
    by_age = np.ndim(rates.deaths) > 0
    there, far = (_by_age(name, each, by_age) for name, each in (("home", home), ("away", away)))
    hazards = rates.hazards()
    ages = np.minimum(np.arange(AGES)[:, None] + np.arange(years), AGES - 1)
    left = np.exp(-np.concatenate([np.zeros((AGES, 1)), np.cumsum(hazards[ages], axis=1)], axis=1))
    from_home, from_away = presence(rates.leave, rates.come_home, np.arange(years + 1.0))
    recruits, recruits_home = recruited(rates, hazards, years)
    everybody = [[(n, left[age, t]) for age, n in _held(there + far)] for t in range(years + 1)]
    at_home = [
        [(n, left[age, t] * from_home[t]) for age, n in _held(there)]
        + [(n, left[age, t] * from_away[t]) for age, n in _held(far)]
        for t in range(years + 1)
    ]
    return MembershipPath(_line(everybody, recruits), _line(at_home, recruits_home))


def presence(leave: float, come_home: float, t: Floats) -> tuple[Floats, Floats]:
    """Probability of being at home after t years, of who is at home now and of who is away now."""
    both = leave + come_home
    if both == 0.0:
        return np.ones_like(t), np.zeros_like(t)
    rest = np.exp(-both * t)
    return (come_home + leave * rest) / both, come_home / both * (1.0 - rest)


def recruited(rates: Rates, hazards: Floats, years: int) -> tuple[Floats, Floats]:
    """Expected recruits that are left, and of them those at home, by year: exact over their times of coming."""
    age = np.minimum(rates.age_of_recruits + np.arange(years), AGES - 1)
    yearly = hazards[age]
    start = np.exp(-np.concatenate([[0.0], np.cumsum(yearly)])[:-1])
    both = rates.leave + rates.come_home
    stay, move = (1.0, 0.0) if both == 0.0 else (rates.come_home / both, rates.leave / both)
    alive = start * mean_of_exponential(yearly)
    apart = start * np.exp(-both * np.arange(years)) * mean_of_exponential(yearly + both)
    lives = np.concatenate([[0.0], np.cumsum(alive)])
    homes = np.concatenate([[0.0], np.cumsum(stay * alive + move * apart)])
    return rates.recruits * lives, rates.recruits * homes


def mean_of_exponential(rate: Floats) -> Floats:
    """Mean of e^−rate·s over s from 0 to 1."""
    safe = np.where(rate > 0.0, rate, 1.0)
    return np.where(rate > 0.0, -np.expm1(-safe) / safe, 1.0)


def _by_age(name: str, given: ArrayLike, by_age: bool) -> Counts:
    """Members by age; all at one age where that makes no difference."""
    counts = np.asarray(given)
    if counts.ndim == 0 and by_age:
        raise ValueError(message("deaths by age want the ages of the members {name}", name=name))
    whole = counts.astype(np.int64)
    if (whole != counts).any() or (whole < 0).any() or whole.sum() > MOST_MEMBERS:
        raise ValueError(
            message("members {name}: allowed are whole numbers, {most} in all", name=name, most=MOST_MEMBERS)
        )
    found = np.zeros(AGES, np.int64)
    if counts.ndim == 0:
        found[0] = whole
    else:
        found[:] = whole
    return found


def _held(counts: Counts) -> list[tuple[int, int]]:
    """Ages that somebody has, and how many have."""
    return [(int(age), int(counts[age])) for age in np.flatnonzero(counts)]


def _line(parts: Sequence[Binomials], recruits: Floats) -> Line:
    """Distribution at each year, from binomials of those that are there now and a Poisson number of recruits."""
    chances = tuple(_distribution(each, float(mean)) for each, mean in zip(parts, recruits, strict=True))
    sums = [np.cumsum(each) for each in chances]
    return Line(
        mean=np.array([sum(n * p for n, p in each) for each in parts]) + recruits,
        low=np.array([int(np.searchsorted(each, LOW)) for each in sums]),
        high=np.array([int(np.searchsorted(each, HIGH)) for each in sums]),
        chances=chances,
    )


def _distribution(parts: Binomials, mean: float) -> Floats:
    """Distribution of a sum of binomials and a Poisson number, cut off where the latter is all but over."""
    found: Floats = poisson.pmf(np.arange(int(poisson.ppf(1.0 - TAIL, mean)) + 1), mean) if mean > 0 else np.ones(1)
    for count, chance in parts:
        found = np.convolve(found, binom.pmf(np.arange(count + 1), count, chance))
    return found
