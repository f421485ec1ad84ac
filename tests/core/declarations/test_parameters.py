"""Declarations of parameters: ranges by rule, values as they are stored, names from the class body."""

from __future__ import annotations

import math

import pytest

from sim.core.declarations.parameters import ASSUMED, Param, Parametrised, assumed, convention


def param(default: float | bool | str, unit: str = "month", **more: object) -> Param:
    return Param(default, unit, "A", "assumption", either="example", **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("declared", "expected"),
    [
        (param(4.0), (2.0, 8.0)),
        (param(-4.0), (-8.0, -2.0)),
        (param(0.0), (0.0, 0.0)),
        (param(4.0, low=3.0), (3.0, 8.0)),
        (param(4.0, low=4.0, high=4.0), (4.0, 4.0)),
        (param(True, "switch"), (0.0, 1.0)),
        (param("b", "rule", choices=("a", "b", "c")), (0.0, 2.0)),
        (param(1.0, "share"), (0.5, 2.0)),
    ],
)
def test_range_is_half_to_double_unless_declared(declared: Param, expected: tuple[float, float]) -> None:
    assert declared.range == pytest.approx(expected)


@pytest.mark.parametrize("unit", ["share", "probability", "0-1"])
def test_shares_are_halved_and_doubled_by_odds(unit: str) -> None:
    low, high = param(0.6, unit).range
    assert low / (1 - low) == pytest.approx(0.75)
    assert high / (1 - high) == pytest.approx(3.0)


def test_values_are_stored_as_numbers() -> None:
    assert param(2).number(3) == 3.0
    assert param(False, "switch").number(True) == 1.0
    assert param("a", "rule", choices=("a", "b")).number("b") == 1.0


@pytest.mark.parametrize(
    ("declared", "value", "fault"),
    [
        (param(2.0), "many", "not a finite number"),
        (param(2.0), True, "not a finite number"),
        (param(2.0), math.nan, "not a finite number"),
        (param(2.0), math.inf, "not a finite number"),
        (param(False, "switch"), 0.5, "neither true nor false"),
        (param(False, "switch"), "yes", "neither true nor false"),
        (param("a", "rule", choices=("a", "b")), "c", "none of a, b"),
    ],
)
def test_values_that_are_none_are_refused(declared: Param, value: object, fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        declared.number(value)  # type: ignore[arg-type]


def test_a_declaration_takes_its_names_from_where_it_stands() -> None:
    class First(Parametrised):
        one = param(1.0)

    class Second(First):
        name = "second"
        two = param(2.0)

    assert First.name == "test_parameters"
    assert Second.name == "second"
    assert list(Second.params) == ["one", "two"]
    assert Second.params["two"].name == "two"
    assert (
        Second.summary()
        == "Declarations of parameters: ranges by rule, values as they are stored, names from the class body."
    )


def test_constructors_declare_what_their_names_say() -> None:
    guess, rule = assumed(4.0, "month", either="example"), convention(4.0, "month", either="example")
    assert (guess.tag, guess.source, guess.range) == ("A", ASSUMED, (2.0, 8.0))
    assert (rule.tag, rule.source, rule.range) == ("A", ASSUMED, (4.0, 4.0))
