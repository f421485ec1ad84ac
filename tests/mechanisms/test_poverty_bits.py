"""Livelihoods and targeting give the same bits without compilation and in two parts."""

from __future__ import annotations

import hashlib

import numpy as np

from sim.agents.codes import VISITED
from sim.mechanisms.livelihoods import Livelihoods
from sim.mechanisms.targeting import Targeting
from tests.bits import printed_by_plain_python
from tests.mechanisms.poverty import month_of, poor_world
from tests.worlds import World, group_of

STEPS = Livelihoods(), Targeting()
MONTHS = 42


def lively() -> World:
    """Three villages from 2018 to 2021 in which every household has a hard time."""
    world = poor_world(villages=3, homes=40, months=MONTHS, noise=0.5, noise_known=1.5, capture=0.8, quota_error=0.3,
                       aid=1500.0, appraisal=1.0, bigdata=0.2, md_weight=0.3, look_back=18.0)  # fmt: skip
    world.month = month_of(2018, 9)
    P, H, O, rows = world.people.columns, world.households.columns, world.offices.columns, world.rows
    place = np.arange(len(rows))
    P.household[rows] = place % 40 // 2
    P.group[rows] = [group_of(int(n * 13 % 90), int(n % 2), bool(n % 3 == 0)) for n in place]
    P.group[rows[::11]] = 0
    P.trust[rows] = 0.8
    P.events[rows[::4]] = VISITED
    P.mother[rows[place % 40 > 20]], P.delegate[rows] = 0, place % 3 > 0
    O["holder_row"], O["holder"] = world.villages.columns["first"], 1
    H.deprivations[:] = np.arange(len(H.poor)) % 16
    world.levers.base["livelihoods"]["illness"], world.levers.base["livelihoods"]["poverty"] = 0.05, 0
    world.now["visits"] = 5.0
    return world


def live(world: World) -> str:
    """Hash of households, villages and tallies after three and a half years."""
    for step in STEPS:
        step.setup(world)
    for _ in range(MONTHS):
        world.now["visits"] = 3.0
        world.live(*STEPS)
    for tally in ("exits_reported", "appraisals_valid", "at_risk_found", "declared_safe", "relapses", "listed_kin"):
        assert world.recorder.series(tally).sum() > 0, tally
    found = hashlib.blake2b(world.villages.columns.tobytes() + world.recorder.kept.tobytes())
    for column in world.households.columns.arrays.values():
        found.update(column.tobytes())
    return found.hexdigest()


def digest() -> str:
    """Hash of the lively world."""
    return live(lively())


def test_plain_python_gives_the_same_bits_without_a_warning() -> None:
    assert printed_by_plain_python(__file__) == digest()


def test_villages_shared_out_in_any_order_live_the_same_lives() -> None:
    world = lively()
    world.over_villages = lambda kernel, *arguments: [kernel(*arguments, a, a + 1) for a in (2, 0, 1)]  # type: ignore[method-assign]
    assert live(world) == digest()
