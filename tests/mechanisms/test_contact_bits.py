"""Needs, service and trust give the same bits without compilation, with no warning."""

from __future__ import annotations

import hashlib

import numpy as np

from sim.mechanisms.digital import Digital
from sim.mechanisms.needs import Needs
from sim.mechanisms.service import Service
from sim.mechanisms.supervision import Supervision
from sim.mechanisms.targeting import Targeting
from sim.mechanisms.trust import Trust
from tests.bits import printed_by_plain_python
from tests.worlds import World, group_of


def digest() -> str:
    """Hash of all columns and tallies of a tiny world in which everything that can happen here does."""
    mechanisms = Needs(), Service(), Trust()
    others = Supervision(), Targeting()
    world = World(*mechanisms, Digital(), *others, villages=3, persons=50, members=8, seed=3)
    P, V, O, rows = world.people.columns, world.villages.columns, world.offices.columns, world.rows
    place = np.arange(len(rows))
    P.group[rows] = [group_of(int(3 + 7 * n % 80), int(n % 2), bool(n % 5 == 4)) for n in place]
    P.group[rows[::17]] = 0
    for name, step in {"trust": 31, "misperception": 13, "willingness": 53, "capacity": 37}.items():
        getattr(P, name)[rows] = (place * step % 101) / 100
    P.account[rows] = place % 3
    world.households.columns.dependence[:] = 0.4
    V["service_hours"], V["secretary_service"], V["work_hours"] = [5.0, 20.0, 60.0], 6.0, 30.0
    V["dispersion"], V["platform_quality"], V["active_share"] = [-1.0, 0.0, 1.5], 0.6, 0.3
    V["adults"], V["adults_home"] = 40, 30
    O["holder"], O["outsider"], O["capacity"] = [1, 0, 0], [False, True, False], 0.6
    world.settings["needs"]["arise_home"], world.settings["service"]["online_share"] = 0.3, 1.0
    V["helper_hours"] = [0.0, 5.0, 0.0]
    world.settings["targeting"]["unfair_lists"] = 0.1
    V["scandal"], V["list_wrong"], world.households.columns.wrong_nearby[:] = [True, False, False], True, True
    for _ in range(10):
        world.live(*mechanisms)
    kept = world.recorder
    for tally in ("needs_expired", "needs_not_found", "successes", "visits", "messages"):
        assert kept.window(tally, 10).sum() > 0, f"no {tally} in the tiny world"
    found = hashlib.blake2b(V.tobytes() + kept.kept.tobytes())
    for column in P.arrays.values():
        found.update(column.tobytes())
    return found.hexdigest()


def test_plain_python_gives_the_same_bits_without_a_warning() -> None:
    assert printed_by_plain_python(__file__) == digest()
