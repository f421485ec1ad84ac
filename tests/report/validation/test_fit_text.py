"""The start population beside its tables, as it is printed."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from sim.core.config.language import LANGUAGES
from sim.report.layout.text import LINE, width
from sim.report.validation.fit_text import MARGINALS, SOURCES, fit_record, fit_text
from sim.scenario.scenario import Scenario
from sim.world.fit import FitRow, FitTable, fit_of_start
from sim.world.specification import ARCHETYPES, WorldSpec

SMALL = WorldSpec(counties=1, townships=1, villages=1, village_size=150)


@pytest.fixture(scope="module", params=ARCHETYPES)
def scenario(request: pytest.FixtureRequest) -> Scenario:
    return Scenario(name="village", world=replace(SMALL, archetype=request.param))


@pytest.fixture(scope="module")
def found(scenario: Scenario) -> FitTable:
    return fit_of_start(scenario, 1)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_figure_has_a_line_within_the_width_of_a_terminal(scenario, found, language):
    lines = fit_text(found, scenario, 1, language).splitlines()
    assert max(map(width, lines)) <= LINE
    table = lines[lines.index("") + 1 :]
    table = table[1 : table.index("")]
    assert len(table) == len(found.rows)
    for line, row in zip(table, found.rows, strict=True):
        assert line.startswith(MARGINALS[row.marginal][language == "zh"])
        assert line.split()[-1] == f"{row.persons:,}"


def test_the_chinese_table_has_no_english_words(scenario, found):
    table = fit_text(found, scenario, 1, "zh").split("\n\n")[1]
    assert re.findall("[A-Za-z]+", table) == []


def test_shares_are_in_per_cent_and_what_nobody_could_be_counted_for_is_a_dash():
    rows = (
        FitRow("members", "of registered", 0.03, 0.0325, 400),
        FitRow("member ages", "18-30", 0.11, float("nan"), 0),
    )
    lines = fit_text(FitTable(rows), Scenario(), 1, "en").splitlines()
    assert lines[3].split() == ["members", "of", "registered", "3.00", "3.25", "+0.25", "+0.3", "400"]
    assert lines[4].split() == ["member", "ages", "18-30", "11.00", "–", "–", "–", "0"]


def test_the_record_holds_what_the_table_shows_with_the_source_of_each_marginal(scenario, found):
    record = fit_record(found, scenario, 1)
    assert record["archetype"] == scenario.world.archetype
    assert record["registered_persons"] == found.rows[0].persons
    assert {each["marginal"] for each in record["marginals"]} == set(MARGINALS) == set(SOURCES)
    assert [each["expected"] for each in record["marginals"]] == [row.target for row in found.rows]
    assert "census of 2020" in record["marginals"][0]["source"]
