"""Why on the model: parts add up, what is held is gone, what cancels is told, and the answer is kept."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.analysis.effects import paired_difference
from sim.analysis.why.asked import pair_of
from sim.analysis.why.levers import by_dose, moved
from sim.analysis.why.record import keep, kept, rows_of
from sim.analysis.why.table import EXACT, SAMPLED, Reasons, Share, Why, why
from sim.execution.simulator import Simulator
from sim.indicators import indicator_named
from sim.report.why.why_files import save_why
from sim.report.why.why_text import why_text
from sim.report.why.why_words import method_text
from tests.cli.english_left import english_left

TINY: dict[str, Any] = {
    "world.townships": 1,
    "world.villages": 2,
    "world.village_size": 150,
    "horizon.months": 13,
    "horizon.burn_in": 1,
    "horizon.start": "2022-01",
}
OUTCOMES = ("trust", "capacity", "formalism")


def asked(policy: str, store: Path | bool = False, **options: Any) -> Why:
    baseline, alternative = pair_of(policy, changes=TINY)
    with Simulator(1, store=store) as simulator:
        return why(baseline, alternative, pairs=3, outcomes=OUTCOMES, simulator=simulator, **options)


@pytest.fixture(scope="module")
def training() -> Why:
    return asked("training", channels=["capacity", "presence", "training_levers", "effort_levers"])


def test_parts_of_training_add_up_to_its_effect(training: Why) -> None:
    assert training.how == EXACT
    assert set(training.doses) == {"units", "secretary_units"}
    for each in training.reasons:
        for parts in (each.levers, each.doses):
            assert sum(part.found.difference for part in parts) == pytest.approx(each.whole.difference, abs=1e-12)


def test_what_goes_through_a_channel_and_what_is_left_are_the_effect(training: Why) -> None:
    for each in training.reasons:
        for way in each.channels:
            assert way.left is not None
            assert way.found.difference + way.left.difference == pytest.approx(each.whole.difference, abs=1e-12)


def test_capacity_goes_through_capacity_and_nothing_through_who_is_at_home(training: Why) -> None:
    capacity = next(each for each in training.reasons if each.indicator.name == "capacity")
    ways = {way.name: way for way in capacity.channels}
    assert abs(ways["capacity"].left.difference) < abs(capacity.whole.difference) / 10
    assert ways["presence"].found.identical


def test_many_levers_are_sampled_and_add_up_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.analysis.why.table.MOST_EXACT", 2)
    found = asked("training", channels=[])
    assert found.how == SAMPLED
    for each in found.reasons:
        assert sum(part.found.difference for part in each.levers) == pytest.approx(each.whole.difference, abs=1e-12)


def test_a_policy_that_the_scenario_has_is_taken_out_for_the_baseline() -> None:
    baseline, alternative = pair_of("training", "training")
    assert not baseline.policies
    assert list(alternative.policies) == ["training"]


def test_levers_part_by_dose() -> None:
    levers = sorted(moved("training", {}))
    assert by_dose("training", {}, levers)["secretary_units"] == ("effort.hours_taken", "training.secretary_units")
    assert by_dose("rotation", {}, sorted(moved("rotation", {}))) == {}


def invented(parts: dict[str, list[float]]) -> Why:
    """What invented pairs of two doses say of trust."""
    steps = {name: np.array(each) for name, each in parts.items()}
    whole = sum(steps.values())
    zero = np.zeros_like(whole)
    shares = tuple(Share(name, paired_difference(zero, each)) for name, each in steps.items())
    reasons = Reasons(indicator_named("trust"), paired_difference(zero, whole), shares, shares)
    baseline, alternative = pair_of("training")
    return Why(
        baseline, alternative, len(whole), 1, (108, 120), EXACT, (), dict.fromkeys(parts, ()), (), (), (reasons,)
    )


def test_no_difference_seen_that_is_the_sum_of_two_that_are_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.report.why.why_text.lever_label", lambda name, language: name)
    found = invented(
        {"units": [0.0016, 0.0014, 0.0018, 0.0015], "secretary_units": [-0.0012, -0.0019, -0.0013, -0.0018]}
    )
    (reasons,) = found.reasons
    assert reasons.whole.verdict == "none"
    assert [each.name for each in reasons.cancels] == ["units", "secretary_units"]
    labels = {"units": "members", "secretary_units": "secretaries"}
    monkeypatch.setattr("sim.report.why.why_text.names_of", lambda found, language: labels)
    text = why_text(found, "en")
    assert "No difference seen is the sum of 2 that are seen: members: +0.158" in " ".join(text.split())


def test_nothing_is_told_where_one_part_is_seen_alone() -> None:
    found = invented({"units": [0.0016, 0.0014, 0.0018, 0.0015], "secretary_units": [-0.01, 0.009, -0.003, 0.001]})
    assert found.reasons[0].cancels == ()


def test_the_answer_is_kept_and_found_again(training: Why, tmp_path: Path) -> None:
    with Simulator(1, store=tmp_path) as simulator:
        keep(training, simulator.store)
        found = kept(simulator.store, training.baseline, training.alternative)
        assert found is not None
        assert len(found["rows"]) == len(rows_of(training))
        assert kept(simulator.store, training.alternative, training.baseline) is None


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_folder_says_it_in_both_languages(training: Why, tmp_path: Path, language: Any) -> None:
    save_why(training, tmp_path / language, language=language)
    names = {path.name for path in (tmp_path / language).iterdir()}
    assert names >= {"text.txt", "method.txt", "why.csv", "why.parquet", "figure.pdf", "figure.png", "figure.svg"}
    if language == "zh":
        told = re.sub(r"[a-z_]+：", "", why_text(training, "zh")) + method_text(training, "zh")
        assert english_left(told, "Shapley", "RECALLED", "t") == []


def test_a_policy_without_a_lever_and_an_unknown_channel_are_refused() -> None:
    with pytest.raises(ValueError, match="adds no policy"):
        asked("baseline")
    with pytest.raises(ValueError, match="there is no channel 'hour'"):
        asked("training", channels=["hour"])
