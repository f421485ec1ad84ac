"""Dated values: what they are in a month, and how they are written."""

from __future__ import annotations

import pytest

from sim.core.config.calendar import month_of
from sim.core.declarations.dated_value import DatedValue, plain_of, shown_value

JANUARY, LATER = month_of("2006-01"), month_of("2010-01")


def test_a_step_changes_in_the_month_of_its_date_and_not_before() -> None:
    ends = DatedValue((JANUARY,), (1.0, 0.0))
    assert [ends.at(JANUARY + months) for months in (-240, -1, 0, 1, 240)] == [1.0, 1.0, 0.0, 0.0, 0.0]
    three = DatedValue((JANUARY, LATER), (1.0, 0.5, 0.0))
    assert [three.at(month) for month in (JANUARY - 1, JANUARY, LATER - 1, LATER)] == [1.0, 0.5, 0.5, 0.0]
    from_the_start = DatedValue((JANUARY, LATER), ("registered", "adjusted"))
    assert [from_the_start.at(month) for month in (JANUARY, LATER - 1, LATER)] == [
        "registered",
        "registered",
        "adjusted",
    ]


def test_linear_values_meet_their_dates_and_are_constant_outside() -> None:
    falling = DatedValue((JANUARY, LATER), (1.0, 0.2), linear=True)
    assert [falling.at(month) for month in (0, JANUARY - 1, JANUARY)] == [1.0] * 3
    assert [falling.at(month) for month in (LATER, LATER + 1, LATER + 999)] == [0.2] * 3
    assert falling.at(JANUARY + 24) == pytest.approx(0.6)
    assert falling.at(JANUARY + 1) == pytest.approx(1.0 - 0.8 / 48)
    broken = DatedValue((JANUARY, JANUARY + 12, LATER), (0.0, 1.0, 0.0), linear=True)
    assert [broken.at(JANUARY + months) for months in (6, 12, 30)] == [0.5, 1.0, 0.5]


@pytest.mark.parametrize(
    ("value", "plain", "written"),
    [
        (DatedValue((JANUARY,), (1.0, 0.0)), {"until 2006-01": 1.0, "from 2006-01": 0.0}, "1, from 2006-01: 0}"),
        (DatedValue((0, JANUARY), (True, False)), {"from 1900-01": True, "from 2006-01": False}, "2006-01: false}"),
        (DatedValue((0, JANUARY), (2.0, 0.25), True), {"at 1900-01": 2.0, "at 2006-01": 0.25}, "at 2006-01: 0.25}"),
    ],
)
def test_it_is_written_as_in_a_scenario_file(value: DatedValue, plain: dict[str, object], written: str) -> None:
    assert value.plain == plain_of(value) == plain
    assert str(value) == shown_value(value)
    assert str(value).endswith(written)
    assert plain_of(0.5) == 0.5
