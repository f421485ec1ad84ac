"""Offices: how often women who could stand are put forward, in elections and among the secretaries of the start."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from sim.mechanisms.offices import Offices
from tests.mechanisms.test_offices import branch, die, live, member
from tests.whole import run, small
from tests.worlds import World, group_of

VILLAGES = 400


def elections(women_stand: float) -> World:
    """Villages whose secretary has died, with two women and two men who are alike but for luck."""
    world = branch(villages=VILLAGES, members=5)
    P = world.people.columns
    for v in range(VILLAGES):
        die(world, member(world, 5 * v))
        for place in (1, 2):
            i = member(world, 5 * v + place)
            P.sex[i], P.group[i] = 1, group_of(40, sex=1)
    world.settings["offices"]["score_noise"] = 0.1
    world.settings["offices"]["women_stand"] = women_stand
    live(world)
    return world


def women_nominated(world: World) -> int:
    P, rows = world.people.columns, world.members
    women = P.identity[rows[P.sex[rows] == 1]]
    return int(np.isin(world.offices.columns["nominee"], women).sum())


@pytest.mark.parametrize("stand", [1.0, 0.5, 0.1])
def test_women_are_nominated_as_often_as_the_best_of_those_who_stand(stand: float) -> None:
    # Of two women none, one or both stand beside two men: the best of all is a woman in so many cases.
    share = 2 * stand * (1 - stand) / 3 + stand**2 / 2
    low, high = stats.binom.interval(0.9999, VILLAGES, share)
    assert low <= women_nominated(elections(stand)) <= high


def test_nobody_but_women_is_left_out() -> None:
    world = elections(0.1)
    assert (world.offices.columns["nominee"] != 0).all()


def test_few_women_are_in_office_at_the_start_where_few_are_put_forward() -> None:
    world = {"world.villages": 60, "world.village_size": 300, "horizon.months": 1, "horizon.burn_in": 0}
    in_office = []
    for stand in (1.0, 0.1):
        offices = run(small({**world, "parameters.offices.women_stand": stand})).offices.columns
        in_office.append(int(offices["sex"][offices["holder"] != 0].sum()))
    assert in_office[1] < in_office[0] / 2


def test_women_stood_as_men_do_before() -> None:
    assert Offices.params["women_stand"].former == 1
