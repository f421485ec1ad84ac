"""Village groups, what hangs on them, and the national application give the same bits without compilation."""

from __future__ import annotations

import hashlib

import numpy as np

from sim.mechanisms.digital import Digital
from sim.mechanisms.effort import Effort
from sim.mechanisms.information import Information
from sim.mechanisms.national_application import NationalApplication
from sim.mechanisms.needs import Needs
from sim.mechanisms.service import Service
from sim.mechanisms.start import Start
from sim.mechanisms.targeting import Targeting
from sim.mechanisms.training import Training
from sim.mechanisms.trust import Trust
from sim.mechanisms.village_groups import VillageGroups
from tests.bits import printed_by_plain_python
from tests.worlds import World, group_of


def digest() -> str:
    """Hash of all columns and tallies of villages of more than 256 persons, so that counts outgrow a byte."""
    mechanisms = Needs(), NationalApplication(), Training(), Service(), VillageGroups(), Information(), Trust()
    others = Digital(), Effort(), Start(), Targeting()
    world = World(*mechanisms, *others, villages=2, persons=320, members=12, seed=3)
    P, V, O, rows = world.people.columns, world.villages.columns, world.offices.columns, world.rows
    place = np.arange(len(rows))
    P.group[rows] = [group_of(int(3 + 7 * n % 80), int(n % 2), bool(n % 5 == 4)) for n in place]
    P.group[rows[::17]] = 0
    P.household[rows] = place % 320 // 3
    P.device[rows] = place % 3 > 0
    for name, step in {"trust": 31, "misperception": 13, "willingness": 53, "capacity": 37, "skill": 41}.items():
        getattr(P, name)[rows] = (place * step % 101) / 100
    V["service_hours"], V["work_hours"], V["platform_quality"], V["content"] = 40.0, 3.0, 0.3, 0.6
    V["adults"], V["adults_home"] = 240, 190
    O["holder"], O["capacity"] = 1, 0.6
    world.settings["start"]["groups"], world.settings["village_groups"]["start"] = [1.0, 0.0], 0.5
    world.settings["village_groups"]["leave"] = 0.1
    world.settings["needs"]["arise_home"], world.settings["effort"]["weight_digital"] = 0.3, 0.3
    world.settings["national_application"]["required"] = 1.0
    VillageGroups().setup(world)
    for _ in range(6):
        world.live(*mechanisms)
    kept = world.recorder
    for tally in ("group_home", "group_60", "group_away", "posts_read", "posts_heard", "application", "successes"):
        assert kept.window(tally, 6).sum() > 0, f"no {tally} in the tiny world"
    found = hashlib.blake2b(V.tobytes() + kept.kept.tobytes())
    for column in P.arrays.values():
        found.update(column.tobytes())
    return found.hexdigest()


def test_plain_python_gives_the_same_bits_without_a_warning() -> None:
    assert printed_by_plain_python(__file__) == digest()
