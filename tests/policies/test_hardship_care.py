"""Care for members in hardship: who is reached, and who is not called on meanwhile."""

from __future__ import annotations

import pytest

from tests.policies.paired import lived, mean
from tests.policies.stage import Stage, policy

LARGE = {"world.village_size": 1300, "horizon.months": 24}
CARE: dict[str, dict[str, object]] = {"hardship_care": {}}
MANY_VISITS = {"visits": 6.0, "share": 1.0, "listed": 0.1, "visit_hours": 2.0}


def test_care_costs_its_payments_and_the_hours_of_its_visits() -> None:
    stage = Stage(policy("hardship_care")).live(12)
    persons = 0.8 * 0.05 * 30
    assert stage.ledger.yuan.sum(axis=2)[0] == pytest.approx([persons * 600] * 12)
    assert stage.ledger.hours.sum(axis=2)[0] == pytest.approx([persons * 2 * 1.5] * 12)
    assert stage.levers["effort.hours_taken"] == pytest.approx([persons * 2 * 1.5 / 12] * 12)
    assert stage.levers["training.care"] == pytest.approx([0.8 * (1 + 2) / 12] * 12)


def test_members_who_are_looked_after_come_more_readily() -> None:
    habits = [sum(mean(lived(plan, LARGE, seed=seed), "habit") for seed in (1, 3)) for plan in (None, CARE)]
    assert habits[1] > habits[0]


@pytest.mark.parametrize("seed", [1, 3])
def test_visits_of_care_take_the_place_of_others(seed: int) -> None:
    before, after = (lived(plan, LARGE, seed=seed) for plan in (None, {"hardship_care": {"dose": MANY_VISITS}}))
    assert mean(after, "secretary_service_hours") < mean(before, "secretary_service_hours")
    assert mean(after, "visits") < mean(before, "visits")
