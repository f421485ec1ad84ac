"""The start population: villages, persons, households, members and secretaries drawn from the tables (S0).

Everything is drawn from keyed streams of the world's seed, person by person and village by village, so that the same
seed gives the same people under every policy and a village does not depend on how many others there are.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.agents.codes import (
    ACTIVIST,
    APPLICANT,
    AWAY_STEP,
    COUNTY_TYPES,
    FULL,
    NOBODY,
    PRIMARY,
    PROBATIONARY,
    SEX_STEP,
    TERTIARY,
)
from sim.agents.county import County
from sim.agents.first_secretary import FirstSecretary
from sim.agents.graduate_official import GraduateOfficial
from sim.agents.household import Household
from sim.agents.secretary import Secretary
from sim.agents.township import Township
from sim.agents.village import Village
from sim.agents.villager import Villager
from sim.core.columns import SlicedStore, TableStore
from sim.core.draws import WORDS, fill, start_id, stream
from sim.core.kernels import kernel
from sim.core.levers import Levers
from sim.core.schedules import return_factor
from sim.world.census import CensusTables, census_tables
from sim.world.drivers import start_values
from sim.world.families import make_families
from sim.world.projection import FITTED

START = stream("world.start")
AT_START = 0  # the "month" of all draws of the start
LEAVE_FACTOR = {"near-urban": 0.6, "national": 1.0, "labour-exporting": 1.3, "hollow": 1.3}
COUNTY_DEPENDENCE = {"near-urban": -0.1}
COUNTY_COVERAGE = {"near-urban": 0.1}
COUNTY_INCOME = {"remote-poor": 0.55}
BELIEF = (2.0, 6.0)  # Beta parameters of misperception at the start
WILLING = (4.0, 4.0)
NORMAL_MOST = 1.0 - 1e-9
WORKING_CHILD = 12
DEVICE_FROM = 12
SECRETARY_AGES = (30, 62)
FRAIL_FROM = 60
POOR = (4500.0, 0.50, 0.10)  # median yuan a year, spread of ln, share of households: the poorer tenth
SPREAD = 0.52
TRANSITORY_VARIANCE = 0.163
DEPRIVED = (0.12, 0.05, 0.08, 0.08)
DEPRIVED_SLOPE = -0.5

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
        Parameter values; those that depend on archetype and start year are set here.

    Returns
    -------
    dict of str to store
        ``people, households, villages, offices, first_secretaries, graduate_officials, townships, counties``.
    """
    world, horizon = scenario.world, scenario.horizon
    month = horizon.start - horizon.burn_in
    values = start_values(1900 + horizon.start // 12)
    for lever, value in values.levers.items():
        if lever not in scenario.parameters:
            levers.set_base(lever, value)
    levers.base["migration"]["leave"] *= LEAVE_FACTOR[world.archetype]
    settings = levers.base["start"]
    share = (
        float(settings["member_share"][0])
        if world.archetype != "national" or "start.member_share" in scenario.parameters
        else None
    )
    tables = census_tables(world.tables, world.archetype, world.province, world.county_type, share)
    key = np.uint64(seed)

    counties, townships, villages, sizes = draw_villages(world, key, settings)
    V = villages.columns
    people = SlicedStore(Villager, sizes)
    people.bind(V["first"], V["last"], V["room"])
    rows = people.rows()
    village = np.repeat(np.arange(len(sizes)), sizes)
    ages = draw_people(people.columns, rows, village, V, tables, month, key, settings, levers)
    households = draw_households(
        people, rows, village, villages, ages, key, levers, values.income_ratio, world.county_type
    )
    offices = draw_secretaries(people.columns, V, households.columns, ages, key, settings)
    return {
        "people": people,
        "households": households,
        "villages": villages,
        "offices": offices,
        "first_secretaries": TableStore(FirstSecretary, 0),
        "graduate_officials": TableStore(GraduateOfficial, 0),
        "townships": townships,
        "counties": counties,
    }


def uniforms(identities: NDArray[np.uint64], block: int, key: np.uint64) -> Floats:
    """Draws 4·block … 4·block+3 of the start for each identity, shape (4, n), in (0, 1)."""
    return (words_of(identities, block, key) + 0.5) / WORDS


def words_of(identities: NDArray[np.uint64], block: int, key: np.uint64) -> NDArray[np.uint32]:
    """The words behind :func:`uniforms`, shape (4, n)."""
    words = np.empty((4, len(identities)), np.uint32)
    fill(np.ascontiguousarray(identities), AT_START, block, key, START, words[0], words[1], words[2], words[3])
    return words


def normal(u: Floats) -> Floats:
    """Standard normal deviates of uniforms, by inversion."""
    from scipy.special import ndtri

    return np.asarray(ndtri(u))


@cache
def _beta_quantiles(a: float, b: float) -> Floats:
    from scipy.special import betaincinv

    return np.asarray(betaincinv(a, b, np.linspace(0.0, 1.0, 2049)))


def beta(u: Floats, a: float, b: float) -> Floats:
    """Beta(a, b) deviates of uniforms, by a table of 2,048 steps of the inverse."""
    return np.interp(u, np.linspace(0.0, 1.0, 2049), _beta_quantiles(a, b))


def logistic(x: Floats) -> Floats:
    """1 / (1 + exp(-x))."""
    return np.asarray(1.0 / (1.0 + np.exp(-x)))


def draw_villages(
    world: Any, key: np.uint64, settings: np.ndarray
) -> tuple[TableStore, TableStore, TableStore, NDArray[np.int64]]:
    """Counties, townships and villages with their traits, and how many persons each village has."""
    counties = TableStore(County, world.counties)
    counties.columns["identity"] = np.arange(1, world.counties + 1)
    counties.columns["county_type"] = COUNTY_TYPES.index(world.county_type)
    townships = TableStore(Township, world.counties * world.townships)
    townships.columns["county"] = np.repeat(np.arange(world.counties), world.townships)
    townships.columns["identity"] = np.tile(np.arange(1, world.townships + 1), world.counties)
    villages = TableStore(Village, world.villages_in_all)
    V = villages.columns
    V["township"] = np.repeat(np.arange(len(townships.columns)), world.villages)
    V["county"] = townships.columns["county"][V["township"]]
    V["identity"] = (
        (counties.columns["identity"][V["county"]] << np.uint64(32))
        | (townships.columns["identity"][V["township"]] << np.uint64(16))
        | np.tile(np.arange(1, world.villages + 1, dtype=np.uint64), len(townships.columns))
    )
    V["branch"] = np.arange(len(V))
    size_u, dispersion_u, potential_u, coverage_u = uniforms(V["identity"], 0, key)
    wage_u, _, _, _ = uniforms(V["identity"], 1, key)
    ratio = np.exp(settings["size_spread"] * normal(size_u))
    sizes = np.rint(world.village_size * np.clip(ratio, settings["size_least"], settings["size_most"])).astype(np.int64)
    V["dispersion"] = normal(dispersion_u) + (
        settings["dispersion_remote"] if world.county_type == "remote-poor" else 0.0
    )
    V["potential"] = normal(potential_u)
    weight, mean = float(settings["coverage_weight"][0]), float(settings["coverage_mean"][0])
    V["coverage"] = np.clip(
        beta(coverage_u, weight * mean, weight * (1 - mean)) + COUNTY_COVERAGE.get(world.county_type, 0.0), 0.05, 1.0
    )
    V["local_wage"] = settings["local_wage"] * np.exp(settings["wage_spread"] * normal(wage_u))
    gap = np.log(settings["urban_ratio"] * settings["local_wage"] / V["local_wage"])
    V["wage_gap"] = gap - gap.mean()
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
) -> NDArray[np.int64]:
    """Fill the columns of persons; returns the age in whole years of every row (0 on free rows)."""
    place = V["identity"] & np.uint64(0xFFFFFFFF)
    county = V["identity"] >> np.uint64(32)
    bounds = [np.ascontiguousarray(V[name]) for name in ("first", "last")]
    name_people(P.identity, *bounds, np.ascontiguousarray(county), np.ascontiguousarray(place), key, 0, len(V))
    identity = P.identity[rows]
    S = settings[village]

    cell_u, month_u, away_u, school_u = uniforms(identity, 0, key)
    cell = np.minimum(np.searchsorted(np.cumsum(tables.registered.ravel()), cell_u), tables.registered.size - 1)
    sex, age = np.divmod(cell, tables.registered.shape[1])
    months = 12 * age + np.floor(12 * month_u).astype(np.int64)
    away = away_u < tables.away[sex, age]
    level = np.cumsum(tables.education[sex, age], axis=1)[:, :TERTIARY]
    education = (school_u[:, None] >= level).sum(axis=1)

    since_u, frail_u, habit_u, belief_u = uniforms(identity, 1, key)
    back = np.minimum(FITTED.back * return_factor(age, sex, FITTED.schedule), 0.5)
    length = np.floor(np.log(since_u) / np.log1p(-back)).astype(np.int64)
    most = np.where(age >= WORKING_CHILD, months - 12 * WORKING_CHILD, months)
    months_away = np.where(away, np.clip(length, 0, np.minimum(most, 65535)), 0)

    onset, growth = (float(levers.base["demography"][name][0]) for name in ("frail_onset", "frail_growth"))
    years = np.maximum(age + 0.5 - FRAIL_FROM, 0.0)
    risk = onset * np.exp(growth * (FRAIL_FROM - 70)) * np.expm1(growth * years) / growth
    frail = frail_u < -np.expm1(-risk)

    ability_u, trust_u, capacity_u, willing_u = uniforms(identity, 2, key)
    skill_u, device_u, member_u, stage_u = uniforms(identity, 3, key)
    ability = normal(ability_u)
    capacity = (
        S["capacity_mean"]
        + S["capacity_spread"] * normal(capacity_u)
        + S["capacity_ability"] * ability
        - S["capacity_age"] * np.maximum(age - 45, 0)
        - S["capacity_unschooled"] * (education == PRIMARY)
    )
    weight, mean = float(settings["skill_weight"][0]), float(settings["skill_mean"][0])
    skill = (
        beta(skill_u, weight * mean, weight * (1 - mean))
        - S["skill_age"] * np.maximum(age - 40, 0)
        + S["skill_schooling"] * (education - 1.0)
    )
    device = (device_u < logistic(S["device_slope"] * (S["device_age"] - age)) * V["coverage"][village] ** 0.3) & (
        age >= DEVICE_FROM
    )

    member = member_u < tables.member[sex, age]
    recruits = float(settings["recruits"][0]) * tables.member_share * tables.recruits / tables.registered
    with np.errstate(invalid="ignore", divide="ignore"):
        probationary = np.nan_to_num(np.minimum(recruits / tables.member, 1.0))[sex, age]
        others = recruits[sex, age] / (1.0 - tables.member[sex, age])
    stage = np.zeros(len(rows), np.uint8)
    stage[member] = np.where(stage_u[member] < probationary[member], PROBATIONARY, FULL)
    waiting = ~member & (stage_u < settings["applicants"][0] * others)
    stage[waiting] = np.where(stage_u[waiting] < settings["activists"][0] * others[waiting], ACTIVIST, APPLICANT)
    clock_u, missed_u, _, _ = uniforms(identity, 4, key)
    span = np.select(
        [stage == FULL, stage == PROBATIONARY, stage == ACTIVIST], [np.maximum(12 * (age - 27), 13), 12, 24], 24
    )

    columns = {
        "birth_month": month - 1 - months,
        "sex": sex,
        "education": education,
        "away": away,
        "months_away": months_away,
        "frail": frail,
        "ability": ability,
        "trust": np.clip(S["trust_mean"] + S["trust_spread"] * normal(trust_u), 0, 1),
        "misperception": beta(belief_u, *BELIEF),
        "device": device,
        "skill": np.clip(skill, 0, 1),
        "skill_start": np.clip(skill, 0, 1),
        "stage": stage,
        "stage_months": np.where(stage > 0, np.floor(clock_u * span), 0),
        "habit": np.clip(S["habit_mean"] + S["habit_spread"] * normal(habit_u), 0, 1),
        "willingness": beta(willing_u, *WILLING),
        "willingness_start": beta(willing_u, *WILLING),
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


def draw_households(
    people: SlicedStore,
    rows: NDArray[np.int64],
    village: NDArray[np.int64],
    villages: TableStore,
    ages: NDArray[np.int64],
    key: np.uint64,
    levers: Levers,
    income_ratio: float,
    county_type: str,
) -> SlicedStore:
    """Relate persons, house them, and fill the columns of households."""
    P, V = people.columns, villages.columns
    settings = levers.base["start"]
    words = np.zeros((4, len(P.identity)), np.uint32)
    words[:, rows] = words_of(P.identity[rows], 5, key)
    make_families(P, ages, V, words, settings, 0, len(V))
    numbers = V["household_last"].copy()
    households = SlicedStore(Household, numbers, slack=0.0)
    households.bind(V["household_first"], V["household_last"], V["household_room"])
    H = households.columns
    home = V["household_first"][village] + P.household[rows]
    count = int(numbers.sum())
    where = np.repeat(np.arange(len(V)), numbers)
    identity = (
        (V["identity"][where] << np.uint64(16))
        + np.arange(count, dtype=np.uint64)
        - V["household_first"][where].astype(np.uint64)
    )

    mixture_u, permanent_u, transitory_u, wage_u = uniforms(identity, 6, key)
    poor = mixture_u < POOR[2]
    factor = income_ratio * COUNTY_INCOME.get(county_type, 1.0)
    median = np.where(poor, POOR[0], settings["income_median"][where]) * factor
    spread = np.sqrt(np.where(poor, POOR[1], SPREAD) ** 2 - TRANSITORY_VARIANCE)
    H.permanent_income[:] = np.log(median) + spread * normal(permanent_u)
    H.transitory_income[:] = np.sqrt(TRANSITORY_VARIANCE) * normal(transitory_u)
    H.local_wage[:] = wage_u < settings["local_earner"][where]
    cooperative_u, *_ = uniforms(identity, 7, key)
    H.cooperative[:] = cooperative_u < settings["cooperative"][where]
    standard = (H.permanent_income - H.permanent_income.mean()) / max(float(H.permanent_income.std()), 1e-9)
    deprived = uniforms(identity, 8, key)
    bits = np.zeros(count, np.uint8)
    for bit, prevalence in enumerate(DEPRIVED):
        threshold = normal(np.array([prevalence]))[0] * np.sqrt(1 + DEPRIVED_SLOPE**2)
        bits |= (normal(deprived[bit]) < threshold + DEPRIVED_SLOPE * standard).astype(np.uint8) << np.uint8(bit)
    H.deprivations[:] = bits
    somebody_away = np.bincount(home, weights=P.away[rows], minlength=count) > 0
    living = levers.base["livelihoods"][where]
    H.dependence[:] = np.clip(
        logistic(
            living["dependence_base"]
            - living["dependence_away"] * somebody_away
            - living["dependence_wage"] * H.local_wage
        )
        + COUNTY_DEPENDENCE.get(county_type, 0.0),
        0.0,
        1.0,
    )
    people_of = np.bincount(home, minlength=count)
    income = np.exp(H.permanent_income + H.transitory_income) * people_of
    V["income"] = np.bincount(where, weights=income, minlength=len(V)) / np.maximum(
        np.bincount(where, weights=people_of, minlength=len(V)), 1
    )
    return households


def draw_secretaries(
    P: Any, V: np.ndarray, H: Any, ages: NDArray[np.int64], key: np.uint64, settings: np.ndarray
) -> TableStore:
    """Give each branch the best of its home full members as secretary, and mark the households of close relatives."""
    offices = TableStore(Secretary, len(V))
    O = offices.columns
    score_u, term_u, integrity_u, shoulder_u = uniforms(V["identity"], 2, key)
    O["term_months"] = np.floor(60 * term_u)
    weight, mean = float(settings["integrity_weight"][0]), float(settings["integrity_mean"][0])
    O["integrity"] = beta(integrity_u, weight * mean, weight * (1 - mean))
    O["one_shoulder"] = shoulder_u < settings["one_shoulder"]
    for v in range(len(V)):
        a, b = int(V["first"][v]), int(V["last"][v])
        age = ages[a:b]
        able = (
            (P.stage[a:b] == FULL)
            & ~P.away[a:b]
            & ~P.frail[a:b]
            & (age >= SECRETARY_AGES[0])
            & (age <= SECRETARY_AGES[1])
        )
        candidates = np.flatnonzero(able)
        if not len(candidates):
            continue
        noise = normal(uniforms(P.identity[a:b][candidates], 9, key)[0])
        score = (
            0.65 * P.capacity[a:b][candidates]
            + 0.45 * P.willingness[a:b][candidates]
            + 0.1 * P.skill[a:b][candidates]
            + 0.1 * noise
        )
        best = int(candidates[np.argmax(score)])
        O["holder"][v], O["holder_row"][v] = P.identity[a + best], a + best
        O["age"][v], O["sex"][v] = age[best], P.sex[a + best]
        O["capacity"][v], O["willingness"][v], O["skill"][v] = (
            P.capacity[a + best],
            P.willingness[a + best],
            P.skill[a + best],
        )
        O["tenure"][v] = O["term_months"][v]
        relatives = [best, int(P.spouse[a + best]), int(P.mother[a + best]), int(P.father[a + best])]
        children = np.flatnonzero((P.mother[a:b] == best) | (P.father[a:b] == best))
        siblings = np.flatnonzero((P.mother[a:b] == P.mother[a + best]) & (P.mother[a:b] != NOBODY))
        for person in [*relatives, *children, *siblings]:
            if person != NOBODY:
                H.cadre_kin[int(V["household_first"][v]) + int(P.household[a + int(person)])] = True
    return offices
