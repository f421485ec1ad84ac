"""Bases of trust: at the events that they were made from, trust stays where it stands."""

from __future__ import annotations

import numpy as np
import pytest

from sim.agents.codes import FAILURE, SUCCESS, VISITED
from sim.core.compute.draws import fill
from sim.mechanisms.targeting import Targeting
from sim.mechanisms.trust import Trust, answer
from sim.procedures.trust_bases import DECAY, GAIN, SILENT, SUMS, TRUST_SILENT, bases_of, pooled
from tests.limits import Limits
from tests.whole import run, small, states
from tests.worlds import World, group_of

PLUS, MINUS, CONTACT, DRIFT = 0.05, 0.09, 0.012, 0.004
SUCCESSES, FAILURES, VISITS = 0.02, 0.012, 0.05


def sums_of(trusts: np.ndarray) -> np.ndarray:
    """What a mean field at these rates adds up over persons of these levels of trust, a month of one village."""
    gain = SUCCESSES * PLUS + VISITS * CONTACT
    decay = gain + FAILURES * MINUS
    sums = np.zeros((SUMS, 1))
    sums[[SILENT, TRUST_SILENT]] = [[(1 - VISITS) * len(trusts)], [(1 - VISITS) * trusts.sum()]]
    sums[[GAIN, DECAY]] = [[(gain - decay * trusts).sum()], [decay * len(trusts)]]
    return sums


@pytest.mark.limit
def test_at_constant_rates_everybody_stays_at_her_own_level(limit: Limits) -> None:
    trusts = np.linspace(0.2, 0.9, 15)
    base, slope = bases_of(sums_of(trusts), np.array([DRIFT]))
    own = base + slope * trusts
    later = [
        answer(t, SUCCESSES, FAILURES, 0.0, VISITS * CONTACT, 1 - VISITS, PLUS, MINUS, DRIFT, b, 0.0)
        for t, b in zip(trusts, own, strict=True)
    ]
    limit("V34", "largest step of trust, each person at her own base", 0.0, float(abs(later - trusts).max()), 1e-12)


def test_where_nobody_was_ever_silent_the_base_is_her_own_trust() -> None:
    sums = sums_of(np.array([0.4, 0.6]))
    sums[[SILENT, TRUST_SILENT]] = 0.0
    base, slope = bases_of(sums, np.array([DRIFT]))
    assert (base[0], slope[0]) == (0.0, 1.0)


def test_small_villages_are_taken_together_with_their_township() -> None:
    sums = np.arange(SUMS * 4, dtype=float).reshape(SUMS, 4)
    found = pooled(sums, np.array([True, False, False, True]), np.array([0, 0, 1, 1]))
    np.testing.assert_array_equal(found[:, [0, 3]], sums[:, [0, 3]])
    np.testing.assert_array_equal(found[:, 1], sums[:, 0] + sums[:, 1])
    np.testing.assert_array_equal(found[:, 2], sums[:, 2] + sums[:, 3])


def events(world: World) -> None:
    """Successes, failures and visits at the rates above, of other people every month."""
    words = np.empty((4, len(world.rows)), np.uint32)
    fill(world.people.columns.identity[world.rows], world.month, 0, world.key, np.uint64(9), *words)
    turn = words[0].argsort().argsort() / len(world.rows)
    rates = np.cumsum([SUCCESSES, FAILURES, VISITS])
    world.people.columns.events[world.rows] = np.select(
        [turn < rates[0], turn < rates[1], turn < rates[2]], [SUCCESS, FAILURE, VISITED]
    )


def moved_in_ten_years(anchor: float) -> float:
    """Move of mean trust after a year of burn-in, at events of the same rates all the time."""
    trust, world = Trust(), World(Trust(), Targeting(), villages=2, persons=1500, months=200)
    P, rows = world.people.columns, world.rows
    P.trust[rows] = np.linspace(0.4, 0.9, len(rows))
    world.settings["trust"]["anchor"], world.settings["trust"]["rumour"] = anchor, 0.0
    world.villages.columns["registered"] = 1500
    world.burn_in = 12
    trust.setup(world)
    for month in range(132):
        if month == 12:
            trust.after_burn_in(world)
            before = float(P.trust[rows].mean(dtype=float))
        events(world)
        world.live(trust)
    return float(P.trust[rows].mean(dtype=float)) - before


@pytest.mark.limit
def test_the_mean_of_a_village_stays_where_it_stood_at_the_end_of_burn_in(limit: Limits) -> None:
    moved = moved_in_ten_years(anchor=1.0)
    limit("V34", "move of mean trust in ten years of the same events, anchored", 0.0, moved, 0.002)


def test_without_an_anchor_it_goes_to_where_these_events_let_it_rest() -> None:
    assert moved_in_ten_years(anchor=0.0) < -0.05


def test_children_count_for_nothing_and_have_their_mothers_base_when_they_are_born() -> None:
    trust, world = Trust(), World(Trust(), Targeting(), villages=1, persons=40)
    P, rows = world.people.columns, world.rows
    P.group[rows[:20]] = group_of(10)
    P.trust[rows[:20]], P.trust[rows[20:]] = 0.1, 0.6
    world.settings["trust"]["anchor"], world.burn_in = 1.0, 1
    trust.setup(world)
    world.live(trust)
    trust.after_burn_in(world)
    assert trust.sums[SILENT, 0] == 20
    assert P.trust_base[rows[20]] > P.trust_base[rows[0]]
    model = run(small({"parameters.trust.anchor": 1.0, "world.village_size": 600}))
    P, rows = model.people.columns, model.people.rows()
    born = rows[(P.birth_month[rows] >= model.future.horizon.start) & (P.group[rows] != 0)]
    assert len(born)
    assert np.isfinite(P.trust_base[born]).all()
    assert len(np.unique(P.trust_base[born])) > len(born) / 2


def test_without_an_anchor_bases_are_kept_and_read_by_nobody() -> None:
    plain = states(run(small()))
    assert states(run(small({"parameters.trust.anchor_persons": 800}))) == plain
