"""A dated world: parameters that follow the published values of the year instead of those of the start.

Each January, before policies act, the values that every month starts from are set to those of the new year, and
wages and incomes grow. Burn-in runs at the values of the start, without demography, migration and membership, so that
the first month stands on the tables. A scenario's own parameter value is never overwritten.

A world that knows published values to an earlier year only (``world.published_to``) is the same until the end of it.
The projection that devices and the quota are scaled by, and what was fitted to the census of 2020, stay.

Where a figure has no table it stays constant: network coverage, the festival month, aid and other sums of money. That
lists of the poor give way to a watch list in 2021 is a rule of the targeting submodel, which knows the year.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np

from sim.core.compute.elementary import exps, logs
from sim.core.config.calendar import FIRST_YEAR, JANUARY, MONTHS
from sim.core.declarations.levers import Levers
from sim.world import tables
from sim.world.census import away_odds
from sim.world.deviates import uniforms
from sim.world.devices import COVERAGE_POWER, Curve
from sim.world.drivers import AMOUNT, EVERYTHING, INCOME_OF_DEFAULTS, Driver, Known, driver
from sim.world.member_ages import MEMBER_SHARE
from sim.world.projection import FITTED, project
from sim.world.roots import rising_root
from sim.world.specification import TABLE_YEARS, WorldSpec
from sim.world.tables import Floats

SLEEP_IN_BURN_IN = frozenset({"demography", "migration", "membership"})
RULE_FROM, RULE_MULTIPLE, COMPLIANCE = 2016, 2.0, 0.8
"""The notice on pay of 2016: so many times the rural income per head of the year before, and how far it is kept to."""
SUBSIDY_BEFORE = 800.0
ADULT = 18
PATH_YEARS = 15
GROUPS_FROM = 2014
"""First year in which villages begin chat groups (recalled: the application that they are in is of 2011)."""
YEAR_OF_DEFAULTS = 2021
"""Year in whose money pay is declared."""
MOST_USE = 0.9
"""Internet use stops growing here (assumption)."""
MEAN_HABIT = 0.6
"""Habit of members at the start: who is struck off in a clean-up is drawn by how little of it is left."""
LOWEST_MULTIPLE, HIGHEST_MULTIPLE = 0.2, 5.0


@cache
def registered_path(table: int) -> tuple[Floats, Floats]:
    """Residents and the away by age as projected from a census, no village reclassified.

    Returns
    -------
    home, away : float arrays, shape (years, AGES)
        For the census year and each of the fifteen years after it, straight between every fifth.
    """
    odds, persons = away_odds(table), tables.residents(table)
    home, away = [persons.sum(axis=0)], [(persons * odds).sum(axis=0)]
    parameters = replace(FITTED, reclassified=0.0)
    knots = np.arange(0, PATH_YEARS + 1, tables.GROUP_YEARS)
    for years in knots[1:]:
        reached = project(parameters, start=table, years=int(years))
        home.append(reached.home.sum(axis=0))
        away.append(reached.away.sum(axis=0))
    between = np.array([np.interp(np.arange(PATH_YEARS + 1), knots, knot) for knot in np.eye(len(knots))]).T
    return between @ np.array(home), between @ np.array(away)


def place_on_path(table: int, year: int) -> int:
    """Row of :func:`registered_path` that stands for a calendar year."""
    return min(max(year - table, 0), PATH_YEARS)


@cache
def life_expectancy(year: int) -> Floats:
    """Expectation of life at birth of men and women, from the life table of a calendar year."""
    return _expectation(tables.mortality(year))


def _expectation(rate: Floats) -> Floats:
    alive = np.cumprod(exps(-rate), axis=1)
    entering = np.concatenate([np.ones((len(rate), 1)), alive[:, :-1]], axis=1)
    lived = (entering - alive) / rate
    lived[:, -1] = entering[:, -1] / rate[:, -1]
    years: Floats = lived.sum(axis=1)
    return years


@cache
def death_multiples(year: int, base: float, slope: float, growth: float) -> tuple[float, float]:
    """Factors of men and women on the model's curve of mortality that give the life expectancy of the year."""
    curve = base + slope * exps(growth * (np.arange(tables.AGES) + 0.5))
    wanted = life_expectancy(year)
    men, women = (
        rising_root(
            lambda factor, sex=sex: float(wanted[sex] - _expectation(factor * curve[None])[0]),
            LOWEST_MULTIPLE,
            HIGHEST_MULTIPLE,
        )
        for sex in (0, 1)
    )
    return men, women


@cache
def births_by_age(known: Known = EVERYTHING) -> tuple[Driver, Driver, Driver]:
    """Children a woman, mean age at birth and its standard deviation, of the registered, from both censuses."""
    rows = []
    middle = np.arange(tables.AGES) + 0.5
    for year in TABLE_YEARS:
        home = tables.residents(year)[1]
        away = home * away_odds(year)[1]
        rate = (tables.fertility(year) * home + tables.fertility(year, tables.NATION) * away) / (home + away)
        mean = float(rate @ middle / rate.sum())
        rows.append((float(rate.sum()), mean, float(np.sqrt(rate @ (middle - mean) ** 2 / rate.sum()))))
    names = ("fertility", "fertility_age", "fertility_spread")
    children, age, spread = (
        Driver(name, TABLE_YEARS, tuple(row[place] for row in rows), AMOUNT, continuation=known.continuation).known_to(
            known.published_to
        )
        for place, name in enumerate(names)
    )
    return children, age, spread


def internet_use(year: int, known: Known = EVERYTHING) -> float:
    """Share of rural residents who use the internet at the end of a year, at most nine in ten."""
    return min(driver("internet_use", known).at(year), MOST_USE)


@cache
def devices_by_year(
    table: int, start: int, curve: Curve, minors: bool = False, known: Known = EVERYTHING
) -> dict[int, tuple[float, float]]:
    """Age of half ownership and hazard of a first device, by calendar year from the one of the start on.

    Parameters
    ----------
    table : int
        Census the population stands on.
    start : int
        First calendar month; ownership at the start lies between the year-ends around it.
    curve : Curve
        How owning falls with age.
    minors : bool
        Those of school age own devices as published for the year; adults are then fewer by as many.
    known : Known
        Last year whose values of use are known, and how use goes on after it.
    """
    home, _ = registered_path(table)
    year, month = FIRST_YEAR + start // MONTHS, start % MONTHS
    before = home[place_on_path(table, year - 1)]

    def use(each: int) -> float:
        return internet_use(each, known)

    def young(each: int) -> float | None:
        return driver("minors_online", known).at(each) if minors else None

    middle = curve.middle(use(year - 1), before, young(year - 1))
    owners = curve.with_minors(curve.owners(middle), young(year - 1))
    found = {}
    for each in range(year, year + PATH_YEARS + 1):
        now = home[place_on_path(table, each)]
        middle = curve.middle(use(each), now, young(each))
        hazard = curve.hazard(owners, middle, use(each), now, young(each))
        owners = curve.with_minors(curve.year_on(owners, middle, hazard), young(each))
        found[each] = (middle, hazard)
    at_start = use(year - 1) + (use(year) - use(year - 1)) * month / MONTHS
    found[year - 1] = (curve.middle(at_start, home[place_on_path(table, year)], young(year)), 0.0)
    return found


def subsidy(year: int, known: Known = EVERYTHING) -> float:
    """A secretary's subsidy, yuan a month."""
    if year < RULE_FROM:
        return SUBSIDY_BEFORE
    return COMPLIANCE * RULE_MULTIPLE * driver("rural_income", known).at(year - 1) / MONTHS


class Dated:
    """The drivers of one dated world.

    Parameters
    ----------
    world : WorldSpec
        Whose tables the population stands on.
    start : int
        First calendar month that counts, 0 = January 1900.
    levers : Levers
        Values that every month starts from.
    fixed : iterable of str
        Parameters that the scenario sets itself, which no driver moves.
    """

    def __init__(self, world: WorldSpec, start: int, levers: Levers, fixed: Any = ()) -> None:
        self.table, self.start, self.fixed = world.tables, start, frozenset(fixed)
        self.known = Known(world.continuation, world.published_to)
        self.year = FIRST_YEAR + start // MONTHS
        base = levers.base
        settings = base["start"]
        weight, mean = float(settings["coverage_weight"][0]), float(settings["coverage_mean"][0])
        self.curve = Curve(float(settings["device_slope"][0]), _beta_power(mean * weight, (1 - mean) * weight), mean)
        curve = tuple(float(base["demography"][name][0]) for name in ("death_base", "death_slope", "death_growth"))
        self.mortality: tuple[float, float, float] = (curve[0], curve[1], curve[2])
        self.minors = bool(settings["minors_online"][0])
        self.lapse = float(base["membership"]["lapse"][0])
        # Published are admissions; the lever is places, some of which end in none.
        self.filled = float(base["membership"]["places_filled"][0])
        self.groups = float(base["village_groups"]["start"][0])
        self.contract_pay = float(base["effort"]["contract_pay"][0])
        # Farmer members over the registered of the tables, unless the world has more or fewer.
        self.member_ratio = float(settings["member_share"][0]) / MEMBER_SHARE[self.table]

    def driver(self, name: str) -> Driver:
        """The path of a driver in this world."""
        return driver(name, self.known)

    def subsidy(self, year: int) -> float:
        """A secretary's subsidy in this world, yuan a month."""
        return subsidy(year, self.known)

    def devices(self) -> dict[int, tuple[float, float]]:
        """Age of half ownership and hazard of a first device in this world, by calendar year."""
        return devices_by_year(self.table, self.start, self.curve, self.minors, self.known)

    def start_values(self) -> dict[str, float]:
        """What the population is drawn with, by ``mechanism.parameter``."""
        home, away = registered_path(self.table)
        members = MEMBER_SHARE[self.table] * float(home[0].sum() + away[0].sum())
        values = self.values(self.year)
        values |= {
            f"start.{name}": self.driver(name).at(self.year) for name in ("local_wage", "urban_ratio", "one_shoulder")
        }
        values["start.recruits"] = self.driver("recruits").at(self.year) / members
        values["start.device_age"] = self.devices()[self.year - 1][0]
        values["digital.device_hazard"] = 0.0  # nobody gets a device in burn-in
        begun = MONTHS * max(0, self.year - GROUPS_FROM)
        values["start.groups"] = 1.0 - float(exps(-self.groups * begun))  # .81 in 2021 at the default
        if self.minors:
            values["digital.minors_hazard"] = 0.0
        values["start.income_year"] = self.driver("rural_income").at(self.year) / INCOME_OF_DEFAULTS
        return self._free(values)

    def values(self, year: int) -> dict[str, float]:
        """Values of a calendar year, by ``mechanism.parameter``."""
        home, away = registered_path(self.table)
        place = place_on_path(self.table, year)
        adults = float(home[place][ADULT:].sum() + away[place][ADULT:].sum())
        men, women = death_multiples(min(year, tables.LIFE_TABLES[-1][0], self.known.published_to), *self.mortality)
        children, age, spread = births_by_age(self.known)
        devices = self.devices()
        middle, hazard = devices[min(year, max(devices))]
        wages = self.driver("local_wage")
        values = {
            "demography.death_men": men,
            "demography.death_women": women,
            "demography.fertility": children.at(year),
            "demography.fertility_age": age.at(year),
            "demography.fertility_spread": spread.at(year),
            "effort.subsidy": self.subsidy(year),
            "effort.contract_pay": self.contract_pay * wages.at(year) / driver("local_wage").at(YEAR_OF_DEFAULTS),
            "livelihoods.line": self.driver("poverty_line").at(year),
            "offices.term": self.driver("term").at(year),
            "membership.quota": self.member_ratio * self.driver("recruits").at(year) / self.filled / adults,
            "membership.lapse": self.lapse + self.driver("cleanup").at(year) / (MONTHS * (1.0 - MEAN_HABIT)),
            "village_groups.start": self.groups if year >= GROUPS_FROM else 0.0,
            "start.device_age": middle,
            "digital.device_hazard": hazard,
        }
        if self.minors:
            share, before = self.driver("minors_online").at(year), self.driver("minors_online").at(year - 1)
            lifted = float(logs((1.0 - before) / (1.0 - share))) / MONTHS
            values |= {"digital.minors_share": share, "digital.minors_hazard": lifted}
        return self._free(values)

    def _free(self, values: dict[str, float]) -> dict[str, float]:
        return {lever: value for lever, value in values.items() if lever not in self.fixed}

    def sleeps(self, model: Any, mechanism: str) -> bool:
        """Whether a mechanism leaves this month out: in burn-in, what would move the population off its tables."""
        return model.month < self.start and mechanism in SLEEP_IN_BURN_IN

    def turn_of_the_year(self, model: Any) -> None:
        """Set the values of a new year, and at the start those of the first."""
        if model.month < self.start:
            for lever, value in self._free({"digital.minors_share": 0.0}).items():
                model.levers.set_base(lever, value)  # nobody turns six in burn-in
            return
        if model.month != self.start and model.month % MONTHS != JANUARY:
            return
        year = FIRST_YEAR + model.month // MONTHS
        for lever, value in self.values(year).items():
            model.levers.set_base(lever, value)
        model.levers.compose()  # no policy has moved anything yet: mechanisms read the new year's values
        model.mechanisms["demography"].setup(model)
        model.mechanisms["migration"].set_schedules(year)
        if model.month > self.start:
            self._grow(model, year)

    def _grow(self, model: Any, year: int) -> None:
        """Let wages, pay and incomes grow by a year, and posts be held together by the year's share of villages."""
        V, H = model.villages.columns, model.households.columns
        names = ("local_wage", "urban_ratio", "rural_income")
        rise = {name: self.driver(name).at(year) / self.driver(name).at(year - 1) for name in names}
        if "start.local_wage" not in self.fixed:
            V["local_wage"] *= rise["local_wage"]
        if "start.urban_ratio" not in self.fixed:
            V["wage_gap"] += logs(rise["urban_ratio"])
        if "effort.subsidy" not in self.fixed:
            V["base_pay"] *= self.subsidy(year) / self.subsidy(year - 1)  # office funds cover the legal pay of the year
        if "start.income_year" not in self.fixed:
            H.permanent_income[model.households.rows()] += np.float32(logs(rise["rural_income"]))
        if "start.one_shoulder" not in self.fixed:
            # The word that decided at the start decides again: a village that leaves the rule is the last that took it.
            shoulder = uniforms(V["identity"], 2, model.key)[3]
            model.offices.columns["one_shoulder"] = shoulder < self.driver("one_shoulder").at(year)


def _beta_power(a: float, b: float) -> float:
    """Mean of a Beta variable to the power .3."""
    from scipy.special import betaln

    return float(exps(betaln(a + COVERAGE_POWER, b) - betaln(a, b)))
