"""What a difference says to a reader: verdicts, what matters, what it rests on."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from sim.analysis.comparison import Outcome
from sim.analysis.effects import PairedDifference
from sim.analysis.reading import BETTER, CHANGED, NONE, UNKNOWN, WORSE, Reading, check_matters, least_of, why_it_matters
from sim.core.config.language import LANGUAGES
from sim.indicators import HEADLINES, INDICATORS, indicator_named


def difference(step: float, half: float = 0.01, baseline: float = 0.5) -> PairedDifference:
    return PairedDifference(baseline, baseline + step, step, step - half, step + half, 20, 2.0, 1.0, p=0.001)


def reading(name: str, step: float, *, q: float = 0.001, under: dict[str, float] | None = None, half: float = 0.01):
    indicator = indicator_named(name)
    outcome = Outcome("x", indicator, difference(step, half))
    return Reading(outcome, q, least_of(outcome, {}), {rule: difference(s) for rule, s in (under or {}).items()})


def test_every_headline_declares_what_matters_with_a_reason_in_both_languages():
    for name in HEADLINES:
        declared = INDICATORS[name].matters
        assert declared is not None
        assert declared.least > 0
        assert all(declared.reason(language) for language in LANGUAGES)


@pytest.mark.parametrize(
    ("name", "step", "verdict"),
    [
        ("trust", 0.05, BETTER),
        ("trust", -0.05, WORSE),
        ("formalism", 0.05, WORSE),
        ("formalism", -0.05, BETTER),
        ("members", 2.0, CHANGED),
        ("trust", 0.005, NONE),
    ],
)
def test_the_verdict_follows_the_declared_direction(name, step, verdict):
    assert reading(name, step).verdict == verdict


def test_a_difference_that_correction_takes_away_is_not_seen():
    assert reading("trust", 0.05, q=0.06).verdict == NONE
    alone = reading("trust", 0.05)
    single = replace(alone.outcome, difference=replace(alone.found, low=math.nan, high=math.nan, p=math.nan))
    assert replace(alone, outcome=single, q=math.nan).verdict == UNKNOWN


def test_what_is_seen_but_small_does_not_matter():
    small, large = reading("service_fulfilment", 0.015), reading("service_fulfilment", 0.03)
    assert small.seen
    assert not small.matters
    assert large.matters
    assert large.size == pytest.approx(1.5)


def test_a_result_rests_on_the_rule_if_less_than_half_is_left_and_that_matters():
    assert reading("quorum_failure", -0.166, under={"registered": -0.2, "adjusted": -0.015}).resting == "adjusted"
    assert reading("quorum_failure", -0.166, under={"registered": -0.2, "adjusted": -0.1}).resting == ""
    assert reading("quorum_failure", -0.06, under={"adjusted": -0.025}).resting == ""  # by less than matters
    assert reading("quorum_failure", -0.01, under={"adjusted": 0.3}, half=0.02).resting == ""  # nothing was seen
    assert "quorum_rule" in reading("quorum_failure", -0.166, under={"adjusted": 0.0}).doubts


def test_a_reader_may_take_her_own():
    outcome = Outcome("x", indicator_named("trust"), difference(0.05))
    assert least_of(outcome, check_matters({"trust": 0.1})) == 0.1
    for wrong in ({"trsut": 0.1}, {"trust": 0.0}, {"trust": math.inf}):
        with pytest.raises(ValueError, match="tr"):
            check_matters(wrong)


def test_what_declares_nothing_has_a_usual_size_and_says_so():
    for name, least in (("poverty", 0.02), ("income", 0.025)):
        outcome = Outcome("x", indicator_named(name), difference(0.05))
        assert least_of(outcome, {}) == pytest.approx(least)
        assert "nothing is declared" in why_it_matters(outcome.indicator, {}, "en")
