"""Values over time are those of the recorder, in any window."""

import numpy as np
import pytest

from sim.app.charts.history import History, first_shown, history_of, month_names
from sim.core.config.calendar import MONTHS as YEAR
from sim.indicators import INDICATORS
from tests.app.runs import LIVED, MONTHS, counted


@pytest.fixture(scope="module")
def world():
    return counted()


@pytest.mark.parametrize("name", ["attendance", "share_away", "dormant_share", "births", "mobilised"])
def test_month_by_month_values_are_the_recorders(world, name):
    found = history_of(world).series(INDICATORS[name])
    np.testing.assert_allclose(found, world.recorder.indicator(INDICATORS[name]), rtol=1e-6)


def test_a_window_adds_up_before_it_divides(world):
    found = history_of(world).series(INDICATORS["attendance"], since=15, window=YEAR)
    expected = [
        world.recorder.indicator(INDICATORS["attendance"], month + 1 - YEAR, month + 1, by_month=False)
        for month in range(15, LIVED)
    ]
    np.testing.assert_allclose(found, expected, rtol=1e-6)


def test_the_first_months_have_shorter_windows(world):
    found = history_of(world).series(INDICATORS["attendance"], window=YEAR)
    expected = world.recorder.indicator(INDICATORS["attendance"], 0, 3, by_month=False)
    assert found[2] == pytest.approx(float(expected), rel=1e-6)


def test_nothing_to_divide_by_is_no_value():
    world = counted(lived=2)
    world.recorder.kept[:, :, world.recorder.names.index("first_calls")] = 0
    assert np.isnan(History(world.recorder).series(INDICATORS["quorum_failure"])).all()


def test_months_lived_later_are_added():
    world = counted(lived=3)
    before = history_of(world).series(INDICATORS["attendance"])
    world.now["attendance"], world.now["attendance_due"] = 1.0, 4.0
    world.recorder.close()
    after = history_of(world).series(INDICATORS["attendance"])
    assert after[:3].tolist() == before.tolist()
    assert after[3] == 0.25


def test_a_history_belongs_to_one_model():
    one, other = counted(lived=1), counted(lived=1)
    assert history_of(one) is history_of(one)
    assert history_of(one) is not history_of(other)


def test_the_time_axis_runs_from_a_year_before_the_start_to_the_end_of_the_horizon():
    world = counted(burn_in=14, lived=14)
    world.month = 1452
    assert first_shown(world) == 2
    names = month_names(world)
    assert names[0] == "2020-01"
    assert names[YEAR] == "2021-01"
    assert len(names) == MONTHS - 2
