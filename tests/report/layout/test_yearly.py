"""Year by year: each calendar year of the period, means over runs, in as many tables as a line needs."""

from __future__ import annotations

import numpy as np
import pytest

from sim.execution.run import run
from sim.indicators import HEADLINES, INDICATORS
from sim.report.layout.text import width
from sim.report.layout.yearly import yearly_as_text, yearly_rows
from tests.whole import small

TRUST = [INDICATORS["trust"]]


@pytest.fixture(scope="module")
def found():
    scenario = small(
        {"horizon.start": "2021-07", "horizon.months": 30, "horizon.burn_in": 0, "world.village_size": 100}
    )
    return run(scenario, reps=2, jobs=1, store=False)


def test_a_row_is_the_mean_of_the_runs_in_a_calendar_year(found):
    rows = yearly_rows(found, TRUST)
    assert [(row["year"], row["months"], row["runs"]) for row in rows] == [(2021, 6, 2), (2022, 12, 2), (2023, 12, 2)]
    expected = np.mean([each.value(TRUST[0], 6, 18) for each in found.runs["small"]])
    assert rows[1]["mean"] == pytest.approx(expected)


def test_the_last_year_is_what_the_usual_window_says(found):
    rows = yearly_rows(found, TRUST)
    assert rows[-1]["mean"] == pytest.approx(np.mean([each.value(TRUST[0], 18, 30) for each in found.runs["small"]]))


def test_a_year_that_is_not_whole_is_marked(found):
    text = yearly_as_text(yearly_rows(found, TRUST), TRUST)
    assert text.splitlines()[0] == "small, year by year: mean of 2 runs"
    assert "2021*" in text
    assert "2022*" not in text
    assert text.splitlines()[-1] == "* of 6 months in that year"


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("room", [40, 60, 110])
def test_no_line_is_longer_than_the_room(found, language, room):
    indicators = [INDICATORS[name] for name in HEADLINES]
    text = yearly_as_text(yearly_rows(found, indicators), indicators, language, room)
    assert max(map(width, text.splitlines())) <= room
    assert all(str(year) in text for year in (2021, 2022, 2023))
