"""With what an effect turns: planted turns are found, and luck is not taken for one."""

from __future__ import annotations

import numpy as np
import pytest

from sim.analysis.robust.turns import signs_of

POINTS, FACTORS = 150, 60


def drawn(seed: int) -> tuple[np.random.Generator, dict[str, np.ndarray]]:
    rng = np.random.default_rng(seed)
    return rng, {f"factor{place}": rng.random(POINTS) for place in range(FACTORS)}


def test_a_planted_turn_is_found_with_its_side_and_value():
    rng, factors = drawn(1)
    steps = np.where(factors["factor7"] > 0.75, -1.0, 1.0) + 0.7 * rng.normal(size=POINTS)
    turn = signs_of(steps, factors).turn
    assert (turn.factor, turn.kind, turn.side) == ("factor7", "split", "above")
    assert turn.at == pytest.approx(0.75, abs=0.05)
    assert turn.there.value < 0.3
    assert turn.elsewhere.value > 0.8
    assert turn.there.points + turn.elsewhere.points == POINTS


@pytest.mark.parametrize(("there", "side"), [(-1.0, "is"), (1.0, "is_not")])
def test_a_turn_may_be_in_a_word(there, side):
    """The word's points have the other sign; or they have that of most, and all others are nearly evenly mixed."""
    rng, factors = drawn(2)
    hollow = rng.random(POINTS) < 0.4
    factors["world"] = np.where(hollow, "hollow", np.where(rng.random(POINTS) < 0.5, "national", "near-urban"))
    mixed = np.where(rng.random(POINTS) < 0.3, 1.0, -1.0) if there > 0 else 1.0
    turn = signs_of(np.where(hollow, there, mixed), factors).turn
    assert (turn.factor, turn.side, turn.at) == ("world", side, "hollow")
    assert turn.there.value < 0.5 < turn.elsewhere.value


def test_an_effect_that_grows_without_turning_goes_with_its_factor():
    rng, factors = drawn(3)
    found = signs_of(2 + factors["factor3"] + 0.3 * rng.normal(size=POINTS), factors)
    assert found.same.value == 1
    assert (found.turn.factor, found.turn.kind) == ("factor3", "rank")
    assert 0.5 < found.turn.strength <= 1


def test_luck_is_no_turn():
    """Of 200 effects that go with nothing, the best of sixty factors is told of six at most: 1 in 100, twice."""
    rng, factors = drawn(4)
    told = sum(signs_of(rng.normal(size=POINTS) + 0.8, factors).turn is not None for _ in range(200))
    assert told <= 10


def test_signs_count_points_without_any_difference_apart():
    found = signs_of(np.array([1.0, 1.0, 0.0, -1.0, np.nan]), {})
    assert (found.sign, found.same.count, found.same.points, found.turn) == (1, 2, 4, None)
    assert signs_of(np.zeros(5), {}).sign == 0
