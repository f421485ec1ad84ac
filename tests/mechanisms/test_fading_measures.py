"""Targeting: what measures of aid have added to permanent income fades."""

from __future__ import annotations

import numpy as np
import pytest

from sim.mechanisms.targeting import Targeting
from tests.limits import Limits
from tests.mechanisms.poverty import poor_world

TARGETING = Targeting()
MONTHS = 24


def rises(fade: float, months: int) -> tuple[np.ndarray, np.ndarray]:
    """What is left of measures taken in a December, by the column and by what households earn; months later."""
    world = poor_world(gain=0.25, fade=fade)
    H, rows = world.households.columns, world.households.rows()
    before = H.permanent_income[rows].copy()
    world.live(TARGETING)
    world.levers.now["targeting"]["gain"] = 0.0
    for _ in range(months):
        world.live(TARGETING)
    return H.measures_income[rows].copy(), H.permanent_income[rows] - before


@pytest.mark.limit
def test_measures_fade_by_a_twelfth_of_the_yearly_share_each_month(limit: Limits) -> None:
    at_once, _ = rises(0.35, 0)
    left, more = rises(0.35, MONTHS)
    helped = at_once > 0
    assert helped.any()
    expected = (1 - 0.35 / 12) ** MONTHS
    found = float((left[helped] / at_once[helped]).mean())
    limit("V33", "share of a measure left after two years, fading .35 a year", expected, found, 1e-5)
    np.testing.assert_allclose(more, left, atol=1e-5)
    assert not left[~helped].any()


def test_without_fading_a_measure_lasts() -> None:
    at_once, _ = rises(0.0, 0)
    left, more = rises(0.0, MONTHS)
    assert (left == at_once).all()
    np.testing.assert_allclose(more, at_once, atol=1e-5)
