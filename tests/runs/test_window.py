"""Windows of evaluation: what they cover and what is refused."""

from __future__ import annotations

import pytest

from sim.core.config.calendar import name_of
from sim.runs.window import window_of

JANUARY_2021 = 121 * 12


def test_a_number_is_the_last_months():
    assert window_of(12, JANUARY_2021, 120) == (108, 120)
    assert window_of("12", JANUARY_2021, 120) == (108, 120)


def test_a_stretch_holds_both_its_ends():
    since, until = window_of("2021-03..2022-02", JANUARY_2021, 120)
    assert (since, until) == (2, 14)
    assert name_of(JANUARY_2021 + since) == "2021-03"
    assert name_of(JANUARY_2021 + until - 1) == "2022-02"


def test_all_is_the_whole_period():
    assert window_of("all", JANUARY_2021, 120) == (0, 120)


@pytest.mark.parametrize("wanted", ["0", "121", "2020-12..2021-05", "2021-05..2021-03", "2030-01..2031-01"])
def test_a_window_outside_the_period_is_refused_with_the_period(wanted):
    with pytest.raises(ValueError, match="120 months, 2021-01 to 2030-12"):
        window_of(wanted, JANUARY_2021, 120)


def test_a_text_that_is_no_window_is_refused_with_what_is_allowed():
    with pytest.raises(ValueError, match=r"2025-01\.\.2026-12"):
        window_of("last year", JANUARY_2021, 120)
