"""The ledger: what is booked adds up, lies where it fell, and is never negative."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.core.recording.ledger import Ledger

VILLAGES, MONTHS = 4, 6
BOOKING = st.tuples(
    st.sampled_from(["a", "b"]),
    st.integers(0, MONTHS - 1),
    st.integers(0, 10**6),
    st.integers(0, 1000),
    st.lists(st.booleans(), min_size=VILLAGES, max_size=VILLAGES),
)


@given(bookings=st.lists(BOOKING, max_size=12))
def test_totals_are_the_sum_of_the_bookings(bookings: list[tuple[str, int, int, int, list[bool]]]) -> None:
    ledger = Ledger(["a", "b"], VILLAGES, MONTHS)
    for policy, month, yuan, hours, where in bookings:
        ledger.book(policy, month, yuan, hours, np.array(where))
    for since in range(MONTHS):
        counted = [
            (yuan * sum(where), hours * sum(where)) for _, month, yuan, hours, where in bookings if month >= since
        ]
        assert ledger.total(since) == (sum(yuan for yuan, _ in counted), sum(hours for _, hours in counted))


def test_a_booking_lies_with_its_policy_village_and_month() -> None:
    ledger = Ledger(["a", "b"], VILLAGES, MONTHS)
    ledger.book("b", 2, yuan=np.array([1.0, 2.0, 3.0, 4.0]), villages=np.array([True, False, False, True]))
    assert ledger.yuan[1, :, 2].tolist() == [1.0, 0.0, 0.0, 4.0]
    assert ledger.yuan.sum() == 5.0
    assert ledger.hours.sum() == 0.0


def test_a_booking_without_villages_falls_on_all() -> None:
    ledger = Ledger(["a"], VILLAGES, MONTHS)
    ledger.book("a", 0, hours=2.5)
    assert ledger.total() == (0.0, 10.0)


@pytest.mark.parametrize("amount", [-1.0, np.nan, np.inf])
def test_amounts_are_finite_and_not_negative(amount: float) -> None:
    ledger = Ledger(["a"], VILLAGES, MONTHS)
    with pytest.raises(ValueError, match="policy 'a' books"):
        ledger.book("a", 0, yuan=amount)
    with pytest.raises(ValueError, match="policy 'a' books"):
        ledger.book("a", 0, hours=np.array([0.0, amount, 0.0, 0.0]))


def test_a_policy_that_is_not_in_the_scenario_cannot_book() -> None:
    with pytest.raises(ValueError, match="'b' is not in list"):
        Ledger(["a"], VILLAGES, MONTHS).book("b", 0, yuan=1.0)
