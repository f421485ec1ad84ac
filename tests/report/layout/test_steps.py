"""Differences are shown in steps that a reader can picture, in both languages, with no more than three digits."""

from __future__ import annotations

import re

import pytest

from sim.core.config.language import LANGUAGES
from sim.indicators import HEADLINES, INDICATORS
from sim.report.layout.steps import STEPS, decimals_of, least_shown, level_shown, shown, step_of
from sim.words.units import UNITS
from tests.report.invented import invented_reading


@pytest.mark.parametrize(
    ("unit", "least", "en", "zh"),
    [
        ("share", 0.05, "5 percentage points", "5个百分点"),
        ("share", 0.01, "1 percentage point", "1个百分点"),
        ("0-1", 0.02, "2 points of 100", "2分"),
        ("visits/adult-year", 0.05, "5 per 100 adults", "5次/百人"),
        ("meetings/year", 0.25, "0.25 meetings", "0.25次"),
        ("persons", 1.0, "1 person", "1人"),
    ],
)
def test_what_matters_is_told_in_its_step(unit, least, en, zh):
    assert (least_shown(least, unit, "en"), least_shown(least, unit, "zh")) == (en, zh)


@pytest.mark.parametrize(
    ("value", "unit", "told"),
    [(0.754, "share", "75 %"), (0.0012, "share", "0.1 %"), (0.46, "0-1", "46"), (1.353, "meetings/year", "1.35")],
)
def test_a_baseline_has_no_more_digits_than_its_differences_need(value, unit, told):
    assert level_shown(value, unit, "en") == told


@pytest.mark.parametrize(
    ("values", "least", "decimals"),
    [
        ([-16.6, -19.2], 5, 1),
        ([0.65, 0.76], 0.25, 2),
        ([0.09, 0.1], 1, 2),
        ([0.002], 0.25, 2),
        ([160.0], 5, 0),
        ([], 1, 1),
    ],
)
def test_a_row_has_as_many_decimals_as_its_largest_difference_carries(values, least, decimals):
    assert decimals_of(values, least) == decimals


def test_numbers_carry_sign_and_true_minus_and_a_bound_that_is_seen_does_not_read_zero():
    told = shown(invented_reading("quorum_failure", -0.166, half=0.026).found, "share", 1)
    assert (told.step, told.low, told.high, told.size) == ("−16.6", "−19.2", "−14.0", "16.6")
    near = shown(invented_reading("trust", 0.011, half=0.0108).found, "0-1", 1)
    assert near.low == "+0.02"


def test_no_cell_of_a_headline_has_more_than_three_digits_before_it_has_decimals():
    for name in HEADLINES:
        reading = invented_reading(name, 0.1234, half=0.0456)
        step = step_of(reading.indicator.unit)
        numbers = [step.factor * each for each in (0.1234, 0.0778, 0.169)]
        told = shown(reading.found, reading.indicator.unit, decimals_of(numbers, step.factor * reading.least))
        assert len(re.sub(r"[^1-9]", "", told.step)) <= 3, name


def test_every_step_is_of_a_unit_that_is_used_and_has_words_in_both_languages():
    assert STEPS.keys() <= UNITS.keys() & {each.unit for each in INDICATORS.values()}
    assert all(step_of(each.unit).word(language) for each in INDICATORS.values() for language in LANGUAGES)
