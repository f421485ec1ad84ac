"""Organisational setting: sub-branches that hold, and small ones that fall apart."""

from __future__ import annotations

import numpy as np

from sim.model import RuralParty
from tests.policies.paired import START, lived, mean
from tests.policies.stage import Stage, policy
from tests.whole import small

MONTHS = 30
APART = {"organisational_setting": {"start": START}}


def divided(size: int, seed: int) -> np.ndarray:
    """Whether each village has a sub-branch of its members away, shape (months, villages)."""
    model = RuralParty(small({"world.village_size": size, "horizon.months": MONTHS}, APART), rng=seed)
    months = []
    for _ in range(MONTHS):
        model.step()
        months.append(model.villages.columns["functional"] > 0)
    return np.array(months)


def test_thresholds_of_nought_leave_the_rules_in_force() -> None:
    stage = Stage(policy("organisational_setting")).live()
    for name in ("joint_least", "general_members", "hamlet_members"):
        assert (stage.levers[f"membership.{name}"] == stage.levers.base["membership"][name]).all()
    assert (stage.levers["membership.setting"] == 2).all()
    other = Stage(policy("organisational_setting", {"kind": "economic", "joint_least": 5.0})).live()
    assert (other.levers["membership.setting"] == 1).all()
    assert (other.levers["membership.joint_least"] == 5).all()


def test_parts_of_small_branches_fall_below_three_and_are_dissolved() -> None:
    dissolved = 0
    for seed in (1, 2, 3, 4):
        apart = divided(300, seed)
        dissolved += int((apart[:-1] & ~apart[1:]).sum())
    assert dissolved >= 2
    assert divided(1300, 1).all()


def test_large_branches_that_count_those_away_apart_reach_their_quorum_more_often() -> None:
    world = {"world.village_size": 1300, "parameters.meetings.denominator": "registered"}
    before, after = lived(None, world), lived({"organisational_setting": {}}, world)
    assert mean(after, "quorum_failure") < mean(before, "quorum_failure") - 0.1
    assert mean(after, "attendance") > mean(before, "attendance")


def test_a_higher_least_size_sends_villages_to_meet_in_another() -> None:
    dose = {"functional": False, "joint_least": 10.0}
    before, after = (lived(plan) for plan in (None, {"organisational_setting": {"dose": dose}}))
    guests = [int((m.villages.columns["branch"] != np.arange(4)).sum()) for m in (before, after)]
    assert guests[1] > guests[0]


def test_responsibility_across_territories_is_less_clear() -> None:
    assert mean(lived({"organisational_setting": {}}), "chain") < mean(lived(), "chain")
