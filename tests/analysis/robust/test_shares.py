"""Intervals of shares and medians hold the truth as often as they say."""

from __future__ import annotations

import numpy as np
import pytest

from sim.analysis.robust.shares import median_interval, share_of


@pytest.mark.parametrize(("points", "share"), [(100, 0.6), (153, 0.8), (153, 0.9), (224, 0.7), (224, 0.95)])
def test_intervals_of_shares_hold_the_truth_in_95_of_100_resamples(points, share):
    """Drawn from a population of 10,000 points with a known share: 930 to 970 of 1,000 intervals hold it."""
    population = np.arange(10_000) < 10_000 * share
    rng = np.random.default_rng(1)
    held = 0
    for _ in range(1000):
        found = share_of(rng.choice(population, points))
        held += found.low <= share <= found.high
    assert 930 <= held <= 970


@pytest.mark.parametrize("points", [20, 153])
def test_the_interval_of_a_median_holds_it_at_least_as_often(points):
    rng = np.random.default_rng(2)
    held = sum(low <= 0 <= high for low, high in (median_interval(rng.normal(size=points)) for _ in range(1000)))
    assert 940 <= held <= 985


def test_few_values_have_no_interval_of_a_median():
    assert np.isnan(median_interval(np.arange(5.0))).all()
    assert median_interval(np.arange(6.0)) == (0.0, 5.0)  # misses 2 of 64


def test_a_share_of_nothing_is_none():
    assert np.isnan(share_of(np.zeros(0, bool)).value)
    assert share_of(np.ones(10, bool)).high == 1
