"""Differences over time are taken pair by pair over twelve-month sums, and drawn on one scale a row."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest
from matplotlib.text import Text

from sim.analysis.reading import read
from sim.indicators import indicator_named
from sim.report.comparison import figure_differences, figure_matrix
from sim.report.comparison.columns import alternatives_of, blocks_of
from sim.report.comparison.courses import COLUMNS, Course, course_rows, difference_over_time
from sim.report.comparison.matrix import in_rows, matrix
from sim.report.comparison.over_time import over_time, places_of, reach_of, ticks_of
from sim.report.comparison.statements import Rows, statements
from tests.report.invented import BURN_IN, MONTHS, invented_comparison


@pytest.fixture(scope="module")
def comparison():
    return invented_comparison()


def rows_of(comparison, language="en"):
    readings = read(comparison)
    alternatives = alternatives_of(comparison, language)
    return matrix(alternatives, readings, statements(comparison, readings, language), language)


def test_bands_are_quantiles_of_differences_made_by_hand():
    every = np.arange(21.0)[:, None] * np.array([1.0, 2.0])
    course = Course.of(every)
    assert course.quantiles.T.tolist() == [[1.0, 5.0, 10.0, 15.0, 19.0], [2.0, 10.0, 20.0, 30.0, 38.0]]
    assert course.banded
    assert not Course.of(every[:7]).banded


def test_a_difference_is_taken_pair_by_pair_after_twelve_months_are_summed(comparison):
    indicator = indicator_named("capacity")
    found = difference_over_time(comparison, "training", indicator)
    assert found.every.shape == (6, MONTHS)
    pair, month = 2, 30
    stretch = slice(BURN_IN + month - 11, BURN_IN + month + 1)

    def by_hand(name):
        run = comparison.runs[name][pair]
        above, below = (run.sums[stretch, run.tallies.index(each)].sum() for each in ("capacity", "members"))
        return above / below

    assert found.every[pair, month] == pytest.approx(by_hand("training") - by_hand("baseline"))


def test_the_last_month_of_the_course_is_the_difference_of_the_matrix(comparison):
    indicator = indicator_named("capacity")
    last = difference_over_time(comparison, "training", indicator).every[:, -1]
    assert last.mean() == pytest.approx(comparison.difference("training", "capacity").difference)


def test_the_numbers_behind_the_figures_are_levels_of_all_and_differences_of_alternatives(comparison):
    found = course_rows(comparison)
    assert set(found[0]) == set(COLUMNS)
    assert len(found) == 3 * MONTHS * (3 + 2)
    assert {row["scenario"] for row in found if row["kind"] == "difference"} == {"training", "online_branch"}
    assert found[0]["month"] == "2021-01"


def test_a_row_has_one_scale_with_round_ticks():
    low, high = reach_of([np.array([[-4.0, 0.0]]), np.array([[np.nan, 9.0]])], 5.0)
    assert (low, high) == pytest.approx((-5.4, 9.72))
    assert ticks_of(low, high) == [-5.0, 0.0, 5.0]
    assert places_of(120).tolist()[-1] == 119
    assert len(places_of(120)) <= 60


def test_only_outcomes_that_matter_somewhere_are_drawn_and_few_pairs_have_a_line_each(comparison):
    text = over_time(comparison, alternatives_of(comparison, "en"), read(comparison), "en")
    assert text.count('class="o t"') == 2  # capacity and attendance, not trust
    assert text.count('class="pair"') == 4 * 6
    assert "A thin line a pair (6)" in text
    none = over_time(
        comparison, alternatives_of(comparison, "en"), read(comparison, {"capacity": 9, "attendance": 9}), "en"
    )
    assert "No difference that matters is seen" in none


def test_outcomes_without_a_direction_stand_apart_below_the_others():
    found = invented_comparison(outcomes=("members", "trust", "capacity", "attendance"), pairs=3)
    assert in_rows(Rows.of(read(found))) == ["attendance", "trust", "capacity", "members"]
    text = rows_of(found)
    assert text.index("No direction counts as better") < text.index(">Members</abbr>")
    assert "← less" in text


def test_alternatives_stand_in_blocks_of_three_by_letter(comparison):
    names = [f"alternative_{n}" for n in range(5)]
    many = invented_comparison(names=names, pairs=3)
    blocks = list(blocks_of(alternatives_of(many, "en")))
    assert [[each.letter for each in block] for block in blocks] == [["A", "B", "C"], ["D", "E"]]
    assert rows_of(many).count('<table class="matrix"') == 2


def test_the_legend_names_the_marks_that_stand_in_the_matrix(comparison):
    key = re.search(r'<ul class="key">.*?</ul>', rows_of(comparison))[0]
    assert "better" in key
    assert "worse" not in key
    assert "no difference seen at this precision" in key


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("draw", [figure_matrix.draw, figure_differences.draw], ids=["matrix", "differences"])
def test_figures_are_drawn_in_both_languages_and_nothing_is_cut_off(comparison, squares, language, draw):
    long = {"en": "Training of long-standing members, in every branch", "zh": "各支部老党员与书记教育培训（全覆盖）"}
    scenarios = tuple(replace(each, title=long) for each in comparison.scenarios)
    found = replace(comparison, scenarios=scenarios)
    figure = draw(found, read(found), language)
    figure.canvas.draw()
    box = figure.get_tightbbox().transformed(figure.dpi_scale_trans.inverted())
    assert box.x0 >= -0.01
    assert box.x1 <= figure.get_figwidth() + 0.01
    assert box.y0 >= -0.01
    assert box.y1 <= figure.get_figheight() + 0.01
    titles = [
        each.get_window_extent() for each in figure.findobj(Text) if each.get_text().startswith(("Train", "各支部"))
    ]
    sides = sorted((each.x0, each.x1) for each in titles)
    assert len(sides) == 2
    assert sides[0][1] < sides[1][0]
    words = "".join(text.get_text() for text in figure.findobj(lambda each: hasattr(each, "get_text")))
    assert ("党员服务能力" in words) == (language == "zh")


def test_a_missing_value_leaves_a_gap_and_no_fault(comparison):
    runs = {
        name: [
            replace(run, sums=np.where(np.arange(len(run.sums))[:, None] < BURN_IN + 20, 0.0, run.sums)) for run in mine
        ]
        for name, mine in comparison.runs.items()
    }
    holed = replace(comparison, runs=runs)
    assert "nan" not in over_time(holed, alternatives_of(holed, "en"), read(holed), "en")
