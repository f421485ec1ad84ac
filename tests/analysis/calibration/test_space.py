"""Points drawn from what is left: uniform, also where it is thin and slanted; its volume; nothing left."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import kstest

from sim.analysis.calibration.emulator import fit
from sim.analysis.calibration.implausibility import Goal
from sim.analysis.calibration.space import Wave, draw, latin_hypercube


@pytest.fixture(scope="module")
def sum_of_two():
    """An emulator of the sum of the first two of five inputs, which it knows to a hair."""
    x = latin_hypercube(60, 5, np.random.default_rng(1))
    return fit(x, x[:, 0] + x[:, 1])


@pytest.mark.parametrize("width", [0.4, 0.01])
def test_a_slanted_strip_is_filled_evenly_and_its_volume_is_known(sum_of_two, width):
    wave = Wave((sum_of_two,), (Goal(1 - width, 1 + width),))
    population = latin_hypercube(1000, 5, np.random.default_rng(2))
    sample = draw([wave], population, 400, np.random.default_rng(3))
    assert sample.volume == pytest.approx(1 - (1 - width) ** 2, rel=0.25)
    assert wave.inside(sample.points, 3.0).all()
    assert np.abs(sample.points[:, 0] + sample.points[:, 1] - 1).max() <= width + 1e-3
    along = sample.points[:, 0] - sample.points[:, 1] if width < 0.1 else sample.points[:, 2] * 2 - 1
    assert kstest(along, "uniform", (-1, 2)).pvalue > 0.001
    assert kstest(sample.points[:, 4], "uniform").pvalue > 0.001


def test_a_second_wave_is_drawn_within_the_first(sum_of_two):
    first = Wave((sum_of_two,), (Goal(0.9, 1.1),))
    x = latin_hypercube(60, 5, np.random.default_rng(4))
    second = Wave((fit(x, x[:, 2]),), (Goal(0.0, 0.5),))
    rng = np.random.default_rng(5)
    before = draw([first], latin_hypercube(1000, 5, rng), 1000, rng)
    after = draw([first, second], before.points, 300, rng)
    assert after.volume == pytest.approx(0.5, abs=0.08)
    assert first.inside(after.points, 3.0).all()
    assert after.points[:, 2].max() <= 0.51


def test_nothing_is_left_where_no_point_matches(sum_of_two):
    wave = Wave((sum_of_two,), (Goal(5.0, 5.0, 0.01),))
    sample = draw([wave], latin_hypercube(200, 5, np.random.default_rng(6)), 100, np.random.default_rng(7))
    assert sample.volume == 0.0
    assert len(sample.points) == 0
    assert sample.nearest[:2].sum() > 1.5
