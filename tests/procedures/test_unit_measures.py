"""Money of first secretaries' units for households: what is set aside, who gets it, what it does, that none is lost."""

from __future__ import annotations

import numpy as np
import pytest

from sim.agents.codes import MARGINAL
from sim.mechanisms.first_secretaries import FirstSecretaries
from sim.mechanisms.targeting import Targeting
from tests.limits import Limits
from tests.mechanisms.poverty import month_of, poor_world
from tests.whole import run, small
from tests.worlds import World

TARGETING, POSTS = Targeting(), FirstSecretaries()
PRICE = 5000.0


def listed(households: int, money: float, year: int = 2018, villages: int = 3) -> World:
    """Villages whose first households are on the list in force, in a month in which nobody else gets a measure."""
    world = poor_world(villages=villages, homes=60, year=year)
    world.month = month_of(year, 3)
    H, V = world.households.columns, world.villages.columns
    for first in V["household_first"]:
        if year < 2021:
            H.registered[first : first + households] = True
        else:
            H.watched[first : first + households] = MARGINAL
    V["household_money"] = money
    return world


def gains(world: World) -> np.ndarray:
    """What measures have added to the income of each household, a row for each village."""
    return np.array(world.households.columns.measures_income[world.households.rows()]).reshape(-1, 60)


@pytest.mark.parametrize("year", [2018, 2022])
def test_as_many_measures_as_the_money_pays_go_to_households_on_the_list(year: int) -> None:
    world = listed(20, 7.5 * PRICE, year)
    world.live(TARGETING)
    gained = gains(world) > 0
    assert (gained.sum(axis=1) == 7).all()
    assert not gained[:, 20:].any()
    assert world.recorder.series("unit_measures")[0].tolist() == [7, 7, 7]
    assert world.villages.columns["household_money"] == pytest.approx([0.5 * PRICE] * 3)
    assert world.households.columns.matched[world.households.rows()].reshape(3, 60)[gained].all()
    assert len({tuple(row) for row in gained}) == 3  # by lot, and not by place


def test_every_measure_answers_to_its_cause() -> None:
    world = listed(20, 20 * PRICE)
    world.live(TARGETING)
    assert gains(world)[:, :20] == pytest.approx(0.25)
    assert world.recorder.series("measures_matched")[0].sum() == 60


@pytest.mark.parametrize(("households", "money"), [(0, 50_000.0), (20, PRICE - 1)])
def test_what_finds_nobody_or_is_too_little_is_kept(households: int, money: float) -> None:
    world = listed(households, money)
    world.live(TARGETING)
    assert (world.villages.columns["household_money"] == money).all()
    assert not gains(world).any()


def test_no_household_gets_two_measures_of_a_unit_in_a_month() -> None:
    world = listed(3, 10 * PRICE)
    world.live(TARGETING)
    assert gains(world)[:, :3] == pytest.approx(0.25)
    assert world.villages.columns["household_money"] == pytest.approx([7 * PRICE] * 3)


@pytest.mark.limit
def test_money_of_the_units_is_shared_out_and_none_is_lost(limit: Limits) -> None:
    world = poor_world(villages=30, homes=60, year=2019, months=40)
    posts = World(POSTS, villages=30, persons=2, months=40)
    posts.settings["first_secretaries"]["coverage"] = 1.0
    posts.settings["first_secretaries"]["household_share"] = 0.3
    V, W = posts.villages.columns, world.villages.columns
    reached = 0.0
    world.month = month_of(2019, 0)
    for _ in range(36):
        V["grants"] = 0.0
        posts.live(POSTS)
        reached += V["grants"].sum()
        W["household_money"] += V["household_money"]
        V["household_money"] = 0.0
        world.live(TARGETING)
    brought = posts.first_secretaries.columns["resources"].sum() * 3
    paid = float(world.recorder.series("unit_money").sum())
    set_aside = float(posts.recorder.series("unit_set_aside").sum())
    limit("V36", "share of units' money for households", 0.3, set_aside / (set_aside + reached), 1e-6)
    assert set_aside == pytest.approx(paid + float(W["household_money"].sum()), rel=1e-6)
    assert paid == PRICE * world.recorder.series("unit_measures").sum()
    assert brought > 0
    assert paid > 0


def test_a_share_for_households_lowers_grants_and_lasting_poverty() -> None:
    posted = {
        "world.villages": 6,
        "world.village_size": 600,
        "parameters.first_secretaries.coverage": 1.0,
        "horizon.months": 36,
    }
    none, share = (run(small({**posted, "parameters.first_secretaries.household_share": s})) for s in (0.0, 0.6))
    assert none.outcome("unit_measures", 36) == 0
    assert share.outcome("unit_measures", 36) > 5
    assert share.outcome("grants", 36) < none.outcome("grants", 36)
    assert share.outcome("poverty_lasting", 12) < none.outcome("poverty_lasting", 12)
