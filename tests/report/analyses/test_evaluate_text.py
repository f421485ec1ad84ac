"""What an evaluation is told as: both languages, errors beside numbers, a sentence on findings of nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

import sim
from sim.analysis.evaluate.plan import DID, DIFFERENCE, REAL, REPORTED, EvaluationPlan, Look, Pilot
from sim.analysis.evaluate.table import Evaluated, Found, Spill
from sim.core.config.calendar import month_of
from sim.report.analyses.evaluate_figure import draw_evaluation
from sim.report.analyses.evaluate_text import evaluate_text, method_text

PLAN = EvaluationPlan(
    name="invented",
    scenario=sim.load("baseline").changed({"horizon.months": 48}),
    pilot=Pilot("training", (month_of("2023-01"),), leak=0.2),
    looks=(Look("trust", REAL), Look("attendance", REAL), Look("attendance", REPORTED)),
    rules=("weakest",),
    estimators=(DIFFERENCE, DID),
    sizes=(8, 15),
)
NUMBERS = {
    **{"truth": 0.0, "bias": -0.01, "spread": 0.02, "stated": 0.02, "coverage": 0.9, "power": 0.4},
    **{"false_findings": 0.38, "false_gains": 0.0, "false_losses": 0.38, "seen_of_nothing": -0.01, "least": 0.05},
}


@pytest.fixture(scope="module")
def found() -> Evaluated:
    numbers = NUMBERS | {f"{name}_error": 0.002 for name in NUMBERS}
    rows = tuple(
        Found("weakest", look.outcome, look.measure, estimator, size, 200, **numbers)
        for look in PLAN.looks
        for size in PLAN.sizes
        for estimator in PLAN.estimators
    )
    spills = (Spill("weakest", "trust", 0.0002, 0.0001), Spill("weakest", "attendance", 0.0, 0.0))
    return Evaluated(PLAN, rows, spills, 200, {"attendance": 3})


def test_false_findings_have_a_sentence(found):
    text = " ".join(evaluate_text(found, "en", failed=1).split())
    assert "finds a loss in 38 (0) % of studies where there is no pilot; on average −0.010 (0.002)." in text
    assert "20 % of the places go to other villages" in text
    assert "trust in the branch (0-1) 0.0002" in text
    assert "attendance at members' meetings 3" in text
    assert "1 worlds ended in an error" in text


def test_findings_within_the_level_have_none(found):
    quiet = replace(found, found=tuple(replace(each, false_findings=0.05) for each in found.found))
    assert "where there is no pilot" not in evaluate_text(quiet, "en")


def test_both_languages_tell_the_same(found):
    english, chinese = (evaluate_text(found, language) for language in ("en", "zh"))
    assert "没有试点的研究中有38 (0)%发现下降" in chinese.replace("\n", "").replace("  ", "")
    assert english.count("38 (0)") == chinese.count("38 (0)")
    method = method_text(found, {"hash": "abc", "version": "1"}, "zh")
    assert "abc" in method
    assert "最弱村优先" in method


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_figure_has_a_line_of_panels_for_each_outcome_and_rule(found, language):
    assert len(draw_evaluation(found, language).axes) == 4 * 2
