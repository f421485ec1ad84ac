"""Households of the start population: who lives together, on what income, how dependent on the village."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from sim.agents.household import Household
from sim.core.columns.columns import SlicedStore, TableStore
from sim.core.compute.elementary import exps, logs
from sim.core.compute.functions import logistics
from sim.core.declarations.levers import Levers
from sim.procedures.households import SCHOOL_AGES
from sim.world.deviates import normal, uniforms, words_of
from sim.world.families import make_families
from sim.world.given import meet_households, meet_incomes
from sim.world.roster.county import OwnCounty

POOR = (4500.0, 0.50, 0.10)  # median yuan a year, spread of ln, share of households: the poorer tenth
SPREAD = 0.52
TRANSITORY_VARIANCE = 0.163
DEPRIVED = (0.12, 0.05, 0.08, 0.08)
DEPRIVED_SLOPE = -0.5
SCHOOLING_BIT = 1


def draw_households(
    people: SlicedStore,
    rows: NDArray[np.int64],
    village: NDArray[np.int64],
    villages: TableStore,
    ages: NDArray[np.int64],
    key: np.uint64,
    levers: Levers,
    given: OwnCounty | None = None,
) -> SlicedStore:
    """Relate persons, house them, and fill the columns of households."""
    P, V = people.columns, villages.columns
    settings = levers.base["start"]
    words = np.zeros((4, len(P.identity)), np.uint32)
    words[:, rows] = words_of(P.identity[rows], 5, key)
    make_families(P, ages, V, words, settings, 0, len(V))
    meet_households(given, P, V, ages)
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
    factor = (settings["income_year"] * settings["income_place"])[where]
    median = np.where(poor, POOR[0], settings["income_median"][where]) * factor
    spread = np.sqrt(np.where(poor, POOR[1], SPREAD) ** 2 - TRANSITORY_VARIANCE)
    H.permanent_income[:] = logs(median) + spread * normal(permanent_u)
    H.transitory_income[:] = np.sqrt(TRANSITORY_VARIANCE) * normal(transitory_u)
    meet_incomes(given, H, home, where, count)
    H.local_wage[:] = wage_u < settings["local_earner"][where]
    cooperative_u, *_ = uniforms(identity, 7, key)
    H.cooperative[:] = cooperative_u < settings["cooperative"][where]
    pupil = (ages[rows] >= SCHOOL_AGES[0]) & (ages[rows] <= SCHOOL_AGES[1])
    pupils = np.bincount(home[pupil], minlength=count) > 0
    luck = np.stack(uniforms(identity, 8, key))
    ends = np.cumsum(np.bincount(V["county"], numbers)).astype(np.int64)
    for a, b in pairwise((0, *ends)):
        H.deprivations[a:b] = draw_deprivations(H.permanent_income[a:b], pupils[a:b], luck[:, a:b])
    somebody_away = np.bincount(home, weights=P.away[rows], minlength=count) > 0
    living = levers.base["livelihoods"]
    H.dependence[:] = np.clip(
        logistics(
            living["dependence_base"][where]
            - living["dependence_away"][where] * somebody_away
            - living["dependence_wage"][where] * H.local_wage
        )
        + living["dependence_shift"][where],
        0.0,
        1.0,
    )
    people_of = np.bincount(home, minlength=count)
    income = exps(H.permanent_income + H.transitory_income) * people_of
    V["income"] = np.bincount(where, weights=income, minlength=len(V)) / np.maximum(
        np.bincount(where, weights=people_of, minlength=len(V)), 1
    )
    return households


def draw_deprivations(
    income: NDArray[np.float32], pupils: NDArray[np.bool_], luck: NDArray[np.float64]
) -> NDArray[np.uint8]:
    """What the households of a county lack, a bit for each deprivation: the more, the lower their lasting income.

    Parameters
    ----------
    income : float32 array, shape (households,)
        Logarithm of the lasting income.
    pupils : bool array, shape (households,)
        Whether somebody is of school age.
    luck : float array, shape (deprivations, households)
        Uniform draws.
    """
    standard = (income - income.mean()) / max(float(income.std()), 1e-9)
    bits = np.zeros(len(income), np.uint8)
    for bit, prevalence in enumerate(DEPRIVED):
        # Schooling can only be lacking where somebody is of the age; the prevalence is that of all households.
        able = pupils if bit == SCHOOLING_BIT else np.ones(len(income), np.bool_)
        share = min(0.5, prevalence / max(float(able.mean()), 1e-9))
        threshold = normal(np.array([share]))[0] * np.sqrt(1 + DEPRIVED_SLOPE**2)
        lacking = able & (normal(luck[bit]) < threshold + DEPRIVED_SLOPE * standard)
        bits |= lacking.astype(np.uint8) << np.uint8(bit)
    return bits
