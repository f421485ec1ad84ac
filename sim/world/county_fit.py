"""A county of one's own beside what the shipped tables would have made of its villages, the largest gap first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from sim.agents.codes import AGES, PROBATIONARY
from sim.core.declarations.levers import Levers
from sim.world.defaults import set_values
from sim.world.roster.county import OwnCounty
from sim.world.synthesis import build, tables_of

BROAD = ((0, 14), (15, 34), (35, 59), (60, 74), (75, 100))
"""Age groups of a table of persons."""
SEXES = ("men", "women")
SHARE, PERSONS, YUAN_YEAR, YUAN_MONTH = "share", "persons", "yuan/year", "yuan/month"
OF_VILLAGES = {
    "income": YUAN_YEAR,
    "collective_income": YUAN_YEAR,
    "local_wage": YUAN_MONTH,
    "coverage": "0-1",
    "cadres": PERSONS,
}
"""What is a mean over villages."""


@dataclass(frozen=True)
class CountyRow:
    """A figure of a county.

    Attributes
    ----------
    figure, group, unit : str
        What is counted, for whom, and in what.
    given, tables, drawn : float
        As the county's data have it; as the shipped tables would have made it, for the same villages; and as the
        population has it that a run starts with.
    """

    figure: str
    group: str
    unit: str
    given: float
    tables: float
    drawn: float

    @property
    def gap(self) -> float:
        """Given over tables, less 1."""
        return self.given / self.tables - 1.0 if self.tables else float("nan")


def county_fit(scenario: Any, seed: int) -> list[CountyRow]:
    """The county of a scenario beside the tables.

    Parameters
    ----------
    scenario : Scenario
        With data.
    seed : int
        Of the world.

    Returns
    -------
    list of CountyRow
        The largest gap first.
    """
    county: OwnCounty = scenario.world.data
    groups = {
        "registered": _groups(county, county.age_sex, bool(county.people)),
        "members": _groups(county, county.members, "member" in county.people),
    }
    known = {name: np.isfinite(county.of(name)) for name in ("residents", "members", "households", *OF_VILLAGES)}
    if "away" in county.people:
        known["residents"] = np.ones(len(county.names), bool)
    if "member" in county.people:
        known["members"] = np.ones(len(county.names), bool)
    drawn = _figures(scenario, seed, known, groups)
    plain = replace(scenario, world=replace(scenario.world, data=county.sizes_only()))
    tables = _figures(plain, seed, known, groups)
    tables |= _expected(plain, tables)
    given = drawn | _given(county, known, groups)
    rows = [CountyRow(*key, given[key], tables[key], drawn[key]) for key in drawn]
    return sorted(rows, key=lambda row: -abs(row.gap) if np.isfinite(row.gap) else 0.0)


Key = tuple[str, str, str]


def _groups(county: OwnCounty, margins: Any, by_person: bool) -> list[tuple[int, int]]:
    if margins is not None:
        return list(zip(margins.low.tolist(), margins.high.tolist(), strict=True))
    return list(BROAD) if by_person else []


def _label(sex: int, low: int, high: int) -> str:
    return f"{SEXES[sex]} {low}-{high}"


def _given(county: OwnCounty, known: dict[str, Any], groups: dict[str, list[tuple[int, int]]]) -> dict[Key, float]:
    """Figures as the tables of villages and age groups say them; those of persons are met one by one."""
    found: dict[Key, float] = {}
    registered = county.registered
    for name, key in (
        ("residents", ("away", "of registered", SHARE)),
        ("members", ("members", "of registered", SHARE)),
        ("households", ("household", "mean", PERSONS)),
    ):
        count = county.of(name)[known[name]]
        if len(count) and np.isfinite(count).all():
            persons = registered[known[name]].sum()
            ratio = persons / count.sum() if name == "households" else count.sum() / persons
            found[key] = float(1.0 - ratio if name == "residents" else ratio)
    for name, unit in OF_VILLAGES.items():
        if known[name].any():
            found[(name, "mean of villages", unit)] = float(np.nanmean(county.of(name)[known[name]]))
    for name, margins in (("registered", county.age_sex), ("members", county.members)):
        if margins is not None:
            counts = margins.counts.sum(axis=0)
            for group, (low, high) in enumerate(groups[name]):
                for sex in (0, 1):
                    key = (_ages_of(name), _label(sex, low, high), SHARE)
                    found[key] = float(counts[sex, group] / counts.sum())
    return found


def _ages_of(name: str) -> str:
    return "ages" if name == "registered" else "member ages"


def _expected(scenario: Any, figures: Iterable[Key]) -> dict[Key, float]:
    """Shares of persons as the tables expect them, whoever is drawn."""
    tables = tables_of(scenario.world, _levers(scenario))
    members = tables.registered * tables.member
    shares = {"ages": tables.registered, "member ages": members / members.sum()}
    found = {}
    for figure, group, unit in figures:
        if figure in shares:
            sex, _, ages = group.partition(" ")
            low, high = map(int, ages.split("-"))
            found[figure, group, unit] = float(shares[figure][SEXES.index(sex), low : high + 1].sum())
        elif figure == "away":
            found[figure, group, unit] = 1.0 - float(tables.residents.sum())
        elif figure == "members":
            found[figure, group, unit] = float(members.sum())
    return found


def _levers(scenario: Any) -> Levers:
    from sim.mechanisms import find_mechanism, mechanism_names

    levers = Levers([find_mechanism(name)() for name in mechanism_names()], scenario.world.villages_in_all)
    set_values(scenario, levers)
    return levers


def _figures(
    scenario: Any, seed: int, known: dict[str, Any], groups: dict[str, list[tuple[int, int]]]
) -> dict[Key, float]:
    """The same figures of a population that is drawn."""
    levers = _levers(scenario)
    stores = build(scenario, seed, levers)
    V, P, rows = stores["villages"].columns, stores["people"].columns, stores["people"].rows()
    sizes = V["last"] - V["first"]
    village = np.repeat(np.arange(len(V)), sizes)
    age = (P.group[rows].astype(np.int64) - 1) % AGES
    sex, away, member = P.sex[rows], P.away[rows], P.stage[rows] >= PROBATIONARY
    found: dict[Key, float] = {}
    if known["residents"].any():
        found[("away", "of registered", SHARE)] = float(away[known["residents"][village]].mean())
    if known["members"].any():
        found[("members", "of registered", SHARE)] = float(member[known["members"][village]].mean())
    if known["households"].any():
        inside = known["households"]
        homes = (V["household_last"] - V["household_first"])[inside].sum()
        found[("household", "mean", PERSONS)] = float(sizes[inside].sum() / homes)
    rules = levers.base["offices"]
    cadres = np.clip(np.floor(sizes / rules["committee_per"] + 0.5), rules["committee_least"], rules["committee_most"])
    for name, unit in OF_VILLAGES.items():
        if known[name].any():
            values = cadres if name == "cadres" else V[name]
            found[(name, "mean of villages", unit)] = float(values[known[name]].mean())
    for name, among in (("registered", np.ones(len(rows), bool)), ("members", member)):
        for low, high in groups[name]:
            for one in (0, 1):
                inside = (age[among] >= low) & (age[among] <= high) & (sex[among] == one)
                found[(_ages_of(name), _label(one, low, high), SHARE)] = float(inside.mean()) if len(inside) else 0.0
    return found
