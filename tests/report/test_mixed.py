"""An alternative that changes parameters beside its policies: what is said of it, and what is not."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from sim.analysis.comparable import other_parameters
from sim.analysis.comparison import Comparison
from sim.report.comparison.budget_text import costs_as_text
from sim.report.comparison.save import record
from sim.report.layout.sentences import mixed_lines, rule_line
from sim.report.layout.tables import as_latex
from sim.scenario.scenario import Scenario
from sim.words.labels import COLON
from tests.report.comparison.test_page import made
from tests.report.invented import invented_comparison

CHANGED = {"meetings.denominator": "adjusted", "migration.leave": 0.018, "training.units": 2.0}


def mixed(**parameters: object) -> Comparison:
    """A comparison whose first alternative has these parameters."""
    found = invented_comparison()
    base, first, *others = found.scenarios
    return replace(found, scenarios=(base, replace(first, parameters=parameters), *others))


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    return mixed(**CHANGED)


def test_a_default_that_is_written_out_is_no_difference_and_a_value_of_the_baseline_alone_is_one():
    plain, written = Scenario(), Scenario(parameters={"meetings.denominator": "list"})
    moved = Scenario(parameters={"meetings.denominator": "adjusted"})
    assert other_parameters(plain, written) == {}
    assert other_parameters(moved, moved) == {}
    assert other_parameters(moved, plain) == {"meetings.denominator": "list"}


def test_parameters_are_named_with_value_and_unit_in_terminal_page_and_table(comparison):
    (line,) = mixed_lines(comparison, "en")
    assert line.startswith("Training also changes parameters: meetings.denominator = adjusted, migration.leave = 0.018")
    assert "migration.leave = 0.018 1/month, training.units = 2 " in line
    assert "meetings.denominator = adjusted" in made(comparison)
    assert "not those of its policies alone" in as_latex(comparison)
    assert record(comparison)["other_parameters"] == {"training": CHANGED, "online_branch": {}}
    (chinese,) = mixed_lines(comparison, "zh")
    assert "党员教育培训还改变了参数：meetings.denominator = adjusted、" in chinese


def test_the_value_of_a_share_is_printed_as_it_is_written_and_units_are_chinese_in_chinese():
    found = mixed(**{"training.campaign": 0.3, "migration.leave": 0.018})
    assert "migration.leave = 0.018 1/month, training.campaign = 0.3 share;" in mixed_lines(found, "en")[0]
    assert "migration.leave = 0.018 每月、" in mixed_lines(found, "zh")[0]
    assert "%" not in mixed_lines(found, "zh")[0]


def test_a_dated_value_is_told_as_it_is_written_in_both_languages_and_kept_as_a_table():
    ends = {"until 2022-01": 0.5, "from 2022-01": 0.0}
    value = Scenario().changed({"parameters.service.tax_contacts": ends}).parameters["service.tax_contacts"]
    found = mixed(**{"service.tax_contacts": value})
    written = "service.tax_contacts = {until 2022-01: 0.5, from 2022-01: 0} "
    assert f"{written}contacts/adult-month" in mixed_lines(found, "en")[0]
    assert f"{written}次/成年人·月" in mixed_lines(found, "zh")[0]
    assert written in made(found)
    assert json.loads(json.dumps(record(found)))["other_parameters"]["training"] == {"service.tax_contacts": ends}
    assert other_parameters(found.scenarios[1], found.scenarios[1]) == {}


def test_a_quorum_rule_that_changes_with_the_date_stands_in_page_and_terminal():
    table = {"until 2022-01": "registered", "from 2022-01": "adjusted"}
    value = Scenario().changed({"parameters.meetings.denominator": table}).parameters["meetings.denominator"]
    found = mixed(**{"meetings.denominator": value})
    written = "{until 2022-01: registered, from 2022-01: adjusted}"
    for language in ("en", "zh"):
        assert f"training {written}" in rule_line(found.scenarios, language)
        assert f"{found.scenarios[1].title[language]}{COLON[language]}{written}" in made(found, language)


def test_no_cost_per_unit_is_stated_where_parameters_differ_and_the_others_keep_theirs(comparison):
    usual, changed = (
        {each["scenario"] for each in record(found)["cost_per_unit"] if each["cost_per_unit"] > 0}
        for found in (invented_comparison(), comparison)
    )
    assert usual == {"training", "online_branch"}
    assert changed == {"online_branch"}
    assert "parameters differ from the baseline's too" in costs_as_text(comparison)
    assert mixed_lines(invented_comparison(), "en") == []
