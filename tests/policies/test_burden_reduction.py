"""Burden reduction: what is asked for less, and what comes to light no more."""

from __future__ import annotations

import numpy as np
import pytest

from sim.mechanisms.supervision import Supervision
from tests.mechanisms.test_supervision import world_of
from tests.policies.paired import lived, mean
from tests.policies.stage import VILLAGES, Stage, policy

YEAR = {"horizon.months": 12}
PLANS: tuple[dict[str, dict[str, object]], ...] = {}, {"burden_reduction": {}}
MANY = 20000


def come_to_light(*policies: str, audit: float) -> np.ndarray:
    """Villages whose one hidden case comes to light in a month, under these policies."""
    stage = Stage(*(policy(name) for name in policies), villages=MANY).live()
    inspections = stage.levers["supervision.inspections"]
    world = world_of(MANY, inspections=inspections, audit=audit)
    world.now["misconduct"] = 1
    world.recorder.close()
    Supervision().step(world)
    caught: np.ndarray = world.now["misconduct_detected"] > 0
    return caught


def test_platforms_are_closed_down_to_the_most_allowed_and_never_opened() -> None:
    for allowed, left in ((1.0, 1.0), (2.0, 2.0), (5.0, 2.0)):
        stage = Stage(policy("burden_reduction", {"platforms": allowed})).live(2)
        assert (stage.levers["digital.platforms"] == left).all()
        assert stage.levers["supervision.inspections"] == pytest.approx([0.5] * VILLAGES)
        assert stage.ledger.yuan[0, 0, :2].tolist() == [2000.0, 0.0]


@pytest.mark.parametrize("seed", [1, 2])
def test_less_to_document_leaves_hours_for_service(seed: int) -> None:
    before, after = lived(None, YEAR, seed=seed), lived({"burden_reduction": {}}, YEAR, seed=seed)
    assert mean(after, "formalism") < mean(before, "formalism")
    assert mean(after, "secretary_service_hours") > mean(before, "secretary_service_hours")


def test_less_misconduct_comes_to_light_above_all_where_nobody_checks_reality() -> None:
    missed = []
    for audit in (0.0, 0.3):
        before, after = come_to_light(audit=audit), come_to_light("burden_reduction", audit=audit)
        assert (after <= before).all()  # the same luck: nothing is found that was not found before
        missed.append(1 - after.sum() / before.sum())
    assert missed[0] > 0.08
    assert missed[1] < 0.06


def test_less_comes_of_the_hours_where_fewer_look_at_them() -> None:
    gains = []
    for unseen in (0.0, 0.4):
        world = {**YEAR, "parameters.effort.unseen": unseen}
        before, after = (float(lived(plan, world).villages.columns["service_hours"].sum()) for plan in PLANS)
        gains.append(after / before - 1)
    assert gains[1] < gains[0]
