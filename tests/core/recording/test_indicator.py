"""Kinds of indicators, worked out at every level of aggregation."""

from __future__ import annotations

import pickle

import numpy as np
import pytest

from sim.core.columns.columns import Column
from sim.core.recording.aggregation import Grouping, Groups, GroupTable, whole_years
from sim.core.recording.indicator import (
    Composite,
    Indicator,
    Spread,
    bind,
    deviation,
    geometric,
    least,
    mean,
    most,
    rank,
    theil,
)
from sim.core.recording.recorder import Recorder

SHARE = Indicator("share", "share", "share", "占比", "part", "all")
LEVEL = Indicator("level", "1", "level", "水平", "part")
HALF = Composite("half", "share", "half", "一半", "share / 2 + 0 * level")
UNEQUAL = Spread("unequal", "index", "unequal", "不均", "theil", "part", "all")


class Counts:
    part = Column(np.float64, "1", "part")
    all = Column(np.float64, "1", "all")


class ByGroup:
    number = Column(np.float64, "1", "number")
    held = Column(np.float64, "1", "held")


GROUPS = Groups(
    ByGroup,
    3,
    {"colour": Grouping("colour", "colour", "颜色", (("red", "红", (0,)), ("other", "其他", (1, 2))))},
    {"part": (("held",), (0, 1, 2)), "all": (("number",), (0, 2))},
)
PARTS = np.array([[1.0, 2.0, 3.0, 6.0], [2.0, 2.0, 3.0, 5.0]])
WHOLES = np.array([[10.0, 10.0, 0.0, 10.0], [10.0, 10.0, 0.0, 10.0]])


@pytest.fixture
def recorder():
    """Two months of four villages in two townships; nobody lives in the third."""
    made = Recorder(Counts, 4, 2, places={"township": np.array([0, 0, 1, 1])})
    for part, all_of_it in zip(PARTS, WHOLES, strict=True):
        made.now["part"], made.now["all"] = part, all_of_it
        made.close()
    return made


def bound(*declared):
    return bind((SHARE, LEVEL, *declared))[declared[-1].name]


def test_a_composite_is_its_formula_at_every_level(recorder):
    half = bound(HALF)
    for level in ({}, {"by_month": False}, {"by_village": True}, {"by_month": False, "by": "township"}):
        np.testing.assert_allclose(recorder.indicator(half, **level), recorder.indicator(SHARE, **level) / 2)
    assert half.tallies == ["part", "all"]


def test_composites_may_name_composites_declared_above_them(recorder):
    quarter = Composite("quarter", "share", "quarter", "四分之一", "half ** 2 / share")
    found = recorder.indicator(bound(HALF, quarter), by_month=False)
    assert found == pytest.approx(float(recorder.indicator(SHARE, by_month=False)) / 4)


@pytest.mark.parametrize("wrong", ["nobody + 1", "half + 1"])
def test_a_name_that_is_not_declared_above_is_refused(wrong):
    with pytest.raises(ValueError, match="which is not declared above it"):
        bind((SHARE, Composite("x", "1", "x", "x", wrong)))


def test_two_of_one_name_are_refused():
    with pytest.raises(ValueError, match="'share' is declared twice"):
        bind((SHARE, SHARE))


@pytest.mark.parametrize(
    "text", ["share.real", "share[0]", "(lambda: 1)()", "share if share else 0", "open('x')", "'a'"]
)
def test_a_formula_can_only_calculate(recorder, text):
    with pytest.raises(ValueError, match="not understood|not declared"):
        recorder.indicator(bound(Composite("x", "1", "x", "x", text)))


def test_least_and_most_pass_over_what_has_no_value_and_the_geometric_mean_does_not():
    some = np.array([0.25, np.nan]), np.array([1.0, 0.5])
    assert least(*some).tolist() == [0.25, 0.5]
    assert most(*some).tolist() == [1.0, 0.5]
    assert geometric(*some)[0] == 0.5
    assert np.isnan(geometric(*some)[1])
    assert np.isnan(geometric(np.array([-1.0]), np.array([1.0]))[0])


def test_villages_are_compared_at_the_level_of_their_township_or_of_all(recorder):
    summed, wholes = PARTS.sum(axis=0), WHOLES.sum(axis=0)
    assert recorder.indicator(UNEQUAL, by_month=False) == pytest.approx(float(theil(summed, wholes)))
    by_township = recorder.indicator(UNEQUAL, by_month=False, by="township")
    assert by_township.tolist() == pytest.approx([float(theil(summed[:2], wholes[:2])), 0.0])
    assert recorder.indicator(UNEQUAL).shape == (2,)
    assert np.isnan(recorder.indicator(UNEQUAL, by_village=True)).all()


def test_theil_is_nought_where_all_are_alike_and_its_most_where_one_village_has_everything():
    alike, one = np.array([2.0, 4.0]), np.array([3.0, 0.0, 0.0])
    assert theil(alike, 2 * alike) == pytest.approx(0.0)
    assert theil(one, np.ones(3)) == pytest.approx(np.log(3))
    assert np.isnan(theil(np.zeros(2), np.ones(2)))


def test_each_village_counts_alike_in_mean_and_deviation():
    above, below = np.array([1.0, 8.0, 5.0]), np.array([10.0, 10.0, 0.0])
    assert mean(above, below) == pytest.approx(0.45)
    assert deviation(above, below) == pytest.approx(0.35)


def test_rank_correlation_is_spearmans_with_ties():
    posts, poor, ones = np.array([1.0, 0.0, 0.0, 2.0]), np.array([0.2, 0.1, 0.3, 0.9]), np.ones(4)
    ranks = np.corrcoef([3, 1.5, 1.5, 4], [2, 1, 3, 4])[0, 1]
    assert rank(posts, ones, poor, ones) == pytest.approx(ranks)
    assert rank(posts, ones, posts, ones) == pytest.approx(1.0)
    assert np.isnan(rank(np.zeros(4), ones, poor, ones))


def grouped(months):
    """Two villages whose years begin in month 2; month m adds m to the number of every cell, and 1 to what it has."""
    made = Recorder(Counts, 2, months, GROUPS, lead=14)
    for month in range(months):
        made.by_group.of("number")[:] += month
        made.by_group.of("held")[:] += 1
        made.close()
    return made


def test_groups_are_summed_over_the_whole_years_of_a_window():
    recorder = grouped(30)
    first, second = sum(range(2, 14)), sum(range(14, 26))
    red = recorder.indicator(SHARE, by="colour")
    assert red[:, 0].tolist() == pytest.approx([12 / first, 12 / second])
    assert red[:, 1].tolist() == pytest.approx([24 / first, 24 / second]), "only one of the two cells counts in all"
    assert recorder.indicator(SHARE, 10, 29, by_month=False, by="colour")[0] == pytest.approx(12 / second)
    assert recorder.indicator(SHARE, by="colour", by_village=True).shape == (2, 2, 2)
    assert recorder.by_group.summed().kept.shape == (2, 1, 3, 2)


@pytest.mark.parametrize(("since", "until"), [(0, 13), (3, 14), (4, 25)])
def test_a_window_without_a_whole_year_is_refused(since, until):
    with pytest.raises(ValueError, match="no whole year lies in months"):
        grouped(30).indicator(SHARE, since, until, by="colour")
    with pytest.raises(ValueError, match="years begin with month 3"):
        whole_years(2, since, until)


def test_what_is_not_counted_by_group_is_refused():
    recorder = grouped(26)
    other = Indicator("other", "1", "other", "其他", "part", "persons")
    with pytest.raises(ValueError, match="'other' is not counted by colour"):
        recorder.indicator(other, by="colour")
    with pytest.raises(ValueError, match="'unequal' is not counted"):
        recorder.indicator(UNEQUAL, by="colour")
    with pytest.raises(ValueError, match="'level' is not counted"):
        recorder.indicator(LEVEL, by="colour")
    with pytest.raises(ValueError, match="allowed are colour"):
        recorder.indicator(SHARE, by="shape")


def test_the_months_before_the_first_whole_year_are_not_kept():
    table = GroupTable(GROUPS, 1, lead=3)
    for months in range(1, 16):
        table.of("held")[:] += 1
        table.close(months)
    assert table.kept[:, 0, 0, 1].tolist() == [12]


def test_declarations_are_plain_values_and_travel_between_processes():
    half = bound(HALF)
    assert half.record()["formula"] == "share / 2 + 0 * level"
    assert "parts" not in half.record()
    assert SHARE.record()["formula"] == "(part) / (all)"
    assert UNEQUAL.record()["formula"].startswith("theil over villages")
    assert pickle.loads(pickle.dumps(half)) == half
