"""What a back-cast is held to: published figures, tolerances, and the model's figure for each.

The tolerances are those the description asks for. A figure without a tolerance is shown for information.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from operator import attrgetter, itemgetter

import numpy as np

from sim.core.config.calendar import MONTHS, month_of
from sim.core.config.language import message

CENSUS_2010, CENSUS_2020 = "2010-11", "2020-11"
FIRST_YEAR, LAST_YEAR = 2010, 2025
GROUP_YEARS, GROUPS = 5, 17
OLD = 60
MIGRANT_AGES = slice(16, 66)
STUDENT_AGES, SCHOOL_AGES = slice(16, 22), slice(6, 18)
OLDER_MIGRANT = 51
SEX_NAMES = ("men", "women")
MET, MISSED, SHOWN = "met", "missed", ""
INPUTS = frozenset({"recruits", "internet_use", "online_school", "devices_minors"})
"""Series that the model is given: what is tested is only what it makes of them."""
FOLLOWING = frozenset({"residents", "residents_at_year_end"})
"""Series whose course follows from an input, villages reclassified as urban: no forecast is scored by them."""
LOW, HIGH = 0.05, 0.95

Floats = np.ndarray


@dataclass(frozen=True)
class Snapshot:
    """A world at one time, in simulated persons.

    Attributes
    ----------
    time : str
        The month that comes next, such as ``2020-11`` for the census day of 2020.
    persons, devices : arrays, shape (2, 2, ages)
        Persons, and those with a device, by place (home, away), sex (men, women) and age.
    members : int
        Probationary and full members.
    births, deaths, admissions : float
        In the twelve months before (fewer in the first year).
    students : float
        Share of those away of 16 to 21 who study, who are no out-migrants.
    secretaries, secretaries_women : int
        Secretaries in office, and women among them.
    secretaries_age : float
        Sum of their ages.
    """

    time: str
    persons: Floats
    devices: Floats
    members: int
    births: float
    deaths: float
    admissions: float
    students: float = 0.0
    secretaries: int = 0
    secretaries_women: int = 0
    secretaries_age: float = 0.0

    def out_migrants(self) -> Floats:
        """Persons away by age who work there: those of 16 and over, less students."""
        away: Floats = self.persons[1].sum(axis=0).astype(float)
        away[: STUDENT_AGES.start] = 0.0
        away[STUDENT_AGES] *= 1.0 - self.students
        return away


@dataclass(frozen=True)
class Row:
    """One figure of the model beside the published one.

    Attributes
    ----------
    target : str
        Which figure.
    group : str
        Age and sex group; empty if there is none.
    time : str
        ``2020-11`` for the census day, a year for the end or the course of it, ``2020-06`` for the middle of it (and
        the twelve months before).
    unit : str
        ``persons``, ``share`` or ``year``.
    model, low, high : float
        Mean over the seeds and the interval that holds 90 % of them.
    observed : float or None
        Published figure.
    error : float or None
        Model over observed less 1 for numbers of persons, else model less observed.
    tolerance : float or None
        Largest absolute error that is allowed.
    """

    target: str
    group: str
    time: str
    unit: str
    model: float
    low: float
    high: float
    observed: float | None = None
    error: float | None = None
    tolerance: float | None = None

    @property
    def verdict(self) -> str:
        """``met``, ``missed``, or nothing where no tolerance is set."""
        if self.tolerance is None or self.error is None:
            return SHOWN
        return MET if abs(self.error) <= self.tolerance else MISSED


def row(
    target: str,
    time: str,
    unit: str,
    seeds: Sequence[float],
    observed: float | None = None,
    tolerance: float | None = None,
    group: str = "",
) -> Row:
    """A row from the figures of the seeds; the error is relative for numbers of persons."""
    values = np.asarray(seeds, dtype=float)
    known = values[np.isfinite(values)]
    if not len(known):
        return Row(target, group, time, unit, math.nan, math.nan, math.nan, observed, None, None)
    low, high = (float(each) for each in np.quantile(known, (LOW, HIGH)))
    mean = float(known.mean())
    error = None if observed is None else mean / observed - 1.0 if unit == "persons" else mean - observed
    return Row(target, group, time, unit, mean, low, high, observed, error, tolerance)


def published(figure: str) -> dict[int, float]:
    """A published series that no driver follows, by year."""
    from sim.world import tables

    found = {
        int(each["year"]): float(each["value"]) for each in tables.rows("observed_by_year") if each["figure"] == figure
    }
    if not found:
        raise ValueError(message("no published figure {figure!r} in the table observed_by_year", figure=figure))
    return found


def compare_with_tables(paths: Sequence[Sequence[Snapshot]], until: int, reclassification: float) -> list[Row]:
    """All rows of a back-cast.

    Parameters
    ----------
    paths : sequence of sequence of Snapshot
        For each seed its snapshots, the first of them the start.
    until : int
        Last year.
    reclassification : float
        Share of villages that become urban in a year.
    """
    from sim.world import tables

    reader = _Reader(paths, float(tables.residents(FIRST_YEAR).sum()), reclassification)
    census = census_rows(reader, tables.residents(2020)) if until >= 2020 else []
    return census + yearly_rows(reader, range(FIRST_YEAR + 1, until + 1))


class _Reader:
    """Figures of all seeds at a time, in real units."""

    def __init__(self, paths: Sequence[Sequence[Snapshot]], residents: float, reclassification: float) -> None:
        self.paths = [{each.time: each for each in path} for path in paths]
        self.starts = [path[0] for path in paths]
        self.residents, self.reclassification = residents, reclassification

    def has(self, time: str) -> bool:
        """Whether all seeds were looked at at that time."""
        return all(time in path for path in self.paths)

    def figures(self, time: str, of: Callable[[Snapshot], float]) -> list[float]:
        """A figure that needs no scale."""
        return [float(of(path[time])) for path in self.paths]

    def counts(self, time: str, of: Callable[[Snapshot], float], reclassified: bool = True) -> list[float]:
        """Persons of the nation; those of villages reclassified since left out where asked for."""
        years = (month_of(time) - month_of(CENSUS_2010)) / MONTHS
        left = (1.0 - self.reclassification) ** years if reclassified else 1.0
        return [
            left * self.residents * float(of(path[time])) / float(start.persons[0].sum())
            for path, start in zip(self.paths, self.starts, strict=True)
        ]

    def members(self, time: str, registered_members: float) -> list[float]:
        """Members of the nation, by growth since the start: which persons were drawn as members then is luck."""
        return [
            registered_members * path[time].members / start.members
            for path, start in zip(self.paths, self.starts, strict=True)
        ]


def residents_of(snapshot: Snapshot) -> float:
    """Persons at home."""
    return float(snapshot.persons[0].sum())


def share_old(snapshot: Snapshot) -> float:
    """Share of 60 and over among residents."""
    return float(snapshot.persons[0, :, OLD:].sum() / snapshot.persons[0].sum())


def migrants_age(snapshot: Snapshot) -> float:
    """Mean age of those away who are 16 to 65."""
    away = snapshot.persons[1].sum(axis=0)[MIGRANT_AGES]
    return float(away @ (np.arange(MIGRANT_AGES.start, MIGRANT_AGES.stop) + 0.5) / away.sum())


def internet_users(snapshot: Snapshot, ages: slice = slice(None)) -> float:
    """Share of residents of these ages with a device."""
    return _share(snapshot.devices[0, :, ages].sum(), snapshot.persons[0, :, ages].sum())


def out_migrants_age(snapshot: Snapshot) -> float:
    """Mean age of out-migrants."""
    persons = snapshot.out_migrants()
    return _share(persons @ (np.arange(len(persons)) + 0.5), persons.sum())


def out_migrants_51(snapshot: Snapshot) -> float:
    """Share of out-migrants of 51 and over."""
    persons = snapshot.out_migrants()
    return _share(persons[OLDER_MIGRANT:].sum(), persons.sum())


def _share(part: float, whole: float) -> float:
    return float(part / whole) if whole else math.nan


def secretary_age(snapshot: Snapshot) -> float:
    """Mean age of secretaries in office."""
    return _share(snapshot.secretaries_age, snapshot.secretaries)


def secretary_women(snapshot: Snapshot) -> float:
    """Share of women among secretaries in office."""
    return _share(snapshot.secretaries_women, snapshot.secretaries)


def census_rows(reader: _Reader, census: Floats) -> list[Row]:
    """Residents of the census day of 2020: in all, of 60 and over, and by five years of age and sex."""
    time, old = CENSUS_2020, float(census[:, OLD:].sum() / census.sum())
    rows = [
        row("residents", time, "persons", reader.counts(time, residents_of), float(census.sum()), 0.015),
        row("residents_60", time, "share", reader.figures(time, share_old), old, 0.01),
    ]
    groups = []
    for sex, name in enumerate(SEX_NAMES):
        for place in range(GROUPS):
            ages = slice(place * GROUP_YEARS, (place + 1) * GROUP_YEARS)
            seeds = reader.counts(time, lambda each, sex=sex, ages=ages: float(each.persons[0, sex, ages].sum()))
            label = f"{name} {ages.start}-{ages.stop - 1}"
            groups.append(row("residents_by_age", time, "persons", seeds, float(census[sex, ages].sum()), 0.09, label))
    errors = [abs(each.error or 0.0) for each in groups]
    mean = float(np.mean(errors))
    rows.append(Row("mean_error_by_age", "", time, "share", mean, min(errors), max(errors), 0.0, mean, 0.04))
    return rows + groups


def yearly_rows(reader: _Reader, years: Sequence[int] | range) -> list[Row]:
    """Figures of each year's end, and flows of the year."""
    from sim.world import tables
    from sim.world.census import away_odds
    from sim.world.drivers import driver
    from sim.world.member_ages import MEMBER_SHARE

    registered = float((tables.residents(FIRST_YEAR) * (1.0 + away_odds(FIRST_YEAR))).sum())
    at_start = MEMBER_SHARE[FIRST_YEAR] * registered
    recruits, use = driver("recruits"), driver("internet_use")
    admitted = dict(zip(recruits.years, recruits.values, strict=True))
    seen = {year: use.at(year) for year in years if year <= use.years[-1]}
    population, nothing = published("rural_population"), dict[int, float]()
    counts, figures = reader.counts, reader.figures
    admissions, births, deaths = map(attrgetter, ("admissions", "births", "deaths"))
    minors = driver("minors_online")
    at_school = dict(zip(minors.years, minors.values, strict=True))
    targets: tuple[tuple[str, str, Callable[[str], list[float]], dict[int, float], float | None], ...] = (
        ("farmer_members", "persons", lambda time: reader.members(time, at_start), published("farmer_members"), 0.025),
        ("recruits", "persons", lambda time: counts(time, admissions, reclassified=False), admitted, None),
        ("migrant_age", "year", lambda time: figures(time, migrants_age), published("migrant_age_out"), 1.5),
        ("migrant_age_all", "year", lambda time: figures(time, migrants_age), published("migrant_age_all"), None),
        ("internet_use", "share", lambda time: figures(time, internet_users), seen, 0.06),
        ("residents_at_year_end", "persons", lambda time: counts(time, residents_of), population, None),
        ("births", "persons", lambda time: counts(time, births), nothing, None),
        ("deaths", "persons", lambda time: counts(time, deaths), nothing, None),
        ("away", "persons", lambda time: counts(time, lambda each: each.persons[1].sum()), nothing, None),
        ("out_migrants", "persons", lambda time: counts(time, lambda each: each.out_migrants().sum()), nothing, None),
        ("out_migrants_age", "year", lambda time: figures(time, out_migrants_age), nothing, None),
        ("out_migrants_51", "share", lambda time: figures(time, out_migrants_51), nothing, None),
        (
            "online_60",
            "share",
            lambda time: figures(time, partial(internet_users, ages=slice(OLD, None))),
            nothing,
            None,
        ),
        (
            "online_school",
            "share",
            lambda time: figures(time, partial(internet_users, ages=SCHOOL_AGES)),
            at_school,
            None,
        ),
        ("secretary_age", "year", lambda time: figures(time, secretary_age), {2019: 50.0}, None),
        ("secretary_women", "share", lambda time: figures(time, secretary_women), {2019: 0.052}, None),
    )
    ends: list[tuple[str, str, int | None]] = [(str(year), f"{year + 1}-01", year) for year in years]
    middles: list[tuple[str, str, int | None]] = [
        (f"{year}-06", f"{year}-07", None) for year in years if reader.has(f"{year}-07")
    ]
    return [
        row(target, time, unit, seeds_at(month), observed.get(year) if year else None, tolerance if year else None)
        for target, unit, seeds_at, observed, tolerance in targets
        for time, month, year in sorted(ends + middles, key=itemgetter(1))
    ]
