"""Sentences: gains before harms, largest first, directionless changes, what is not seen, the quorum rule, the cost."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from sim.analysis.comparison import Extremes, Stopping
from sim.report.comparison.statements import Rows, as_lines, spoken, statement
from tests.report.invented import invented_comparison, invented_reading

GAINS = [
    invented_reading("service_fulfilment", 0.027),
    invented_reading("capacity", 0.048, half=0.002),
    invented_reading("formalism", 0.023),
    invented_reading("visits", -0.063),
    invented_reading("members", 1.25, half=0.2),
    invented_reading("trust", 0.005),
    invented_reading("attendance", 0.015),
]


@pytest.fixture(scope="module")
def comparison():
    return invented_comparison()


def told(comparison, readings, language="en"):
    return [each.text for each in statement(comparison, readings, "training", language)]


def with_extremes(comparison):
    return replace(comparison, extremes=Extremes(5, {"registered": [], "adjusted": []}), stopping=Stopping(20))


def test_gains_come_first_and_the_largest_of_them_then_harms_then_changes(comparison):
    gains, harms, changes, unseen, *_ = told(comparison, GAINS)
    assert gains == "Better: service capacity of members up 4.8 points of 100 and needs met up 2.7 percentage points."
    assert harms == (
        "Worse: home visits down 6.3 per 100 adults and share of cadre hours on documentation up 2.3 percentage points."
    )
    assert changes == "Changed, neither better nor worse: members up 1.25 persons."
    assert unseen == "On 2 others no difference that matters is seen."


def test_the_same_in_chinese(comparison):
    gains, harms, changes, unseen, *_ = told(comparison, GAINS, "zh")
    assert gains == "改善：党员服务能力提高4.8分，诉求办结率提高2.7个百分点。"
    assert harms == "变差：年人均入户走访次数降低6.3次/百人，留痕工时占比提高2.3个百分点。"
    assert changes == "有变化，不分好坏：党员人数提高1.25人。"
    assert unseen == "其余2项未见有意义的差异。"


def test_the_verdict_stands_with_the_emphasis_and_in_words(comparison):
    first, second, *_ = statement(comparison, GAINS, "training", "en")
    assert [part.verdict for part in first.parts if part.verdict] == ["better", "better"]
    assert [part.verdict for part in second.parts if part.verdict] == ["worse", "worse"]


def test_no_more_than_three_are_named(comparison):
    many = [invented_reading(name, 0.1) for name in ("trust", "attendance", "coverage", "capacity", "digital_reach")]
    assert ", and 2 more." in told(comparison, many)[0].replace(" and 2 more", ", and 2 more")
    assert told(comparison, many)[0].count(" up ") == 3


def test_nothing_that_matters_and_one_pair_are_said(comparison):
    assert told(comparison, GAINS[-2:])[0] == "No difference that matters is seen in any of 2."
    single = [invented_reading("trust", 0.05, low=math.nan, high=math.nan, p=math.nan)]
    assert told(comparison, single)[0] == "One pair gives numbers, but no interval: run more pairs."
    assert "一个配对" in told(comparison, single, "zh")[0]


def test_below_twenty_pairs_the_rule_says_from_when_its_extremes_are_run(comparison):
    assert told(comparison, GAINS)[-2] == "Quorum rule: extremes not run (from 20 pairs on)."
    set_by_all = replace(
        comparison,
        scenarios=tuple(each.changed({"parameters.meetings.denominator": "adjusted"}) for each in comparison.scenarios),
    )
    assert told(set_by_all, GAINS)[-2] == "Quorum rule: set to adjusted; extremes not run."


def test_a_difference_that_rests_on_the_rule_is_said_with_what_is_left(comparison):
    resting = invented_reading("quorum_failure", -0.166, under={"registered": -0.2, "adjusted": -0.015})
    sentences = statement(with_extremes(comparison), [resting], "training", "en")
    assert "first calls without a quorum down 16.6 percentage points△" in sentences[0].text
    rule = next(each for each in sentences if each.kind == "rule")
    assert rule.text == (
        "△ Rests on the quorum rule: where all those excused are left out, first calls without a quorum only "
        "−1.5 percentage points."
    )
    (chinese,) = (
        each for each in statement(with_extremes(comparison), [resting], "training", "zh") if each.kind == "rule"
    )
    assert chinese.text == "△ 取决于应到会计算规则：若扣除全部经批准者，首次召集未达法定人数比例仅−1.5个百分点。"


def test_a_rule_that_changes_little_is_said_to_change_little_and_one_that_adds_by_how_much(comparison):
    steady = invented_reading("quorum_failure", -0.166, under={"registered": -0.17, "adjusted": -0.16})
    assert told(with_extremes(comparison), [steady])[-2] == "Quorum rule: much the same under either extreme."
    hidden = invented_reading("coverage", 0.001, under={"registered": 0.16, "adjusted": 0.0})
    assert told(with_extremes(comparison), [hidden])[-2] == (
        "Quorum rule: where all full members count, members in a functioning branch +16.0 percentage points."
    )


def test_the_cost_stands_last_and_hours_only_where_there_are_any(comparison):
    assert told(comparison, GAINS)[-1].startswith("6.")
    assert "yuan a registered person and year, 4 cadre hours a village and year." in told(comparison, GAINS)[-1]
    free = replace(
        comparison, costs={**comparison.costs, "training": replace(comparison.costs["training"], hours_village=0.0)}
    )
    assert "hours" not in told(free, GAINS)[-1]


def test_a_mark_speaks_for_whoever_cannot_see_it():
    rows = Rows.of(GAINS)
    assert spoken(GAINS[3], rows, "en", "Training") == (
        "Training, home visits: −6.3 per 100 adults, 95 % −7.3 to −5.3, worse"
    )
    assert spoken(GAINS[5], rows, "en").endswith("no difference seen at this precision")
    assert spoken(GAINS[6], rows, "zh") == "到会率：+1.5个百分点，95% +0.5至+2.5，改善，小于有意义的差异"
    few = invented_reading("trust", 0.05, skew=4.0)
    assert "few pairs make most of it" in spoken(few, Rows.of([few]), "en")


def test_a_terminal_has_a_paragraph_an_alternative(comparison):
    said = {"training": statement(comparison, GAINS, "training", "en")}
    (line,) = as_lines(said, {"training": "Training"}, "en")
    assert line.startswith("Training: Better: service capacity")
