"""The emulator: predictions, rows left out, what is skipped where it cannot decide, and its library missing."""

from __future__ import annotations

import sys
from dataclasses import replace

import numpy as np
import pytest

from sim.analysis.calibration.emulator import Emulator, fit, pooled_variance, require_scikit
from sim.analysis.calibration.implausibility import Goal, deciding
from tests.analysis.calibration.toys import smooth, smooth_emulators


def test_predictions_come_near_and_know_how_near():
    points = np.random.default_rng(1).random((300, 4))
    for emulator, truth in zip(smooth_emulators(), smooth(points).T, strict=True):
        mean, variance = emulator.predict(points)
        assert np.abs(mean - truth).max() < 0.05
        assert np.mean(np.abs(mean - truth) <= 3 * np.sqrt(variance) + 1e-3) > 0.95


def test_a_row_left_out_is_predicted_as_if_it_had_not_been_there():
    emulator = replace(smooth_emulators(30)[0], caution=1.0, rest=0.01)
    error, variance = emulator.left_out()
    without = [np.delete(each, 4, axis=0) for each in (emulator.x, emulator.y, emulator.seeds)]
    other = replace(emulator, x=without[0], y=without[1], seeds=without[2])
    mean, spread = other.predict(emulator.x[4:5])
    assert error[4] == pytest.approx(emulator.y[4] - mean[0], rel=1e-4, abs=1e-6)
    assert variance[4] == pytest.approx(spread[0], rel=1e-3)


def test_what_is_worked_out_only_where_it_decides_decides_the_same():
    points, emulator = np.random.default_rng(2).random((500, 4)), smooth_emulators(20)[0]
    for goal in (Goal(1.0, 1.0, 0.05), Goal(0.8, 1.4)):
        mean, variance = emulator.predict(points)
        expected = goal.implausibility(mean, variance + 0.001) > 3.0
        assert (emulator.exceeds(points, goal, 0.001, 3.0) == expected).all()
        assert expected.any()
        assert not expected.all()


def test_it_is_the_same_again_from_plain_numbers():
    emulator = smooth_emulators(20)[2]
    again = Emulator.of(emulator.plain(), emulator.x, emulator.y, emulator.seeds)
    points = np.random.default_rng(3).random((20, 4))
    assert np.array_equal(again.predict(points), emulator.predict(points))


def test_seeds_variance_is_pooled_over_points_that_were_run_twice():
    values = [np.array([1.0, 3.0]), np.array([5.0]), np.array([2.0, 2.0, 5.0])]
    assert pooled_variance(values) == pytest.approx((2.0 + 6.0) / 3)
    assert np.isnan(pooled_variance([np.array([1.0])]))


def test_without_its_library_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "sklearn.gaussian_process", None)
    with pytest.raises(ModuleNotFoundError, match=r"ruralparty\[analysis\]"):
        require_scikit()


def test_bands_points_and_the_second_largest():
    band = Goal(1.0, 2.0, 0.3, 0.4)
    assert band.implausibility(np.array([0.5, 1.5, 3.0, np.nan]), 0.0).tolist() == [1.0, 0.0, 2.0, np.inf]
    assert Goal(1.0, 1.0).implausibility(np.array([1.0, 2.0]), 0.25).tolist() == [0.0, 2.0]
    many = np.array([[9.0, 4.0, *[1.0] * 8], [0.0, 2.0, *[1.0] * 8]])
    assert deciding(many).tolist() == [4.0, 1.0]
    assert deciding(many[:, :9]).tolist() == [9.0, 2.0]
    with pytest.raises(ValueError, match="no target"):
        Goal(2.0, 1.0)


def test_few_rows_and_constant_outputs_are_no_fault():
    x = np.random.default_rng(4).random((12, 3))
    still = fit(x, np.ones(12))
    mean, variance = still.predict(x)
    assert mean.tolist() == pytest.approx([1.0] * 12)
    assert variance.tolist() == pytest.approx([0.0] * 12, abs=1e-9)
