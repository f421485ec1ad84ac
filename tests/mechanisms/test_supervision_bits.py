"""Supervision gives the same bits without compilation and in any order of the villages."""

from __future__ import annotations

import hashlib

import numpy as np

from sim.mechanisms.supervision import Supervision
from tests.bits import printed_by_plain_python
from tests.mechanisms.test_supervision import world_of
from tests.worlds import World

VILLAGES = 12
HAPPENINGS = "inspections", "audits", "records_struck", "misconduct", "misconduct_detected", "promotions", "asked"


def lived(order: np.ndarray) -> World:
    """Villages in an order, after months in which everything that superiors do happens to some of them."""
    values = {"inspections": 2.0, "audit": 0.3, "misconduct": 0.3, "openness": 1.0, "merit": 0.5, "promotion_rate": 0.1}
    world = world_of(VILLAGES, **values)
    V, O, place = world.villages.columns, world.offices.columns, np.arange(VILLAGES)
    V["identity"] = V["identity"][order]
    V["branch"] = place
    O["integrity"], O["one_shoulder"], O["outsider"] = 0.3 + order / 20, order % 2, order % 5 > 0
    world.settings["membership"]["quota"] = 0.5
    monthly = {
        "visits": 0.7,
        "successes": 0.4,
        "collective_income": 900.0,
        "hours_trace": 3.0,
        "updates": 0.3,
        "listed": 1,
    }
    for _ in range(30):
        for name, value in monthly.items():
            world.now[name] = value * (order % 7)
        world.now["needs_arisen"], world.now["measures"], world.now["grants"] = 3, order % 3, 9000.0 * (order % 4)
        world.now["meetings_valid"], world.now["meetings_fabricated"] = (order % 3) / 6, (order % 4 == 3) / 3
        world.live(Supervision())
    return world


def digest() -> str:
    """Hash of that world's villages, offices, township and tallies."""
    world = lived(np.arange(VILLAGES))
    for tally in HAPPENINGS:
        assert world.recorder.series(tally).sum() > 0, f"no {tally} in the tiny world"
    found = hashlib.blake2b(world.villages.columns.tobytes() + world.offices.columns.tobytes())
    found.update(world.townships.columns.tobytes() + world.recorder.kept.tobytes())
    return found.hexdigest()


def test_plain_python_gives_the_same_bits_without_a_warning() -> None:
    assert printed_by_plain_python(__file__) == digest()


def test_villages_in_another_order_are_supervised_alike() -> None:
    order = np.arange(VILLAGES)[::-1]
    one, other = lived(np.arange(VILLAGES)), lived(order)
    np.testing.assert_array_equal(one.recorder.kept[:, order], other.recorder.kept)
    for name in ("score", "real_score", "promotion_chance", "removal", "scandal"):
        np.testing.assert_array_equal(one.villages.columns[name][order], other.villages.columns[name])
    np.testing.assert_array_equal(one.offices.columns["integrity"][order], other.offices.columns["integrity"])
    np.testing.assert_array_equal(one.townships.columns, other.townships.columns)
