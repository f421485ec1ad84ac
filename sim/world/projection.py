"""Deterministic projection of the registered from a census, which fixes the migration hazards against the next one.

Single years of age, both sexes, home and away, month by month: deaths, leaving, returning, permanent departure,
births. No draw, no pay, no peers: the migration submodel with every coefficient of pay, peers and schooling at zero.
Villages reclassified as urban are no event; the totals shrink by their rate before they are compared.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from sim.core.compute.elementary import exps, powers
from sim.core.config.calendar import MONTHS
from sim.mechanisms.demography import Demography
from sim.mechanisms.migration import Migration, schedule_of
from sim.procedures.schedules import MigrationSchedule, leave_schedule, return_factor
from sim.world import tables
from sim.world.census import away_odds
from sim.world.specification import TABLE_YEARS
from sim.world.tables import AGES, Floats

Ageing = Literal["yearly", "monthly"]


@dataclass(frozen=True)
class ProjectionParameters:
    """Hazards of the projection; pairs are (men, women).

    Attributes
    ----------
    schedule : MigrationSchedule
        Shape of leaving and returning.
    leave : float
        Level of leaving, 1/month, men at the peak of work.
    back : float
        Level of returning, 1/month.
    departure : pair of float
        Leaving the register, of the away, 1/month.
    reclassified : float
        Share of villages that become urban, 1/year.
    birth_home : float
        Probability that a child of an away mother lives in the village.
    boys_per_girl : float
        Sex ratio at birth.
    """

    schedule: MigrationSchedule
    leave: float
    back: float
    departure: tuple[float, float]
    reclassified: float
    birth_home: float
    boys_per_girl: float


DECLARED = {
    name: param.number(param.default) for each in (Migration, Demography) for name, param in each.params.items()
}
FITTED = ProjectionParameters(
    schedule=schedule_of(DECLARED),
    leave=DECLARED["leave"],
    back=DECLARED["back"],
    departure=(DECLARED["departure_men"], DECLARED["departure_women"]),
    reclassified=0.009,
    birth_home=0.5,
    boys_per_girl=DECLARED["boys_per_girl"],
)
"""Values fitted to the census of 2020 from the tables of 2010: the defaults that the submodels declare, the share of
villages that became urban, and a share of children born into the village that is the projection's own: it knows no
peers, pay and schooling, with which the model itself needs fewer (``demography.birth_home``).
"""


@dataclass(frozen=True)
class Projection:
    """Where a projection ends.

    Attributes
    ----------
    year : int
        Calendar year reached.
    home, away : array of float, [sex, age]
        Persons, after reclassification.
    births, deaths, departures : float
        Persons over the whole time, in the villages that were not yet reclassified.
    home_reclassified : float
        Residents of villages reclassified over the whole time.
    """

    year: int
    home: Floats
    away: Floats
    births: float
    deaths: float
    departures: float
    home_reclassified: float


def project(
    parameters: ProjectionParameters,
    start: int = 2010,
    years: int = 10,
    ageing: Ageing = "yearly",
    odds_factor: float = 1.0,
) -> Projection:
    """Carry the registered of a table year forward.

    Parameters
    ----------
    parameters : ProjectionParameters
        Hazards; `FITTED` are those of the model.
    start : int
        Table year, 2010 or 2020.
    years : int
        Years to go.
    ageing : {"yearly", "monthly"}
        "yearly": everybody has the rates of the age in the middle of the age at the last census day and grows a year
        older after twelve months; the fit of the model specification was made so, and it applies rates half a year
        late. "monthly": ages in months, as the simulated villagers have them.
    odds_factor : float
        Factor on the odds of being away at the start; the registered stay the same.

    Returns
    -------
    Projection
        Persons at the end and the flows on the way.

    Raises
    ------
    ValueError
        If the start is no table year, `years` is not positive or `ageing` is unknown.
    """
    if ageing not in ("yearly", "monthly"):
        raise ValueError(tables.unknown("ageing", ageing, ("yearly", "monthly")))
    if years < 1:
        raise ValueError(f"years {years} must be 1 or more")
    cells = MONTHS if ageing == "monthly" else 1
    state = _start(start, odds_factor, cells)
    newborn = np.zeros((2, 2))
    boys = parameters.boys_per_girl / (1.0 + parameters.boys_per_girl)
    sexes = np.array([boys, 1.0 - boys])
    out, back, gone = _monthly_probabilities(parameters, cells)
    staying = float(powers(1.0 - parameters.reclassified, 1.0 / MONTHS))
    births = deaths = departures = reclassified = 0.0

    for month in range(years * MONTHS):
        # Newborns wait for the census day of their first year: they can die but do not move before it.
        die = 1.0 - exps(-np.repeat(tables.mortality(start + month // MONTHS), cells, axis=1) / MONTHS)
        by_home, by_away = _birth_rates(start + (month + 0.5) / MONTHS, cells)
        born_home, born_away = float(state[0, 1] @ by_home), float(state[1, 1] @ by_away)
        deaths += float((state * die).sum() + (newborn * die[:, 0]).sum())
        state = state * (1.0 - die)
        newborn = newborn * (1.0 - die[:, 0])

        leaving, returning = state[0] * out, state[1] * back
        departing = (state[1] - returning) * gone
        state = np.stack([state[0] - leaving + returning, state[1] + leaving - returning - departing])
        departures += float(departing.sum())
        births += born_home + born_away
        newborn[0] += sexes * (born_home + born_away * parameters.birth_home)
        newborn[1] += sexes * born_away * (1.0 - parameters.birth_home)

        if (month + 1) % (MONTHS // cells) == 0:
            state = _grow_older(state, newborn)
            newborn = np.zeros((2, 2))
        reclassified += float(state[0].sum()) * (1.0 - staying)
        state, newborn = state * staying, newborn * staying

    home, away = state.reshape(2, 2, AGES, cells).sum(axis=3)
    return Projection(start + years, home, away, births, deaths, departures, reclassified)


def _start(year: int, odds_factor: float, cells: int) -> Floats:
    """Home and away, [place, sex, age cell]; a single year is spread evenly over its cells."""
    persons, odds = tables.residents(year), away_odds(year)
    registered = persons * (1.0 + odds)
    odds = odds * odds_factor
    home = registered / (1.0 + odds)
    return np.repeat(np.stack([home, registered - home]), cells, axis=2) / cells


def _monthly_probabilities(parameters: ProjectionParameters, cells: int) -> tuple[Floats, Floats, Floats]:
    """Probabilities a month of leaving and returning, [sex, age cell], and of departing, [sex, 1]."""
    age = (np.arange(AGES * cells) + 0.5) / cells
    sex = np.array([[0], [1]])
    out = 1.0 - exps(-parameters.leave * leave_schedule(age, sex, parameters.schedule))
    back = 1.0 - exps(-parameters.back * return_factor(age, sex, parameters.schedule))
    gone = (1.0 - exps(-np.array(parameters.departure)))[:, np.newaxis]
    return out, back, gone


def _birth_rates(date: float, cells: int) -> tuple[Floats, Floats]:
    """Births a woman and month at home (village rates) and away (national rates).

    Straight between the censuses, level afterwards.
    """
    first, last = TABLE_YEARS
    done = min(max((date - first) / (last - first), 0.0), 1.0)
    rates = []
    for tier in (tables.VILLAGE, tables.NATION):
        raw = [tables.fertility(year, tier) / tables.FERTILITY_COVERAGE[year] for year in (first, last)]
        coverage = tables.FERTILITY_COVERAGE[first] * (1 - done) + tables.FERTILITY_COVERAGE[last] * done
        rates.append(np.repeat((raw[0] * (1 - done) + raw[1] * done) * coverage, cells) / MONTHS)
    return rates[0], rates[1]


def _grow_older(state: Floats, newborn: Floats) -> Floats:
    """Everybody one age cell on; the last cell keeps its own, the first takes the newborn."""
    older = np.empty_like(state)
    older[..., 1:] = state[..., :-1]
    older[..., -1] += state[..., -1]
    older[..., 0] = newborn
    return older
