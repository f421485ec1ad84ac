"""Tables say what the comparison found, in the form that is promised."""

from __future__ import annotations

import csv
import io

import pytest

from sim.analysis.reading import read
from sim.mechanisms import find_mechanism
from sim.report.layout import tables
from sim.report.layout.sentences import rule_line, rule_name
from sim.report.layout.table import to_csv
from sim.runs.run import values
from tests.report.invented import MONTHS, invented_comparison

PROMISED = (
    "scenario,outcome,unit,baseline,alternative,difference,ci_low,ci_high,pairs,variance_reduction,same_sign,yuan,hours,"
    "better,matters,q,doubt"
)


@pytest.fixture(scope="module")
def comparison():
    return invented_comparison()


def test_csv_has_exactly_the_promised_columns_and_a_row_an_outcome(comparison):
    text = to_csv(tables.rows(comparison, read(comparison)), tables.COLUMNS)
    assert text.splitlines()[0] == PROMISED
    found = list(csv.DictReader(io.StringIO(text)))
    assert [(row["scenario"], row["outcome"]) for row in found] == [
        (name, outcome) for name in ("training", "online_branch") for outcome in ("attendance", "trust", "capacity")
    ]


def test_csv_difference_is_the_mean_of_alternative_minus_baseline(comparison):
    row = next(
        row
        for row in tables.rows(comparison, read(comparison))
        if (row["scenario"], row["outcome"]) == ("training", "capacity")
    )
    indicator = next(o.indicator for o in comparison.outcomes if o.indicator.name == "capacity")
    window = (MONTHS - 12, MONTHS)
    a, b = (values(comparison.runs[name], indicator, window) for name in ("baseline", "training"))
    assert row["difference"] == pytest.approx((b - a).mean())
    assert row["ci_low"] < row["difference"] < row["ci_high"]
    assert row["pairs"] == 6


def test_costs_are_for_a_registered_person_and_year(comparison):
    run = comparison.runs["training"][0]
    assert comparison.costs["training"].yuan == pytest.approx(30000 / run.person_years, rel=0.05)
    assert comparison.costs["training"].yuan_in_all == 30000
    assert comparison.costs["training"].hours_in_all == 300


def test_latex_escapes_and_stands_on_booktabs_rules(comparison):
    text = tables.as_latex(comparison)
    for rule in (r"\toprule", r"\midrule", r"\bottomrule"):
        assert rule in text
    assert all(
        line.count("&") == len(tables.HEADS) - 2
        for line in text.splitlines()
        if line.endswith(r"\\") and "multicolumn" not in line
    )


def test_text_names_every_outcome_and_says_when_nothing_differs(comparison):
    text = tables.as_text(comparison)
    assert "service capacity of members" in text
    assert "identical in every pair" in text
    assert "在此" not in text


def test_the_quorum_rule_stands_with_the_table(comparison):
    assert "quorum denominator: list" in tables.as_latex(comparison)
    assert "应到会人数口径：扣除支部名单所列者" in tables.as_latex(comparison, "zh")
    base, *others = comparison.scenarios
    adjusted = base.changed({"parameters.meetings.denominator": "adjusted"})
    line = rule_line((adjusted, *others), "zh")
    assert (
        line == "应到会人数口径：baseline 扣除经批准者、training 扣除支部名单所列者、online_branch 扣除支部名单所列者"
    )
    assert all(rule_name(rule, "zh") for rule in find_mechanism("meetings").params["denominator"].choices)
