"""Devices of minors: shares at the start and by the year, and adults who are then fewer for the same use of all."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from sim.mechanisms.digital import Digital
from sim.model import RuralParty
from sim.procedures.first_devices import at_school_age, give_minors_devices
from sim.world.dated import devices_by_year, internet_use, place_on_path, registered_path
from sim.world.devices import Curve
from sim.world.drivers import driver
from tests.whole import small
from tests.worlds import World, group_of

CURVE = Curve(slope=0.085, ceiling=0.9, coverage=0.73)
MANY = {"world.villages": 8, "world.village_size": 1300, "horizon.burn_in": 0}


def of_school_age(model: RuralParty) -> np.ndarray:
    P, rows = model.people.columns, model.people.rows()
    rows = rows[P.group[rows] > 0]
    return rows[at_school_age((P.group[rows].astype(int) - 1) % 110)]


def room(persons: int) -> tuple[np.ndarray, np.ndarray]:
    return np.empty(persons, np.uint8), np.empty(persons + 1, np.int32)


def share_online(model: RuralParty) -> float:
    return float(model.people.columns.device[of_school_age(model)].mean())


@pytest.mark.parametrize(("share", "turns"), [(0.9, True), (0.9, False)])
def test_minors_get_devices_at_six_with_the_share_and_later_with_the_hazard(share: float, turns: bool) -> None:
    world = World(Digital(), villages=1, persons=5000)
    P, rows = world.people.columns, world.rows
    P.group[rows] = group_of(6)
    P.birth_month[rows] = world.month - (72 if turns else 80)
    P.device[rows[:1000]] = True
    give_minors_devices(P, 0, 5000, share, 0.02, world.month, world.key, *room(5000))
    low, high = stats.binom.interval(0.9999, 4000, share if turns else 1 - np.exp(-0.02))
    assert low <= P.device[rows[1000:]].sum() <= high
    assert P.device[rows[:1000]].all()


@pytest.mark.parametrize("group", [0, group_of(5), group_of(18), group_of(40)])
def test_nobody_else_gets_one(group: int) -> None:
    world = World(Digital(), villages=1, persons=50)
    world.people.columns.group[world.rows] = group
    give_minors_devices(world.people.columns, 0, 50, 1.0, 50.0, world.month, world.key, *room(50))
    assert not world.people.columns.device[world.rows].any()


def test_an_undated_world_has_the_published_share_of_its_year_at_the_start_and_later() -> None:
    model = RuralParty(small({**MANY, "parameters.start.minors_online": True}), rng=1)
    published = driver("minors_online").at(2021)
    error = 3.5 * np.sqrt(published * (1 - published) / len(of_school_age(model)))
    assert share_online(model) == pytest.approx(published, abs=error)
    model.run_for(24)
    assert share_online(model) == pytest.approx(published, abs=error)


def test_a_dated_world_follows_the_published_shares() -> None:
    dated = {**MANY, "world.drivers": "dated", "horizon.start": "2018-11", "horizon.months": 26}
    model = RuralParty(small({**dated, "parameters.start.minors_online": True}), rng=1)
    model.run_for(26)  # to the end of 2020
    published = driver("minors_online").at(2020)
    error = 3.5 * np.sqrt(published * (1 - published) / len(of_school_age(model)))
    assert share_online(model) == pytest.approx(published, abs=error + 0.01)


def test_what_minors_have_adults_do_not_and_all_together_use_the_internet_as_published() -> None:
    start, home = (2010 - 1900) * 12 + 10, registered_path(2010)[0]
    with_minors, without = (devices_by_year(2010, start, CURVE, minors) for minors in (True, False))
    owners = CURVE.with_minors(CURVE.owners(with_minors[2009][0]), driver("minors_online").at(2010))
    alone = CURVE.owners(without[2009][0])
    for year in range(2011, 2022):
        owners = CURVE.with_minors(CURVE.year_on(owners, *with_minors[year]), driver("minors_online").at(year))
        alone = CURVE.year_on(alone, *without[year])
    now = home[place_on_path(2010, 2021)]
    assert float(now @ owners / now.sum()) == pytest.approx(internet_use(2021), abs=0.01)
    old = {
        name: float(now[60:] @ each[60:] / now[60:].sum()) for name, each in {"with": owners, "alone": alone}.items()
    }
    assert old["with"] < 0.38 < old["alone"]


def test_by_default_minors_are_left_as_they_are() -> None:
    model = RuralParty(small({**MANY, "horizon.months": 6}), rng=1)
    before = model.people.columns.device[of_school_age(model)].sum()
    model.run_for(1)
    assert model.people.columns.device[of_school_age(model)].sum() <= before
