"""Scores against worked examples and the closed form for a normal forecast."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.stats import norm

from sim.validation.scores import crps, interval, interval_score, normal_interval, skill


def normal_crps(mean: float, deviation: float, observed: float) -> float:
    """Closed form of a normal forecast."""
    z = (observed - mean) / deviation
    return deviation * (z * (2 * norm.cdf(z) - 1) + 2 * norm.pdf(z) - 1 / math.sqrt(math.pi))


@pytest.mark.parametrize("observed", [-1.5, 0.2, 3.0])
def test_the_score_of_normal_draws_is_that_of_the_normal(observed):
    rng = np.random.default_rng(7)
    found = [crps(rng.normal(0.5, 2.0, 400), observed) for _ in range(50)]
    error = np.std(found, ddof=1) / math.sqrt(len(found))
    assert np.mean(found) == pytest.approx(normal_crps(0.5, 2.0, observed), abs=4 * error)
    assert error < 0.02


@pytest.mark.parametrize("count", [2, 3, 10])
def test_few_members_are_not_scored_higher_or_lower_on_average(count):
    rng = np.random.default_rng(11)
    found = [crps(rng.normal(0.0, 1.0, count), 0.7) for _ in range(20_000)]
    error = np.std(found, ddof=1) / math.sqrt(len(found))
    assert np.mean(found) == pytest.approx(normal_crps(0.0, 1.0, 0.7), abs=4 * error)


def test_worked_by_hand():
    members = [4.0, 1.0, 2.0]  # distances from 3: 1, 2, 1; of pairs: 3, 2, 1
    assert crps(members, 3.0) == pytest.approx(4 / 3 - 0.5 * (3 + 2 + 1) * 2 / (3 * 2), abs=1e-12)
    assert crps([2.0, math.nan], 3.5) == pytest.approx(1.5, abs=1e-12)
    assert interval_score(10.0, 12.0, 9.5, level=0.9) == pytest.approx(2.0 + 20.0 * 0.5, abs=1e-12)
    assert interval_score(10.0, 12.0, 11.0) == pytest.approx(2.0, abs=1e-12)
    assert interval(np.arange(101.0)) == pytest.approx((5.0, 95.0), abs=1e-12)
    low, high = normal_interval(1.0, [3.0, -4.0])
    assert (high - low) / 2 == pytest.approx(norm.ppf(0.95) * math.sqrt(12.5), abs=1e-12)


def test_all_pairs_by_the_sorted_members_are_all_pairs():
    members = np.random.default_rng(3).normal(size=37)
    pairs = np.abs(members[:, None] - members).sum() / (37 * 36)
    assert crps(members, 0.4) == pytest.approx(np.abs(members - 0.4).mean() - pairs / 2, abs=1e-12)


def test_the_interval_score_is_least_at_the_quantiles():
    """A proper score: an interval that is narrower or wider than the quantiles of the truth scores worse."""
    truth = np.random.default_rng(5).normal(size=20_000)

    def mean(half: float) -> float:
        return float(np.mean([interval_score(-half, half, each) for each in truth]))

    best = float(norm.ppf(0.95))
    assert mean(best) < min(mean(0.8 * best), mean(1.25 * best))


def test_skill_and_an_empty_ensemble():
    assert skill(1.0, 4.0) == 0.75
    assert math.isnan(skill(1.0, 0.0))
    with pytest.raises(ValueError, match="without members"):
        crps([math.nan], 1.0)
