"""Trust: its mean-field limit, what each event does, its bounds, and what the village would do together."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.agents.codes import FAILURE, MESSAGE_SHIFT, NOT_FOUND, SUCCESS, VISITED
from sim.core.compute.draws import fill
from sim.mechanisms.targeting import Targeting
from sim.mechanisms.trust import Trust, answer
from tests.limits import Limits
from tests.worlds import World, group_of

PLUS, MINUS, CONTACT, DRIFT, BASE = 0.05, 0.09, 0.012, 0.004, 0.45
SUCCESSES, FAILURES, VISITS = 0.02, 0.012, 0.05
DECAY = SUCCESSES * PLUS + FAILURES * MINUS + VISITS * CONTACT + (1 - VISITS) * DRIFT
FIXED_POINT = (SUCCESSES * PLUS + VISITS * CONTACT + (1 - VISITS) * DRIFT * BASE) / DECAY


def small(**keywords: int) -> World:
    world = World(Trust(), Targeting(), **keywords)
    world.people.columns.trust[:] = 0.6
    return world


def mean_field(trust: float, months: int) -> float:
    for _ in range(months):
        trust = answer(trust, SUCCESSES, FAILURES, 0.0, VISITS * CONTACT, 1 - VISITS, PLUS, MINUS, DRIFT, BASE, 0.0)
    return trust


@pytest.mark.limit
def test_constant_rates_lead_to_the_fixed_point(limit: Limits) -> None:
    assert pytest.approx(0.511, abs=5e-4) == FIXED_POINT
    assert mean_field(FIXED_POINT, 1) == pytest.approx(FIXED_POINT, abs=1e-12)
    limit("V18", "trust that starts at .9, after 5,000 months", 0.511, mean_field(0.9, 5000), 5e-4)
    limit("V18", "trust that starts at .1, less the fixed point", 0.0, mean_field(0.1, 5000) - FIXED_POINT, 1e-9)


@pytest.mark.limit
def test_the_gap_closes_with_relaxation_time_one_over_the_decay(limit: Limits) -> None:
    gap = mean_field(0.9, 1) - FIXED_POINT
    months = round(1 / DECAY)
    later = mean_field(0.9, 1 + months) - FIXED_POINT
    assert later / gap == pytest.approx((1 - DECAY) ** months, rel=1e-9)
    limit("V18", f"share of a gap left after 1/denominator = {months} months", math.exp(-1), later / gap, 0.004)


@pytest.mark.limit
def test_a_village_whose_events_come_at_these_rates_stands_at_the_fixed_point(limit: Limits) -> None:
    world = small(villages=1, persons=1500)
    world.settings["trust"]["rumour"] = 0.0
    P, rows = world.people.columns, world.rows
    P.trust[rows] = FIXED_POINT
    words = np.empty((4, 1500), np.uint32)
    for month in range(100):
        fill(P.identity[rows], month, 0, world.key, np.uint64(9), *words)
        turn = words[0].argsort().argsort()
        P.events[rows] = np.select([turn < 30, turn < 48, turn < 123], [SUCCESS, FAILURE, VISITED])
        world.live(Trust())
    found = float(P.trust[rows].mean(dtype=float))
    limit("V18", "mean trust of 1,500 persons with events at these rates", FIXED_POINT, found, 1e-3)


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (0, 0.6 + DRIFT * (BASE - 0.6)),
        (SUCCESS, 0.6 + PLUS * 0.4 + DRIFT * (BASE - 0.6)),
        (FAILURE, 0.6 - MINUS * 0.6 + DRIFT * (BASE - 0.6)),
        (NOT_FOUND, 0.6 - MINUS / 2 * 0.6 + DRIFT * (BASE - 0.6)),
        (VISITED, 0.6 + CONTACT * 0.4),
        (1 << MESSAGE_SHIFT, 0.6 + 0.3 * CONTACT * 0.4),
        (4 << MESSAGE_SHIFT | VISITED, 0.6 + 2.2 * CONTACT * 0.4),
        (SUCCESS | FAILURE | VISITED, 0.6 + (PLUS + CONTACT) * 0.4 - MINUS * 0.6),
    ],
)
def test_each_event_moves_trust_by_its_own_amount(event: int, expected: float) -> None:
    world = small()
    world.people.columns.events[world.rows[::2]] = event
    Trust().step(world)
    assert world.people.columns.trust[world.rows[::2]] == pytest.approx(expected, abs=1e-6)
    assert world.people.columns.trust[world.rows[1::2]] == pytest.approx(0.6 + DRIFT * (BASE - 0.6), abs=1e-6)


def test_rumour_wears_trust_down_in_proportion_to_false_beliefs() -> None:
    world = small(villages=1)
    P, rows = world.people.columns, world.rows
    P.misperception[rows] = np.linspace(0, 1, len(rows))
    Trust().step(world)
    expected = 0.6 + DRIFT * (BASE - 0.6) - 0.004 * P.misperception[rows] * 0.6
    np.testing.assert_allclose(P.trust[rows], expected, atol=1e-6)


def test_a_scandal_is_felt_by_its_whole_village_and_by_no_other() -> None:
    world = small(villages=3, persons=20)
    world.villages.columns["scandal"][1] = True
    Trust().step(world)
    trust = world.people.columns.trust[world.rows].reshape(3, 20)
    quiet = 0.6 + DRIFT * (BASE - 0.6)
    np.testing.assert_allclose(trust[1], quiet - 0.1 * 0.6, atol=1e-6)
    np.testing.assert_allclose(trust[[0, 2]], quiet, atol=1e-6)


def test_a_wrong_list_costs_neighbours_at_home_who_learn_of_it_where_it_was_made_known() -> None:
    world = small(villages=2, persons=4000)
    world.settings["targeting"]["unfair_lists"] = 0.2
    world.villages.columns["list_wrong"][0] = True
    H, P, rows = world.households.columns, world.people.columns, world.rows
    H.wrong_nearby[::2] = True
    P.group[rows[:400]], P.group[rows[400:800]] = group_of(12), group_of(40, away=True)
    Trust().step(world)
    lost = (P.trust[rows] < 0.59).reshape(2, 4000)
    assert not lost[1].any(), "no list was made known in the second village"
    assert not lost[0, :800].any(), "children and those away learn nothing"
    assert not lost[0, 801::2].any(), "no wrong entry near these"
    assert abs(lost[0].sum() - 1600 * 0.2) <= 3 * math.sqrt(1600 * 0.2 * 0.8)
    expected = 0.6 * (1 - 0.03) + DRIFT * (BASE - 0.6)
    np.testing.assert_allclose(P.trust[rows[:4000][lost[0]]], expected, atol=1e-6)


def test_trust_stays_between_nought_and_one_whatever_happens() -> None:
    world = small(villages=1, persons=256)
    settings = world.settings["trust"]
    for name in ("success", "failure", "contact", "drift", "scandal", "unfair", "rumour", "message_weight"):
        settings[name] = 1.0
    world.settings["targeting"]["unfair_lists"] = 50.0
    world.villages.columns["scandal"] = world.villages.columns["list_wrong"] = True
    world.households.columns.wrong_nearby[:] = True
    P, rows = world.people.columns, world.rows
    P.misperception[rows] = 1.0
    for start in (0.0, 0.5, 1.0):
        P.trust[rows], P.events[rows] = start, np.arange(256) % 80
        Trust().step(world)
        assert (P.trust[rows] >= 0).all()
        assert (P.trust[rows] <= 1).all()
    assert 0 <= world.villages.columns["mobilised"][0] <= 1


def test_the_vanguard_are_home_full_members_who_are_willing_and_able() -> None:
    world = small(villages=1, persons=30, members=8)
    P, rows = world.people.columns, world.rows
    P.willingness[rows], P.capacity[rows] = 0.6, 0.5
    P.capacity[rows[:3]] = 0.49
    P.group[rows[3]] = group_of(40, away=True)
    P.stage[rows[4]] = 3
    Trust().step(world)
    assert world.now["vanguard"][0] == 3
    assert world.villages.columns["vanguard"][0] == pytest.approx(3 / 6)


def test_readiness_follows_trust_others_example_and_beliefs_of_those_at_home() -> None:
    world = small(villages=1, persons=40)
    V, P, rows = world.villages.columns, world.people.columns, world.rows
    settings = world.settings["trust"]
    settings["drift"] = settings["rumour"] = 0.0
    P.misperception[rows], V["mobilised"] = 0.25, 0.4
    P.trust[rows[:10]], P.group[rows[:10]] = 0.0, group_of(12)
    P.trust[rows[10:20]], P.group[rows[10:20]] = 1.0, group_of(30, away=True)
    Trust().step(world)
    mood = -0.8 + 2.5 * 0.1 + 2 * 0.1 - 0.3 - 0.5 * 0.25
    assert V["mobilised"][0] == pytest.approx(1 / (1 + math.exp(-mood)), rel=1e-6)


@pytest.mark.parametrize(("away", "leadership"), [(0.3, 0.8), (0.6, 0.8), (0.3, 0.2), (0.0, 0.8)])
def test_leadership_counts_for_joining_in_proportion_to_the_share_away(away: float, leadership: float) -> None:
    led, plain = (small(villages=1, persons=40) for _ in range(2))
    for world in (led, plain):
        V = world.villages.columns
        V["registered"], V["residents"], V["leadership"] = 100, round(100 * (1 - away)), leadership
    led.settings["trust"]["join_leadership"] = 1.5
    odds = []
    for world in (led, plain):
        Trust().step(world)
        share = float(world.villages.columns["mobilised"][0])
        odds.append(math.log(share / (1 - share)))
    assert odds[0] - odds[1] == pytest.approx(1.5 * (leadership - 0.5) * away / 0.3, abs=1e-5)
