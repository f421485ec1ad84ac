"""Migration: leaving for good that falls with age, and who counts as an out-migrant."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from sim.agents.codes import AWAY_STEP
from sim.mechanisms.migration import Migration
from tests.mechanisms.test_migration import plain, ready, settings
from tests.populations import populated
from tests.worlds import World, group_of

PERSONS, FALL, HAZARD = 20_000, 0.06, 0.01
YOUNG, OLD = 22, 60


def away_at_two_ages() -> World:
    """Men away, half of them 22 and half 60, none of whom comes back."""
    world = populated(villages=2, persons=PERSONS, months=2)
    P, rows = world.people.columns, world.rows
    ages = np.where(np.arange(len(rows)) % 2, OLD, YOUNG)
    P.birth_month[rows] = world.month - 12 * ages - 6
    P.sex[rows], P.away[rows] = 0, True
    P.group[rows] = 1 + AWAY_STEP + ages
    plain(world)
    settings(world, back=0.0, leave=0.0, departure_men=HAZARD)
    return world


def gone_by_age(fall: float) -> tuple[int, int]:
    world = away_at_two_ages()
    settings(world, departure_age=fall)
    old = np.arange(len(world.rows)) % 2 == 1
    world.live(ready(world))
    gone = world.people.columns.group[world.rows] == 0
    return int((gone & ~old).sum()), int((gone & old).sum())


def test_the_old_leave_for_good_less_often_and_as_many_leave_in_all() -> None:
    young, old = gone_by_age(FALL)
    weight = np.exp(-FALL * (np.array([YOUNG, OLD]) - 30))
    expected = 1 - np.exp(-HAZARD * weight / weight.mean())
    for found, chance in zip((young, old), expected, strict=True):
        low, high = stats.binom.interval(0.9999, PERSONS, chance)
        assert low <= found <= high


def test_without_a_fall_age_does_not_matter() -> None:
    for found in gone_by_age(0.0):
        low, high = stats.binom.interval(0.9999, PERSONS, 1 - np.exp(-HAZARD))
        assert low <= found <= high


def test_without_a_fall_all_factors_are_one_to_the_bit() -> None:
    world = away_at_two_ages()
    settings(world, departure_age=0.0)
    assert (ready(world).departing == 1.0).all()


@pytest.mark.parametrize(("age", "counted"), [(15, 0.0), (16, 0.65), (21, 0.65), (22, 1.0), (51, 1.0)])
def test_out_migrants_are_those_away_from_sixteen_on_less_students(age: int, counted: float) -> None:
    world = populated(villages=1, persons=100, months=2)
    P, rows = world.people.columns, world.rows
    P.group[rows] = group_of(40)
    P.group[rows[:10]] = group_of(age, sex=1, away=True)
    P.birth_month[rows] = world.month - 12 * 40
    plain(world)
    settings(world, leave=0.0, back=0.0)
    world.live(ready(world))
    tallies = [world.recorder.series(name)[0, 0] for name in ("out_migrants", "out_migrants_age", "out_migrants_51")]
    assert tallies == pytest.approx([10 * counted, 10 * counted * age, 10 * counted * (age >= 51)])


def test_the_former_value_is_neutral() -> None:
    assert Migration.params["departure_age"].former == 0


def test_the_ages_of_leaving_and_returning_rise_by_the_year_from_the_census_of_2010_on() -> None:
    world = away_at_two_ages()
    settings(world, labour_age_drift=0.15, back_age_drift=0.35)
    migration, later = ready(world), ready(world)
    settings(world, labour_age_drift=0.0, back_age_drift=0.0, labour_age=21.6 + 1.5, back_age=48.0 + 3.5)
    shifted = ready(world)
    later.set_schedules(2020)
    np.testing.assert_array_equal(later.schedules, shifted.schedules)
    np.testing.assert_array_equal(later.most, shifted.most)
    np.testing.assert_array_equal(migration.schedules, later.schedules, "a world of 2020 begins with those of 2020")
    later.set_schedules(2010)
    assert (later.schedules != shifted.schedules).any()


def test_places_differ_in_returning_by_a_factor_of_their_own() -> None:
    def returned(**given: float) -> int:
        world = away_at_two_ages()
        settings(world, **{"departure_men": 0.0, "back": 0.02, **given})
        world.live(ready(world))
        return int((~world.people.columns.away[world.rows]).sum())

    assert returned(place_back=0.5) == returned(back=0.01) < returned()
