"""The start population: villages, persons, households, members and secretaries drawn from the tables (S0).

Everything is drawn from keyed streams of the world's seed, person by person and village by village, so that the same
seed gives the same people under every policy and a village does not depend on how many others there are.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.agents.codes import (
    ACTIVIST,
    APPLICANT,
    AWAY_STEP,
    COUNTY_TYPES,
    FULL,
    PRIMARY,
    PROBATIONARY,
    SEX_STEP,
    TERTIARY,
)
from sim.agents.county import County
from sim.agents.first_secretary import FirstSecretary
from sim.agents.graduate_official import GraduateOfficial
from sim.agents.township import Township
from sim.agents.village import Village
from sim.agents.villager import Villager
from sim.core.columns.columns import SlicedStore, TableStore
from sim.core.compute.draws import start_id
from sim.core.compute.elementary import exps, logs, powers
from sim.core.compute.functions import logistics
from sim.core.compute.kernels import kernel
from sim.core.declarations.levers import Levers
from sim.procedures.first_devices import at_school_age
from sim.procedures.schedules import return_factor
from sim.world.census import CensusTables, census_tables
from sim.world.collective import draw_collective
from sim.world.deviates import beta, beta_of, normal, uniforms
from sim.world.given import Given, set_levers, where_given
from sim.world.households import draw_households
from sim.world.projection import FITTED
from sim.world.secretaries import draw_secretaries

BELIEF = (2.0, 6.0)  # Beta parameters of misperception at the start
WILLING = (4.0, 4.0)
UNWILLING = (2.0, 8.0)
WORKING_CHILD = 12
DEVICE_FROM = 12
FRAIL_FROM = 60

Floats = NDArray[np.float64]


def build(scenario: Any, seed: int, levers: Levers) -> dict[str, SlicedStore | TableStore]:
    """Draw a world.

    Parameters
    ----------
    scenario : Scenario
        Its ``world`` says what to build, its ``horizon`` when it starts.
    seed : int
        Seed of the world, 0 to 4294967295.
    levers : Levers
        Parameter values, set by :func:`sim.world.defaults.set_values`.

    Returns
    -------
    dict of str to store
        ``people, households, villages, offices, first_secretaries, graduate_officials, townships, counties``.
    """
    world, horizon = scenario.world, scenario.horizon
    # A dated world lives its burn-in without growing older, so its people have their ages at the start.
    month = horizon.start if world.dated else horizon.first
    settings = levers.base["start"]
    tables = tables_of(world, levers)
    key = np.uint64(seed)
    set_levers(world.data, levers)

    counties, townships, villages, sizes = draw_villages(world, key, settings)
    V = villages.columns
    people = SlicedStore(Villager, sizes)
    people.bind(V["first"], V["last"], V["room"])
    rows = people.rows()
    village = np.repeat(np.arange(len(sizes)), sizes)
    given = None if world.data is None else Given(world.data, tables, village)
    ages = draw_people(people.columns, rows, village, V, tables, month, key, settings, levers, given)
    households = draw_households(people, rows, village, villages, ages, key, levers, world.data)
    rules = levers.base["offices"]
    offices = draw_secretaries(people.columns, V, households.columns, ages, key, settings, rules)
    draw_collective(V, offices.columns, levers, key, world.data)
    return {
        "people": people,
        "households": households,
        "villages": villages,
        "offices": offices,
        "first_secretaries": one_a_village(FirstSecretary, len(V)),
        "graduate_officials": one_a_village(GraduateOfficial, len(V)),
        "townships": townships,
        "counties": counties,
    }


def tables_of(world: Any, levers: Levers) -> CensusTables:
    """The tables that the persons of a world are drawn from."""
    share = float(levers.base["start"]["member_share"][0])
    return census_tables(world.tables, world.archetype, world.province, world.county_type, share)


def one_a_village(row_class: type, count: int) -> TableStore:
    """A table with a row for every village and nobody posted."""
    store = TableStore(row_class, count)
    store.columns["village"] = np.arange(count)
    return store


def draw_villages(
    world: Any, key: np.uint64, settings: np.ndarray
) -> tuple[TableStore, TableStore, TableStore, NDArray[np.int64]]:
    """Counties, townships and villages with their traits, and how many persons each village has."""
    counties = TableStore(County, world.counties)
    counties.columns["identity"] = world.first_county + np.arange(world.counties)
    counties.columns["county_type"] = COUNTY_TYPES.index(world.county_type)
    townships = TableStore(Township, world.counties * world.townships)
    townships.columns["county"] = np.repeat(np.arange(world.counties), world.townships)
    townships.columns["identity"] = np.tile(np.arange(1, world.townships + 1), world.counties)
    villages = TableStore(Village, world.villages_in_all)
    V = villages.columns
    in_township = world.in_township
    V["township"] = np.repeat(np.arange(len(townships.columns)), in_township)
    V["county"] = townships.columns["county"][V["township"]]
    V["identity"] = (
        (counties.columns["identity"][V["county"]] << np.uint64(32))
        | (townships.columns["identity"][V["township"]] << np.uint64(16))
        | np.concatenate([np.arange(1, count + 1, dtype=np.uint64) for count in in_township])
    )
    V["branch"] = np.arange(len(V))
    size_u, dispersion_u, potential_u, coverage_u = uniforms(V["identity"], 0, key)
    wage_u, _, _, _ = uniforms(V["identity"], 1, key)
    ratio = exps(settings["size_spread"] * normal(size_u))
    sizes = np.rint(world.village_size * np.clip(ratio, settings["size_least"], settings["size_most"])).astype(np.int64)
    if world.data is not None:
        sizes = world.data.registered
    V["dispersion"] = normal(dispersion_u) + (
        settings["dispersion_remote"] if world.county_type == "remote-poor" else 0.0
    )
    V["potential"] = normal(potential_u)
    coverage = beta(coverage_u, *beta_of(settings, "coverage"))
    V["coverage"] = where_given(world.data, "coverage", np.clip(coverage + settings["coverage_place"], 0.05, 1.0))
    wage = settings["local_wage"] * exps(settings["wage_spread"] * normal(wage_u))
    V["local_wage"] = where_given(world.data, "local_wage", wage)
    gap = logs(settings["urban_ratio"] * settings["local_wage"] / V["local_wage"])
    V["wage_gap"] = gap - np.repeat([each.mean() for each in np.split(gap, world.counties)], gap.size // world.counties)
    return counties, townships, villages, sizes


@kernel
def name_people(identity, first, last, county, place, seed, lo, hi):  # type: ignore[no-untyped-def]
    """Write the identity of each start person from county, village and rank."""
    for v in range(lo, hi):
        for i in range(first[v], last[v]):
            identity[i] = start_id(seed, county[v], place[v], i - first[v])


def draw_people(
    P: Any,
    rows: NDArray[np.int64],
    village: NDArray[np.int64],
    V: np.ndarray,
    tables: CensusTables,
    month: int,
    key: np.uint64,
    settings: np.ndarray,
    levers: Levers,
    given: Given | None = None,
) -> NDArray[np.int64]:
    """Fill the columns of persons; returns the age in whole years of every row (0 on free rows)."""
    place = V["identity"] & np.uint64(0xFFFFFFFF)
    county = V["identity"] >> np.uint64(32)
    bounds = [np.ascontiguousarray(V[name]) for name in ("first", "last")]
    name_people(P.identity, *bounds, np.ascontiguousarray(county), np.ascontiguousarray(place), key, 0, len(V))
    identity = P.identity[rows]

    def of_village(name: str) -> Floats:
        return np.asarray(settings[name][village])

    cell_u, month_u, away_u, school_u = uniforms(identity, 0, key)
    skill_u, device_u, member_u, stage_u = uniforms(identity, 3, key)
    cell = np.minimum(np.searchsorted(np.cumsum(tables.registered.ravel()), cell_u), tables.registered.size - 1)
    if given is not None:
        cell = given.cells(cell, cell_u, member_u)
    sex, age = np.divmod(cell, tables.registered.shape[1])
    months = 12 * age + np.floor(12 * month_u).astype(np.int64)
    if given is not None:
        sex, months = given.of_people("sex", sex), given.months(months, month_u, month)
        age = np.minimum(months // 12, tables.registered.shape[1] - 1)
    away = away_u < tables.away[sex, age] if given is None else given.away(age, sex, away_u)
    level = np.cumsum(tables.education[sex, age], axis=1)[:, :TERTIARY]
    education = (school_u[:, None] >= level).sum(axis=1)
    if given is not None:
        education = given.of_people("education", education)

    since_u, frail_u, habit_u, belief_u = uniforms(identity, 1, key)
    back = np.minimum(FITTED.back * return_factor(age, sex, FITTED.schedule), 0.5)
    length = np.floor(logs(since_u) / logs(1.0 - back)).astype(np.int64)
    most = np.where(age >= WORKING_CHILD, months - 12 * WORKING_CHILD, months)
    months_away = np.where(away, np.clip(length, 0, np.minimum(most, 65535)), 0)

    onset, growth = (float(levers.base["demography"][name][0]) for name in ("frail_onset", "frail_growth"))
    years = np.maximum(age + 0.5 - FRAIL_FROM, 0.0)
    risk = onset * exps(growth * (FRAIL_FROM - 70)) * (exps(growth * years) - 1.0) / growth
    frail = frail_u < 1.0 - exps(-risk)

    ability_u, trust_u, capacity_u, willing_u = uniforms(identity, 2, key)
    ability = normal(ability_u)
    capacity = (
        of_village("capacity_mean")
        + of_village("capacity_spread") * normal(capacity_u)
        + of_village("capacity_ability") * ability
        - of_village("capacity_age") * np.maximum(age - 45, 0)
        - of_village("capacity_unschooled") * (education == PRIMARY)
    )
    skill = (
        beta(skill_u, *beta_of(settings, "skill"))
        - of_village("skill_age") * np.maximum(age - 40, 0)
        + of_village("skill_schooling") * (education - 1.0)
    )
    device = (
        device_u
        < logistics(of_village("device_slope") * (of_village("device_age") - age)) * powers(V["coverage"][village], 0.3)
    ) & (age >= DEVICE_FROM)
    minors = levers.base["digital"]["minors_share"][village]
    device = np.where(at_school_age(age) & (minors > 0.0), device_u < minors, device)

    member = member_u < tables.member[sex, age] if given is None else given.members(sex, age, member_u)
    recruits = float(settings["recruits"][0]) * tables.member_share * tables.recruits / tables.registered
    with np.errstate(invalid="ignore", divide="ignore"):
        probationary = np.nan_to_num(np.minimum(recruits / tables.member, 1.0))[sex, age]
        others = recruits[sex, age] / (1.0 - tables.member[sex, age])
    stage = np.zeros(len(rows), np.uint8)
    stage[member] = np.where(stage_u[member] < probationary[member], PROBATIONARY, FULL)
    waiting = ~member & (stage_u < settings["applicants"][0] * others)
    stage[waiting] = np.where(stage_u[waiting] < settings["activists"][0] * others[waiting], ACTIVIST, APPLICANT)
    if given is not None:
        stage = given.stage(stage, age)
    clock_u, missed_u, unwilling_u, _ = uniforms(identity, 4, key)
    span = np.select(
        [stage == FULL, stage == PROBATIONARY, stage == ACTIVIST], [np.maximum(12 * (age - 27), 13), 12, 24], 24
    )

    stage_months = np.where(stage > 0, np.floor(clock_u * span), 0).astype(np.int64)
    way = levers.base["membership"][village]
    earlier = np.where(stage > APPLICANT, way["recommend_months"], 0.0)
    earlier += np.where(stage > ACTIVIST, way["activist_months"], 0.0)
    willingness, unwilling = beta(willing_u, *WILLING), member & (unwilling_u < of_village("unwilling"))
    if unwilling.any():
        willingness[unwilling] = beta(willing_u[unwilling], *UNWILLING)

    columns = {
        "birth_month": month - 1 - months,
        "sex": sex,
        "education": education,
        "away": away,
        "months_away": months_away,
        "frail": frail,
        "ability": ability,
        "trust": np.clip(of_village("trust_mean") + of_village("trust_spread") * normal(trust_u), 0, 1),
        "misperception": beta(belief_u, *BELIEF),
        "device": device,
        "skill": np.clip(skill, 0, 1),
        "skill_start": np.clip(skill, 0, 1),
        "stage": stage,
        "stage_months": stage_months,
        "applied": np.where((stage > 0) & (stage < FULL), month - stage_months - earlier, -1),
        "habit": np.clip(of_village("habit_mean") + of_village("habit_spread") * normal(habit_u), 0, 1),
        "willingness": willingness,
        "willingness_start": willingness,
        "capacity": np.clip(capacity, 0, 1),
        "capacity_start": np.clip(capacity, 0, 1),
        "months_without_contact": np.floor(12 * missed_u),
        "group": 1 + AWAY_STEP * away + SEX_STEP * sex + age,
    }
    for name, values in columns.items():
        getattr(P, name)[rows] = values
    ages = np.zeros(len(P.identity), np.int64)
    ages[rows] = age
    return ages
