"""Enterprises of returnees: who founds them, how long they run, whom they have work for, and what that changes."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.agents.codes import CAME_HOME
from sim.mechanisms.livelihoods import Livelihoods
from sim.mechanisms.membership import Membership
from sim.mechanisms.migration import Migration
from sim.procedures.enterprises import JOINED, PAID, come_home, next_by_lot
from tests.limits import Limits
from tests.whole import run, small, states
from tests.worlds import World, group_of

LIVELIHOODS = Livelihoods()
FOUNDING = 0.1
TOWN: dict[str, object] = {"world.village_size": 600, "horizon.months": 36}


def village(enterprises: int, villages: int = 1, homes: int = 100, **settings: float) -> World:
    """Villages with so many enterprises; no household has a wage or is in a cooperative."""
    world = World(LIVELIHOODS, villages=villages, persons=homes, months=400)
    for name, value in settings.items():
        world.settings["livelihoods"][name] = value
    LIVELIHOODS.setup(world)
    world.villages.columns["enterprises"] = enterprises
    return world


def homes_with(world: World, column: str) -> np.ndarray:
    return np.flatnonzero(getattr(world.households.columns, column)[world.households.rows()])


@pytest.mark.limit
def test_an_adult_of_working_age_who_comes_home_founds_an_enterprise_with_the_probability(limit: Limits) -> None:
    number = 20_000
    world = World(Migration(), Membership(), villages=1, persons=number)
    P, V = world.people.columns, world.villages.columns
    for place, age in enumerate((12, 17, 18, 40, 59, 60, 75)):
        P.group[world.rows[place::7]] = group_of(age)
    for i in world.rows:
        come_home(P, V, world.now, 0, i, FOUNDING, world.month, world.key)
    able = number * 3 / 7
    error = math.sqrt(FOUNDING * (1 - FOUNDING) / able)
    limit(
        "V36", "returnees of 18 to 59 who found an enterprise", FOUNDING, float(V["enterprises"][0]) / able, 4 * error
    )
    assert world.now["enterprises_founded"][0] == V["enterprises"][0]
    ages = (P.group[world.rows] - 1) % 110
    np.testing.assert_array_equal(P.past[world.rows] == CAME_HOME, ages >= 18)


@pytest.mark.limit
def test_enterprises_run_as_long_as_founding_and_ending_let_them(limit: Limits) -> None:
    founded, end, villages, months = 2, 0.03, 400, 300
    world = village(0, villages, homes=20, enterprise_end=end)
    for _ in range(months):
        world.villages.columns["enterprises"] += founded
        world.live(LIVELIHOODS)
    expected = founded * math.exp(-end) / (1 - math.exp(-end))  # a month's foundings may end in their month
    found = float(world.villages.columns["enterprises"].mean())
    limit("V36", "enterprises that run, two founded a month", expected, found, 4 * math.sqrt(expected / villages))


def test_an_enterprise_has_work_for_its_households_and_one_more_adds_some_and_moves_none() -> None:
    world = village(5, enterprise_end=0.0, enterprise_cooperative=0.5)
    world.live(LIVELIHOODS)
    first = homes_with(world, "enterprise")
    assert len(first) == 20
    np.testing.assert_array_equal(first, homes_with(world, "local_wage"))
    joined = homes_with(world, "cooperative")
    assert 0 < len(joined) < 20
    assert set(joined) < set(first)
    world.villages.columns["enterprises"] = 7
    world.live(LIVELIHOODS)
    assert set(first) < set(homes_with(world, "enterprise"))
    assert world.villages.columns["employed"][0] == 0.28
    world.villages.columns["enterprises"] = 5
    world.live(LIVELIHOODS)
    np.testing.assert_array_equal(first, homes_with(world, "enterprise"))
    np.testing.assert_array_equal(joined, homes_with(world, "cooperative"))


def test_what_households_had_before_they_keep_when_the_work_ends() -> None:
    world = village(25, enterprise_end=0.0, enterprise_cooperative=1.0)
    H, rows = world.households.columns, world.households.rows()
    H.local_wage[rows[::2]], H.cooperative[rows[::3]] = True, True
    before = H.local_wage[rows].copy(), H.cooperative[rows].copy()
    world.live(LIVELIHOODS)
    assert H.local_wage[rows].all()
    assert H.cooperative[rows].all()
    assert ((H.enterprise[rows] & PAID != 0) == ~before[0]).all()
    assert ((H.enterprise[rows] & JOINED != 0) == ~before[1]).all()
    world.settings["livelihoods"]["enterprise_end"] = 1e9
    world.live(LIVELIHOODS)
    np.testing.assert_array_equal(H.local_wage[rows], before[0])
    np.testing.assert_array_equal(H.cooperative[rows], before[1])
    assert world.villages.columns["employed"][0] == 0
    assert not H.enterprise[rows].any()


def test_more_work_than_households_leaves_none_without() -> None:
    world = village(100, enterprise_end=0.0)
    world.live(LIVELIHOODS)
    assert world.villages.columns["employed"][0] == 1
    assert world.recorder.series("employed")[0][0] == 100


def test_a_household_that_has_gone_leaves_its_work_to_another() -> None:
    world = village(5, enterprise_end=0.0)
    world.live(LIVELIHOODS)
    gone = homes_with(world, "enterprise")[0]
    world.people.columns.group[world.rows[gone]] = 0
    world.live(LIVELIHOODS)
    assert gone not in homes_with(world, "enterprise")
    assert len(homes_with(world, "enterprise")) == 20


def test_enterprises_lower_dependence_and_leaving_and_raise_jobs_and_cooperatives() -> None:
    none, some = (run(small({**TOWN, "parameters.migration.enterprise": chance})) for chance in (0.0, 0.3))
    assert none.outcome("enterprises", 12) == none.outcome("employed", 12) == 0
    assert some.outcome("employed", 12) > 0.1
    assert some.outcome("jobs", 12) > none.outcome("jobs", 12) + 0.1
    assert some.outcome("cooperatives", 12) > none.outcome("cooperatives", 12) + 0.03
    assert some.outcome("dependence", 12) < none.outcome("dependence", 12)
    assert some.outcome("share_away", 12) < none.outcome("share_away", 12)


def test_without_returnees_who_found_any_nothing_changes_to_the_bit() -> None:
    none = {"parameters.migration.enterprise": 0.0}
    moved = {"parameters.livelihoods.enterprise_households": 8.0, "parameters.livelihoods.enterprise_end": 0.01}
    assert states(run(small(none | moved))) == states(run(small(none)))


@pytest.mark.parametrize("number", [0, 1, 8, 150, 300])
@pytest.mark.parametrize("last_first", [False, True])
@pytest.mark.parametrize("classes", [1, 1 << 24, 1 << 30])
def test_those_whose_turn_it_is_come_by_their_lots_and_equal_ones_by_their_number(
    number: int, last_first: bool, classes: int
) -> None:
    rng, size = np.random.default_rng(number), 400
    words = (rng.integers(0, 1 << 32, size) // classes * classes).astype(np.uint32)
    marks = (rng.random(size) < 0.5).astype(np.uint8)
    rows, keys = np.empty(size + 1, np.int64), np.empty(size + 1, np.uint32)
    found = rows[: next_by_lot(marks, words, last_first, number, rows, keys)].tolist()
    sign = -1 if last_first else 1
    assert found == sorted(np.flatnonzero(marks).tolist(), key=lambda k: (sign * int(words[k]), k))[:number]
