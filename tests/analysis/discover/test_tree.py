"""Trees of differences: planted splits are found, and what they explain is told on fresh points."""

from __future__ import annotations

import numpy as np
import pytest

from sim.analysis.discover.tree import grow


def test_a_planted_split_is_found_in_numbers_and_words():
    rng = np.random.default_rng(1)
    factors = {"away": rng.random(400), "pay": rng.random(400)}
    factors["world"] = np.array(["hollow", "national"])[rng.integers(2, size=400)]
    steps = np.where(factors["world"] == "hollow", np.where(factors["away"] > 0.4, -1.0, 0.0), 1.0)
    steps = steps + 0.1 * rng.normal(size=400)
    grown = grow(factors, steps, np.arange(400) >= 300)
    assert grown.explained > 0.9
    worst = min(grown.leaves, key=lambda leaf: leaf.mean)
    assert {name for name, _, _ in worst.conditions} == {"away", "world"}
    assert worst.mean == pytest.approx(-1, abs=0.1)
    assert worst.fresh_mean == pytest.approx(worst.mean, abs=4 * worst.fresh_error)
    assert sum(leaf.points for leaf in grown.leaves) == 300
    assert sum(leaf.fresh_points for leaf in grown.leaves) == 100


def test_luck_explains_nothing_of_fresh_points():
    rng = np.random.default_rng(2)
    factors = {f"factor{place}": rng.random(300) for place in range(10)}
    assert grow(factors, rng.normal(size=300), np.arange(300) >= 200).explained < 0.1
