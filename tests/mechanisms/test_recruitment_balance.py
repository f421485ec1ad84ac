"""V12: constant recruitment against deaths by the life table."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.agents.codes import ACTIVIST, ADMISSION_ON_AGENDA, FULL, GONE, NOTHING
from sim.mechanisms.collective_economy import CollectiveEconomy
from sim.mechanisms.demography import Demography
from sim.mechanisms.membership import Membership
from sim.mechanisms.migration import Migration
from sim.mechanisms.roll import Roll
from sim.mechanisms.start import Start
from tests.limits import Limits
from tests.populations import regroup
from tests.worlds import World

VILLAGES, PERSONS = 60, 300
JOINING, OLDEST = 25 * 12, 110 * 12
YEARLY = 0.003  # recruits an adult and year


def surviving(factor: float) -> np.ndarray:
    """Share alive by months since joining."""
    age = np.arange(JOINING, OLDEST) / 12
    hazard = factor * (5e-4 + 3e-5 * np.exp(0.095 * age)) / 12
    return np.exp(-np.concatenate([[0.0], np.cumsum(hazard)[:-1]]))


def bring_on(world: World) -> None:
    """Everybody who is no member, or died, is an activist of 25."""
    P, rows = world.people.columns, world.rows
    P.stage[rows[P.group[rows] == GONE]] = ACTIVIST
    pool = rows[P.stage[rows] != FULL]
    P.stage[pool], P.stage_months[pool], P.pending[pool] = ACTIVIST, 12, NOTHING
    P.birth_month[pool], P.group[pool], P.education[pool] = world.month - JOINING, 1, 0
    regroup(world)


@pytest.mark.limit
def test_constant_recruitment_reaches_the_stationary_number_and_age(limit: Limits) -> None:
    mechanisms = Demography(), Roll(), Membership()
    others = Migration(), Start(), CollectiveEconomy()
    world = World(
        *mechanisms[::2], *others, villages=VILLAGES, persons=PERSONS, months=OLDEST - JOINING + 1
    )  # long enough for the first recruits to reach the greatest age
    P, rows, S = world.people.columns, world.rows, world.settings["membership"]
    P.sex[rows] = np.arange(len(rows)) % 2
    for flow in ("apply", "move_in", "lapse"):
        S[flow] = 0.0
    S["quota"], world.settings["demography"]["fertility"] = YEARLY, 0.0
    world.villages.columns["branch"] = np.arange(VILLAGES)
    bring_on(world)
    for mechanism in mechanisms:
        mechanism.setup(world)
    for _ in range(OLDEST - JOINING):
        world.live(*mechanisms)
        chosen = rows[(P.pending[rows] == ADMISSION_ON_AGENDA) & (P.group[rows] != GONE)]
        P.stage[chosen], P.pending[chosen] = FULL, NOTHING
        bring_on(world)

    members = rows[P.stage[rows] == FULL]
    kept = (surviving(1.25) + surviving(0.80)) / 2
    recruits = YEARLY * PERSONS * VILLAGES
    expected = recruits * kept.sum() / 12
    limit("V12", f"members at {recruits:.0f} recruits of 25 a year", expected, len(members), 3 * math.sqrt(expected))
    age = (JOINING + np.arange(len(kept)) + 0.5) / 12
    mean = (kept * age).sum() / kept.sum()
    spread = math.sqrt((kept * (age - mean) ** 2).sum() / kept.sum())
    found = (world.month - P.birth_month[members]).mean() / 12
    limit("V12", "their mean age", mean, found, 3 * spread / math.sqrt(len(members)))
