"""Small worlds of households for the tests of livelihoods and targeting."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from sim.core.compute.draws import normal
from sim.core.config.calendar import FIRST_YEAR
from sim.mechanisms.livelihoods import Livelihoods
from sim.mechanisms.service import Service
from sim.mechanisms.supervision import Supervision
from sim.mechanisms.targeting import Targeting
from sim.mechanisms.votes import Votes
from sim.procedures.households import POVERTY
from tests.worlds import World

DECEMBER = 11
MIDDLE = 10000.0
SPREAD = 0.7  # of ln income, as in the table of noise of the model description
POOR_SHARE = 0.08


def month_of(year: int, month: int) -> int:
    """Calendar month, 0 = January 1900."""
    return 12 * (year - FIRST_YEAR) + month


def deviates(number: int) -> np.ndarray:
    """Standard normal deviates, evenly spaced by rank and scattered over the rows."""
    rank = np.arange(number) * 7919 % number
    return np.array([normal(float((each + 0.5) / number)) for each in rank])


def poor_world(
    *, villages: int = 4, homes: int = 300, year: int = 2018, seed: int = 1, months: int = 40, **settings: Any
) -> World:
    """Households of one person with lognormal incomes, 8 % of them below the line, in the December of a year.

    No noise, capture, aid or error of the quota unless ``settings`` say so; only income counts as poverty.
    """
    others = Livelihoods(), Votes(), Service(), Supervision()
    world = World(Targeting(), *others, villages=villages, persons=homes, seed=seed, months=months)
    world.month = month_of(year, DECEMBER)
    H, rows = world.households.columns, world.households.rows()
    H.income_year[rows] = MIDDLE * np.exp(SPREAD * deviates(len(rows)))
    H.income[rows] = H.income_year[rows]
    H.permanent_income[rows] = np.log(H.income_year[rows])
    H.persons[rows] = 1
    living = world.levers.base["livelihoods"]
    living["poverty"] = POVERTY.index("income")
    living["line"] = MIDDLE * math.exp(SPREAD * float(normal(POOR_SHARE)))
    for name, value in {"noise": 0.0, "noise_known": 0.0, "capture": 0.0, "quota_error": 0.0, "aid": 0.0}.items():
        world.levers.base["targeting"][name] = value
    for name, value in settings.items():
        world.levers.base["targeting"][name] = value
    world.offices.columns["integrity"] = 0.5
    world.people.columns.delegate[world.rows[::10]] = True
    return world


def total(world: World, tally: str) -> float:
    """A tally of the last month, over all villages."""
    return float(world.recorder.series(tally)[-1].sum())


def errors(world: World) -> tuple[float, float]:
    """Inclusion and exclusion error of the last month."""
    listed, wrongly, missed = (total(world, name) for name in ("listed", "listed_not_poor", "poor_not_listed"))
    return wrongly / listed, missed / (missed + listed - wrongly)
