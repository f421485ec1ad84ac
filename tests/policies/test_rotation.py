"""Rotation: the limit and the reserve, and offices that fall vacant where few others accept."""

from __future__ import annotations

import numpy as np
import pytest

from tests.policies.paired import lived, mean
from tests.policies.stage import VILLAGES, Stage, policy

FEW: dict[str, object] = {
    "horizon.months": 48,
    "world.villages": 6,
    "world.village_size": 100,
    "parameters.offices.term": 36,
    "parameters.effort.subsidy": 4000.0,
}
LIMIT = {"terms": 1.0, "luck": 1.0, "kin": 1.0}


def test_a_limit_of_terms_is_never_loosened_and_holds_in_full_from_the_first_month() -> None:
    stage = Stage(policy("rotation", {"terms": 2.0}, ramp=4))
    stage.levers.set_base("offices.most_terms", np.tile([0.0, 1.0, 3.0], VILLAGES // 3))
    stage.live()
    assert stage.levers["offices.most_terms"].tolist() == [2.0, 1.0, 2.0] * (VILLAGES // 3)
    assert stage.levers["offices.reserve"] == pytest.approx([0.25] * VILLAGES)


def test_successors_are_trained_by_the_day() -> None:
    stage = Stage(policy("rotation", {"reserve": 2.0})).live(12)
    assert stage.ledger.yuan.sum(axis=2)[0] == pytest.approx([2 * 10 * 200] * VILLAGES)


@pytest.mark.parametrize("seed", [1, 2])
def test_offices_fall_vacant_where_few_accept_and_a_reserve_fills_them(seed: int) -> None:
    before, limited, reserved = (
        lived(plan, FEW, seed=seed)
        for plan in (
            None,
            {"rotation": {"dose": {**LIMIT, "reserve": 0.0}}},
            {"rotation": {"dose": {**LIMIT, "reserve": 2.0}}},
        )
    )
    assert mean(limited, "vacancy") > mean(before, "vacancy")
    assert mean(reserved, "vacancy") < mean(before, "vacancy")
    assert mean(limited, "secretary_tenure") < mean(before, "secretary_tenure")
