"""Levers: laws of composition commute, what is neutral moves nothing, what is out of reach is untouched."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.core.declarations.levers import LeverConflict, Levers
from sim.core.declarations.mechanism import Mechanism
from sim.core.declarations.parameters import LAWS, NEUTRAL, Param

VILLAGES = 3
ALL = np.ones(VILLAGES, bool)


class Example(Mechanism):
    """One parameter of each law, and one that is no lever."""

    name = "example"
    hours = Param(10, "hour", "A", "assumption", law="sum", either="example")
    rate = Param(0.2, "1/month", "A", "assumption", law="product", either="example")
    chance = Param(0.6, "probability", "A", "assumption", law="odds", either="example")
    switch = Param(False, "switch", "A", "assumption", law="or", either="example")
    rule = Param("old", "rule", "A", "assumption", choices=("old", "new"), law="set", either="example")
    fixed = Param(3, "month", "A", "assumption", either="example")


AMOUNTS = {
    "hours": st.floats(-50, 50),
    "rate": st.floats(0.01, 100),
    "chance": st.floats(0.01, 100),
    "switch": st.sampled_from([0.0, 1.0]),
}
MOVES = st.lists(
    st.one_of(
        *(
            st.tuples(st.just(name), amount, st.lists(st.booleans(), min_size=VILLAGES, max_size=VILLAGES))
            for name, amount in AMOUNTS.items()
        )
    ),
    max_size=8,
)


def levers() -> Levers:
    return Levers([Example()], VILLAGES)


def composed(moves: list[tuple[str, tuple[str, float, list[bool]]]]) -> np.ndarray:
    made = levers()
    for policy, (name, amount, reach) in moves:
        made.move(policy, f"example.{name}", amount, np.array(reach))
    made.compose()
    return made.now["example"]


def test_every_law_is_tried_here() -> None:
    assert {param.law for param in Example.params.values() if param.law} == set(LAWS)


@given(moves=MOVES, order=st.randoms(use_true_random=False))
def test_moves_commute_bit_for_bit(moves: list[tuple[str, float, list[bool]]], order: st.randoms) -> None:
    named = [(f"policy_{place}", move) for place, move in enumerate(moves)]
    shuffled = list(named)
    order.shuffle(shuffled)
    assert composed(named).tobytes() == composed(shuffled).tobytes()


@given(moves=MOVES)
def test_villages_out_of_reach_keep_their_values_bit_for_bit(moves: list[tuple[str, float, list[bool]]]) -> None:
    after = composed([(f"policy_{place}", move) for place, move in enumerate(moves)])
    for name in AMOUNTS:
        untouched = [v for v in range(VILLAGES) if not any(move[0] == name and move[2][v] for move in moves)]
        assert after[name][untouched].tobytes() == levers().base["example"][name][untouched].tobytes()


@pytest.mark.parametrize(("name", "law"), [("hours", "sum"), ("rate", "product"), ("chance", "odds"), ("switch", "or")])
def test_neutral_moves_are_no_moves(name: str, law: str) -> None:
    made = levers()
    made.move("idle", f"example.{name}", NEUTRAL[law], ALL)
    made.compose()
    assert made.now["example"] is made.base["example"]


def test_each_law_does_what_it_says() -> None:
    made = levers()
    for policy, amount in (("a", 2.0), ("b", 3.0)):
        for name in ("hours", "rate", "chance"):
            made.move(policy, f"example.{name}", amount, ALL)
    made.move("a", "example.switch", True, ALL)
    made.move("b", "example.rule", 1.0, ALL)
    made.compose()
    assert made["example.hours"] == pytest.approx([15.0] * VILLAGES)
    assert made["example.rate"] == pytest.approx([1.2] * VILLAGES)
    assert made["example.chance"] == pytest.approx([9.0 / 10.0] * VILLAGES)  # odds 1.5 times 6
    assert made["example.switch"].tolist() == [1.0] * VILLAGES
    assert made["example.rule"].tolist() == [1.0] * VILLAGES


@given(ratio=st.floats(1e-6, 1e6), chance=st.floats(0.001, 0.999))
def test_odds_never_leave_the_range_of_probabilities(ratio: float, chance: float) -> None:
    made = levers()
    made.set_base("example.chance", chance)
    made.move("policy", "example.chance", ratio, ALL)
    made.compose()
    assert ((made["example.chance"] > 0) & (made["example.chance"] < 1)).all()


def test_a_part_of_a_move_is_taken_by_its_law() -> None:
    made, shares = levers(), np.array([1.0, 0.5, 0.0])
    for name, amount in (("hours", 8.0), ("rate", 4.0), ("chance", 4.0), ("switch", 1.0)):
        made.move("policy", f"example.{name}", amount, ALL, shares)
    made.compose()
    assert made["example.hours"].tolist() == [18.0, 14.0, 10.0]
    np.testing.assert_allclose(made["example.rate"], [0.8, 0.4, 0.2])
    np.testing.assert_allclose(made["example.chance"], [6 / 7, 0.75, 0.6])
    assert made["example.switch"].tolist() == [1.0] * VILLAGES


@pytest.mark.parametrize("certain", [0.0, 1.0])
def test_what_is_certain_stays_certain_at_any_odds_ratio(certain: float) -> None:
    made = levers()
    made.set_base("example.chance", certain)
    made.move("policy", "example.chance", 3.0, ALL)
    made.compose()
    assert made["example.chance"].tolist() == [certain] * VILLAGES


def test_a_value_set_by_two_policies_in_one_village_is_an_error_that_names_both() -> None:
    made = levers()
    made.move("first", "example.rule", 1.0, np.array([True, True, False]))
    made.move("second", "example.rule", 0.0, np.array([False, True, True]))
    with pytest.raises(LeverConflict, match="'first', 'second' both set example.rule"):
        made.compose()


def test_two_policies_may_set_a_value_in_different_villages() -> None:
    made = levers()
    made.move("first", "example.rule", 1.0, np.array([True, False, False]))
    made.move("second", "example.rule", 0.0, np.array([False, False, True]))
    made.compose()
    assert made["example.rule"].tolist() == [1.0, 0.0, 0.0]


def test_moves_last_a_month() -> None:
    made = levers()
    made.move("policy", "example.hours", 5.0, ALL)
    made.compose()
    assert made["example.hours"].tolist() == [15.0] * VILLAGES
    made.compose()
    assert made["example.hours"].tolist() == [10.0] * VILLAGES


@pytest.mark.parametrize("lever", ["example.fixed", "example.hour", "exmple.hours"])
def test_what_is_no_lever_cannot_be_moved(lever: str) -> None:
    with pytest.raises(KeyError, match="is no lever"):
        levers().move("policy", lever, 1.0, ALL)


def test_a_base_can_differ_by_village_and_is_kept() -> None:
    made = levers()
    made.set_base("example.hours", np.array([1.0, 2.0, 3.0]))
    made.move("policy", "example.hours", np.array([10.0, 0.0, 20.0]), np.array([True, True, False]))
    made.compose()
    assert made["example.hours"].tolist() == [11.0, 2.0, 3.0]
    assert made.base["example"]["hours"].tolist() == [1.0, 2.0, 3.0]


@given(moves=MOVES)
def test_whatever_comes_together_stays_in_its_bounds(moves: list[tuple[str, float, list[bool]]]) -> None:
    after = composed([(f"policy_{place}", move) for place, move in enumerate(moves)])
    for name, param in Example.params.items():
        assert ((after[name] >= param.bounds[0]) & (after[name] <= param.bounds[1])).all()


def test_what_is_beyond_a_bound_is_counted_in_villages_and_months() -> None:
    made = levers()
    for _ in range(2):
        made.move("policy", "example.hours", -50.0, np.array([True, True, False]))
        made.compose()
        assert made["example.hours"].tolist() == [0.0, 0.0, 10.0]
    assert made.cut == {("example.hours", 0.0): 4}


def test_odds_beyond_all_numbers_are_certainty() -> None:
    made = levers()
    for policy in ("a", "b"):
        made.move(policy, "example.chance", 1e200, ALL)
    made.compose()
    assert made["example.chance"].tolist() == [1.0] * VILLAGES


@pytest.mark.parametrize(("name", "amount"), [("hours", np.nan), ("rate", np.inf), ("rate", -2.0), ("chance", -1.0)])
def test_an_amount_that_no_law_can_take_is_refused_with_its_policy(name: str, amount: float) -> None:
    with pytest.raises(ValueError, match=f"policy 'p' moves example.{name} by {amount!r}; allowed are finite"):
        levers().move("p", f"example.{name}", amount, ALL)
