"""Targeting from 2021: closing of the list, who is watched, found, helped and released; surveys from outside."""

from __future__ import annotations

import numpy as np

from sim.agents.codes import HEALTH, LIVELIHOOD, MARGINAL, NOT_WATCHED, SUDDEN, UNSTABLE, VISITED
from sim.mechanisms.targeting import Targeting
from tests.mechanisms.poverty import errors, month_of, poor_world, total

TARGETING = Targeting()


def test_in_the_last_december_all_are_declared_out_and_the_unstable_are_watched() -> None:
    world = poor_world(villages=3, year=2019, misreport=-50.0, aid=1500.0)
    H = world.households.columns
    world.live(TARGETING)
    listed = np.flatnonzero(H.registered)
    H.income_year[listed[0]] = 90000.0
    world.month = month_of(2020, 11)
    world.live(TARGETING)
    assert not H.registered.any()
    assert total(world, "exits_reported") == len(listed)
    assert total(world, "exits_false") == len(listed) - 1
    assert H.watched[listed[0]] == NOT_WATCHED
    assert (H.watched[listed[1:]] == UNSTABLE).all()
    np.testing.assert_array_equal(H.aid > 0, H.watched > 0)


def test_only_who_is_visited_or_asks_for_help_is_found_and_groups_tell_why() -> None:
    world = poor_world(villages=1, year=2021, homes=40, seen_right=1.0)
    world.month = month_of(2021, 3)
    P, H = world.people.columns, world.households.columns
    H.income_year[:40] = 30000.0
    H.income_year[[1, 2, 3, 4]] = 500.0
    P.events[1] = VISITED
    P.need[2], P.need_known[2] = LIVELIHOOD, True
    P.need[3] = LIVELIHOOD  # nobody knows of it
    H.months_since_exit[2] = 30
    H.deprivations[[5, 6]], H.shock_months[5], H.shock_months[6] = HEALTH, 0, 200
    P.events[[5, 6, 7]] = VISITED
    world.live(TARGETING)
    watched = {1: MARGINAL, 2: UNSTABLE, 5: SUDDEN}
    assert {int(h): int(H.watched[h]) for h in np.flatnonzero(H.watched)} == watched
    assert total(world, "at_risk") == 5
    assert total(world, "at_risk_found") == total(world, "listed") == 3
    assert total(world, "measures") == 3
    assert not H.registered.any()


def test_data_find_their_share_of_households_at_risk_within_a_year() -> None:
    world = poor_world(villages=20, year=2021, bigdata=0.3, gain=0.0)
    world.month = month_of(2021, 0)
    for _ in range(12):
        world.live(TARGETING)
    found = total(world, "at_risk_found") / total(world, "at_risk")
    assert abs(found - 0.3) < 3 * 0.46 / np.sqrt(total(world, "at_risk"))
    assert total(world, "listed_not_poor") > 0  # the line of monitoring is higher


def test_december_releases_who_earns_enough_and_keeps_the_rest() -> None:
    world = poor_world(villages=1, year=2021, homes=40)
    world.month = month_of(2022, 11)
    H = world.households.columns
    H.income_year[:40] = 30000.0
    H.income_year[3] = 500.0
    H.watched[[3, 8]] = MARGINAL
    world.live(TARGETING)
    assert H.watched[3] == MARGINAL
    assert H.watched[8] == NOT_WATCHED
    assert total(world, "declared_safe") == 1
    assert H.months_since_exit[8] > 0
    assert H.aid[8] == 0
    assert world.recorder.series("exits_reported").sum() == 0


def test_no_quota_list_or_pressure_after_the_end_of_the_list() -> None:
    world = poor_world(villages=2, year=2021)
    world.live(TARGETING)
    assert not world.households.columns.registered.any()
    assert total(world, "exits_reported") == 0
    assert (world.villages.columns["quota"] == 0).all()


def test_a_survey_from_outside_corrects_the_list_until_the_next_one() -> None:
    world = poor_world(villages=20, year=2019, noise=0.8, look_back=24.0, look_back_noise=0.0, months=30)
    world.live(TARGETING)
    drawn = errors(world)
    while world.month % 24 != 5:
        world.live(TARGETING)
        assert errors(world) == drawn
    world.live(TARGETING)
    assert errors(world) == (0.0, 0.0)
    assert drawn[0] > 0.4


def test_a_survey_from_outside_corrects_the_watch_list() -> None:
    world = poor_world(villages=5, year=2021, look_back=12.0, look_back_noise=0.0)
    world.month = month_of(2021, 5)
    H = world.households.columns
    H.watched[::9] = MARGINAL
    world.live(TARGETING)
    assert total(world, "at_risk_found") == total(world, "at_risk") == total(world, "listed") > 0


def test_a_household_that_has_gone_leaves_every_list() -> None:
    world = poor_world(villages=1, year=2018)
    world.live(TARGETING)
    H = world.households.columns
    gone = int(np.flatnonzero(H.registered)[0])
    H.persons[gone] = 0
    world.live(TARGETING)
    assert not H.registered[gone]
    assert H.aid[gone] == 0
    assert total(world, "listed") == H.registered.sum()
