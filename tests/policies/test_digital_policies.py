"""Upkeep, literacy, training of cadres, urban feedback and correction: what is paid for, and how each fails."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from sim.indicators import INDICATORS
from sim.model import RuralParty
from tests.policies.paired import lived, mean
from tests.policies.stage import VILLAGES, Stage, policy

LONG = {"horizon.months": 36}
YEAR = 12


@pytest.fixture(scope="module")
def without() -> RuralParty:
    return lived(None, LONG)


def years(model: RuralParty, indicator: str) -> np.ndarray:
    """An indicator year by year."""
    series = np.asarray(model.recorder.indicator(INDICATORS[indicator], model.burn_in, by_month=True))
    means: np.ndarray = series.reshape(-1, YEAR).mean(axis=1)
    return means


def test_upkeep_costs_its_post_its_money_and_the_network_once() -> None:
    stage = Stage(policy("platform_upkeep")).live(24)
    assert stage.ledger.yuan.sum(axis=2)[0] == pytest.approx([2 * (18000 + 8400) + 30000] * VILLAGES)
    assert stage.levers["service.reply_lag"] == pytest.approx([0.33 * 15] * VILLAGES)


def test_upkeep_stops_when_the_money_stops_and_content_goes_out_of_date(without: RuralParty) -> None:
    paid = lived({"platform_upkeep": {"duration": YEAR}}, LONG)
    gain = years(paid, "platform_quality") - years(without, "platform_quality")
    assert gain[0] > 0.08
    assert 0 < gain[2] < gain[1] < 0.4 * gain[0]
    V, usual = paid.villages.columns, without.villages.columns
    kept = V["platform_content"] - usual["platform_content"]
    before = (700 / 40000) * (1 - 0.975**YEAR) / 0.025  # what money alone brought in a year
    assert kept == pytest.approx([before * 0.975**24] * len(kept), rel=1e-3)


def test_literacy_pays_for_places_and_families_cost_less() -> None:
    for family, price in ((False, 150), (True, 30)):
        stage = Stage(policy("digital_literacy", {"family": family})).live(12)
        assert stage.ledger.yuan.sum(axis=2)[0] == pytest.approx([0.3 * 600 * price] * VILLAGES)
        assert (stage.levers["digital.class_leak"] == (0.0 if family else 0.3)).all()
        assert (stage.levers["digital.class_old"] == (1.0 if family else 0.5)).all()


def test_leaking_classes_teach_those_who_were_able_before() -> None:
    def skill_before(leak: float) -> float:
        dose = {"hours": 40, "places": 0.3, "leak": leak}
        taught = lived({"digital_literacy": {"dose": dose}}, {"horizon.months": 6})
        usual = lived(None, {"horizon.months": 6})
        P, rows = usual.people.columns, usual.people.rows()
        learnt = taught.people.columns.skill[rows] > P.skill[rows] + 1e-3
        return float(P.skill[rows][learnt].mean())

    assert skill_before(1.0) > skill_before(0.0) + 0.02


@pytest.mark.parametrize("seed", [1, 2])
def test_more_use_of_the_net_is_more_exposure_to_what_is_false(seed: int) -> None:
    exposed = {"parameters.information.gain": 0.01}
    taught = lived({"digital_literacy": {"dose": {"hours": 40, "places": 1.0}}}, exposed, seed=seed)
    usual = lived(None, exposed, seed=seed)
    assert mean(taught, "misperception") > mean(usual, "misperception")
    assert mean(taught, "digital_reach") >= mean(usual, "digital_reach")


def test_training_of_cadres_takes_service_hours_and_what_it_teaches_stays_with_the_person(without: RuralParty) -> None:
    trained = lived({"cadre_digital_training": {"dose": {"hours": 96}}}, LONG)
    assert mean(trained, "key_skill") > mean(without, "key_skill") + 0.1
    assert mean(trained, "platform_quality") > mean(without, "platform_quality")
    for name in ("secretary_service_hours", "visits", "service_fulfilment"):
        assert mean(trained, name) < mean(without, name)
    booked = trained.ledger.total()
    assert booked == pytest.approx((4 * 3 * 12 * 200, 4 * 3 * 96))


def test_help_for_nothing_comes_and_goes(without: RuralParty) -> None:
    dose = {"hours": 0, "attention": 1, "enterprise_hours": 20}
    helped = lived({"cadre_digital_training": {"dose": dose}}, LONG)
    quality = [
        np.asarray(model.recorder.indicator(INDICATORS["platform_quality"], model.burn_in, by_month=True))
        for model in (helped, without)
    ]
    assert quality[0].mean() > quality[1].mean()
    assert np.abs(np.diff(quality[0])).mean() > 3 * np.abs(np.diff(quality[1])).mean()


def test_feedback_ends_with_the_programme(without: RuralParty) -> None:
    helped = lived({"urban_feedback": {"duration": YEAR}}, LONG)
    gain = years(helped, "platform_quality") - years(without, "platform_quality")
    assert gain[0] > 0.03
    assert abs(gain[1:]).max() < 0.25 * gain[0]
    assert not helped.villages.columns["backup"].any()


def zones(rank: Sequence[int], **dose: float) -> tuple[Stage, np.ndarray]:
    """A stage with incomes of these ranks after a month of feedback, and its demonstration zones."""
    stage = Stage(policy("urban_feedback", dose))
    stage.villages.columns["income"] = 9000.0 + 100 * np.array(rank)
    stage.live()
    return stage, np.flatnonzero(stage.levers["outside_resources.demonstration"])


def test_zones_are_the_richest_villages_of_each_county() -> None:
    rank = [3, 9, 1, 5, 2, 4, 8, 0, 11, 6, 7, 10]
    assert zones(rank)[1].tolist() == [1, 8]
    stage, two = zones(rank, zones=2)
    assert two.tolist() == [1, 3, 8, 11]
    assert stage.ledger.yuan[0, :, 0] == pytest.approx(1000 + 200000 * np.isin(np.arange(VILLAGES), two))
    part = Stage(policy("urban_feedback", coverage=0.25, rule="weakest")).live()
    assert np.flatnonzero(part.levers["outside_resources.demonstration"]).tolist() == [1, 7]


def test_correction_is_weaker_where_trust_is_low() -> None:
    corrected = {}
    for trust in (0.3, 0.8):
        world = {"start.trust_mean": trust}
        usual = lived(parameters=world, seed=2)
        told = lived({"policy_information": {"dose": {"places": 0, "talks": 4}}}, parameters=world, seed=2)
        corrected[trust] = mean(usual, "misperception_members") - mean(told, "misperception_members")
    assert 0 < corrected[0.3] < 0.7 * corrected[0.8]


def test_too_many_posts_tire_members(without: RuralParty) -> None:
    flooded = lived({"policy_information": {"dose": {"posts": 30}}}, LONG)
    assert mean(flooded, "content") < mean(without, "content") - 0.15
    assert mean(flooded, "attendance_home") < mean(without, "attendance_home")
    assert mean(flooded, "quorum_failure") >= mean(without, "quorum_failure")


def test_correction_pays_for_courses_and_watching_and_takes_hours_for_posts() -> None:
    stage = Stage(policy("policy_information")).live(12)
    assert stage.ledger.yuan.sum(axis=2)[0] == pytest.approx([0.2 * 600 * 150 + 2000] * VILLAGES)
    assert stage.ledger.hours.sum(axis=2)[0] == pytest.approx([12 * 8 * 0.25] * VILLAGES)
    assert stage.levers["information.online_correction"] == pytest.approx([1.0] * VILLAGES)
