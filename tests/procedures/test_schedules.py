"""Leaving and returning by age: the life path of model specification V10, and the shape."""

from dataclasses import replace

import numpy as np
import pytest

from sim.procedures.schedules import leave_schedule, return_factor
from sim.world.projection import FITTED

SHAPE = FITTED.schedule
MEN, WOMEN = 0, 1


@pytest.mark.parametrize(
    ("sex", "quoted"),
    [
        (MEN, [0.497, 0.523, 0.529, 0.577, 0.437, 0.224, 0.136]),
        (WOMEN, [0.507, 0.506, 0.537, 0.547, 0.361, 0.150, 0.077]),
    ],
)
def test_share_away_follows_the_life_path_recursion(sex: int, quoted: list[float]) -> None:
    age = np.arange(66 * 12) / 12
    out = 1 - np.exp(-FITTED.leave * leave_schedule(age, sex, SHAPE))
    back = 1 - np.exp(-FITTED.back * return_factor(age, sex, SHAPE))
    away = [0.0]
    for month in range(len(age)):
        away.append(away[-1] * (1 - back[month]) + (1 - away[-1]) * out[month])
    assert [away[12 * years] for years in (15, 20, 25, 35, 45, 55, 65)] == pytest.approx(quoted, abs=0.0006)


def test_the_labour_part_of_men_peaks_at_1_at_age_29() -> None:
    age = np.arange(0, 80, 0.05)
    labour_only = replace(SHAPE, child=(0.0, 0.0), school=(0.0, 0.0), constant=0.0)
    men = leave_schedule(age, MEN, labour_only)
    assert men.max() == pytest.approx(1.0, abs=1e-5)
    assert age[men.argmax()] == pytest.approx(29.2, abs=0.1)


def test_the_school_peak_is_where_it_is_said_to_be() -> None:
    school_only = replace(SHAPE, child=(0.0, 0.0), labour=(0.0, 0.0), constant=0.0)
    age = np.arange(0, 80, 0.05)
    assert age[leave_schedule(age, WOMEN, school_only).argmax()] == pytest.approx(SHAPE.school_age, abs=0.03)


def test_nobody_leaves_from_the_last_age_on() -> None:
    assert leave_schedule(np.array([79.99, 80.0, 95.0]), WOMEN, SHAPE).tolist()[1:] == [0.0, 0.0]
    assert leave_schedule(79.99, WOMEN, SHAPE) > 0.0


def test_returning_rises_from_the_young_to_the_old_by_the_stated_factor() -> None:
    young, middle, old = return_factor(np.array([0.0, SHAPE.back_age, 100.0]), MEN, SHAPE)
    assert young == pytest.approx(0.85, abs=1e-4)
    assert middle == pytest.approx(0.85 * 2.0)
    assert old == pytest.approx(0.85 * 3.0, abs=1e-4)


def test_ages_and_sexes_broadcast_into_a_table() -> None:
    age, sex = np.arange(101), np.array([[MEN], [WOMEN]])
    for function in (leave_schedule, return_factor):
        table = function(age, sex, SHAPE)
        assert table.shape == (2, 101)
        assert np.array_equal(table[1], function(age, WOMEN, SHAPE))


def test_an_unknown_sex_is_refused() -> None:
    with pytest.raises(ValueError, match="0 = men, 1 = women"):
        leave_schedule(30.0, 2, SHAPE)
