"""When pairs are enough: widths, skewness and the stopping rule against SciPy and against cases worked by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from sim.studies import stopping


def test_a_dip_of_the_half_width_does_not_stop_the_runs():
    widths = np.array([9, 9, 1, 9, 1, 1, 1, 1, 9, 9], dtype=float)
    assert stopping.enough([widths], [2.0], least=2, ahead=3) == 5
    assert stopping.enough([widths[:7]], [2.0], least=2, ahead=3) is None


def test_enough_waits_for_the_least_number_of_pairs_and_for_every_outcome():
    narrow, late = np.zeros(30), np.where(np.arange(1, 31) < 24, 5.0, 0.0)
    assert stopping.enough([narrow], [1.0], least=20, ahead=5) == 20
    assert stopping.enough([narrow, late], [1.0, 1.0], least=20, ahead=5) == 24


def test_half_widths_are_those_of_scipy_after_every_pair():
    steps = np.array([3.0, math.nan, 1.0, 4.0, 1.5, math.nan, 9.0]) + 1e4
    found = stopping.half_widths(steps)
    assert np.isinf(found[:2]).all()
    for count in range(3, len(steps) + 1):
        known = steps[:count][np.isfinite(steps[:count])]
        expected = stats.t.ppf(0.975, len(known) - 1) * stats.sem(known)
        assert found[count - 1] == pytest.approx(expected, rel=1e-9)
    assert (stopping.half_widths(np.full(5, 0.1))[1:] == 0).all()


def test_skewness_is_scipys_and_says_when_pairs_are_too_few():
    values = np.array([0.0, 0.1, -0.1, 0.2, 5.0])
    skew = stopping.skewness(values)
    assert skew == pytest.approx(stats.skew(values))
    assert stopping.skewness(np.full(4, 2.0)) == 0
    assert stopping.too_skewed(20, skew)
    assert not stopping.too_skewed(20, 0.8)
    assert stopping.too_skewed(15, -0.8)


@pytest.mark.parametrize("shift", [0.0, 1e4])
def test_widths_are_trusted_from_the_least_number_on_and_while_values_are_not_too_skewed(shift):
    steps = np.array([0.1, -0.1, math.nan, 0.2, -0.2, 0.0, 5.0, *[0.1, -0.1] * 20, *[-5.0, 5.0] * 15]) + shift
    found = stopping.trusted_widths(steps, 4)
    for count in range(1, len(steps) + 1):
        known = steps[:count][np.isfinite(steps[:count])]
        trusted = len(known) >= 4 and not stopping.too_skewed(len(known), stopping.skewness(known))
        assert found[count - 1] == (stopping.half_widths(steps)[count - 1] if trusted else math.inf)
    assert np.isfinite(found[[4, 5, -1]]).all()
    assert np.isinf(found[6:20]).all()  # one far from all others says nothing of how often there is one
    assert (stopping.trusted_widths(np.full(5, 0.1), 2)[1:] == 0).all()
    assert np.isinf(stopping.trusted_widths(np.full(5, math.nan), 2)).all()


def test_a_rule_goes_on_while_its_interval_rests_on_few_pairs():
    even = 0.1 * np.sin(np.arange(200.0))
    rare = np.where(np.arange(200) == 10, 8.0, even)
    rule = stopping.StoppingRule((0.5,), least=20, cap=200)
    assert rule.apply(even[:, None]).pairs == 30  # twenty, and half as many over which the width holds
    assert rule.apply(rare[:, None]).capped


@pytest.mark.parametrize("apart", [0.1, 1 / 3, -7.3, 1e-3, 5e-7])
def test_what_is_the_same_but_for_rounding_has_no_skew_and_takes_no_more_pairs(apart):
    before = np.random.default_rng(1).random(200)
    steps = (before + apart) - before
    assert np.ptp(steps) > 0
    assert not stopping.varies(steps)
    assert stopping.skewness(np.full(30, apart)) == stopping.skewness(steps) == 0
    assert stopping.StoppingRule((0.5,), least=20, cap=200).apply(steps[:, None]).pairs == 30


def test_values_that_differ_by_little_but_more_than_rounding_vary():
    assert stopping.varies(1.0 + np.array([0.0, 1e-8, 0.0]))
    assert stopping.varies(np.array([0.0, math.nan, 1e-300]))
    assert not stopping.varies(np.array([1.0, math.nan]))
    assert not stopping.varies(np.zeros(0))


@pytest.mark.parametrize(("least", "ahead"), [(2, 5), (8, 5), (12, 6), (20, 10), (41, 20), (200, 100)])
def test_a_width_must_hold_over_half_as_many_pairs_as_are_trusted(least, ahead):
    assert stopping.look_ahead(least) == stopping.StoppingRule((1.0,), least).ahead == ahead


@pytest.mark.parametrize(("villages", "least", "cap"), [(3, 200, 1000), (15, 40, 200), (29, 21, 200), (30, 20, 200)])
def test_small_worlds_take_more_pairs(villages, least, cap):
    assert stopping.least_pairs(villages) == least
    assert stopping.usual_cap(least) == cap


@given(st.lists(st.floats(-1, 1) | st.just(math.nan), min_size=30, max_size=60), st.floats(0.05, 0.5))
def test_what_a_rule_says_of_the_first_pairs_does_not_depend_on_those_after_them(steps, precision):
    rule = stopping.StoppingRule((precision,), least=8, cap=50, batch=4)
    everything = np.array(steps)[:, None]
    known, asked = 0, 0
    while True:
        stopped = rule.apply(everything[:known])
        if not stopped.open or stopped.pairs > len(steps):
            break
        assert known < stopped.pairs <= 50
        known, asked = stopped.pairs, asked + 1
    if not stopped.open:
        assert rule.apply(everything) == stopped
        assert stopped.pairs == known >= 13
        assert stopped.capped == (stopped.reached is None)
        if stopped.reached is not None:
            known_by_then = np.isfinite(everything[: stopped.reached, 0]).sum()
            assert known_by_then >= 8
            widths = stopping.half_widths(everything[:, 0])[stopped.reached - 1 : stopped.reached + 5]
            assert (widths <= precision).all()
