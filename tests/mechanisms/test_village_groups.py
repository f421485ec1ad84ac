"""Village groups: the curve of joining, where it rests, who can be in one, what is read and what is heard at home."""

from __future__ import annotations

import math

import numpy as np
import pytest
from numba.core.runtime import _nrt_python, rtsys

from sim.mechanisms.digital import Digital
from sim.mechanisms.start import Start
from sim.mechanisms.village_groups import GROWN, HOME, OLD, OLD_HOME, VillageGroups, tell_kinds
from sim.procedures.people import AT_HOME, OF_AGE
from sim.procedures.village_groups import share_at_rest, share_read
from tests.limits import Limits
from tests.whole import run, small, states
from tests.worlds import World, group_of

GROUPS = VillageGroups()
INNOVATION, IMITATION, LEAVE, REFUSAL = 0.02, 0.15, 0.005, 0.1


def chatting(villages: int = 1, persons: int = 200, **settings: float) -> World:
    """Villages with a group that nobody is in yet; all are men of 40 at home with a device and a skill of .5."""
    world = World(GROUPS, Digital(), Start(), villages=villages, persons=persons, months=200)
    P = world.people.columns
    P.device[world.rows], P.skill[world.rows] = True, 0.5
    world.villages.columns["village_group"] = True
    for name, value in settings.items():
        world.settings["village_groups"][name] = value
    return world


def shares(world: World) -> np.ndarray:
    """Share of persons in the group, by village."""
    inside = world.people.columns.in_village_group[world.rows]
    return np.asarray(inside.reshape(len(world.villages.columns), -1).mean(axis=1))


def closed_form(months: float) -> float:
    """Solution of da/dt = (p + q a)(1 − a)(1 − refusal) − leave a from nought: a logistic curve."""
    p, q = INNOVATION * (1 - REFUSAL), IMITATION * (1 - REFUSAL)
    middle = q - p - LEAVE
    root = math.sqrt(middle**2 + 4 * p * q)
    high, low = (middle + root) / (2 * q), (middle - root) / (2 * q)
    ratio = high / low * math.exp(-root * months)
    return (high - low * ratio) / (1 - ratio)


@pytest.mark.limit
def test_joining_follows_the_closed_form_of_bass_with_leaving(limit: Limits) -> None:
    world, found, recursion = chatting(villages=12, persons=2500), [], [0.0]
    for _ in range(96):
        world.live(GROUPS)
        found.append(shares(world))
        a = recursion[-1]
        joins = (INNOVATION + IMITATION * a) * (1 - REFUSAL)
        recursion.append(a + (joins * (1 - a) - LEAVE * a) / (joins + LEAVE) * -math.expm1(-joins - LEAVE))
    for month in (6, 12, 24, 96):
        share = found[month - 1]
        error = share.std(ddof=1) / math.sqrt(12)
        limit("V37", f"share in the group, monthly recursion, month {month}", recursion[month], share.mean(), 3 * error)
        limit("V37", f"the recursion itself, closed form, month {month}", closed_form(month), recursion[month], 0.035)
    limit("V37", "where it rests, closed form", closed_form(1e4), recursion[-1], 1e-5)
    rest = share_at_rest(*(np.array([x]) for x in (INNOVATION * 0.9, IMITATION * 0.9, LEAVE)))
    assert rest[0] == pytest.approx(closed_form(1e4), rel=1e-12)


def test_without_innovation_nobody_joins_and_without_leaving_all_do() -> None:
    world = chatting(innovation=0.0)
    world.live(GROUPS)
    assert shares(world) == 0.0
    rests = share_at_rest(*np.array([[0.0, 0.15, 0.3], [0.02, 0.15, 0.0], [0.02, 0.0, 0.02], [0.0, 0.0, 0.0]]).T)
    assert rests == pytest.approx([0.0, 1.0, 0.5, 0.0])


def test_groups_begin_at_their_hazard_and_stay() -> None:
    world = World(GROUPS, Digital(), villages=4000, persons=2)
    world.settings["village_groups"]["start"] = 0.1
    for month in (1, 2, 3):
        world.live(GROUPS)
        expected = 1 - math.exp(-0.1 * month)
        error = math.sqrt(expected * (1 - expected) / 4000)
        assert world.villages.columns["village_group"].mean() == pytest.approx(expected, abs=3 * error)
    world.settings["village_groups"]["start"] = 0.0
    before = world.villages.columns["village_group"].copy()
    world.live(GROUPS)
    assert (world.villages.columns["village_group"] == before).all()


def test_only_adults_with_a_device_and_some_skill_are_in_it_and_the_unable_drop_out() -> None:
    world = chatting(persons=6, innovation=50.0, leave=0.0)
    P, rows = world.people.columns, world.rows
    P.group[rows] = [group_of(40), group_of(17), group_of(40, away=True), group_of(40), group_of(40), 0]
    P.device[rows] = [1, 1, 1, 0, 1, 1]
    P.skill[rows] = [0.5, 0.5, 0.5, 0.5, 0.14, 0.5]
    world.live(GROUPS)
    assert P.in_village_group[rows].tolist() == [True, False, True, False, False, False]
    assert world.recorder.series("group_home")[0] == world.recorder.series("group_away")[0] == 1
    P.skill[rows[0]], P.group[rows[2]] = 0.1, 0
    world.live(GROUPS)
    assert not P.in_village_group[rows].any()


def test_the_share_read_is_the_equation() -> None:
    for posts in (10.0, 60.0, 200.0):
        assert share_read(posts, 0.3, 0.8, 60.0) == pytest.approx(1 / (1 + math.exp(-0.3 + 0.8 * math.log(posts / 60))))


def test_posts_read_are_notices_times_the_share_read_and_the_household_hears_of_them() -> None:
    world = chatting(persons=4000, innovation=50.0, leave=0.0, chatter=0.0, notices=3.0, crowding=0.0, reading=0.4)
    P, rows = world.people.columns, world.rows
    P.device[rows] = np.arange(4000) % 2 == 0
    P.household[rows] = np.arange(4000) // 4
    P.group[rows[3::4]] = group_of(10)
    world.live(GROUPS)
    each = 3 / (1 + math.exp(-0.4))
    read, heard = (column[rows].reshape(-1, 4) for column in (P.posts_read, P.posts_heard))
    assert world.villages.columns["posts_seen"][0] == pytest.approx(each / 3)
    assert set(np.unique(read[:, [0, 2]])) == {math.floor(each), math.ceil(each)}
    assert read[:, [0, 2]].mean() == pytest.approx(each, abs=3 * 0.5 / math.sqrt(2000))
    assert (read[:, [1, 3]] == 0).all()
    assert (heard[:, :3] == read.max(axis=1)[:, None] - read[:, :3]).all()
    assert (heard[:, 3] == 0).all()
    assert world.recorder.series("posts_read")[0] == read.sum()
    assert world.recorder.series("posts_heard")[0] == heard.sum()


def test_no_more_posts_are_read_than_can_be_counted() -> None:
    world = chatting(innovation=50.0, notices=40.0, reading=5.0)
    world.live(GROUPS)
    inside = world.people.columns.in_village_group[world.rows]
    assert (world.people.columns.posts_read[world.rows][inside] == 4).all()


def test_a_world_may_begin_with_groups_at_rest() -> None:
    world = chatting(villages=40, persons=400)
    world.villages.columns["village_group"] = False
    world.settings["start"]["groups"] = 0.7
    GROUPS.setup(world)
    there = world.villages.columns["village_group"]
    assert there.mean() == pytest.approx(0.7, abs=3 * math.sqrt(0.21 / 40))
    assert (shares(world)[~there] == 0).all()
    before = shares(world)[there].mean()
    rest = share_at_rest(*(np.array([x]) for x in (INNOVATION * 0.9, IMITATION * 0.9, LEAVE)))[0]
    assert before == pytest.approx(rest, abs=3 * math.sqrt(rest * (1 - rest) / (400 * there.sum())))
    for _ in range(12):
        world.live(GROUPS)
    assert shares(world)[there].mean() == pytest.approx(before, abs=0.01)


def test_without_a_group_nothing_changes_whatever_else_is_set() -> None:
    moved = {
        "village_groups.innovation": 0.05,
        "village_groups.notices": 12.0,
        "trust.post_weight": 0.3,
        "trust.post_passed_on": 1.0,
        "service.group_lag": 1.0,
        "information.group_correction": 0.5,
        "information.group_rumour": 0.5,
        "meetings.attend_announced": 0.6,
        "effort.clock_hours": 8.0,
    }
    none = {"start.groups": 0.0, "village_groups.start": 0.0}

    def lived(**values: float) -> dict[int, bytes]:
        return states(run(small({f"parameters.{name}": value for name, value in values.items()}), months=3))

    plain = lived(**none)
    assert lived(**none, **moved) == plain
    assert lived(**{**none, "start.groups": 1.0}) != plain


def test_memory_is_asked_for_by_village_and_not_by_person() -> None:
    def asked(persons: int) -> int:
        world = chatting(persons=persons)
        world.live(GROUPS)
        _nrt_python.memsys_enable_stats()
        before = rtsys.get_allocation_stats().alloc
        GROUPS.step(world)
        return int(rtsys.get_allocation_stats().alloc - before)

    assert asked(50) == asked(5000) < 10


def test_the_kinds_of_all_groups_are_those_of_the_tables() -> None:
    groups = np.arange(OF_AGE.size, dtype=np.uint16)
    kinds = np.empty(groups.size, np.uint8)
    tell_kinds(groups, kinds)
    np.testing.assert_array_equal(kinds & GROWN, OF_AGE)
    np.testing.assert_array_equal(kinds >> HOME & 1, AT_HOME)
    np.testing.assert_array_equal(kinds >> OLD_HOME & 1, AT_HOME * ((groups.astype(int) - 1) % 110 >= OLD))
