"""The grid shows every village in its township, with its own value and a scale that holds all of them."""

import numpy as np
import pytest

from sim.app.charts.grid import CHOICES, grid_frame, grid_scale, grid_values, places
from sim.indicators import INDICATORS
from tests.app.runs import counted


def test_every_village_has_a_place_of_its_own_in_the_row_of_its_township():
    world = counted(villages=5)
    world.villages.columns["township"] = [7, 3, 7, 3, 3]
    column, row = places(world)
    assert row.tolist() == [1, 0, 1, 0, 0]
    assert column.tolist() == [0, 0, 1, 1, 2]


def test_values_are_those_of_the_last_twelve_months_of_each_village():
    world = counted()
    (cells,) = grid_values(world, "attendance")
    indicator = INDICATORS["attendance"]
    expected = 100 * world.recorder.indicator(indicator, world.recorder.month - 12, by_month=False, by_village=True)
    np.testing.assert_allclose([value for _, _, value in cells], expected, rtol=5e-3)


def test_a_village_without_a_value_is_left_blank():
    world = counted()
    world.recorder.kept[:, 2, world.recorder.names.index("first_calls")] = 0
    (cells,) = grid_values(world, "quorum_failure")
    assert cells[2][2] == "-"
    assert "-" not in [value for place, (_, _, value) in enumerate(cells) if place != 2]


@pytest.mark.parametrize("name", CHOICES)
def test_the_scale_holds_all_values_and_never_shrinks(name):
    world = counted()
    low, high = grid_scale(world, name)
    values = [value for _, _, value in grid_values(world, name)[0]]
    assert low <= min(values)
    assert max(values) <= high * (1 + 1e-2)
    for _ in range(12):
        for tally in world.recorder.names:
            world.now[tally] = 50.0
        world.recorder.close()
    later_low, later_high = grid_scale(world, name)
    assert later_low <= low
    assert later_high >= high


def test_equal_values_have_a_scale_of_some_length():
    world = counted(lived=0)
    for tally in world.recorder.names:
        world.now[tally] = 7.0
    world.recorder.close()
    low, high = grid_scale(world, "members")
    assert low < high


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_legend_carries_its_ends_and_the_unit(language):
    frame = grid_frame(counted(), language, "attendance")
    low, high = grid_scale(counted(), "attendance")
    assert frame["visualMap"]["text"] == [f"{high:g} %", f"{low:g}"]
