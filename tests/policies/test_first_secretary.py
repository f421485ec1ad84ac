"""First secretaries: what is set and paid, and that what they bring fades after they have left."""

from __future__ import annotations

import numpy as np
import pytest

from sim.indicators import INDICATORS
from sim.procedures.targets import RULES
from tests.policies.paired import lived, mean
from tests.policies.stage import VILLAGES, Stage, policy

TERM = 12
LONG = {"horizon.months": 36}


def test_a_year_costs_persons_and_the_money_of_their_units() -> None:
    stage = Stage(policy("first_secretary", {"team": 3.0, "term": 36.0, "rule": "poorest"})).live(12)
    money = 0.6 * 50000 + 0.3 * 150000 + 0.1 * 300000
    assert stage.ledger.yuan.sum(axis=2)[0] == pytest.approx([3 * 170000 + money] * VILLAGES)
    assert (stage.levers["first_secretaries.coverage"] == 1).all()
    assert (stage.levers["first_secretaries.team"] == 3).all()
    assert (stage.levers["first_secretaries.term"] == 36).all()
    assert (stage.levers["first_secretaries.rule"] == RULES.index("poorest")).all()


def test_part_of_the_villages_costs_that_part() -> None:
    all_of_them, third = (Stage(policy("first_secretary", {"coverage": share})).live(12) for share in (1.0, 1 / 3))
    assert third.ledger.total()[0] == pytest.approx(all_of_them.ledger.total()[0] / 3)


@pytest.mark.parametrize("seed", [1, 2])
def test_what_a_first_secretary_brings_fades_after_he_has_left(seed: int) -> None:
    plan = {"first_secretary": {"duration": TERM, "dose": {"term": TERM}}}
    without, with_him = lived(None, LONG, seed=seed), lived(plan, LONG, seed=seed)
    gain = {}
    for name in ("service_fulfilment", "visits", "grants", "posted_hours", "secretary_hours"):
        monthly = [
            np.asarray(model.recorder.indicator(INDICATORS[name], model.burn_in, by_month=True))
            for model in (without, with_him)
        ]
        gain[name] = (monthly[1] - monthly[0]).reshape(-1, TERM).mean(axis=1)
    for name in ("service_fulfilment", "visits"):
        assert gain[name][0] > 0
        assert abs(gain[name][2]) < 0.25 * gain[name][0]
    assert gain["grants"][0] > gain["grants"][1] > 0
    assert gain["grants"][1] == pytest.approx(0.2 * gain["grants"][0], rel=0.1)
    assert gain["posted_hours"][1] == 0
    assert gain["secretary_hours"][0] < 0


def test_documents_take_a_larger_share_of_crowded_out_hours() -> None:
    assert mean(lived({"first_secretary": {}}), "formalism") > mean(lived(), "formalism")


@pytest.mark.parametrize("seed", [1, 2])
def test_his_money_has_ways_out_where_he_proposes_projects_and_pays_measures(seed: int) -> None:
    ways = {
        **LONG,
        "world.village_size": 600,
        "parameters.meetings.denominator": "adjusted",
        "parameters.collective_economy.posted_initiation": 0.06,
        "parameters.first_secretaries.household_share": 0.3,
    }
    without, with_him = (lived(plan, ways, seed=seed) for plan in (None, {"first_secretary": {}}))
    for name in ("projects_started", "collective_income", "unit_measures", "measures_matched"):
        assert mean(with_him, name, 12) > mean(without, name, 12), name
    assert mean(with_him, "poverty_lasting", 12) <= mean(without, "poverty_lasting", 12)
    shut = {**ways, "parameters.collective_economy.posted_initiation": 0.0}
    assert mean(lived({"first_secretary": {}}, shut, seed=seed), "fund", 24) > mean(with_him, "fund", 24)
