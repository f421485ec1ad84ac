"""Needs: who gets one, of which kind, who asks for help, and how long a need lives."""

from __future__ import annotations

import math

import numpy as np

from sim.agents.codes import FAILURE, NEED_KINDS
from sim.core.compute.draws import uniform
from sim.mechanisms.needs import ARISE, Needs
from tests.worlds import World, group_of

ERRORS = 3.0


def within(count: float, trials: int, probability: float) -> bool:
    """Whether a binomial count lies within three standard errors."""
    return abs(count - trials * probability) <= ERRORS * math.sqrt(trials * probability * (1 - probability))


def big() -> World:
    world = World(Needs(), villages=10, persons=3000)
    world.households.columns.dependence[:] = 0.5
    return world


def test_needs_arise_at_the_rates_of_home_and_away() -> None:
    world = big()
    P, rows = world.people.columns, world.rows
    away = np.arange(len(rows)) % 2 == 1
    P.group[rows[away]] = group_of(40, away=True)
    Needs().step(world)
    has = P.need[rows] > 0
    assert within(has[~away].sum(), int((~away).sum()), 1 - math.exp(-0.04))
    assert within(has[away].sum(), int(away.sum()), 1 - math.exp(-0.01))
    assert world.now["needs_arisen"].sum() == has.sum()


def test_children_the_gone_and_those_who_have_a_need_get_none() -> None:
    world = World(Needs(), persons=300)
    P, rows = world.people.columns, world.rows
    world.settings["needs"]["arise_home"] = world.settings["needs"]["arise_away"] = 50.0
    P.group[rows[:100]] = group_of(17)
    P.group[rows[100:200]] = 0
    P.need[rows[200:300]], P.need_difficulty[rows[200:300]] = 3, 7.0
    Needs().step(world)
    assert not P.need[rows[:200]].any()
    assert (P.need_difficulty[rows[200:300]] == 7.0).all()
    assert (P.need[rows[300:]] > 0).all()


def test_kinds_follow_the_mix_and_difficulty_its_kind() -> None:
    world = big()
    settings = world.settings["needs"]
    settings["arise_home"] = 50.0
    for kind in NEED_KINDS:
        settings[f"mix_{kind}"] *= 2  # only proportions count
    Needs().step(world)
    P, rows = world.people.columns, world.rows
    for number, (kind, share) in enumerate(zip(NEED_KINDS, (0.30, 0.25, 0.20, 0.15, 0.10), strict=True), start=1):
        of_kind = P.need[rows] == number
        assert within(of_kind.sum(), len(rows), share)
        difficulty = P.need_difficulty[rows][of_kind]
        mean, error = settings[f"difficulty_{kind}"][0], 0.25 / math.sqrt(of_kind.sum())
        assert abs(difficulty.mean() - mean) <= ERRORS * error
        assert abs(difficulty.std() - 0.25) <= ERRORS * error


def test_help_is_sought_with_the_logit_of_trust_and_dependence() -> None:
    world = big()
    P, rows, place = world.people.columns, world.rows, np.arange(len(world.rows))
    world.settings["needs"]["arise_home"] = 50.0
    P.trust[rows] = (place % 11) / 10
    dependence = (place % 7) / 6
    world.households.columns.dependence[world.villages.columns["household_first"][place // 3000] + place % 3000] = (
        dependence
    )
    Needs().step(world)
    chance = 1 / (1 + np.exp(-(2.5 * (P.trust[rows] - 0.5) + dependence - 0.5)))
    error = math.sqrt((chance * (1 - chance)).sum())
    assert abs(P.need_known[rows].sum() - chance.sum()) <= ERRORS * error
    assert world.now["needs_sought"].sum() == P.need_known[rows].sum()
    assert P.need_known[rows][chance > 0.8].mean() > 0.75 > 0.3 > P.need_known[rows][chance < 0.25].mean()


def test_candidates_are_exactly_those_whose_draw_says_yes() -> None:
    world = World(Needs(), villages=3, persons=400, seed=11)
    P, rows, place = world.people.columns, world.rows, np.arange(len(world.rows))
    rates = np.array([0.04, 0.2, 0.9])
    world.settings["needs"]["arise_home"], world.settings["needs"]["arise_away"] = rates, rates / 4
    ages, away = 10 + place % 70, place % 3 == 0
    P.group[rows] = [group_of(int(age), int(age % 2), bool(gone)) for age, gone in zip(ages, away, strict=True)]
    Needs().step(world)
    rate = np.where(away, rates[place // 400] / 4, rates[place // 400])
    draws = np.array([uniform(world.key, ARISE, identity, world.month, 0) for identity in P.identity[rows]])
    expected = (ages >= 18) & (draws < 1 - np.exp(-rate))
    assert expected.sum() > 100
    assert ((P.need[rows] > 0) == expected).all()


def test_a_need_lives_for_its_months_and_only_a_known_one_ends_as_a_failure() -> None:
    world = World(Needs(), villages=1, persons=30)
    P, known, unknown = world.people.columns, world.rows[0], world.rows[1]
    world.settings["needs"]["arise_home"] = 0.0
    P.need[[known, unknown]], P.need_known[known] = 2, True
    for month in range(1, 6):
        world.live(Needs())
        assert P.need_age[known] == P.need_age[unknown] == month
        assert P.events[known] == 0
    Needs().step(world)
    assert P.need[known] == P.need[unknown] == 0
    assert not P.need_known[known]
    assert P.events[known] == FAILURE
    assert P.events[unknown] == 0
    assert world.now["needs_expired"][0] == 2
    world.live(Needs())
    assert P.events[known] == 0


def test_difficulty_drifts_by_the_year_after_the_burn_in() -> None:
    worlds = []
    for drift in (0.0, 0.12):
        world = World(Needs(), villages=1, persons=200)
        world.settings["needs"]["arise_home"], world.settings["needs"]["difficulty_drift"] = 0.1, drift
        world.burn_in = 2
        for _ in range(5):
            world.live(Needs())
        worlds.append(world.people.columns)
    still, drifting = worlds
    for age, years in ((4, 0.0), (2, 0.0), (1, 1 / 12), (0, 2 / 12)):
        rows = (still.need > 0) & (still.need_age == age)
        assert rows.any()
        np.testing.assert_allclose(
            drifting.need_difficulty[rows] - still.need_difficulty[rows], 0.12 * years, atol=1e-6
        )
