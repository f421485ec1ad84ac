"""Dated figures: what was published for the years 2010 to 2021, with how far a credible model may lie from it.

One table, declared once: value or band, standard deviation of the observation and of what the model leaves out, source,
how the model expresses it, and whether the model is given the series as an input. A tolerance that is told as "plus or
minus" is two standard deviations; calibration rules a point out at three.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from sim.validation.backcast_targets import (
    CENSUS_2020,
    FIRST_YEAR,
    GROUP_YEARS,
    GROUPS,
    INPUTS,
    OLD,
    SEX_NAMES,
    published,
)

LAST = 2021
BULLETINS = "Central Organisation Department, intra-Party statistical bulletins"
CENSUS = "National Bureau of Statistics, population census 2020, villages"
CNNIC = "China Internet Network Information Center, statistical reports"
SURVEY = "National Bureau of Statistics, monitoring survey of migrant workers"
VOTERS, SECRETARIES = 449, 306
"""Rural Party members asked in 252 villages in 2013, and villages of a survey of 2019."""
CENTENARY = 2021
CLEAN_UP = 2017
"""Year in which registers were cleaned up: losses of that year are none of the model's."""


@dataclass(frozen=True)
class DatedFigure:
    """One published figure.

    Parameters
    ----------
    name : str
        Which figure.
    time : str
        Year, ``2012-2021`` for some years together, or the census day.
    low, high : float
        Bounds of a band; the same number twice for a point.
    observed, discrepancy : float
        Standard deviations of the observation, and of what the model leaves out.
    unit : str
    source, status : str
        Where it is from, and whether that was read (SEEN, DERIVED, RECALLED) or is an assumption.
    how : str
        How the model expresses it.
    matched : bool
        Whether it is matched, or shown beside.
    group : str
        Sex and ages, where it is of a group.
    """

    name: str
    time: str
    low: float
    high: float
    observed: float
    discrepancy: float
    unit: str
    source: str
    status: str
    how: str
    matched: bool = True
    group: str = ""

    @property
    def key(self) -> str:
        """Name of the column: figure, group and time."""
        return " ".join(filter(None, (self.name, self.group, self.time)))

    @property
    def given(self) -> bool:
        """Whether the series is an input of the model, so that only what the model makes of it is tested."""
        return self.name in INPUTS

    @property
    def year(self) -> int:
        """Last year that it needs."""
        return int(self.time[-4:]) if "-" in self.time and len(self.time) == 9 else int(self.time[:4])


def dated_figures(until: int = LAST) -> tuple[DatedFigure, ...]:
    """The published figures to a year.

    Parameters
    ----------
    until : int
        Last year, 2011 to 2021; sums over years end with it.

    Examples
    --------
    >>> from sim.validation.dated_figures import dated_figures
    >>> figures = {each.key: each for each in dated_figures(2017)}
    >>> figures["recruits 2012-2017"].low
    2449000.0
    >>> "devices_60 2021" in figures
    False
    """
    found = (*_census(), *_members(until), *_migrants(), *_devices(), *_party_life(until), *_offices())
    return tuple(each for each in found if each.year <= until)


def _point(
    name: str, time: str, value: float, tolerance: float, unit: str, source: str, status: str, how: str,
    observed: float = 0.0, matched: bool = True, group: str = "",
) -> DatedFigure:  # fmt: skip
    """A figure whose tolerance is two standard deviations, that of the observation among them."""
    rest = math.sqrt(max(0.0, (tolerance / 2) ** 2 - observed**2))
    return DatedFigure(name, time, value, value, observed, rest, unit, source, status, how, matched, group)


def _sampling(share: float, asked: int) -> float:
    """Standard deviation of a share of so many who were asked."""
    return math.sqrt(share * (1.0 - share) / asked)


def _census() -> Iterator[DatedFigure]:
    from sim.world import tables

    census = tables.residents(2020)
    total, time = float(census.sum()), CENSUS_2020
    how = "persons at home on the census day, scaled by the census of 2010, less villages reclassified since"
    yield _point("residents", time, total, 0.015 * total, "persons", CENSUS, "SEEN", how)
    old = float(census[:, OLD:].sum() / total)
    yield _point("residents_60", time, old, 0.01, "share", CENSUS, "SEEN", "60 and over among persons at home")
    yield DatedFigure("mean_error_by_age", time, 0.0, 0.04, 0.0, 0.005, "share", CENSUS, "DERIVED",
        "mean absolute error of the groups by age and sex")  # fmt: skip
    for sex, name in enumerate(SEX_NAMES):
        for place in range(GROUPS):
            first = place * GROUP_YEARS
            value = float(census[sex, first : first + GROUP_YEARS].sum())
            group = f"{name} {first}-{first + GROUP_YEARS - 1}"
            yield _point("residents_by_age", time, value, 0.09 * value, "persons", CENSUS, "SEEN", how, group=group)


def _members(until: int) -> Iterator[DatedFigure]:
    from sim.world.drivers import driver

    how = "members of the start of farming occupation, times the growth of members since"
    for year, value in published("farmer_members").items():
        yield _point("farmer_members", str(year), value, 0.025 * value, "persons", BULLETINS, "SEEN", how)
    recruits = driver("recruits")
    admitted = {year: value for year, value in zip(recruits.years, recruits.values, strict=True) if year <= until}
    how = "admissions, scaled by the census of 2010; places in a year are given, who fills them is not"
    for year, value in admitted.items():
        status = "DERIVED" if year == 2020 else "SEEN"
        yield _point("recruits", str(year), value, 0.2 * value, "persons", BULLETINS, status, how,
            matched=year != CENTENARY)  # fmt: skip
    if admitted:
        total, span = sum(admitted.values()), f"{min(admitted)}-{max(admitted)}"
        yield _point("recruits", span, total, 0.1 * total, "persons", BULLETINS, "SEEN", how)
    if until >= 2019:
        yield _point("net_exits", "2013-2019", 0.013, 0.003, "1/year", BULLETINS, "DERIVED",
            "losses less moving in over members, mean of the years but 2017, that of the clean-up")  # fmt: skip


def _migrants() -> Iterator[DatedFigure]:
    away = "mean age of persons away, 16-65"
    for year, value in published("migrant_age_out").items():
        yield _point("migrant_age", str(year), value, 1.5, "year", SURVEY, "RECALLED", away)
    yield _point("out_migrants_age_change", "2010-2020", 5.5, 0.8, "year", SURVEY, "RECALLED",
        "mean age of persons of 16 and over who are away, less students: December 2020 less December 2010")  # fmt: skip
    yield _point("out_migrants_51", "2021", 0.196, 0.05, "share", SURVEY, "DERIVED",
        "51 and over among persons of 16 and over who are away, less students")  # fmt: skip


def _devices() -> Iterator[DatedFigure]:
    from sim.world.drivers import driver

    use, minors = driver("internet_use"), driver("minors_online")
    for year in range(FIRST_YEAR + 1, use.years[-1] + 1):
        yield _point("internet_use", str(year), use.at(year), 0.06, "share", CNNIC, "SEEN or RECALLED",
            "persons at home with a device")  # fmt: skip
    for year in (2019, 2020, 2021):
        yield _point("devices_minors", str(year), minors.at(year), 0.03, "share",
            "China Internet Network Information Center and Communist Youth League, reports on minors", "RECALLED",
            "of 6 to 17 at home, those with a device")  # fmt: skip
    yield DatedFigure("devices_60", "2021", 0.25, 0.38, 0.0, 0.01, "share", CNNIC, "DERIVED",
        "of 60 and over at home, those with a device; the country's .43 holds towns")  # fmt: skip


def _party_life(until: int) -> Iterator[DatedFigure]:
    span = f"2012-{min(until, LAST)}"
    yield DatedFigure("meetings_on_paper", span, 0.95, 1.2, 0.0, 0.01, "share", BULLETINS, "SEEN",
        "members' meetings on paper over four a year and village")  # fmt: skip
    yield DatedFigure("first_calls_failed", span, 0.1, 0.4, 0.0, 0.02, "share", "assumption", "ASSUMED",
        "first calls of a members' meeting without a quorum: failures are common, not the rule")  # fmt: skip
    yield _point("election_votes", "2013", 0.5432, 0.05, "share", "Hundred Villages survey, 449 rural Party members",
        "SEEN", "in the room over all full members, at all calls of an election, held or failed",
        observed=_sampling(0.5432, VOTERS))  # fmt: skip
    yield DatedFigure("election_turnout", "2012-2015", 0.8, 0.9, 0.0, 0.01, "share",
        "Jiangxi and Shanxi provinces, village election rounds", "SEEN",
        "in the room over members due, at elections that were valid; an official report")  # fmt: skip
    yield _point("income_low", "2019", 0.577, 0.06, "share", "Survey of rural revitalisation, 306 villages", "SEEN",
        "villages whose collective has less than 50,000 yuan a year")  # fmt: skip


def _offices() -> Iterator[DatedFigure]:
    source = "Survey of rural revitalisation, 306 villages"
    yield _point("secretary_women", "2019", 0.052, 0.025, "share", source, "SEEN", "women among those in office",
        observed=_sampling(0.052, SECRETARIES))  # fmt: skip
    yield _point("secretary_age", "2019", 50.0, 2.0, "year", source, "SEEN", "mean age of those in office")
    for year in range(FIRST_YEAR + 1, LAST + 1):
        yield DatedFigure("secretary_hours", str(year), 25.0, 50.0, 0.0, 1.5, "hour/month", "assumption", "ASSUMED",
            "hours a month of those in office")  # fmt: skip
