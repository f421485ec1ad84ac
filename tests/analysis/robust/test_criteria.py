"""Criteria of decisions on a table that was worked out by hand: three policies, four futures."""

from __future__ import annotations

import numpy as np
import pytest

from sim.analysis.robust.criteria import chosen, criteria, errors_of, is_best, is_dominated, radius

TABLE = np.array([[4.0, 2.0, 8.0, 6.0], [5.0, 5.0, 5.0, 3.0], [9.0, 1.0, 1.0, 1.0]])
"""Best of each future: 9, 5, 8, 6; losses against it 5 3 0 0, 4 0 3 3, 0 4 7 5."""
BY_HAND = {
    "maximin": (2, 3, 1),
    "maximax": (8, 5, 9),
    "hurwicz": (5, 4, 5),
    "laplace": (5, 4.5, 3),
    # variances (1 + 9 + 9 + 1) / 4, (3 * .25 + 2.25) / 4, (36 + 3 * 4) / 4
    "mean_variance": (5 - 5**0.5, 4.5 - 0.75**0.5, 3 - 12**0.5),
    # tenth, median and ninth tenth by linear interpolation: 2.6 5 7.4; 3.6 5 5; 1 1 6.6
    "skew": (0, (4.3 - 5) / 0.7, (3.8 - 1) / 2.8),
    # shortfalls from the medians 5, 5, 1: 1 3 0 0; 0 0 0 2; none
    "deviations": (1, 0.5, 0),
    "regret_max": (5, 4, 7),
    # sorted losses 0 0 3 5; 0 3 3 4; 0 4 5 7, seven tenths of the way from the third to the fourth
    "regret_90": (4.4, 3.7, 6.4),
    "regret_mean": (2, 2.5, 4),
}


@pytest.mark.parametrize("name", BY_HAND)
def test_criteria_are_those_worked_out_by_hand(name):
    assert criteria(TABLE)[name] == pytest.approx(np.array(BY_HAND[name], float), abs=1e-9)


def test_every_criterion_has_figures_by_hand():
    assert set(criteria(TABLE)) == set(BY_HAND)


@pytest.mark.parametrize("name", BY_HAND)
def test_where_less_is_better_the_table_is_turned(name):
    """The mirrored table has mirrored criteria; losses, shortfalls and the skew towards the good side stay."""
    side = 1 if name in ("skew", "deviations", "regret_max", "regret_90", "regret_mean") else -1
    assert criteria(-TABLE, better=-1)[name] == pytest.approx(side * np.array(BY_HAND[name], float), abs=1e-9)


def test_criteria_choose_each_its_policy():
    picks = chosen(criteria(TABLE), 1)
    assert {name: np.flatnonzero(where).tolist() for name, where in picks.items()} == {
        "maximin": [1],
        "maximax": [2],
        "hurwicz": [0, 2],
        "laplace": [0],
        "mean_variance": [1],
        "deviations": [2],
        "regret_max": [1],
        "regret_90": [1],
        "regret_mean": [0],
    }
    assert picks == {name: pytest.approx(where) for name, where in chosen(criteria(-TABLE, -1), -1).items()}


def test_a_policy_is_best_where_none_is_better():
    assert is_best(TABLE, 1).mean(axis=1) == pytest.approx([0.5, 0.25, 0.25])
    assert is_best(TABLE, -1).mean(axis=1) == pytest.approx([0.25, 0, 0.75])
    assert is_best(np.ones((2, 3)), 1).all()


def test_a_policy_is_dominated_where_another_is_as_good_in_all_and_better_in_one():
    costs = np.array([[1.0, 1.0, 1.0, 1.0], [1.0, 2.0, 1.0, 1.0], [3.0, 1.0, 1.0, 1.0]])
    found = is_dominated(np.array([TABLE, costs]), np.array([1, -1]))
    # first future: 4 is below 5 at the same cost, 9 costs more than all; second: 5 costs more, 2 beats 1; then 8 and 6
    assert found.tolist() == [[True, False, False, False], [False, False, True, True], [False, True, True, True]]
    assert not is_dominated(np.ones((2, 3, 4)), np.array([1, 1])).any()


def test_the_radius_ends_at_the_nearest_failure():
    distances = np.array([0.1, 0.4, 0.2, 0.3])
    assert radius(np.array([True, True, False, False]), distances) == (0.2, True)
    assert radius(np.ones(4, bool), distances) == (0.4, False)


def test_errors_are_those_of_the_mean_where_theory_has_them():
    values = np.random.default_rng(3).normal(size=(2, 400))
    found = errors_of(values)["laplace"]
    assert found == pytest.approx(values.std(axis=1) / 20, rel=0.15)
