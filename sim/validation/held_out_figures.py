"""Figures that a hold-out in time is scored by: what was published after a year, and what was known of them until then.

A series that is an input of the model, or follows from one by the model's own bookkeeping, is named and not counted; so
is a year that is an event. Age groups are counted as shares of all residents, so that villages reclassified as urban,
which are an input, do not enter. A level that goes on as before is no forecast of an age group, whose persons move on:
the trend of the census is that of its cohorts.

References
----------
Hamilton, C. H. and Perry, J. (1962). A short method for projecting population by age from one decennial census to
another. Social Forces 41, 163-170 (from memory).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from sim.validation.backcast_targets import (
    CENSUS_2010,
    CENSUS_2020,
    FOLLOWING,
    GROUP_YEARS,
    GROUPS,
    INPUTS,
    OLD,
    SEX_NAMES,
    published,
)
from sim.validation.dated_figures import CENTENARY, LAST, dated_figures

COUNTED, INPUT, SHOWN = "counted", "input", "shown"
TREND_YEARS = 4
"""A trend goes from so many years before the last known year to it: 2013 to 2017."""
CENSUS_2000, DECADE = 2000, 10
MOTHERS = slice(15, 45)
SHARE_BY_AGE = "share_by_age"
SURVEYED = ("out_migrants_51", "devices_60", "income_low", "secretary_women", "secretary_age")
"""Dated figures of one year only."""


@dataclass(frozen=True)
class HeldOut:
    """One published figure that is predicted.

    Attributes
    ----------
    name, group, time : str
        As the model's figures are called; a year, or the census day.
    year : int
    observed : float
        As published; the middle of a band.
    unit : str
        ``persons``, ``share`` or ``year``.
    kind : str
        ``counted``, ``input`` or ``shown``.
    past : mapping of int to float
        What was published of it up to the cut, by year.
    anchored : bool
        Whether the model says what is added to the last known value (a factor for numbers of persons), not the level.
    by_cohort : float or None
        What takes the trend's place: cohorts that change as those ten years older did between the censuses before.
    """

    name: str
    time: str
    year: int
    observed: float
    unit: str
    kind: str = COUNTED
    past: Mapping[int, float] = field(default_factory=dict)
    anchored: bool = False
    group: str = ""
    by_cohort: float | None = None

    @property
    def key(self) -> str:
        """Name of the column: figure, group and time."""
        return " ".join(filter(None, (self.name, self.group, self.time)))

    @property
    def anchor(self) -> str:
        """The column of the year that the model's figure is anchored at."""
        return " ".join(filter(None, (self.name, self.group, str(max(self.past)))))


def held_out_figures(cut: int) -> tuple[HeldOut, ...]:
    """Figures published for the years after one.

    Parameters
    ----------
    cut : int
        Last year that is known, 2012 to 2020.

    Examples
    --------
    >>> found = {each.key: each for each in held_out_figures(2017)}
    >>> found["farmer_members 2018"].observed, found["farmer_members 2018"].past[2017]
    (25443000.0, 25499000.0)
    >>> found["recruits 2019"].kind, found["recruits 2021"].kind
    ('input', 'shown')
    """
    found = [*_by_year(cut)]
    found += _of_census() if cut < int(CENSUS_2020[:4]) else ()
    for each in dated_figures():
        if each.name in SURVEYED and each.year > cut:
            past = _until(cut, published(each.name)) if each.name == "secretary_women" else {}
            found.append(HeldOut(each.name, each.time, each.year, (each.low + each.high) / 2, each.unit, past=past))
    return tuple(each for each in found if cut < each.year <= LAST)


def kind_of(name: str) -> str:
    """Whether a series is counted, or is an input of the model or follows from one."""
    return INPUT if name in INPUTS or name in FOLLOWING else COUNTED


def _until(cut: int, values: Mapping[int, float]) -> dict[int, float]:
    return {year: value for year, value in values.items() if year <= cut}


def _by_year(cut: int) -> Iterator[HeldOut]:
    from sim.world.drivers import driver

    recruits, use, minors = (driver(name) for name in ("recruits", "internet_use", "minors_online"))
    table: tuple[tuple[str, Mapping[int, float], str, bool], ...] = (
        ("farmer_members", published("farmer_members"), "persons", True),
        ("migrant_age_all", published("migrant_age_all"), "year", True),
        ("out_migrants_age", published("out_migrants_age"), "year", True),
        ("recruits", dict(zip(recruits.years, recruits.values, strict=True)), "persons", False),
        ("internet_use", dict(zip(use.years, use.values, strict=True)), "share", False),
        ("online_school", dict(zip(minors.years[1:], minors.values[1:], strict=True)), "share", False),
        ("residents_at_year_end", published("rural_population"), "persons", True),
    )
    for name, values, unit, anchored in table:
        past = _until(cut, values)
        for year, value in values.items():
            here = SHOWN if name == "recruits" and year == CENTENARY else kind_of(name)
            yield HeldOut(name, str(year), year, value, unit, here, past, anchored and bool(past))


def _of_census() -> Iterator[HeldOut]:
    from sim.world import tables

    then, before, now = _census_2000(), tables.residents(2010), tables.residents(2020)
    groups = np.add.reduceat(before, range(0, GROUPS * GROUP_YEARS + 1, GROUP_YEARS), axis=1)
    next_census = cohorts_on(then, groups)
    in_all = float(next_census.sum())
    first, year = int(CENSUS_2010[:4]), int(CENSUS_2020[:4])
    past = {CENSUS_2000: float(then.sum()), first: float(before.sum())}
    yield HeldOut(
        "residents", CENSUS_2020, year, float(now.sum()), "persons", kind_of("residents"), past, by_cohort=in_all
    )
    past = {
        CENSUS_2000: float(then[:, OLD // GROUP_YEARS :].sum() / then.sum()),
        first: _share(before, slice(OLD, None)),
    }
    old = float(next_census[:, OLD // GROUP_YEARS :].sum()) / in_all
    yield HeldOut("residents_60", CENSUS_2020, year, _share(now, slice(OLD, None)), "share", past=past, by_cohort=old)
    for sex, name in enumerate(SEX_NAMES):
        for place in range(GROUPS):
            ages = slice(place * GROUP_YEARS, (place + 1) * GROUP_YEARS)
            past = {CENSUS_2000: float(then[sex, place] / then.sum()), first: _share(before, ages, sex)}
            label = f"{name} {ages.start}-{ages.stop - 1}"
            cohort = float(next_census[sex, place]) / in_all
            yield HeldOut(
                SHARE_BY_AGE, CENSUS_2020, year, _share(now, ages, sex), "share",
                past=past, group=label, by_cohort=cohort,
            )  # fmt: skip


def cohorts_on(then: np.ndarray, now: np.ndarray) -> np.ndarray:
    """Persons ten years after a census, if each cohort changes as the one before it has between two censuses.

    Parameters
    ----------
    then, now : float arrays, shape (2, GROUPS + 1)
        Persons of two censuses ten years apart by sex and five years of age, the last group open. Children follow the
        women of an age to be their mothers.
    """
    found = np.zeros_like(now)
    step, last = DECADE // GROUP_YEARS, now.shape[1] - 1
    found[:, step:last] = now[:, : last - step] * now[:, step:last] / then[:, : last - step]
    found[:, last] = now[:, last - step :].sum(axis=1) * now[:, last] / then[:, last - step :].sum(axis=1)
    for place in range(step):
        mothers = slice(MOTHERS.start // GROUP_YEARS + place, MOTHERS.stop // GROUP_YEARS + place)
        found[:, place] = now[:, place] / now[1, mothers].sum() * found[1, mothers].sum()
    return found


def _share(persons: np.ndarray, ages: slice, sex: int | None = None) -> float:
    chosen = persons if sex is None else persons[sex : sex + 1]
    return float(chosen[:, ages].sum() / persons.sum())


def _census_2000() -> np.ndarray:
    """Residents of the census of 2000, [sex, five years of age], all of 85 and over in the last."""
    from sim.world import tables

    found = np.zeros((len(tables.SEXES), GROUPS + 1))
    for row in tables.rows(f"rural_age_sex_{CENSUS_2000}"):
        place = min(int(row["age_low"]) // GROUP_YEARS, GROUPS)
        found[tables.SEXES.index(row["sex"]), place] += float(row["population"])
    return found


def shares_by_age(persons: np.ndarray) -> dict[str, float]:
    """Shares of all residents by age and sex, [sex, age], by :attr:`HeldOut.key`."""
    return {
        f"{SHARE_BY_AGE} {name} {first}-{first + GROUP_YEARS - 1} {CENSUS_2020}": _share(
            persons, slice(first, first + GROUP_YEARS), sex
        )
        for sex, name in enumerate(SEX_NAMES)
        for first in range(0, GROUPS * GROUP_YEARS, GROUP_YEARS)
    }


def last_value(past: Mapping[int, float], year: int) -> float | None:
    """The last known value; None if none is known."""
    return past[max(past)] if past else None


def trend(past: Mapping[int, float], year: int) -> float | None:
    """The last known value, and on at the mean change of the four years before it; None if one value is known.

    Where nothing is known of these four years, the last known year before them takes their place.

    Examples
    --------
    >>> trend({2010: 9.0, 2013: 3.0, 2017: 5.0}, 2019)
    6.0
    >>> trend({2000: 1.0, 2010: 2.0}, 2020)
    3.0
    """
    if len(past) < 2:
        return None
    last = max(past)
    within = [each for each in past if last - TREND_YEARS <= each < last]
    since = min(within) if within else max(each for each in past if each < last)
    return past[last] + (past[last] - past[since]) / (last - since) * (year - last)


def past_errors(figure: HeldOut, figures: Sequence[HeldOut], forecast: object) -> list[float]:
    """Errors that a naive forecast would have made before the cut, so many years ahead as it is asked for now.

    All groups of a figure go together. Where no error is known of so many years ahead, those of the most years ahead
    that are known grow in proportion.
    """
    assert callable(forecast)
    found: dict[int, list[float]] = {}
    for each in figures:
        if (each.name, each.time) != (figure.name, figure.time):
            continue
        for origin in each.past:
            known = {year: value for year, value in each.past.items() if year <= origin}
            for year, value in each.past.items():
                if year > origin and (said := forecast(known, year)) is not None:
                    found.setdefault(year - origin, []).append(value - said)
    ahead = figure.year - max(figure.past, default=figure.year)
    usable = [each for each in found if each <= ahead]
    if not usable:
        return []
    return [error * ahead / max(usable) for error in found[max(usable)]]
