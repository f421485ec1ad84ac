"""Paired differences against SciPy and against cases worked by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from sim.analysis import statistics
from sim.studies import stopping

A = np.array([10.0, 12.0, 9.0, 14.0, 11.0])
B = np.array([11.0, 13.5, 9.5, 15.5, 12.5])


def test_interval_is_scipys_paired_t_interval():
    found = statistics.paired_difference(A, B)
    expected = stats.ttest_rel(B, A).confidence_interval(0.95)
    assert found.low == pytest.approx(expected.low)
    assert found.high == pytest.approx(expected.high)
    assert found.difference == pytest.approx(1.2)
    assert found.pairs == 5
    assert found.verdict == "raises"


def test_variance_reduction_is_the_ratio_of_unpaired_to_paired_variance():
    expected = (np.var(A, ddof=1) + np.var(B, ddof=1)) / np.var(B - A, ddof=1)
    assert statistics.paired_difference(A, B).variance_reduction == pytest.approx(expected)
    assert expected > 10


def test_same_sign_counts_pairs_on_the_side_of_the_mean():
    found = statistics.paired_difference(np.zeros(4), np.array([-1.0, -2.0, 0.5, 0.0]))
    assert found.difference < 0
    assert found.same_sign == 0.5


def test_interval_that_holds_zero_is_no_difference():
    assert statistics.paired_difference(np.zeros(4), np.array([-1.0, 1.0, 2.0, -1.5])).verdict == "none"


def test_equal_runs_are_identical_and_have_no_variance_reduction_to_report():
    found = statistics.paired_difference(A, A)
    assert found.verdict == "identical"
    assert math.isnan(found.same_sign)
    assert found.variance_reduction == math.inf


def test_single_pair_has_no_interval():
    found = statistics.paired_difference(np.array([1.0]), np.array([2.0]))
    assert math.isnan(found.low)
    assert found.verdict == "unknown"


def test_pairs_without_a_value_are_left_out_and_named():
    a, b = A.copy(), B.copy()
    a[1], b[3] = np.nan, np.nan
    found = statistics.paired_difference(a, b)
    assert found.missing == (1, 3)
    assert found.pairs == 3
    assert found.difference == pytest.approx((B - A)[[0, 2, 4]].mean())


def test_no_usable_pair_is_refused():
    with pytest.raises(ValueError, match="no pair has a value"):
        statistics.paired_difference(np.array([np.nan, 1.0]), np.array([1.0, np.nan]))


def test_pairs_of_unequal_length_are_refused():
    with pytest.raises(ValueError, match="equal length"):
        statistics.paired_difference(A, B[:-1])


def test_half_widths_are_those_of_each_beginning():
    widths = stopping.half_widths(B - A)
    assert math.isinf(widths[0])
    for count in (2, 3, 5):
        assert widths[count - 1] == pytest.approx(statistics.paired_difference(A[:count], B[:count]).half_width)


def test_a_dip_of_the_half_width_does_not_stop_the_runs():
    widths = np.array([9, 9, 1, 9, 1, 1, 1, 1, 9, 9], dtype=float)
    assert stopping.enough([widths], [2.0], least=2, ahead=3) == 5
    assert stopping.enough([widths[:7]], [2.0], least=2, ahead=3) is None


def test_enough_waits_for_the_least_number_of_pairs_and_for_every_outcome():
    narrow, late = np.zeros(30), np.where(np.arange(1, 31) < 24, 5.0, 0.0)
    assert stopping.enough([narrow], [1.0], least=20, ahead=5) == 20
    assert stopping.enough([narrow, late], [1.0, 1.0], least=20, ahead=5) == 24


def test_lives_are_compared_by_identity_and_those_on_one_side_only_differ():
    a = (np.array([5, 1, 9], np.uint64), np.array([50, 10, 90], np.uint32))
    b = (np.array([1, 7, 5], np.uint64), np.array([10, 70, 51], np.uint32))
    assert statistics.share_of_lives_changed(a, b) == pytest.approx(3 / 4)
    assert statistics.share_of_lives_changed(a, a) == 0.0


@given(st.lists(st.floats(-1e3, 1e3), min_size=2, max_size=30), st.floats(-50, 50))
def test_a_shift_of_both_sides_changes_no_difference(values, shift):
    a = np.array(values)
    b = np.cos(a)
    before, after = statistics.paired_difference(a, b), statistics.paired_difference(a + shift, b + shift)
    assert after.difference == pytest.approx(before.difference, abs=1e-9, rel=1e-6)
    assert after.half_width == pytest.approx(before.half_width, abs=1e-6, rel=1e-6)


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
