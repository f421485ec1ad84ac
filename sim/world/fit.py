"""How close drawn persons are to the tables they were drawn from: target, drawn and difference for each marginal."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.agents.codes import AGES as AGES_OF_GROUPS
from sim.agents.codes import PROBATIONARY
from sim.core.config.language import message
from sim.core.declarations.levers import Levers
from sim.world.census import CensusTables
from sim.world.defaults import set_values
from sim.world.education import LEVELS
from sim.world.member_ages import BANDS
from sim.world.synthesis import build, tables_of
from sim.world.tables import AGES, GROUP_YEARS

SEX_NAMES = ("men", "women")
EDUCATION_FROM = 15
"""Schooling is compared from this age on: below, age alone decides it."""
CHANCE, BEYOND = 0.05, 1.96
"""Share of independent draws that lie further from their mean than so many standard errors."""


@dataclass(frozen=True)
class FitRow:
    """One figure of the tables beside the same figure of the drawn persons.

    Attributes
    ----------
    marginal, group : str
        What is counted, and for whom.
    target, drawn : float
        Share in the tables and among the drawn; `drawn` is NaN where nobody could be counted.
    persons : int
        Persons the drawn share is taken over.
    """

    marginal: str
    group: str
    target: float
    drawn: float
    persons: int

    @property
    def difference(self) -> float:
        """Drawn less target."""
        return self.drawn - self.target

    @property
    def standard_errors(self) -> float:
        """Difference over the standard error of independent draws; NaN where that error is zero."""
        error = np.sqrt(self.target * (1.0 - self.target) / self.persons) if self.persons else 0.0
        return float(self.difference / error) if error > 0 else float("nan")


@dataclass(frozen=True)
class FitTable:
    """All figures."""

    rows: tuple[FitRow, ...]

    @property
    def persons(self) -> int:
        """Registered persons drawn."""
        return self.rows[0].persons

    @property
    def beyond_chance(self) -> tuple[int, int]:
        """How many figures lie further from the tables than chance takes 95 of 100, and of how many."""
        errors = np.array([row.standard_errors for row in self.rows])
        errors = np.abs(errors[np.isfinite(errors)])
        return int((errors > BEYOND).sum()), len(errors)


def fit_of_start(scenario: Any, seed: int) -> FitTable:
    """Draw the start population of a scenario, county by county, and compare it with its tables.

    Parameters
    ----------
    scenario : Scenario
        Its ``world``, ``horizon`` and ``parameters`` decide; no month is lived.
    seed : int
        Seed of the world, 0 to 4294967295.

    Returns
    -------
    FitTable
    """
    from sim.mechanisms import find_mechanism, mechanism_names

    mechanisms = [find_mechanism(name)() for name in mechanism_names()]
    drawn: list[tuple[NDArray[Any], ...]] = []
    for county in range(scenario.world.counties):
        world = replace(scenario.world, counties=1, first_county=scenario.world.first_county + county)
        alone = replace(scenario, world=world)
        levers = Levers(mechanisms, world.villages_in_all)
        set_values(alone, levers)
        people = build(alone, seed, levers)["people"]
        P, rows = people.columns, people.rows()
        age = ((P.group[rows].astype(np.int64) - 1) % AGES_OF_GROUPS).astype(np.uint8)
        drawn.append((P.sex[rows], age, P.away[rows], P.education[rows], P.stage[rows] >= PROBATIONARY))
        tables = tables_of(world, levers)
    return fit_to_marginals(tables, *(np.concatenate(column) for column in zip(*drawn, strict=True)))


def fit_to_marginals(
    tables: CensusTables,
    sex: NDArray[np.integer],
    age: NDArray[np.integer],
    away: NDArray[np.bool_],
    education: NDArray[np.integer],
    member: NDArray[np.bool_],
) -> FitTable:
    """Compare drawn persons with the tables.

    Parameters
    ----------
    tables : CensusTables
        What was drawn from.
    sex, age, away, education, member : array, one entry a registered person
        0 = men, 1 = women; completed years (100 = 100 and over); lives elsewhere; level 0-3; Party member.

    Returns
    -------
    FitTable
        Registered by sex and 5-year age, away shares by sex and 5-year age, resident 60+, schooling by sex from 15
        on, members over registered, members by age band, men in each band, members away.

    Raises
    ------
    ValueError
        If the arrays differ in length, are empty, or a sex, age or level is out of range.
    """
    sex, age, education = (np.asarray(one).astype(np.int64) for one in (sex, age, education))
    away, member = np.asarray(away, dtype=bool), np.asarray(member, dtype=bool)
    _check({"sex": sex, "age": age, "away": away, "education": education, "member": member})
    rows: list[FitRow] = []

    def compare(marginal: str, group: str, target: float, counted: NDArray[np.bool_], among: NDArray[np.bool_]) -> None:
        persons = int(among.sum())
        drawn = float((counted & among).sum() / persons) if persons else float("nan")
        rows.append(FitRow(marginal, group, float(target), drawn, persons))

    everybody = np.ones(len(sex), dtype=bool)
    groups = [slice(low, min(low + GROUP_YEARS, AGES)) for low in range(0, AGES - 1, GROUP_YEARS)]
    groups[-1] = slice(groups[-1].start, AGES)
    for one, name in enumerate(SEX_NAMES):
        for ages in groups:
            inside = (sex == one) & (age >= ages.start) & (age < ages.stop)
            label = f"{name} {ages.start}-{ages.stop - 1}"
            share = tables.registered[one, ages]
            compare("registered", label, share.sum(), inside, everybody)
            compare("away", label, (share * tables.away[one, ages]).sum() / share.sum(), away, inside)
    compare("residents", "60 and over", tables.residents_60_plus, age >= 60, ~away)
    for one, name in enumerate(SEX_NAMES):
        weight = tables.registered[one, EDUCATION_FROM:]
        for level, schooling in enumerate(LEVELS):
            target = (weight * tables.education[one, EDUCATION_FROM:, level]).sum() / weight.sum()
            compare(
                "education", f"{name} {schooling}", target, education == level, (sex == one) & (age >= EDUCATION_FROM)
            )

    members = tables.registered * tables.member
    compare("members", "of registered", members.sum(), member, everybody)
    for low, high in BANDS:
        band = members[:, low : high + 1]
        inside = (age >= low) & (age <= high)
        compare("member ages", f"{low}-{high}", band.sum() / members.sum(), inside, member)
        compare("men among members", f"{low}-{high}", band[0].sum() / band.sum(), sex == 0, member & inside)
    compare("members away", "all", tables.members_away, away, member)
    order = list(dict.fromkeys(row.marginal for row in rows))
    return FitTable(tuple(sorted(rows, key=lambda row: order.index(row.marginal))))


def _check(entries: dict[str, NDArray[Any]]) -> None:
    lengths = {name: len(values) for name, values in entries.items()}
    if len(set(lengths.values())) != 1 or not lengths["sex"]:
        raise ValueError(
            message(
                "sex, age, away, education and member must have one entry a person, but have {lengths}", lengths=lengths
            )
        )
    for name, top in (("sex", 1), ("age", AGES - 1), ("education", len(LEVELS) - 1)):
        values = entries[name]
        if values.min() < 0 or values.max() > top:
            raise ValueError(
                message(
                    "{name} must lie in 0..{top}, but runs from {low} to {high}",
                    name=name,
                    top=top,
                    low=values.min(),
                    high=values.max(),
                )
            )
