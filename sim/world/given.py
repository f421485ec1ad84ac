"""The start population of a county of one's own: given numbers are met exactly, the rest is drawn as in any world.

Everybody's luck is keyed by person as elsewhere. Where a number is given, whoever is nearest to it is taken: the
away and the members of a village are those whose draws lie lowest against their odds, and ages of a county follow the
order of draws, so that each group has the persons that it is said to have.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.agents.codes import NOBODY, PROBATIONARY
from sim.core.compute.elementary import exps, logs
from sim.core.config.calendar import MONTHS
from sim.core.config.language import message
from sim.core.declarations.levers import Levers
from sim.world.census import CensusTables
from sim.world.roster.columns import ADULT
from sim.world.roster.county import Margins, OwnCounty, atoms_of, by_single_years, others_than_members
from sim.world.tables import Floats

Ints = NDArray[np.int64]
Switches = NDArray[np.bool_]
ROUNDS = 40


class NotMet(ValueError):
    """A number that no draw of the population meets."""


def where_given(county: OwnCounty | None, name: str, drawn: Floats) -> Floats:
    """Values of villages: those given, and those drawn where none is."""
    if county is None:
        return drawn
    given = county.of(name)
    return np.where(np.isfinite(given), given, drawn)


def set_levers(county: OwnCounty | None, levers: Levers) -> None:
    """Hold the committees of villages at the size that is given."""
    if county is None:
        return
    cadres = county.of("cadres")
    for name in ("committee_least", "committee_most"):
        values = levers.base["offices"][name]
        values[:] = np.where(np.isfinite(cadres), cadres, values)


def exactly(count: Floats, village: Ints, chance: Floats, u: Floats) -> Switches:
    """Who is taken, so many of each village: those whose draws lie lowest against the odds of their chances.

    Villages whose number is NaN take whoever's draw lies below the chance.

    Parameters
    ----------
    count : float array, shape (villages,)
    village : int array, shape (persons,)
        In rising order.
    chance, u : float array, shape (persons,)
    """
    with np.errstate(divide="ignore"):
        key = logs(u / (1.0 - u)) - np.where(
            chance > 0.0, logs(np.maximum(chance, 1e-300) / np.maximum(1.0 - chance, 1e-300)), -np.inf
        )
    order = np.lexsort((u, key, village))
    starts = np.searchsorted(village, np.arange(len(count)))
    rank = np.empty(len(village), np.int64)
    rank[order] = np.arange(len(village)) - starts[village[order]]
    wanted = count[village]
    return np.where(np.isfinite(wanted), rank < np.nan_to_num(wanted), u < chance)


def by_rank(weights: Floats, u: Floats) -> Ints:
    """Cells of persons in the order of their draws, so that as many fall into each as its weight says.

    Parameters
    ----------
    weights : float array, [sex, age]
        Adds up to the number of persons.
    u : float array, shape (persons,)
    """
    rank = np.empty(len(u), np.int64)
    rank[np.argsort(u, kind="stable")] = np.arange(len(u))
    return np.minimum(np.searchsorted(np.cumsum(weights.ravel()), rank + 0.5), weights.size - 1)


class Given:
    """What is given of persons, met by a draw.

    Parameters
    ----------
    county : OwnCounty
    tables : CensusTables
        What is drawn from where nothing is given.
    village : int array, shape (persons,)
        In rising order.
    """

    def __init__(self, county: OwnCounty, tables: CensusTables, village: Ints) -> None:
        self.county, self.tables, self.village = county, tables, village
        self.member: Switches | None = None

    def cells(self, cell: Ints, cell_u: Floats, member_u: Floats) -> Ints:
        """Sex and age of everybody, as places in ``[sex, age]``; as drawn where nothing is given."""
        county, tables = self.county, self.tables
        if county.people:
            return cell
        cell = cell.copy()
        if county.members is None:
            if county.age_sex is not None:
                for scope, inside in self._scopes(county.age_sex):
                    everybody = self._single(county.age_sex, scope, tables.registered)
                    cell[inside] = by_rank(everybody, cell_u[inside])
            return cell
        chance = np.full(len(cell), tables.member_share)
        member = self.member = exactly(county.of("members"), self.village, chance, member_u)
        for scope, inside in self._scopes(county.members):
            inner = inside & member
            outer = inside & ~member
            members, others = self._two_kinds(scope)
            cell[inner] = by_rank(members, cell_u[inner])
            if county.age_sex is None:
                share = np.cumsum(others.ravel()) / others.sum()
                cell[outer] = np.minimum(np.searchsorted(share, cell_u[outer]), others.size - 1)
            else:
                cell[outer] = by_rank(others, cell_u[outer])
        return cell

    def _scopes(self, margins: Margins) -> list[tuple[int, Switches]]:
        if margins.by_village:
            return [(place, self.village == place) for place in range(len(margins.counts))]
        return [(0, np.ones(len(self.village), bool))]

    def _single(self, margins: Margins, scope: int, shape: Floats) -> Floats:
        return by_single_years(margins.low, margins.high, margins.counts[scope], shape)

    def _two_kinds(self, scope: int) -> tuple[Floats, Floats]:
        """Weights of members and of everybody else, [sex, age]."""
        tables, members, everybody = self.tables, self.county.members, self.county.age_sex
        assert members is not None  # asked for where there are
        shape, rest = tables.registered * tables.member, tables.registered * (1.0 - tables.member)
        if everybody is None:
            return self._single(members, scope, shape), rest
        low, high = atoms_of(everybody, members)
        in_atoms, others = others_than_members(everybody, members, scope, shape)
        if (others < 0).any():
            raise NotMet(message("there are more members of an age and sex than persons"))
        return by_single_years(low, high, in_atoms, shape), by_single_years(everybody.low, everybody.high, others, rest)

    def months(self, months: Ints, month_u: Floats, month: int) -> Ints:
        """Age of everybody in months at the start, drawn where persons are not given."""
        people = self.county.people
        if not people:
            return months
        within = np.floor(MONTHS * month_u).astype(np.int64)
        if "age" in people:
            return MONTHS * people["age"].astype(np.int64) + within
        return np.maximum(
            month - 1 - (people["birth"].astype(np.int64) + np.where(people["birth_known"], 0, within)), 0
        )

    def of_people(self, name: str, drawn: Any) -> Any:
        """What a table of persons says, and what is drawn where it says nothing."""
        given = self.county.people.get(name)
        return drawn if given is None else np.where(given >= 0, given, drawn)

    def away(self, age: Ints, sex: Ints, away_u: Floats) -> Switches:
        """Who is away."""
        county = self.county
        chance = self.tables.away[sex, age]
        drawn = exactly(county.registered - county.of("residents"), self.village, chance, away_u)
        return np.asarray(self.of_people("away", drawn), bool)

    def stage(self, stage: NDArray[np.uint8], age: Ints) -> NDArray[np.uint8]:
        """Stages on the way into the Party, as a table of persons says."""
        given = np.asarray(self.of_people("member", stage), np.uint8)
        return np.where(age < ADULT, np.uint8(0), given)

    def members(self, sex: Ints, age: Ints, member_u: Floats) -> Switches:
        """Who is a member."""
        if self.member is not None:
            return self.member
        chance = np.where(age >= ADULT, self.tables.member[sex, age], 0.0)
        wanted = self.county.of("members")
        people = self.county.people.get("member")
        if people is not None and (people >= 0).all():
            return people >= PROBATIONARY
        adults = np.bincount(self.village[age >= ADULT], minlength=len(wanted))
        for place in np.flatnonzero(wanted > adults):
            fault = message(
                "village {village}: {members} members are given, and {adults} adults drawn",
                village=self.county.names[place], members=int(wanted[place]), adults=int(adults[place]),
            )  # fmt: skip
            raise NotMet(fault)
        drawn = exactly(wanted, self.village, chance, member_u)
        return drawn if people is None else np.where(people >= 0, people >= PROBATIONARY, drawn)


def meet_households(county: OwnCounty | None, P: Any, V: np.ndarray, ages: Ints) -> None:
    """Join or part households until each village has as many as are given."""
    if county is None:
        return
    for v, wanted in enumerate(county.of("households")):
        if np.isnan(wanted):
            continue
        a, b = int(V["first"][v]), int(V["last"][v])
        home = rehoused(P.household[a:b].astype(np.int64), P.spouse[a:b].astype(np.int64), ages[a:b], int(wanted))
        P.household[a:b] = home
        V["household_last"][v] = int(home.max()) + 1


def rehoused(home: Ints, spouse: Ints, age: Ints, wanted: int) -> Ints:
    """Households of a village, numbered in the order of their first persons, so many as are wanted.

    The smallest join each other. If there are too few, couples and single adults who live with others move out, the
    oldest first; then anybody who is not the first of a household.

    Parameters
    ----------
    home, spouse, age : int array, shape (persons,)
        Household and row of the spouse within the village.
    wanted : int
        At most as many as there are persons.
    """
    home = _numbered(home)
    for _ in range(ROUNDS):
        number = int(home.max()) + 1
        if number <= wanted:
            break
        order = np.argsort(np.bincount(home), kind="stable")
        joined = min(number - wanted, number // 2)
        into = np.arange(number)
        into[order[:joined]] = order[joined : 2 * joined]
        home = _numbered(into[home])
    number = int(home.max()) + 1
    first = np.zeros(len(home), bool)
    first[np.unique(home, return_index=True)[1]] = True
    for together in (True, False):
        for person in np.argsort(-age, kind="stable"):
            if number >= wanted:
                return _numbered(home)
            mate = int(spouse[person])
            mate = mate if together and mate != NOBODY and home[mate] == home[person] else int(person)
            if first[person] or first[mate] or (together and age[person] < ADULT):
                continue
            home[[person, mate]] = number
            first[person] = True
            number += 1
    return _numbered(home)


def _numbered(home: Ints) -> Ints:
    """Households numbered in the order of their first persons."""
    _, first, place = np.unique(home, return_index=True, return_inverse=True)
    rank = np.empty(len(first), np.int64)
    rank[np.argsort(first, kind="stable")] = np.arange(len(first))
    return np.asarray(rank[place], np.int64)


def meet_incomes(county: OwnCounty | None, H: Any, home: Ints, where: Ints, count: int) -> None:
    """Scale the incomes of each village whose mean is given to that mean."""
    if county is None or "income" not in county.villages:
        return
    persons = np.bincount(home, minlength=count)
    income = exps(H.permanent_income + H.transitory_income) * persons
    villages = len(county.names)
    mean = np.bincount(where, weights=income, minlength=villages) / np.bincount(
        where, weights=persons, minlength=villages
    )
    given = county.of("income")
    shift = np.where(np.isfinite(given), logs(np.where(np.isfinite(given), given, mean) / mean), 0.0)
    H.permanent_income[:] += shift[where].astype(np.float32)
