"""Inspection drives, assessment by outcomes, and openness: what is paid for, and how each fails."""

from __future__ import annotations

import numpy as np
import pytest

from sim.model import RuralParty
from tests.policies.paired import lived, mean
from tests.policies.stage import VILLAGES, Stage, policy

MANY = {
    "world.villages": 60,
    "world.village_size": 120,
    "horizon.burn_in": 36,
    "parameters.supervision.misconduct": 0.008,
    "parameters.start.integrity_mean": 0.6,
}


@pytest.fixture(scope="module")
def without() -> RuralParty:
    return lived()


def test_a_drive_costs_its_inspections_and_the_hours_they_ask_for() -> None:
    stage = Stage(policy("inspection_drive", {"inspections": 3})).live(12)
    assert stage.ledger.yuan.sum(axis=2)[0] == pytest.approx([12 * 2 * 400] * VILLAGES)
    assert stage.ledger.hours.sum(axis=2)[0] == pytest.approx([12 * 2 * 4] * VILLAGES)
    ramped = Stage(policy("inspection_drive", {"inspections": 4}, ramp=2)).live(1)
    assert ramped.levers["supervision.inspections"] == pytest.approx([2.0] * VILLAGES)
    assert ramped.ledger.total()[0] == pytest.approx(VILLAGES * 400)


def test_a_mandate_comes_once_a_year() -> None:
    stage, mandated = Stage(policy("inspection_drive", {"mandate": 0.5})), []
    for _ in range(25):
        stage.live()
        mandated.append(bool((stage.levers["digital.mandate"] == 0.5).all()))
    assert np.flatnonzero(mandated).tolist() == [0, 12, 24]


def test_inspections_take_hours_for_documents_and_bring_made_up_records(without: RuralParty) -> None:
    driven = lived({"inspection_drive": {"dose": {"inspections": 4}}})
    assert mean(driven, "formalism") > mean(without, "formalism") + 0.15
    assert mean(driven, "visits") < mean(without, "visits")
    assert mean(driven, "service_fulfilment") < mean(without, "service_fulfilment")
    assert mean(driven, "fabricated_share") > mean(without, "fabricated_share") + 0.1
    assert mean(driven, "motivation") < mean(without, "motivation")


def test_mandated_accounts_are_there_and_their_users_are_not(without: RuralParty) -> None:
    driven = lived({"inspection_drive": {"dose": {"inspections": 1, "weight": 1, "mandate": 0.5}}})
    assert mean(driven, "accounts_reported") > mean(without, "accounts_reported") + 0.2
    assert mean(driven, "dormant_share") > 0.9
    assert mean(driven, "digital_reach") < 0.1 * mean(driven, "accounts_reported")


def test_assessment_pays_for_its_survey_in_december_and_few_households_are_a_noisy_one() -> None:
    stage = Stage(policy("outcome_assessment", {"survey": 0.25})).live(12)
    assert stage.ledger.yuan[0, :, 11] == pytest.approx([400 * 0.25 * 60] * VILLAGES)
    assert not stage.ledger.yuan[0, :, :11].any()
    assert stage.levers["supervision.survey_noise"] == pytest.approx([0.2] * VILLAGES)
    seen = [float(stage.levers[f"effort.seen_{name}"][0]) for name in ("service", "party")]
    assert seen == pytest.approx([0.5625, 0.571], abs=1e-3)


@pytest.mark.parametrize("seed", [1, 2])
def test_weight_on_one_subject_moves_neglect_to_the_others(seed: int) -> None:
    dose = {"service": 3, "economy": 0.2, "party": 0.2, "seen_party": 1, "promotion": 1, "merit": 0}
    usual, weighed = lived(seed=seed), lived({"outcome_assessment": {"dose": dose}}, seed=seed)
    assert mean(weighed, "secretary_service_hours") > 1.15 * mean(usual, "secretary_service_hours")
    assert mean(weighed, "service_fulfilment") > mean(usual, "service_fulfilment")
    for name in ("secretary_economy_hours", "secretary_party_hours"):
        assert mean(weighed, name) < 0.9 * mean(usual, name)


def test_a_weight_on_digital_work_alone_brings_accounts_not_users(without: RuralParty) -> None:
    dose = {"digital": 0.5, "seen_service": 1, "seen_party": 1, "promotion": 1, "merit": 0}
    weighed = lived({"outcome_assessment": {"dose": dose}})
    assert mean(weighed, "accounts_reported") > mean(without, "accounts_reported") + 0.2
    assert mean(weighed, "dormant_share") > mean(without, "dormant_share")
    assert mean(weighed, "formalism") > mean(without, "formalism")


@pytest.fixture(scope="module")
def closed() -> RuralParty:
    return lived(None, MANY, seed=3)


def trust_by_village(model: RuralParty) -> np.ndarray:
    """Mean trust of each village's adults after burn-in, shape (villages,)."""
    trust, adults = (model.recorder.series(name)[model.burn_in :].sum(axis=0) for name in ("trust", "adults"))
    means: np.ndarray = trust / adults
    return means


def found(model: RuralParty) -> np.ndarray:
    cases: np.ndarray = model.recorder.series("misconduct_detected")[model.burn_in :].sum(axis=0)
    return cases


def test_openness_brings_hidden_cases_to_light_and_lowers_trust_where_it_does(closed: RuralParty) -> None:
    opened = lived({"openness": {"dose": {"audit": 0.3, "oversight": 0, "hours": 0}}}, MANY, seed=3)
    assert found(opened).sum() > 2 * found(closed).sum()
    revealed = (found(opened) > 0) & (found(closed) == 0)
    lost = trust_by_village(opened) - trust_by_village(closed)
    assert revealed.sum() > 3
    assert lost[revealed].max() < 0
    assert lost[revealed].mean() < -0.015
    assert abs(lost[~revealed].mean()) < 0.002
    assert mean(opened, "trust") < mean(closed, "trust")


def test_oversight_prevents_cases(closed: RuralParty) -> None:
    overseen = lived({"openness": {"dose": {"audit": 0, "open": False, "hours": 0}}}, MANY, seed=3)
    cases = [int(model.recorder.series("misconduct")[model.burn_in :].sum()) for model in (closed, overseen)]
    assert cases[1] < cases[0]


def test_openness_pays_for_checks_and_publishing() -> None:
    stage = Stage(policy("openness")).live(12)
    assert stage.ledger.yuan.sum(axis=2)[0] == pytest.approx([12 * 0.08 * 3000 + 1200] * VILLAGES)
    assert stage.ledger.hours.sum(axis=2)[0] == pytest.approx([12.0] * VILLAGES)
    assert stage.levers["supervision.oversight"] == pytest.approx([0.6] * VILLAGES)
