"""Information gives the same bits without compilation, with no warning, and in any order of villages."""

from __future__ import annotations

import hashlib

import numpy as np

from sim.agents.township import Township
from sim.core.columns.columns import TableStore
from sim.mechanisms.digital import Digital
from sim.mechanisms.information import Information
from tests.bits import printed_by_plain_python
from tests.worlds import World, group_of

VILLAGES, PERSONS, MONTHS = 4, 50, 12
SETTINGS = {"correction_away": 0.1, "burst_hazard": 3.0, "detection": 0.2, "media_literacy": 0.1, "ranking": 2.0}


def lived(order: tuple[int, ...]) -> World:
    """A tiny world of two townships, its villages in this order, in which all that moves beliefs happens."""
    world = World(Information(), Digital(), villages=VILLAGES, persons=PERSONS, members=8, seed=3)
    world.townships = TableStore(Township, 2)
    P, V, rows = world.people.columns, world.villages.columns, world.rows
    which = np.array(order)
    place = (which[:, None] * PERSONS + np.arange(PERSONS)).ravel()
    P.group[rows] = [group_of(int(3 + 7 * n % 80), int(n % 2), bool(n % 5 == 4)) for n in place]
    P.group[rows[place % 17 == 0]] = 0
    for name, step in {"trust": 31, "misperception": 13, "skill": 53}.items():
        getattr(P, name)[rows] = (place * step % 101) / 100
    for name, values in {"account": 3, "events": 16, "missed": 2, "education": 4, "device": 2, "kin": 7}.items():
        getattr(P, name)[rows] = place % values
    P.household[rows] = place * 7 % 12
    V["household_last"] = V["household_first"] + 12
    V["identity"] = (1 << 32) + (1 + which // 2 << 16) + which
    V["township"] = which // 2
    V["freshness"], V["content"], V["meeting_valid"] = which / 4, 0.6, which % 2 == 0
    for name, value in SETTINGS.items():
        world.settings["information"][name] = value
    bursts = 0
    for _ in range(MONTHS):
        world.live(Information())
        bursts += int(world.townships.columns["rumour_months"].sum())
    assert 0 < bursts < 2 * MONTHS
    return world


def digest(order: tuple[int, ...] = (0, 1, 2, 3)) -> list[str]:
    """Hash of every village's people and tallies, by village."""
    world = lived(order)
    found = [""] * VILLAGES
    for v, which in enumerate(order):
        part = world.rows[v * PERSONS : (v + 1) * PERSONS]
        hashed = hashlib.blake2b(world.people.columns.misperception[part].tobytes())
        hashed.update(world.recorder.kept[:, v].tobytes())
        hashed.update(world.villages.columns["belief_mean"][v].tobytes())
        found[which] = hashed.hexdigest()
    return found


def test_plain_python_gives_the_same_bits_without_a_warning() -> None:
    assert printed_by_plain_python(__file__, "*digest()").split() == digest()


def test_villages_in_another_order_hear_and_learn_the_same() -> None:
    assert digest((2, 0, 3, 1)) == digest()
