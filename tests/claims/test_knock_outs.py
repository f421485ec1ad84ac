"""What the source papers claim happens with its mechanism in, and does not with it out."""

from __future__ import annotations

import math

import pytest

from tests.claims.cases import CASES
from tests.claims.knock_out import KnockOut, lived


@pytest.mark.parametrize("name", CASES)
def test_what_is_claimed_happens_with_the_mechanism_in(name: str) -> None:
    case: KnockOut = CASES[name]
    without, with_it = (lived({**case.world, **arm}) for arm in (case.off, case.on))
    for indicator, direction in case.moves.items():
        off, on = without[indicator], with_it[indicator]
        assert math.isfinite(on - off), indicator
        assert (on - off) * direction > 0, f"{indicator}: {off} without, {on} with"
    for indicator in case.still:
        assert with_it[indicator] == without[indicator], indicator


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if case.gone is not None])
def test_nothing_happens_where_there_is_nothing_to_act_on(name: str) -> None:
    case: KnockOut = CASES[name]
    without, with_it = (lived({**case.world, **arm, **(case.gone or {})}) for arm in (case.off, case.on))
    for indicator in case.stands or tuple(case.moves):
        # Equal but for the rounding of sums of money.
        assert with_it[indicator] == pytest.approx(without[indicator], rel=1e-7, nan_ok=True), indicator
