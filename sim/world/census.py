"""Demographic tables of the start population: who is registered, who is away, schooling, Party members.

Registered = village residents of the census + the away. The away shares are those of archetype `national`; another
archetype or county type keeps the registered and multiplies the odds of being away at each age and sex, so its
residents are fewer and older.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from sim.world import tables
from sim.world.education import education_by_age
from sim.world.member_ages import MEMBER_SHARE, member_probability, recruit_distribution
from sim.world.tables import AGES, GROUP_YEARS, Floats

ARCHETYPE_ODDS = {"near-urban": 0.6, "national": 1.0, "labour-exporting": 1.3, "hollow": 3.0}
"""Factor on the odds of being away. 1.3 is chosen so that 37 % of members are away, as in the survey; 3 is the
range's far end.
"""
COUNTY_TYPE_ODDS = {"near-urban": 0.6, "ordinary": 1.0, "remote-poor": 1.2}
"""Further factor on the odds of being away (tag A)."""
PROVINCE_GROUPS = ((0, 14), (15, 59), (60, 100))
OLD_AGES = slice(60, AGES)


@dataclass(frozen=True)
class CensusTables:
    """Tables of one start population; arrays are [sex, age], sex 0 = men, 1 = women, age 0..100 (100 and over).

    Attributes
    ----------
    registered : array of float
        Share of the registered, adding to 1.
    away : array of float
        Share away of the registered of that age and sex.
    education : array of float, [sex, age, level]
        Probability of primary or less, junior, senior, tertiary.
    member_share : float
        Members over registered.
    member : array of float
        Probability of a registered person to be a member; independent of being away.
    recruits : array of float
        Ages and sexes of a year's recruits, adding to 1.
    """

    registered: Floats
    away: Floats
    education: Floats
    member_share: float
    member: Floats
    recruits: Floats

    @property
    def residents(self) -> Floats:
        """Residents over all registered, [sex, age]; adds to the share at home."""
        return self.registered * (1.0 - self.away)

    @property
    def members_away(self) -> float:
        """Share of members who are away."""
        members = self.registered * self.member
        return float((members * self.away).sum() / members.sum())

    @property
    def residents_60_plus(self) -> float:
        """Share of residents aged 60 and over."""
        return float(self.residents[:, OLD_AGES].sum() / self.residents.sum())


@cache
def census_tables(
    year: int,
    archetype: str = "national",
    province: str | None = None,
    county_type: str = "ordinary",
    member_share: float | None = None,
) -> CensusTables:
    """Tables of a start population.

    Parameters
    ----------
    year : int
        Census year, 2010 or 2020.
    archetype : str
        `near-urban`, `national`, `labour-exporting` or `hollow`.
    province : str, optional
        Chinese, pinyin or English name. The residents of `national` get the province's own shares of 0-14, 15-59 and
        60+; away shares by age and sex stay national, no province's being published with ages.
    county_type : str
        `near-urban`, `ordinary` or `remote-poor`.
    member_share : float, optional
        Members over registered; the table year's own (.028 in 2010, .034 in 2020) unless given.

    Returns
    -------
    CensusTables
        Arrays that cannot be written to.

    Raises
    ------
    ValueError
        If a name or year is unknown or the share out of range; the message says what to type instead.
    """
    tables.check_year(year)
    if archetype not in ARCHETYPE_ODDS:
        raise ValueError(tables.unknown("archetype", archetype, ARCHETYPE_ODDS))
    if county_type not in COUNTY_TYPE_ODDS:
        raise ValueError(tables.unknown("county type", county_type, COUNTY_TYPE_ODDS))
    share = MEMBER_SHARE[year] if member_share is None else member_share

    persons = tables.residents(year)
    odds = away_odds(year)
    if province is not None:
        persons = rake_ages(persons, tables.province_age_groups(year, province))
    registered = persons * (1.0 + odds)
    registered = registered / registered.sum()
    odds = odds * ARCHETYPE_ODDS[archetype] * COUNTY_TYPE_ODDS[county_type]

    made = CensusTables(
        registered=registered,
        away=odds / (1.0 + odds),
        education=education_by_age(year),
        member_share=share,
        member=member_probability(registered, share),
        recruits=recruit_distribution(registered),
    )
    # One set of tables serves all models of a process.
    for array in vars(made).values():
        if isinstance(array, np.ndarray):
            array.flags.writeable = False
    return made


def rake_ages(persons: Floats, shares: Floats) -> Floats:
    """Scale three broad age groups of `persons` so that they have `shares`; the total is kept."""
    raked = persons.copy()
    for (low, high), share in zip(PROVINCE_GROUPS, shares, strict=True):
        ages = slice(low, high + 1)
        raked[:, ages] *= share * persons.sum() / persons[:, ages].sum()
    return raked


def away_odds(year: int) -> Floats:
    """Away persons for each resident, [sex, age], archetype `national`.

    The table of 5-year shares, smoothed to single years: of all curves that keep the away of every group, the one
    with the smallest sum of squared steps between neighbouring ages. Groups without away, and everybody above the
    last group, have none.
    """
    persons, by_group = tables.residents(year), tables.away_share_by_group(year)
    odds = np.zeros((2, AGES))
    for sex in (0, 1):
        table = by_group[sex] / (1.0 - by_group[sex])
        covered = len(table) * GROUP_YEARS
        odds[sex, :covered] = _smooth(table, persons[sex, :covered].reshape(-1, GROUP_YEARS))
    return odds


def _smooth(averages: Floats, weights: Floats) -> Floats:
    """Smoothest non-negative single-year values with the given weighted averages of each group."""
    groups, years = weights.shape
    mean = np.zeros((groups, groups * years))
    for group in range(groups):
        mean[group, group * years : (group + 1) * years] = weights[group] / weights[group].sum()
    step = np.diff(np.eye(groups * years), axis=0)
    fixed = np.repeat(averages == 0.0, years)
    while True:
        kept = mean[averages > 0.0]
        pinned = np.eye(groups * years)[fixed]
        held = np.vstack([kept, pinned])
        system = np.block([[step.T @ step, held.T], [held, np.zeros((len(held), len(held)))]])
        right = np.concatenate([np.zeros(groups * years), averages[averages > 0.0], np.zeros(len(pinned))])
        values = np.linalg.solve(system, right)[: groups * years]
        values[fixed] = 0.0
        below = values < 0.0
        if not below.any():
            return values
        fixed |= below
