"""First secretaries: who gets one, what is learnt, what is brought, and what is left."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.mechanisms.first_secretaries import FirstSecretaries
from sim.procedures.targets import LOOKS_AT, RULES
from tests.worlds import World

POSTS = FirstSecretaries()


def county(villages: int = 1, **settings: float) -> World:
    """Villages of one township whose leadership, income, dispersion, score and size rise with their number."""
    world = World(POSTS, villages=villages, persons=2, months=48)
    V = world.villages.columns
    V["leadership"] = V["income"] = V["dispersion"] = V["score"] = np.linspace(0.1, 0.9, villages)
    V["registered"] = np.arange(villages) + 100
    for name, value in settings.items():
        world.settings["first_secretaries"][name] = value
    return world


def live(world: World, months: int = 1) -> None:
    for _ in range(months):
        world.live(POSTS)


def posted(world: World) -> np.ndarray:
    return np.flatnonzero(world.first_secretaries.columns["posted"])


def test_without_coverage_nothing_is_written() -> None:
    world = county(5)
    before = world.villages.columns.tobytes(), world.first_secretaries.columns.tobytes()
    live(world, 3)
    assert (world.villages.columns.tobytes(), world.first_secretaries.columns.tobytes()) == before
    assert not world.recorder.series("posted_hours").any()


def test_hours_take_effect_by_a_share_that_rises_with_what_is_learnt() -> None:
    world = county(coverage=1.0, team=3.0, term=60.0)
    for month in range(30):
        live(world)
        known = 1 - 0.92**month
        assert world.villages.columns["posted_hours"][0] == pytest.approx(128 * 3 * (0.3 + 0.7 * known), rel=1e-12)
    assert world.first_secretaries.columns["embeddedness"][0] == pytest.approx(1 - 0.92**30)


@pytest.mark.parametrize("share", [0.0, 0.1, 0.37, 0.5, 1.0])
def test_as_many_are_posted_as_the_coverage_adds_up_to(share: float) -> None:
    numbers = []
    for seed in range(30):
        world = county(40, coverage=share)
        world.key = np.uint64(seed)
        live(world, 2)
        numbers.append(len(posted(world)))
    assert set(numbers) <= {math.floor(40 * share), math.ceil(40 * share)}
    mean_error = 3 * math.sqrt(0.25 / 30)
    assert abs(np.mean(numbers) - 40 * share) <= (mean_error if (40 * share) % 1 else 0)


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule in LOOKS_AT])
def test_the_rule_picks_the_first_by_what_it_looks_at(rule: str) -> None:
    world = county(20, coverage=0.25, rule=RULES.index(rule))
    live(world)
    sign = LOOKS_AT[rule][1]
    assert list(posted(world)) == (list(range(5)) if sign > 0 else list(range(15, 20)))


def test_ties_and_random_choices_go_by_lot_and_not_by_place() -> None:
    places = []
    for seed in range(40):
        world = county(20, coverage=0.25, rule=RULES.index("random"))
        world.key = np.uint64(seed)
        live(world)
        places.extend(posted(world))
    assert abs(np.mean(places) - 9.5) < 3 * math.sqrt(33.25 / 200)
    equal = county(20, coverage=0.25)
    equal.villages.columns["leadership"] = 0.5
    live(equal)
    assert list(posted(equal)) != list(range(5))


def test_villages_named_by_a_policy_come_first_and_villages_without_coverage_never() -> None:
    world = county(20)
    world.settings["first_secretaries"]["coverage"] = [0.0] * 10 + [0.2] * 5 + [1.0] * 5
    live(world)
    chosen = posted(world)
    assert set(range(15, 20)) < set(chosen)
    assert len(chosen) == 6
    assert chosen[0] == 10  # the weakest of the others that are covered


def test_the_order_of_villages_makes_no_difference() -> None:
    forwards, backwards = county(30, coverage=0.3), county(30, coverage=0.3)
    for table in (backwards.villages.columns, backwards.settings["first_secretaries"]):
        table[:] = table[::-1].copy()
    live(forwards, 30)
    live(backwards, 30)
    np.testing.assert_array_equal(
        forwards.first_secretaries.columns["resources"], backwards.first_secretaries.columns["resources"][::-1]
    )
    assert forwards.first_secretaries.columns["posted"].any()


def test_a_posting_lasts_for_the_term_also_when_the_coverage_falls_to_nothing() -> None:
    world = county(coverage=1.0)
    hours = []
    for month in range(30):
        if month == 5:
            world.settings["first_secretaries"]["coverage"] = 0.0
        live(world)
        hours.append(float(world.villages.columns["posted_hours"][0]))
    assert all(hours[:24])
    assert not any(hours[24:])
    assert world.recorder.series("first_secretaries").sum() == 24


def test_money_flows_while_posted_and_a_fifth_of_it_for_exactly_twelve_months_after() -> None:
    world = county(coverage=1.0, city_share=0.0, province_share=1.0)
    V = world.villages.columns
    flows = []
    for month in range(40):
        if month == 1:
            world.settings["first_secretaries"]["coverage"] = 0.0
        V["grants"] = 0.0
        live(world)
        flows.append(float(V["grants"][0]))
    assert flows[:24] == pytest.approx([25000.0] * 24)
    assert flows[24:36] == pytest.approx([5000.0] * 12)
    assert flows[36:] == [0.0] * 4


def test_levels_are_drawn_by_their_shares() -> None:
    world = county(2000, coverage=1.0)
    live(world)
    F = world.first_secretaries.columns
    shares = np.bincount(F["level"], minlength=3) / 2000
    assert np.abs(shares - [0.6, 0.3, 0.1]).max() < 3 * math.sqrt(0.25 / 2000)
    assert set(F["resources"]) == {50000.0, 150000.0, 300000.0}
    np.testing.assert_array_equal(F["resources"], np.array([50000.0, 150000.0, 300000.0])[F["level"]])


def test_who_follows_at_once_starts_anew_unless_there_was_a_handover() -> None:
    def first_hours(handover: float) -> float:
        world = county(coverage=1.0, handover=handover)
        live(world, 25)
        assert world.first_secretaries.columns["postings"][0] == 2
        return float(world.villages.columns["posted_hours"][0])

    assert first_hours(0) == pytest.approx(128 * 0.3)
    assert first_hours(3) == pytest.approx(128 * (0.3 + 0.7 * (1 - 0.92**3)))


def test_a_place_that_falls_free_goes_to_the_weakest_of_that_month() -> None:
    world = county(10, coverage=0.1, term=6.0)
    live(world, 6)
    assert list(posted(world)) == [0]
    world.villages.columns["leadership"] = np.linspace(0.9, 0.1, 10)
    live(world)
    assert list(posted(world)) == [9]


def test_a_posting_keeps_its_term_when_the_rule_changes() -> None:
    for settled, later in ((6.0, 24.0), (24.0, 6.0)):
        world = county(coverage=1.0, term=settled)
        live(world, 5)
        world.settings["first_secretaries"]["term"] = later
        world.settings["first_secretaries"]["coverage"] = 0.0
        for month in range(5, 30):
            assert bool(len(posted(world))) == (month < settled + 1)
            live(world)
