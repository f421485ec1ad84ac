"""Paired effects against SciPy and against cases worked by hand."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from sim.analysis import effects
from sim.studies import stopping

A = np.array([10.0, 12.0, 9.0, 14.0, 11.0])
B = np.array([11.0, 13.5, 9.5, 15.5, 12.5])


def test_interval_is_scipys_paired_t_interval():
    found = effects.paired_difference(A, B)
    expected = stats.ttest_rel(B, A).confidence_interval(0.95)
    assert found.low == pytest.approx(expected.low)
    assert found.high == pytest.approx(expected.high)
    assert found.difference == pytest.approx(1.2)
    assert found.pairs == 5
    assert found.verdict == "raises"


def test_variance_reduction_is_the_ratio_of_unpaired_to_paired_variance():
    expected = (np.var(A, ddof=1) + np.var(B, ddof=1)) / np.var(B - A, ddof=1)
    assert effects.paired_difference(A, B).variance_reduction == pytest.approx(expected)
    assert expected > 10


def test_same_sign_counts_pairs_on_the_side_of_the_mean():
    found = effects.paired_difference(np.zeros(4), np.array([-1.0, -2.0, 0.5, 0.0]))
    assert found.difference < 0
    assert found.same_sign == 0.5


def test_interval_that_holds_zero_is_no_difference():
    assert effects.paired_difference(np.zeros(4), np.array([-1.0, 1.0, 2.0, -1.5])).verdict == "none"


def test_equal_runs_are_identical_and_have_no_variance_reduction_to_report():
    found = effects.paired_difference(A, A)
    assert found.verdict == "identical"
    assert math.isnan(found.same_sign)
    assert found.variance_reduction == math.inf


def test_a_difference_that_is_the_same_but_for_rounding_counts_as_the_same_in_every_pair():
    found = effects.paired_difference(A / 7, A / 7 + 0.1)
    assert found.variance_reduction == math.inf
    assert found.skew == 0
    assert not found.skewed
    assert math.isnan(effects.paired_difference(np.full(3, 0.1), np.full(3, 0.1) * 3).variance_reduction)


def test_pairs_may_be_lists():
    assert effects.paired_difference(A.tolist(), B.tolist()) == effects.paired_difference(A, B)


def test_single_pair_has_no_interval():
    found = effects.paired_difference(np.array([1.0]), np.array([2.0]))
    assert math.isnan(found.low)
    assert found.verdict == "unknown"


def test_pairs_without_a_value_are_left_out_and_named():
    a, b = A.copy(), B.copy()
    a[1], b[3] = np.nan, np.nan
    found = effects.paired_difference(a, b)
    assert found.missing == (1, 3)
    assert found.pairs == 3
    assert found.difference == pytest.approx((B - A)[[0, 2, 4]].mean())


def test_no_usable_pair_is_no_difference_that_could_be_told():
    nothing = np.array([np.nan, 1.0]), np.array([1.0, np.nan])
    assert effects.paired_difference(*nothing) is None
    assert effects.effect(*nothing) == {}


def test_pairs_of_unequal_length_are_refused():
    with pytest.raises(ValueError, match="equal length"):
        effects.paired_difference(A, B[:-1])


def test_half_widths_are_those_of_each_beginning():
    widths = stopping.half_widths(B - A)
    assert math.isinf(widths[0])
    for count in (2, 3, 5):
        assert widths[count - 1] == pytest.approx(effects.paired_difference(A[:count], B[:count]).half_width)


def test_lives_are_compared_by_identity_and_those_on_one_side_only_differ():
    a = (np.array([5, 1, 9], np.uint64), np.array([50, 10, 90], np.uint32))
    b = (np.array([1, 7, 5], np.uint64), np.array([10, 70, 51], np.uint32))
    assert effects.share_of_lives_changed(a, b) == pytest.approx(3 / 4)
    assert effects.share_of_lives_changed(a, a) == 0.0


@given(st.lists(st.floats(-1e3, 1e3), min_size=2, max_size=30), st.floats(-50, 50))
def test_a_shift_of_both_sides_changes_no_difference(values, shift):
    a = np.array(values)
    b = np.cos(a)
    before, after = effects.paired_difference(a, b), effects.paired_difference(a + shift, b + shift)
    assert after.difference == pytest.approx(before.difference, abs=1e-9, rel=1e-6)
    assert after.half_width == pytest.approx(before.half_width, abs=1e-6, rel=1e-6)


STEPS = st.lists(st.floats(-1e3, 1e3).map(lambda each: round(each, 3)), min_size=2, max_size=40)


@given(STEPS)
def test_p_is_that_of_scipys_paired_test(values):
    b = np.array(values)
    a = np.sin(b)
    found = effects.paired_difference(a, b)
    if np.ptp(b - a):
        assert found.p == pytest.approx(stats.ttest_rel(b, a).pvalue, rel=1e-9, abs=1e-300)
        assert found.p == pytest.approx(stats.ttest_1samp(b - a, 0.0).pvalue, rel=1e-12)
        assert (found.p < 0.05) == (found.verdict in ("raises", "lowers"))


def test_p_of_steps_that_are_all_alike():
    assert effects.paired_difference(A, A).p == 1
    assert effects.paired_difference(np.zeros(3), np.ones(3)).p == 0
    assert math.isnan(effects.paired_difference(A[:1], B[:1]).p)


@given(st.lists(st.floats(0, 1) | st.just(math.nan), max_size=30))
def test_q_is_that_of_benjamini_and_hochberg_over_the_p_that_are_there(values):
    p = np.array(values)
    q, known = effects.adjusted(p), np.isfinite(p)
    assert (np.isfinite(q) == known).all()
    if known.any():
        assert (q[known] == stats.false_discovery_control(p[known])).all()
        assert (q[known] >= p[known]).all()
    rank = stats.rankdata(p[known], method="max")
    by_hand = [min(1, *(known.sum() * other / r for other, r in zip(p[known], rank, strict=True) if other >= each))
               for each in p[known]]  # fmt: skip
    assert q[known] == pytest.approx(np.array(by_hand))


def frame_of_runs():
    rng = np.random.default_rng(4)
    rows = [
        {"arm": arm, "place": place, "replicate": replicate, "trust": rng.normal(), "attendance": rng.random()}
        for arm in ("", "training", "pay")
        for place in ("near", "far")
        for replicate in (3, 1, 2, 0)
    ]
    frame = pd.DataFrame(rows).sample(frac=1, random_state=1)
    frame.loc[(frame["arm"] == "pay") & (frame["place"] == "far"), "attendance"] = math.nan
    return frame


def test_a_table_of_effects_pairs_arms_with_the_baseline_of_their_place_and_seed():
    frame = frame_of_runs()
    table = effects.effects(frame, ["trust", "attendance"], by=["place"])
    assert list(table) == ["place", "arm", "outcome", "unit", *effects.SHOWN, "q"]
    assert len(table) == 2 * 2 * 2 - 1  # one has no value in any pair
    for row in table.itertuples():
        here = frame[frame["place"] == row.place].sort_values("replicate")
        base, arm = (here.loc[here["arm"] == each, row.outcome].to_numpy() for each in ("", row.arm))
        expected = stats.ttest_rel(arm, base)
        assert row.difference == pytest.approx((arm - base).mean())
        assert (row.low, row.high) == pytest.approx(tuple(expected.confidence_interval(0.95)))
        assert row.p == pytest.approx(expected.pvalue)
        assert row.pairs == 4
    assert table["q"].to_numpy() == pytest.approx(stats.false_discovery_control(table["p"]))
    assert set(table.loc[table["outcome"] == "attendance", "unit"]) == {"share"}


def test_a_run_that_stands_twice_counts_once():
    frame = frame_of_runs()
    twice = pd.concat([frame, frame])
    pd.testing.assert_frame_equal(*(effects.effects(each, ["trust"], by=["place"]) for each in (frame, twice)))


def test_steps_are_taken_seed_by_seed():
    frame = frame_of_runs().query("place == 'near'")
    steps = effects.steps_from(frame, ["trust"]).set_index(["arm", "replicate"])["trust"]
    levels = frame.set_index(["arm", "replicate"])["trust"]
    assert len(steps) == 8
    for (arm, replicate), step in steps.items():
        assert step == levels[arm, replicate] - levels["", replicate]
