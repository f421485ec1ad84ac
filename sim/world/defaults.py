"""Defaults of a world: what place and year make of declared values, and what a scenario runs with in the end.

A parameter's declared default is that of the nation, or of 2021. This is the one place that says which of them take
another value in a kind of place or a start year. Where place or year multiply or shift a value that a scenario may give
as well, the factor is a parameter of its own (``migration.place``, 1 in the nation): it works on given and default
values alike, and whoever wants none of it gives the factor its neutral value. A value that the scenario gives is never
changed. A dated world takes the values of its year from ``sim/world/dated.py``, and again each January.

Not here, because they are tables of the start population and no declared values: the odds of being away
(``sim/world/census.py``). What applies in one kind of county only and says so is ``start.dispersion_remote``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sim.core.config.calendar import FIRST_YEAR, MONTHS
from sim.core.declarations.levers import Levers
from sim.mechanisms import find_mechanism, mechanism_names
from sim.world.dated import Dated
from sim.world.drivers import INCOME_OF_DEFAULTS, driver
from sim.world.member_ages import MEMBER_SHARE
from sim.world.specification import CONSTANT, DATED

LEAVING: Mapping[str, float] = {"near-urban": 0.75, "national": 1.0, "labour-exporting": 1.157, "hollow": 1.852}
"""Leaving in an archetype against the nation; returning is its inverse. With these the share away that the population
is drawn with stays where it is for ten years, in a world whose drivers are constant."""
NATION: Mapping[str, tuple[float, float]] = {CONSTANT: (1.04, 0.965), DATED: (0.93, 1.03)}
"""Leaving and returning in the nation against the declared values. Pay, schooling and peers drive ever more people out
in a dated world, where the census of 2020 asks for less; where all drivers stand still, ageing calls for more."""
BY_COUNTY_TYPE: Mapping[str, Mapping[str, float]] = {
    "near-urban": {"start.coverage_place": 0.1, "livelihoods.dependence_shift": -0.1},
    "ordinary": {},
    "remote-poor": {"start.income_place": 0.55},
}
RECENT_FROM = 2016
"""A world without dates that starts from this year on has the declared defaults, those of 2021; an earlier one has:"""
BEFORE: Mapping[str, float] = {
    "start.local_wage": 1690.0,  # migrants' mean monthly income of 2010 (recalled in the table)
    "start.one_shoulder": 0.384,  # election round of 2008-10
    "start.device_age": 27.0,  # 23 % of resident adults
    "start.groups": 0.0,
    "effort.subsidy": 800.0,  # before the rule of 2016
    "livelihoods.line": 2300.0,  # the line of 2010 in the money of that year
}
DEFAULT, SCENARIO, DRIVERS, DATA = "default", "scenario", "drivers", "data"
ARCHETYPE, COUNTY_TYPE, TABLES, YEAR = "archetype", "county_type", "tables", "year"


@dataclass(frozen=True)
class Used:
    """The value of a parameter that a scenario starts with, and why.

    Attributes
    ----------
    value : number, switch, choice or DatedValue
    why : str
        ``default``; ``scenario``, which gives it; ``data`` of a county of one's own; ``archetype``, ``county_type``,
        ``tables`` (of members) or ``year``, which make it; ``drivers``: published for the year, and some of them again
        each January.
    which : str
        Name of the place, or the year.
    """

    value: Any
    why: str
    which: str = ""


def by_place(world: Any) -> dict[str, Used]:
    """What the place of a ``WorldSpec`` makes of declared values."""
    leaving, returning = NATION[world.drivers]
    place = {
        "migration.place": leaving * LEAVING[world.archetype],
        "migration.place_back": returning / LEAVING[world.archetype],
    }
    found = {lever: Used(value, ARCHETYPE, world.archetype) for lever, value in place.items()}
    if world.archetype == "national":
        found["start.member_share"] = Used(MEMBER_SHARE[world.tables], TABLES, str(world.tables))
    if world.data is not None and world.data.member_share is not None:
        found["start.member_share"] = Used(world.data.member_share, DATA)
    made = BY_COUNTY_TYPE[world.county_type].items()
    return found | {lever: Used(value, COUNTY_TYPE, world.county_type) for lever, value in made}


def by_year(start: int, dated: Dated | None = None, minors: bool = False) -> dict[str, Used]:
    """What the start year makes of declared values.

    Parameters
    ----------
    start : int
        First calendar month that counts, 0 = January 1900.
    dated : Dated, optional
        Drivers of a dated world.
    minors : bool
        Whether those of school age have devices as published (``start.minors_online``).
    """
    year = FIRST_YEAR + start // MONTHS
    if dated:
        return {lever: Used(value, DRIVERS, str(year)) for lever, value in dated.start_values().items()}
    values = {"start.income_year": driver("rural_income").at(year) / INCOME_OF_DEFAULTS}
    if year < RECENT_FROM:
        values |= BEFORE
    if minors:
        values["digital.minors_share"] = driver("minors_online").at(year)
    return {lever: Used(value, YEAR, str(year)) for lever, value in values.items()}


def set_values(scenario: Any, levers: Levers) -> tuple[Dated | None, dict[str, Used]]:
    """Set the values that every month starts from: the scenario's own, then what place and year make of the others.

    Parameters
    ----------
    scenario : Scenario
    levers : Levers
        With declared defaults.

    Returns
    -------
    dated : Dated or None
        The drivers of a dated world.
    made : dict of str to Used
        What place and year have set, by ``mechanism.parameter``.
    """
    world, start = scenario.world, scenario.horizon.start
    given = scenario.parameters
    made = {lever: used for lever, used in by_place(world).items() if lever not in given}
    scenario.set_parameters(levers)
    for lever, used in made.items():
        levers.set_base(lever, used.value)
    dated = Dated(world, start, levers, given) if world.dated else None
    made_by_year = by_year(start, dated, bool(levers.base["start"]["minors_online"][0]))
    of_year = {lever: used for lever, used in made_by_year.items() if lever not in given}
    for lever, used in of_year.items():
        levers.set_base(lever, used.value)
    return dated, made | of_year


def values_used(scenario: Any) -> dict[str, Used]:
    """The value of every parameter, by ``mechanism.parameter``, that a scenario starts with, and why."""
    levers = Levers((find_mechanism(name)() for name in mechanism_names()), 1)
    made = set_values(scenario, levers)[1]
    given = {lever: Used(value, SCENARIO) for lever, value in scenario.parameters.items()}
    return {lever: Used(param.default, DEFAULT) for lever, param in levers.params.items()} | made | given
