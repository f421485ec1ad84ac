"""Portfolios of a front, what they are held against, and what is stated of them."""

from __future__ import annotations

import numpy as np
import pytest

from sim.analysis.optimise.fresh import Fresh
from sim.analysis.optimise.levers import Levers
from sim.analysis.optimise.portfolios import ALIKE, ALONE, FRONT, Portfolio, held_against, of_front, spread_out
from sim.analysis.optimise.search import Money
from sim.analysis.optimise.table import curses, dominances
from sim.studies.factors import Factor

LEVERS = Levers(
    (
        Factor("policies.training.dose.units", "lever", 0.0, 4.0),
        Factor("policies.training.rule", "lever", values=("random", "weakest", "poorest")),
        Factor("policies.openness.dose.audit", "lever", 0.0, 0.3),
        Factor("policies.training.duration", "lever", 1, 5, whole=True),
    )
)


def test_places_are_those_of_what_can_be_had():
    snapped = LEVERS.snapped(np.array([[0.3, 0.4, 1.2, 0.99], [0.0, 1.0, -1.0, 0.0]]))
    assert snapped == pytest.approx(np.array([[0.3, 0.5, 1.0, 0.9], [0.0, 2.5 / 3, 0.0, 0.1]]))
    assert LEVERS.changes(snapped[0]) == {
        "policies.training.dose.units": pytest.approx(1.2),
        "policies.training.rule": "weakest",
        "policies.openness.dose.audit": 0.3,
        "policies.training.duration": 5,
    }


def test_three_choices_are_two_inputs():
    inputs = LEVERS.inputs(LEVERS.snapped(np.array([[0.3, 0.1, 0.2, 0.5], [0.3, 0.5, 0.2, 0.5], [0.3, 0.9, 0.2, 0.5]])))
    assert inputs[:, 1:3].tolist() == [[0, 0], [1, 0], [0, 1]]
    assert inputs.shape == (3, 5)


def test_a_front_is_held_against_each_policy_alone_and_all_alike():
    prices = np.array([10.0, 0.0, 40.0, 0.0])
    money = Money(lambda x: (x * prices).sum(axis=1), 20.0, np.array([0.0, np.nan, 0.0, np.nan]))
    found = {each.name: each for each in held_against(LEVERS, money)}
    assert {name: each.kind for name, each in found.items()} == {"training": ALONE, "openness": ALONE, "alike": ALIKE}
    assert found["training"].places[:3:2] == (1.0, 0.0)  # all of it costs less than the budget
    assert found["openness"].places[:3:2] == (0.0, pytest.approx(0.5))
    assert found["alike"].places[:3:2] == (pytest.approx(0.4), pytest.approx(0.4))


def test_a_front_is_stood_for_by_its_ends_and_what_lies_between():
    values = np.column_stack([np.linspace(0, 1, 101), 1 - np.linspace(0, 1, 101)])
    assert spread_out(values, 3).tolist() == [0, 50, 100]
    assert spread_out(values[:2], 30).tolist() == [0, 1]
    names = [each.name for each in of_front(np.zeros((101, 4)), values, LEVERS, 3)]
    assert names == ["P1", "P2", "P3"]


def found_of(steps):
    return Fresh({name: np.array(rows, float) for name, rows in steps.items()}, dict.fromkeys(steps, 1.0), 4)


AGAIN = (Portfolio("P1", FRONT, (0.0,)), Portfolio("training", ALONE, (0.0,)), Portfolio("openness", ALONE, (0.0,)))
SIDES = np.array([1.0, -1.0])


def test_a_dominance_survives_unless_the_other_is_seen_to_be_better():
    gains = np.array([[3.0, 2.0], [1.0, 1.0], [2.9, 3.0]])
    bars = np.full((3, 2), 0.5)
    fresh = found_of(
        {
            "P1": [[3, -2], [3.1, -2.1], [2.9, -1.9], [3, -2]],
            "training": [[1, -3], [1.1, -3.1], [0.9, -2.9], [1, -3]],  # better in the second, whose side is downwards
            "openness": [[0, 0]] * 4,
        }
    )
    (only,) = dominances(AGAIN, gains, bars, fresh, ("trust", "poverty"), SIDES)
    assert (only.better, only.worse, only.survives, only.lost) == ("P1", "training", False, ("poverty",))
    (curse, other) = curses(AGAIN, gains, fresh, ("trust", "poverty"), SIDES)
    assert (curse.mean, other.mean) == (pytest.approx(0.0), pytest.approx(0.0))
    assert curse.low < 0 < curse.high


def test_a_lead_within_the_bar_is_not_stated():
    gains = np.array([[3.0, 2.0], [2.8, 1.9], [5.0, 0.0]])
    fresh = found_of({each.name: [[0, 0]] * 4 for each in AGAIN})
    assert dominances(AGAIN, gains, np.full((3, 2), 0.5), fresh, ("trust", "poverty"), SIDES) == ()
