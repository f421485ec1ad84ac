"""Parts add up to the last digit, and Shapley's values are those that were worked out by hand."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest

from sim.analysis.why.parts import additions, dividends, joined, members, orders, players_of, prefixes, shapley

TOLERANCE = 1e-9


@pytest.fixture
def values() -> np.ndarray:
    """Outcomes of all sets of five players, in seven pairs and two outcomes."""
    return np.random.default_rng(0).normal(size=(32, 7, 2))


def test_dividends_add_up_to_the_effect(values: np.ndarray) -> None:
    found = dividends(values)
    np.testing.assert_allclose(found[1:].sum(axis=0), values[-1] - values[0], atol=TOLERANCE)
    for place in range(32):
        parts = [part for part in range(32) if part & place == part]
        np.testing.assert_allclose(found[parts].sum(axis=0), values[place], atol=TOLERANCE)


def test_shapley_values_add_up_to_the_effect(values: np.ndarray) -> None:
    np.testing.assert_allclose(shapley(values).sum(axis=0), values[-1] - values[0], atol=TOLERANCE)


def test_shapley_is_the_mean_over_all_orders_and_each_dividend_shared_equally(values: np.ndarray) -> None:
    each = [additions(order, values[prefixes(order)]) for order in permutations(range(5))]
    np.testing.assert_allclose(shapley(values), np.mean(each, axis=0), atol=TOLERANCE)
    shared = np.zeros((5, 7, 2))
    for place, dividend in enumerate(dividends(values)):
        for player in members(place, 5):
            shared[player] += dividend / len(members(place, 5))
    np.testing.assert_allclose(shapley(values), shared, atol=TOLERANCE)


def test_the_glove_game() -> None:
    """One left glove, two right ones: only a pair is worth anything; the left one has two thirds."""
    worth = np.array([float(0 in members(place, 3) and len(members(place, 3)) > 1) for place in range(8)])
    np.testing.assert_allclose(shapley(worth), [2 / 3, 1 / 6, 1 / 6], atol=TOLERANCE)


def test_a_lever_that_does_nothing_has_nothing_and_like_levers_have_alike() -> None:
    worth = np.array([sum(player < 2 for player in members(place, 3)) ** 2 for place in range(8)], float)
    np.testing.assert_allclose(shapley(worth), [2.0, 2.0, 0.0], atol=TOLERANCE)


def test_additions_along_any_order_add_up(values: np.ndarray) -> None:
    order = (3, 0, 4, 2, 1)
    found = additions(order, values[prefixes(order)])
    np.testing.assert_allclose(found.sum(axis=0), values[-1] - values[0], atol=TOLERANCE)


def test_sampled_orders_find_the_value_within_their_own_interval() -> None:
    """Eight levers, each with one that it needs: the mean over 400 drawn orders and their reverses."""
    number = 8
    worth = np.array(
        [sum((1 + p) * (p ^ 1 in members(place, number)) for p in members(place, number)) for place in range(256)],
        float,
    )
    exact = shapley(worth)
    each = np.array(
        [
            np.mean([additions(order, worth[prefixes(order)]) for order in orders(number, seed)], axis=0)
            for seed in range(400)
        ]
    )
    error = each.std(axis=0, ddof=1) / 20
    assert (np.abs(each.mean(axis=0) - exact) <= 3 * error + TOLERANCE).all()
    np.testing.assert_allclose(each.sum(axis=1), worth[-1], atol=TOLERANCE)


def test_groups_of_levers_are_players_of_their_own(values: np.ndarray) -> None:
    found = shapley(joined(values, [(0, 1, 2), (3, 4)]))
    alone, other = values[0b00111], values[0b11000]
    both = values[-1] - values[0]
    np.testing.assert_allclose(found[0], ((alone - values[0]) + (values[-1] - other)) / 2, atol=TOLERANCE)
    np.testing.assert_allclose(found.sum(axis=0), both, atol=TOLERANCE)


def test_what_is_not_all_sets_is_refused() -> None:
    with pytest.raises(ValueError, match="3 sets"):
        players_of(np.zeros(3))
