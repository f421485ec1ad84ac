"""Figures of a hold-out: nothing of what is predicted is known, inputs are named, naive forecasts by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.validation.held_out_figures import (
    COUNTED,
    INPUT,
    SHARE_BY_AGE,
    SHOWN,
    HeldOut,
    cohorts_on,
    held_out_figures,
    last_value,
    past_errors,
    trend,
)


@pytest.mark.parametrize("cut", [2012, 2015, 2017, 2019])
def test_nothing_after_the_cut_is_known_and_all_that_is_predicted_comes_after_it(cut):
    for each in held_out_figures(cut):
        assert each.year > cut
        assert max(each.past, default=cut) <= cut
        assert math.isfinite(each.observed)


def test_inputs_and_the_centenary_are_named_and_more_than_twenty_figures_count():
    found = held_out_figures(2017)
    kinds = {each.key: each.kind for each in found}
    assert len(kinds) == len(found)
    assert sum(kind == COUNTED for kind in kinds.values()) == 50
    assert kinds["recruits 2021"] == SHOWN
    inputs = {each.name for each in found if each.kind == INPUT}
    assert inputs == {"recruits", "internet_use", "online_school", "residents", "residents_at_year_end"}
    counted = {each.name for each in found if each.kind == COUNTED}
    assert {"farmer_members", "out_migrants_age", "devices_60", "secretary_women", "secretary_age"} < counted


def test_shares_by_age_do_not_depend_on_how_many_residents_there_are():
    found = [each for each in held_out_figures(2017) if each.name == SHARE_BY_AGE]
    assert len(found) == 34
    assert 0.97 < sum(each.observed for each in found) < 1.0  # without 85 and over
    assert all(0.97 < sum(each.past[year] for each in found) < 1.0 for year in (2000, 2010))


def test_naive_forecasts_by_hand():
    past = {2013: 1.0, 2015: 4.0, 2017: 5.0}
    assert last_value(past, 2020) == 5.0
    assert trend(past, 2020) == pytest.approx(5.0 + 3 * (5.0 - 1.0) / 4)
    assert trend({2011: 0.0, **past}, 2020) == trend(past, 2020)
    assert trend({2017: 1.0}, 2018) is None
    assert last_value({}, 2018) is None


def test_cohorts_go_on_as_those_before_them_did():
    then = np.full((2, 18), 100.0)
    now = np.full((2, 18), 100.0)
    now[:, 5] = 50.0  # half of those who were 15 to 19 have gone
    found = cohorts_on(then, now)
    assert (found[:, 5] == 50.0).all()
    assert (found[:, 7] == 50.0).all()
    assert (found[:, [2, 3, 4, 6, 8, 16]] == 100.0).all()
    assert found[:, 17] == pytest.approx(100.0)
    women_then, women_now = 100.0 * 6 - 50.0, 100.0 * 6 - 2 * 50.0  # of 15 to 44: one group halved, then two
    assert found[:, 0] == pytest.approx(100.0 * women_now / women_then)


def test_the_trend_of_the_census_is_that_of_its_cohorts():
    found = [each for each in held_out_figures(2017) if each.by_cohort is not None]
    assert {each.name for each in found} == {SHARE_BY_AGE, "residents", "residents_60"}
    errors = [abs(each.by_cohort - each.observed) for each in found if each.name == SHARE_BY_AGE]
    assert 0.0 < np.mean(errors) < 0.006


def test_past_errors_are_those_of_as_many_years_ahead_or_grow_from_fewer():
    past = {2014: 1.0, 2015: 2.0, 2016: 4.0, 2017: 3.0}
    two, five = (HeldOut("x", str(year), year, 0.0, "year", past=past) for year in (2019, 2022))
    assert past_errors(two, [two], last_value) == [3.0, 1.0]
    assert past_errors(five, [five], last_value) == pytest.approx([2.0 * 5 / 3])
    assert past_errors(two, [two], trend) == pytest.approx([3.0 - 4.0])  # from 2015 on, 1 a year
    nothing = HeldOut("x", "2019", 2019, 0.0, "year")
    assert past_errors(nothing, [nothing], last_value) == []
    one = HeldOut("z", "2020", 2020, 0.0, "share", past={2000: 1.0, 2010: 3.0}, group="men")
    other = HeldOut("z", "2020", 2020, 0.0, "share", past={2000: 1.0, 2010: 2.0}, group="women")
    assert past_errors(one, [one, other, two], last_value) == [2.0, 1.0]
