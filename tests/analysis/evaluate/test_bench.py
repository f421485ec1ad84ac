"""Worlds of an evaluation: twins, who gets it, what is seen, the truth, and what is summed up."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import sim
from sim.analysis.evaluate.assign import assign
from sim.analysis.evaluate.bench import Asked, Result, results_of, subset, truth
from sim.analysis.evaluate.estimators import estimate
from sim.analysis.evaluate.evaluate import evaluate
from sim.analysis.evaluate.measure import surveyed
from sim.analysis.evaluate.panels import NEVER, Panel
from sim.analysis.evaluate.plan import (
    DID,
    DIFFERENCE,
    REAL,
    REPORTED,
    SUN_ABRAHAM,
    SURVEYED,
    TWO_WAY,
    EvaluationPlan,
    Look,
    Pilot,
    Survey,
)
from sim.analysis.evaluate.table import evaluated, summed_up
from sim.analysis.evaluate.worlds import lived_worlds
from sim.core.config.calendar import month_of
from sim.model import RuralParty
from tests.cli.everything import EVALUATION

STARTS = (month_of("2022-01"), month_of("2023-01"))
SMALL = {
    "world.townships": 1,
    "world.villages": 8,
    "world.village_size": 120,
    "horizon.months": 36,
    "horizon.burn_in": 1,
}


@pytest.fixture(scope="module")
def plan() -> EvaluationPlan:
    return EvaluationPlan(
        name="small",
        scenario=sim.load("baseline").changed(SMALL),
        pilot=Pilot("first_secretary", STARTS, leak=0.5),
        looks=(Look("trust", REAL), Look("visits", REAL)),
        rules=("random", "weakest"),
        estimators=(DIFFERENCE, DID),
        sizes=(8,),
        worlds=2,
    )


@pytest.fixture(scope="module")
def worlds(plan, tmp_path_factory):
    return lived_worlds(plan, tmp_path_factory.mktemp("worlds"), jobs=1)[0]


def village_table(plan: EvaluationPlan, seed: int = 1):
    model = RuralParty(plan.scenario, rng=seed)
    while model.month < STARTS[0]:
        model.step()
    return model.villages.columns


def test_the_weakest_go_first_and_places_leak_at_the_months_they_had(plan):
    table = village_table(plan)
    found = assign(table, plan.pilot, "weakest", 1)
    served = [each is not None for each in found.planned]
    power = table["leadership"].astype(float)
    assert sum(served) == 4
    assert power[served].max() <= power[np.logical_not(served)].min()
    first, second = ([power[at] for at, each in enumerate(found.planned) if each == start] for start in STARTS)
    assert max(first) <= min(second)
    assert sorted(each for each in found.served if each) == sorted(each for each in found.planned if each)
    assert sum(a is not None and b is None for a, b in zip(found.planned, found.served, strict=True)) == 2


def test_without_leaks_what_is_planned_happens(plan):
    found = assign(village_table(plan), replace(plan.pilot, leak=0.0), "random", 1)
    assert found.planned == found.served


def test_villages_differ_from_their_twins_from_their_month_on_only(worlds):
    for world in worlds:
        for rule in ("random", "weakest"):
            begun, gained = world.begun[rule], world.served[rule, "visits"] - world.without["visits"]
            assert not gained[:, : begun[begun != NEVER].min()].any()
            assert truth(gained, begun) != 0


def test_worlds_that_are_kept_are_read_again(plan, tmp_path, monkeypatch):
    lived, _ = lived_worlds(plan, tmp_path, jobs=1)
    monkeypatch.setattr("sim.analysis.evaluate.worlds.live", None)
    again, failures = lived_worlds(plan, tmp_path, jobs=1)
    assert not failures
    for one, other in zip(lived, again, strict=True):
        np.testing.assert_array_equal(one.without["trust"], other.without["trust"])
    fewer, _ = lived_worlds(replace(plan, estimators=(DID,), worlds=1), tmp_path, jobs=1)  # nothing is run again
    assert [each.seed for each in fewer] == [1]


def test_the_number_of_processes_changes_nothing(plan, worlds, tmp_path):
    both, _ = lived_worlds(plan, tmp_path, jobs=2)
    for one, other in zip(worlds, both, strict=True):
        for key, values in one.served.items():
            np.testing.assert_array_equal(values, other.served[key])


def test_a_failed_world_is_a_record(plan, tmp_path, monkeypatch):
    def broken(*given, **named):
        raise RuntimeError("broken")

    monkeypatch.setattr("sim.model.RuralParty.step", broken)
    lived, failures = lived_worlds(plan, tmp_path, jobs=1)
    assert not lived
    assert [each.error for each in failures] == ["RuntimeError: broken"] * 2


def test_a_smaller_evaluation_keeps_the_shares_of_the_waves():
    planned = np.repeat([NEVER, 2, 3], [30, 15, 15])
    small, large = (subset(planned, size, np.random.default_rng(1)) for size in (20, 40))
    assert [int((planned[small] == wave).sum()) for wave in (NEVER, 2, 3)] == [10, 5, 5]
    assert set(small) < set(large)


def test_the_truth_by_hand():
    gained = np.array([[9.0, 1.0, 3.0], [9.0, 9.0, np.nan], [9.0, 9.0, 9.0]])
    assert truth(gained, np.array([1, 2, NEVER])) == 2.0
    assert np.isnan(truth(gained, np.full(3, NEVER)))


def test_a_survey_has_the_error_that_it_says():
    survey = Survey(persons=25, non_response=0.0, deviation={"trust": 0.5})
    found = surveyed(np.full((200, 50), 0.4), "trust", survey, np.random.default_rng(1))
    assert found.mean() == pytest.approx(0.4, abs=0.004)
    assert found.std() == pytest.approx(0.1, rel=0.05)
    nobody = Survey(persons=1, non_response=0.99, deviation={"trust": 0.5})
    assert np.isnan(surveyed(np.full((9, 9), 0.4), "trust", nobody, np.random.default_rng(1))).any()


@pytest.mark.limit
@pytest.mark.verify
def test_villages_by_lot_find_nothing_in_one_of_twenty_worlds(limit, tmp_path) -> None:
    """Of the model itself, without a pilot: each world is dealt out thirty times."""
    scenario = sim.load("baseline").changed(SMALL | {"world.townships": 3, "world.villages": 10})
    plan = EvaluationPlan(
        "lots", scenario, Pilot("training", STARTS[:1]), (Look("trust", REAL),), sizes=(30,), worlds=40
    )
    lived, _ = lived_worlds(replace(plan, rules=("random",)), tmp_path, jobs=2)
    rng, found = np.random.default_rng(1), {DIFFERENCE: [], DID: [], TWO_WAY: [], SUN_ABRAHAM: []}
    for world in lived:
        for _ in range(30):
            panel = Panel(world.without["trust"], rng.permutation(np.repeat([NEVER, 1], 15)))
            for estimator, rejected in found.items():
                rejected.append(estimate(panel, estimator).p < 0.05)
    for estimator, rejected in found.items():
        limit("V40", f"40 worlds without a pilot: findings of {estimator}", 0.05, float(np.mean(rejected)), 0.02)


@pytest.mark.limit
@pytest.mark.verify
def test_weak_villages_are_taken_for_a_loss_and_those_that_apply_for_a_gain(limit, tmp_path) -> None:
    """Of trust, by difference in differences, where training does next to nothing: real and surveyed data alike."""
    size = {"world.townships": 4, "world.villages": 10, "world.village_size": 300, "horizon.months": 48}
    plan = EvaluationPlan(
        name="signs",
        scenario=sim.load("baseline").changed(size),
        pilot=Pilot("training", (month_of("2023-01"),)),
        looks=(Look("trust", REAL), Look("trust", SURVEYED), Look("attendance", REAL), Look("attendance", REPORTED)),
        rules=("weakest", "self_selected"),
        survey=Survey(deviation={"trust": 0.05}),
        estimators=(DIFFERENCE, DID),
        sizes=(40,),
        worlds=24,
    )
    lived, _ = lived_worlds(plan, tmp_path, jobs=2)
    found = evaluated(plan, lived, [each for world in lived for each in results_of(Asked(plan, world))], {})
    by_key = {(each.rule, each.outcome, each.measure, each.estimator): each for each in found.found}
    for rule, sign in (("weakest", -1), ("self_selected", 1)):
        real, asked = (by_key[rule, "trust", measure, DID] for measure in (REAL, SURVEYED))
        limit.at_least("V40", f"{rule}: errors by which trust is off", 2, sign * real.bias / real.bias_error)
        limit.at_least("V40", f"{rule}: false findings of trust", 0.1, real.false_findings)
        limit("V40", f"{rule}: surveyed bias less real", 0.0, asked.bias - real.bias, 3 * asked.bias_error)
        assert abs(real.truth) < abs(real.bias) / 5
        levels = [by_key[rule, "attendance", measure, DIFFERENCE].bias for measure in (REAL, REPORTED)]
        assert 0 < sign * levels[1] < sign * levels[0]  # what is reported is nearer together than what is real


def test_results_have_both_worlds_of_every_estimate(plan, worlds):
    found = results_of(Asked(plan, worlds[0]))
    assert len(found) == 2 * 2 * 1 * 2 * 2  # rules, looks, sizes, estimators, with the pilot and without
    assert {each.truth for each in found if not each.pilot} == {0.0}
    whole = evaluated(plan, worlds, [each for world in worlds for each in results_of(Asked(plan, world))], {})
    assert len(whole.records()) == 8
    assert {each["rule"] for each in whole.spill_records()} == {"random", "weakest"}


def result(pilot: bool, estimate: float, true: float, p: float) -> Result:
    key = (1, "random", "trust", REAL, DID, 60, pilot)
    return Result(*key, true, estimate, 0.1, estimate - 0.2, estimate + 0.2, p)


def test_what_is_summed_up_by_hand():
    served = [result(True, each, 0.5, p) for each, p in ((0.6, 0.01), (0.8, 0.01), (0.4, 0.2))]
    nothing = [result(False, each, 0.0, p) for each, p in ((0.1, 0.3), (-0.3, 0.01), (-0.1, 0.4))]
    found = summed_up(served, nothing, 0.05, 0.8)
    assert found.bias == pytest.approx(0.1)
    assert found.bias_error == pytest.approx(np.std([0.1, 0.3, -0.1], ddof=1) / np.sqrt(3))
    assert (found.power, found.coverage) == pytest.approx((2 / 3, 2 / 3))
    assert (found.false_findings, found.false_losses, found.false_gains) == pytest.approx((1 / 3, 1 / 3, 0))
    assert found.least == pytest.approx(0.2 * (2.0017 + 0.848), rel=1e-3)  # quantiles of t with 58 degrees of freedom
    assert summed_up([*served, result(True, np.nan, 0.5, np.nan)], [*nothing, nothing[0]], 0.05, 0.8).worlds == 3


def test_too_few_worlds_are_refused(tmp_path):
    (tmp_path / "study.yaml").write_text(EVALUATION, encoding="utf-8")
    with pytest.raises(ValueError, match="takes two"):
        evaluate(tmp_path, worlds=1, jobs=1)
