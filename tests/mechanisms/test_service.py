"""Service and contact: Rasch and queue limits, who comes first, visits, messages and the two dilution thresholds."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.optimize import brentq

from sim.agents.codes import ACTIVE, ADMINISTRATIVE, FAILURE, MESSAGE_SHIFT, NOT_FOUND, SUCCESS, VISITED, WELFARE
from sim.mechanisms.digital import Digital
from sim.mechanisms.service import Service, contact_plan, posted_part
from tests.limits import Limits
from tests.worlds import World, group_of

ERRORS = 3.0
PLENTY = 1e6


def office(villages: int = 1, persons: int = 1000, **keywords: int) -> World:
    """Make villages with hours, staff of capacity one half, and somebody always in charge."""
    world = World(Service(), Digital(), villages=villages, persons=persons, **keywords)
    V, O = world.villages.columns, world.offices.columns
    V["work_hours"], V["committee_capacity"], V["dispersion"] = PLENTY, 0.5, -1.0
    V["platform_quality"] = V["active_share"] = 0.0
    O["holder"], O["capacity"] = 1, 0.5
    return world


def give_needs(world: World, rows: np.ndarray, kind: int = ADMINISTRATIVE, difficulty: float = 0.5) -> None:
    P = world.people.columns
    P.need[rows], P.need_difficulty[rows], P.need_known[rows] = kind, difficulty, True


@pytest.mark.limit
def test_a_need_as_hard_as_the_provider_is_able_is_met_half_the_time(limit: Limits) -> None:
    world = office(persons=4000)
    give_needs(world, world.rows)
    world.villages.columns["service_hours"] = PLENTY
    Service().step(world)
    successes = (world.people.columns.events[world.rows] & SUCCESS).sum()
    assert world.now["attempts"][0] == 4000
    limit("V17", "share met where difficulty is capacity", 0.5, successes / 4000, ERRORS * math.sqrt(0.25 / 4000))
    assert world.villages.columns["success_share"][0] == pytest.approx(successes / 4000)


@pytest.mark.limit
def test_without_hours_nobody_is_served_or_visited(limit: Limits) -> None:
    world = office()
    give_needs(world, world.rows)
    Service().setup(world)
    Service().step(world)
    for tally in ("attempts", "successes", "visits", "messages"):
        limit("V17", f"{tally} without hours, {len(world.rows)} needs", 0, world.now[tally][0], 0)
    assert (world.people.columns.need[world.rows] == ADMINISTRATIVE).all()
    assert world.villages.columns["success_share"][0] == 0.5


@pytest.mark.limit
def test_with_slots_for_all_fulfilment_is_the_product_of_known_path_and_success(limit: Limits) -> None:
    world = office(persons=6000)
    V, P, rows, place = world.villages.columns, world.people.columns, world.rows, np.arange(6000)
    V["service_hours"], V["work_hours"], V["dispersion"], V["platform_quality"] = PLENTY, 30.0, 1.0, 0.5
    world.offices.columns["capacity"] = 0.7
    V["secretary_service"], V["committee_capacity"] = PLENTY / 2, 0.3
    give_needs(world, rows)
    P.need_difficulty[rows] = (place % 10) / 10
    P.need[rows] = np.where(place % 4 == 0, WELFARE, ADMINISTRATIVE)
    P.need_known[rows] = place % 3 > 0
    P.account[rows] = np.where(place % 5 == 0, ACTIVE, 0)
    Service().step(world)
    person, online = 1 - math.exp(-30 / (30 * 1.25)), 0.5 * (1 - math.exp(-2))
    path = np.where(P.account[rows] == ACTIVE, 1 - (1 - online) * (1 - person), person)
    success = sum(0.5 / (1 + np.exp(-3.4 * (capacity - (place % 10) / 10))) for capacity in (0.7, 0.3))
    success = np.where(place % 4 == 0, success * 0.7 * 1.2, success)
    chance = (place % 3 > 0) * path * success
    met = (P.events[rows] & SUCCESS) > 0
    error = math.sqrt((chance * (1 - chance)).sum()) / len(rows)
    limit("V17", "needs met with slots for all, of those arisen", chance.mean(), met.mean(), ERRORS * error)
    assert not met[place % 3 == 0].any()
    missed, seekers = world.now["needs_not_found"][0], place % 3 > 0
    assert missed == ((P.events[rows] & NOT_FOUND) > 0).sum()
    assert abs(missed - (1 - path)[seekers].sum()) <= ERRORS * math.sqrt((path * (1 - path))[seekers].sum())


def tried(world: World) -> np.ndarray:
    P, rows = world.people.columns, world.rows
    return ((P.events[rows] & (SUCCESS | FAILURE)) > 0) | (P.need_tries[rows] > 0)


def test_the_oldest_needs_are_served_first() -> None:
    world = office(persons=100)
    P, rows = world.people.columns, world.rows
    give_needs(world, rows)
    P.need_age[rows] = np.arange(100) % 5
    world.villages.columns["service_hours"], world.settings["service"]["share_visits"] = 3.0 * 30, 0.0
    Service().step(world)
    served = np.flatnonzero(tried(world))
    expected = sorted(range(100), key=lambda n: (-(n % 5), int(P.identity[rows[n]])))[: len(served)]
    assert 30 <= len(served) <= 31
    assert served.tolist() == sorted(expected)


def test_more_hours_serve_and_visit_all_whom_fewer_hours_reached() -> None:
    reached = []
    for hours in (0.0, 40.0, 41.5, 90.0, 200.0, 2000.0):
        world = office(persons=300)
        give_needs(world, world.rows[::2])
        world.people.columns.need_age[world.rows] = np.arange(300) % 4
        world.villages.columns["service_hours"] = hours
        Service().step(world)
        reached.append((tried(world), (world.people.columns.events[world.rows] & VISITED) > 0))
    for (fewer, less), (more, further) in zip(reached, reached[1:], strict=False):
        assert (fewer <= more).all()
        assert (less <= further).all()
    assert reached[-1][0][::2].all()
    assert reached[1][0].sum() < reached[3][0].sum()


def test_a_need_is_given_up_after_the_second_failure() -> None:
    world = office(persons=200)
    give_needs(world, world.rows, difficulty=50.0)
    world.villages.columns["service_hours"] = PLENTY
    P, rows = world.people.columns, world.rows
    world.live(Service())
    assert (P.need_tries[rows] == 1).all()
    assert not (P.events[rows] & FAILURE).any()
    world.live(Service())
    assert ((P.events[rows] & FAILURE) > 0).all()
    assert not P.need[rows].any()
    assert not P.need_known[rows].any()
    assert not P.need_tries[rows].any()


def test_visits_reach_adults_at_home_once_and_stop_when_all_are_reached() -> None:
    world = office(persons=300)
    P, V, rows = world.people.columns, world.villages.columns, world.rows
    P.group[rows[:50]], P.group[rows[50:100]], P.group[rows[100:120]] = group_of(10), group_of(40, away=True), 0
    V["adults_home"], V["service_hours"] = 180, 60.0
    Service().step(world)
    visited = (P.events[rows] & VISITED) > 0
    assert not visited[:120].any()
    assert (
        world.now["visits"][0] == world.now["visits_possible"][0] == visited.sum() == 60
    )  # no needs: all hours are idle
    V["service_hours"] = 500.0
    Service().step(world)
    assert world.now["visits"][0] == 180
    assert world.now["visits_possible"][0] == 500


def test_a_visit_brings_unknown_needs_to_light() -> None:
    world = office(persons=3000)
    P, rows = world.people.columns, world.rows
    P.need[rows[::2]] = ADMINISTRATIVE
    world.villages.columns["service_hours"] = 5000.0
    Service().step(world)
    assert abs(P.need_known[rows].sum() - 900) <= ERRORS * math.sqrt(1500 * 0.24)
    assert world.now["needs_sought"][0] == P.need_known[rows].sum()
    assert not P.need_known[rows[1::2]].any()


def test_floor_and_campaign_move_hours_to_visits() -> None:
    base, floor, campaign = office(villages=3), office(villages=3), office(villages=3)
    floor.settings["service"]["visit_floor"] = [0.0, 50.0, 500.0]
    campaign.settings["service"]["campaign_hours"] = 30.0
    for world in (base, floor, campaign):
        give_needs(world, world.rows)
        world.villages.columns["service_hours"] = 90.0
        Service().step(world)
    assert (np.abs(base.now["visits"] - 36) <= 1).all()
    assert (np.abs(floor.now["visits"] - [36, 50, 90]) <= 1).all()
    assert (np.abs(floor.now["attempts"] - [18, 40 / 3, 0]) <= 1).all()
    assert (campaign.now["visits"] - base.now["visits"] == 30).all()
    assert (campaign.now["attempts"] == base.now["attempts"]).all()


def test_volunteers_are_home_full_members_and_give_by_willingness_and_habit() -> None:
    world = office(persons=60, members=4)
    P, rows = world.people.columns, world.rows
    P.willingness[rows], P.habit[rows], P.capacity[rows] = 0.5, [0.8] * 60, 50.0
    P.group[rows[2]], P.stage[rows[3]] = group_of(40, away=True), 3
    give_needs(world, rows[10:11], difficulty=40.0)
    Service().step(world)
    assert world.villages.columns["volunteer_hours"][0] == pytest.approx(2 * 4 * 0.5 * 0.8, rel=1e-6)
    assert world.now["successes"][0] == 1  # the one slot is a volunteer's, and his capacity decides


@pytest.mark.parametrize("sent_to_each", [0.3, 1.0, 2.5, 9.0])
def test_messages_land_on_active_users_only_and_at_most_four_times(sent_to_each: float) -> None:
    world = office(persons=1000)
    P, V, rows, place = world.people.columns, world.villages.columns, world.rows, np.arange(1000)
    P.account[rows] = np.where(place % 4 == 0, ACTIVE, place % 2)
    P.group[rows[place % 8 == 4]] = group_of(40, away=True)
    V["service_hours"], V["active_share"] = 100.0 * sent_to_each, 1.0
    world.settings["service"]["online_share"], world.settings["digital"]["attention"] = 1.0, 1.0
    Service().step(world)
    got = P.events[rows] >> MESSAGE_SHIFT
    assert world.now["visits"][0] == 0
    assert not got[place % 4 > 0].any()
    assert got.sum() == world.now["messages"][0]
    least, most = min(4, math.floor(sent_to_each)), min(4, math.ceil(sent_to_each))
    assert set(np.unique(got[place % 4 == 0])) == {least, most}
    assert abs(got.sum() - 250 * min(4.0, sent_to_each)) <= ERRORS * math.sqrt(250 * 0.25)


def contact(
    share_active_home: float, share_active_away: float, share_home: float, online: float
) -> tuple[float, float]:
    """Trust-weighted contact of all and of residents from 100 hours, as expected."""
    visits, messages = contact_plan(100.0, online, 1.0, 0.1, 0.0)
    home = 0.3 * messages * share_home * share_active_home
    return visits + home + 0.3 * messages * (1 - share_home) * share_active_away, visits + home


@pytest.mark.limit
@pytest.mark.parametrize("online", [0.2, 0.5, 1.0])
def test_dilution_crosses_over_exactly_at_the_two_thresholds(online: float, limit: Limits) -> None:
    for_all, for_residents = 0.1 / 0.3, 0.1 / (0.3 * 0.6)
    assert for_residents == pytest.approx(0.556, abs=1e-3)
    everybody, residents = contact(for_all, for_all, 0.6, online)
    assert everybody == pytest.approx(100.0, rel=1e-12)
    assert residents < 100.0
    assert contact(for_residents, 0.0, 0.6, online)[1] == pytest.approx(100.0, rel=1e-12)
    for near in (-1e-6, 1e-6):
        assert np.sign(contact(for_all + near, for_all + near, 0.6, online)[0] - 100.0) == np.sign(near)
        assert np.sign(contact(for_residents + near, 0.0, 0.6, online)[1] - 100.0) == np.sign(near)
    where = f"with {online:.0%} of the hours online"
    total = brentq(lambda share: contact(share, share, 0.6, online)[0] - 100.0, 0.0, 1.0, xtol=1e-13)
    limit("V31", f"active share at which all contact crosses over, {where}", for_all, total, 1e-9)
    residents_only = brentq(lambda share: contact(share, 0.0, 0.6, online)[1] - 100.0, 0.0, 1.0, xtol=1e-13)
    limit("V31", f"the same for residents, {where}", for_residents, residents_only, 1e-9)


@pytest.mark.parametrize(
    ("active", "all_gain", "residents_gain"), [(0.25, False, False), (0.45, True, False), (0.7, True, True)]
)
def test_between_the_thresholds_those_away_gain_and_residents_lose(
    active: float, all_gain: bool, residents_gain: bool
) -> None:
    totals = {}
    for online in (0.0, 1.0):
        world = office(persons=2000)
        P, V, rows, place = world.people.columns, world.villages.columns, world.rows, np.arange(2000)
        away = place % 5 < 2
        P.group[rows[away]] = group_of(30, away=True)
        P.account[rows] = np.where((place // 5) % 20 < active * 20, ACTIVE, 0)
        V["adults_home"], V["service_hours"], V["active_share"] = 1200, 100.0, 1.0
        world.settings["service"]["online_share"], world.settings["digital"]["attention"] = online, 1.0
        Service().step(world)
        weighted = ((P.events[rows] & VISITED) > 0) + 0.3 * (P.events[rows] >> MESSAGE_SHIFT)
        totals[online] = weighted.sum(), weighted[~away].sum()
    assert (totals[1.0][0] > totals[0.0][0]) == all_gain
    assert (totals[1.0][1] > totals[0.0][1]) == residents_gain


def test_the_share_of_successes_covers_twelve_months() -> None:
    world = office(persons=40, months=40)
    V, P, rows = world.villages.columns, world.people.columns, world.rows
    V["service_hours"] = PLENTY
    for difficulty, months, expected in ((-50.0, 12, 1.0), (50.0, 6, 0.5), (50.0, 6, 0.0)):
        for _ in range(months):
            P.need_tries[rows] = 0
            give_needs(world, rows, difficulty=difficulty)
            world.live(Service())
        assert V["success_share"][0] == pytest.approx(expected)


def test_hours_of_those_posted_are_served_at_their_own_capacity() -> None:
    world = World(Service(), Digital(), villages=1)
    V, F, G = world.villages.columns, world.first_secretaries.columns, world.graduate_officials.columns
    V["posted_hours"], V["graduate_hours"], V["work_hours"] = 30.0, 10.0, 80.0
    F["capacity"], G["capacity"] = 0.6, 0.4
    capacity, share = posted_part(V, F, G, 0)
    assert capacity == pytest.approx(0.55)
    assert share == pytest.approx(0.5)
    V["posted_hours"] = V["graduate_hours"] = 0.0
    assert posted_part(V, F, G, 0) == (0.0, 0.0)


def test_hours_of_slots_go_to_visits_only_if_nobody_wants_them() -> None:
    worlds = {needs: office(villages=400, persons=60) for needs in (0, 2, 60)}
    for needs, world in worlds.items():
        give_needs(world, world.rows.reshape(400, 60)[:, :needs].ravel())
        world.villages.columns["service_hours"] = 20.0  # 8 for visits and 12, four slots
        world.settings["service"]["need_hours"] = 3.7  # 3.2 slots: rounded down in four of five villages
        Service().step(world)
    visits = {needs: world.now["visits_possible"].mean() for needs, world in worlds.items()}
    assert visits[60] == pytest.approx(8.0)
    assert visits[2] == pytest.approx(8.0 + 12.0 - 2 * 3.7, abs=0.08)
    assert visits[0] == pytest.approx(20.0)
    assert worlds[60].now["attempts"].mean() * 3.7 == pytest.approx(12.0, abs=0.3)


def test_a_course_leaves_its_pupils_less_for_service() -> None:
    world = office(persons=60, members=4)
    P, V, rows = world.people.columns, world.villages.columns, world.rows
    P.willingness[rows], P.habit[rows] = 1.0, [1.0, 0.2, 1.0, 1.0] * 15
    world.taught[:3], V["course_hours"] = True, 2.5
    Service().step(world)
    # Of four hours 1.5 are left; who gives .8 has them still; the fourth is not taught.
    assert V["volunteer_hours"][0] == pytest.approx(1.5 + 0.8 + 1.5 + 4.0, rel=1e-6)
    V["course_hours"] = 6.0
    Service().step(world)
    assert V["volunteer_hours"][0] == pytest.approx(4.0, rel=1e-6)
