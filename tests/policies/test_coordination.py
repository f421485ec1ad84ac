"""Coordination: both offices in one hand, its documents, and joint work that formalism leaves little of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from sim.policies.common.delivery import Delivery
from tests.policies.paired import lived, mean
from tests.policies.stage import VILLAGES, Stage, policy

Plans = Mapping[str, Mapping[str, Any]]

YEAR: dict[str, object] = {"horizon.months": 12, "parameters.start.one_shoulder": 0.3}
DEMANDING = {**YEAR, "parameters.supervision.inspections": 4.0}
ONE_HAND = {"coordination": {"dose": {"coordination": 0.0, "joint_work": 0.0}}}
JOINT_WORK = {"coordination": {"dose": {"one_shoulder": False, "coordination": 0.0}}}


def service_hours(policies: Plans | None, world: dict[str, object]) -> float:
    return float(lived(policies, world).villages.columns["service_hours"].sum())


def test_offices_and_joint_work_are_moved_and_paid_by_the_month() -> None:
    stage = Stage(policy("coordination")).live(12)
    assert (stage.levers["offices.one_shoulder"] == 1).all()
    assert stage.levers["effort.coordination"] == pytest.approx([0.75] * VILLAGES)
    assert stage.levers["effort.joint_work"] == pytest.approx([0.6] * VILLAGES)
    assert stage.ledger.yuan.sum(axis=2)[0] == pytest.approx([5000.0] * VILLAGES)


@pytest.mark.parametrize("seed", [1, 2])
def test_the_second_office_brings_its_documents(seed: int) -> None:
    apart, together = lived(None, YEAR, seed=seed), lived(ONE_HAND, YEAR, seed=seed)
    assert not apart.offices.columns["one_shoulder"].all()
    assert together.offices.columns["one_shoulder"].all()
    assert mean(together, "secretary_trace_hours") > mean(apart, "secretary_trace_hours")
    assert mean(together, "formalism") > mean(apart, "formalism")


def test_both_offices_stay_in_one_hand_when_the_policy_ends() -> None:
    ended = lived({"coordination": {**ONE_HAND["coordination"], "duration": 3}}, YEAR)
    assert not Delivery(ended.policies[0].delivery.start, duration=3).intensity(ended.month)
    assert not ended.levers["offices.one_shoulder"].any()
    assert ended.offices.columns["one_shoulder"].all()


def test_joint_work_is_worth_little_where_formalism_is_high() -> None:
    gains = np.array([service_hours(JOINT_WORK, world) - service_hours(None, world) for world in (YEAR, DEMANDING)])
    assert 0 < gains[1] < 0.7 * gains[0]
