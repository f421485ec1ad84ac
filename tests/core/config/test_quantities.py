"""Numbers with units and months: what converts, what does not, and that both ways agree."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.core.config.calendar import month_of, name_of, span_of
from sim.core.config.quantities import convert, parse


@pytest.mark.parametrize(
    ("text", "unit", "number"),
    [
        ("0.018 1/month", "1/month", 0.018),
        ("0.018", "1/month", 0.018),
        ("24 %/year", "1/month", 0.02),
        ("0.24/year", "1/month", 0.02),
        ("3 years", "month", 36.0),
        ("14 days", "week", 2.0),
        ("90 minutes", "hour", 1.5),
        ("1200 yuan/year", "yuan/month", 100.0),
        ("30 minutes/layer", "hour/layer", 0.5),
        ("12 persons/year", "person/month", 1.0),
        ("5 %", "share", 0.05),
        ("0.05 probability", "share", 0.05),
        ("-1.2 log odds", "log odds", -1.2),
        ("1e3 yuan", "yuan", 1000.0),
        ("1_000 yuan", "yuan", 1000.0),
    ],
)
def test_text_becomes_a_number_of_the_declared_unit(text: str, unit: str, number: float) -> None:
    assert parse(text, unit) == pytest.approx(number)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("3 needs", "month"),
        ("3 persons", "needs"),
        ("3 yuan/month", "yuan"),
        ("3 mnths", "month"),
        ("3 (month", "month"),
        ("3 month of the year", "month"),
        ("0,05 share", "share"),
        ("many", "month"),
        ("month", "month"),
        ("", "month"),
        ("3 2 month", "month"),
        ("1 month/0", "month"),
    ],
)
def test_what_is_no_number_of_that_unit_is_refused(text: str, unit: str) -> None:
    with pytest.raises(ValueError, match="is not a number|has the unit"):
        parse(text, unit)


@given(number=st.floats(-1e6, 1e6), units=st.permutations(["month", "year", "day"]))
def test_converting_there_and_back_changes_nothing(number: float, units: list[str]) -> None:
    assert convert(convert(number, units[0], units[1]), units[1], units[0]) == pytest.approx(number)


@given(month=st.integers(0, 2400))
def test_months_are_written_and_read_back(month: int) -> None:
    assert month_of(name_of(month)) == month


def test_months_are_counted_from_january_1900() -> None:
    assert month_of("1900-01") == 0
    assert month_of("2021-01") == 121 * 12
    assert month_of("2021-7") == 121 * 12 + 6


@pytest.mark.parametrize("text", ["2021", "2021-00", "2021-13", "21-01", "2021-01-05", "January 2021", ""])
def test_what_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no month"):
        month_of(text)


def test_spans_are_whole_months() -> None:
    assert [span_of(text) for text in ("1 month", "6 months", "2 years", "1 year")] == [1, 6, 24, 12]
    for text in ("1.5 years", "90 days", "-3 months", "months"):
        with pytest.raises(ValueError, match="is no span"):
            span_of(text)
