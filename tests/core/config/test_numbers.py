"""Numbers are written without powers of ten, and read back as what they were."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.core.config.numbers import plain
from sim.core.config.problems import shown
from sim.core.declarations.dated_value import shown_value
from sim.mechanisms import all_parameters
from sim.report.described.catalogue import shown_move


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0"), (1e6, "1000000"), (-2.5, "-2.5"), (0.00003, "0.00003"), (1 / 3, "0.333333"), (1e12, "1000000000000")],
)
def test_a_number_is_written_out(value, text):
    assert plain(value) == text


@given(st.floats(1e-8, 1e14))
def test_six_digits_count_and_there_is_no_power_of_ten(value):
    assert "e" not in plain(value)
    assert float(plain(value)) == pytest.approx(value, rel=1e-5)


def test_ranges_values_and_levers_are_written_so():
    assert shown(0, 1e12) == "0 to 1000000000000"
    assert shown_value(1e6) == "1000000"
    assert shown_move(all_parameters()["effort.subsidy"], (2280, 2850), "en") == "2,280 → 2,850"
    assert not any(
        "e" in f"{shown_value(each.default)}"
        for each in all_parameters().values()
        if not each.choices and not each.is_switch
    )
