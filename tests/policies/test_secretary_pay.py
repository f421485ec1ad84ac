"""Pay of secretaries: what it moves and costs, and that pay by the reported score buys documents."""

from __future__ import annotations

import pytest

from tests.policies.paired import lived, mean
from tests.policies.stage import VILLAGES, Stage, policy

YEAR = {"horizon.months": 12}


def test_the_rise_takes_the_subsidy_to_the_rule_and_costs_the_difference() -> None:
    stage = Stage(policy("secretary_pay"))
    stage.villages.columns["committee_members"] = 3
    stage.live()
    assert stage.levers["effort.subsidy"] == pytest.approx([2850.0] * VILLAGES)
    assert stage.ledger.yuan[0, :, 0] == pytest.approx([570 * (1 + 3 * 0.6)] * VILLAGES)
    assert (stage.levers["effort.stakes"] == stage.levers.base["effort"]["stakes"]).all()


def test_a_contract_costs_what_it_pays_above_the_subsidy() -> None:
    stage = Stage(policy("secretary_pay", {"full_time": True, "covered": 1.0})).live()
    assert (stage.levers["effort.full_time"] == 1).all()
    assert stage.ledger.yuan[0, :, 0] == pytest.approx([3600 - 2280] * VILLAGES)
    assert stage.levers["collective_economy.office_funds"] == pytest.approx([3600 - 2280] * VILLAGES)


def test_pay_tied_to_outcomes_leaves_the_weight_of_documents_and_pays_a_survey() -> None:
    stage = Stage(policy("secretary_pay", {"rise": 1.0, "stakes": 2.0, "on_outcomes": True}))
    stage.villages.columns["household_last"] = 400
    stage.live(12)
    stakes = stage.levers["effort.stakes"] * stage.levers["effort.weight_documents"]
    base = stage.levers.base["effort"]
    assert stakes == pytest.approx(base["stakes"] * base["weight_documents"])
    assert stage.ledger.yuan.sum(axis=2)[0] == pytest.approx([0.1 * 400 * 60] * VILLAGES)


@pytest.mark.parametrize("seed", [2, 3])
def test_pay_buys_hours_and_pay_by_the_reported_score_buys_documents(seed: int) -> None:
    without = lived(None, YEAR, seed=seed)
    paid = lived({"secretary_pay": {}}, YEAR, seed=seed)
    by_score = lived({"secretary_pay": {"dose": {"stakes": 2.0}}}, YEAR, seed=seed)
    by_outcomes = lived({"secretary_pay": {"dose": {"stakes": 2.0, "on_outcomes": True}}}, YEAR, seed=seed)
    assert mean(paid, "secretary_hours") > mean(without, "secretary_hours")
    assert mean(paid, "formalism") < mean(without, "formalism")
    assert mean(by_score, "formalism") >= mean(paid, "formalism") >= mean(by_outcomes, "formalism")
    assert mean(by_score, "secretary_service_hours") < mean(paid, "secretary_service_hours")
    assert mean(paid, "fund", 11) < mean(without, "fund", 11)
