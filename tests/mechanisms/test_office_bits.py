"""Offices, posts, effort and digital give the same bits without compilation, with no warning."""

from __future__ import annotations

import hashlib

import numpy as np

from sim.mechanisms.digital import Digital
from sim.mechanisms.effort import Effort
from sim.mechanisms.first_secretaries import FirstSecretaries
from sim.mechanisms.graduate_officials import GraduateOfficials
from sim.mechanisms.offices import Offices
from sim.mechanisms.start import Start
from sim.mechanisms.supervision import Supervision
from tests.bits import printed_by_plain_python
from tests.worlds import World, group_of


def digest() -> str:
    """Hash of all columns of a tiny world after months in which elections are won, lost, and offices fall vacant."""
    mechanisms = Offices(), FirstSecretaries(), GraduateOfficials(), Effort(), Digital()
    world = World(*mechanisms, Start(), Supervision(), villages=3, persons=40, members=10, seed=7)
    P, V, O, rows = world.people.columns, world.villages.columns, world.offices.columns, world.rows
    place = np.arange(len(rows))
    P.group[rows] = [group_of(int(20 + 3 * n % 60), int(n % 2), bool(n % 4 == 3)) for n in place]
    for name, step in {"capacity": 37, "willingness": 53, "skill": 71}.items():
        getattr(P, name)[rows] = (place * step % 101) / 100
    P.skill_start[rows], P.device[rows], P.kin[rows] = P.skill[rows], place % 3 > 0, place % 4
    P.account[rows] = np.where(P.device[rows], place % 3, 0)
    V["local_wage"], V["full_members"], V["coverage"] = 4432.0, 10, 0.7
    V["platform_quality"], V["active_share"] = 0.5, 0.2
    world.settings["digital"]["mandate"], world.settings["digital"]["taught"] = 0.05, 1.0
    world.settings["digital"]["class_hours"], world.settings["digital"]["class_places"] = 2.0, 0.5
    world.settings["digital"]["class_old"], world.settings["digital"]["class_leak"] = 0.4, 0.3
    world.settings["digital"]["class_family"] = [0.0, 0.0, 1.0]
    world.settings["digital"]["network"], world.settings["digital"]["local_effort"] = 0.1, 0.7
    world.settings["effort"]["subsidy"] = [0.0, 2280.0, 4000.0]
    world.settings["effort"]["full_time"], world.settings["effort"]["contract_pay"] = [0.0, 0.0, 1.0], 3600.0
    world.settings["effort"]["blame"], world.settings["effort"]["weight_digital"] = 0.2, 0.1
    world.settings["offices"]["most_terms"], world.settings["offices"]["reserve"] = 1.0, [0.0, 1.0, 2.0]
    world.settings["offices"]["returning"], world.settings["offices"]["one_shoulder"] = 0.5, [0.0, 0.0, 1.0]
    world.settings["first_secretaries"]["coverage"], world.settings["first_secretaries"]["term"] = 0.6, 3.0
    world.settings["graduate_officials"]["posts"], world.settings["graduate_officials"]["turnover"] = 1.0, 0.3
    world.settings["graduate_officials"]["member_share"] = 1.0
    world.settings["graduate_officials"]["candidate_months"] = 1.0
    O["holder"], O["term_months"] = P.identity[V["first"]], [58, 30, 55]
    mechanisms[0].setup(world)
    for month in range(8):
        V["election_won"] = V["election_due"] & (month % 2 == 1)
        V["removal"] = [False, month == 4, False]
        world.live(*mechanisms)
    columns = [getattr(P, name)[rows].tobytes() for name in P.names]
    tables = V, O, world.first_secretaries.columns, world.graduate_officials.columns, world.recorder.kept
    return hashlib.sha256(b"".join([*columns, *(table.tobytes() for table in tables)])).hexdigest()


def test_same_bits_with_and_without_compilation() -> None:
    assert printed_by_plain_python(__file__) == digest()
