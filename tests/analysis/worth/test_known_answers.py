"""What it is worth to know a normal mean: closed forms; expected and found stand in results/verification.csv."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import norm, qmc

from sim.analysis.worth.value import gain, null, of_sample, perfect
from tests.limits import Limits

MEANS, DEVIATIONS = np.array([1.0, 0.0]), np.array([1.0, 2.0])
SETS = [[0], [1], [0, 1]]
NAMES = ("p1", "p2", "both")


def loss(mean: float, deviation: float) -> float:
    """What it is worth to know a normal net benefit that may be taken or left."""
    return float(deviation * norm.pdf(mean / deviation) + mean * norm.cdf(mean / deviation) - max(mean, 0.0))


CLOSED = (loss(1, 1), loss(1, 2), loss(1, np.sqrt(5)))


def case(points: int, noise: float, seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Places, values, and net benefit p1 - p2 against nothing."""
    values = MEANS + DEVIATIONS * norm.ppf(qmc.LatinHypercube(2, rng=seed).random(points))
    x = (values - values.min(axis=0)) / np.ptp(values, axis=0)
    benefit = values[:, 0] - values[:, 1] + np.random.default_rng(seed).normal(size=points) * noise
    return x, values, np.column_stack([np.zeros(points), benefit])


def test_the_closed_forms_are_the_published_ones() -> None:
    assert [round(each, 4) for each in CLOSED] == [0.0833, 0.3956, 0.4798]


@pytest.mark.limit
def test_values_without_noise(limit: Limits) -> None:
    x, _, net = case(10_000, 0.0, 1)
    for name, wanted, found in zip(NAMES, CLOSED, perfect(x, net, SETS), strict=True):
        limit("V39", f"10,000 points: value of knowing {name}", wanted, found.value, 0.01)


@pytest.mark.parametrize("points", [500, 2000])
@pytest.mark.limit
def test_values_with_noise(points: int, limit: Limits) -> None:
    x, _, net = case(points, 3.0, 12)
    for name, wanted, found in zip(NAMES, CLOSED, perfect(x, net, SETS), strict=True):
        limit("V39", f"{points} points, noise 3: value of knowing {name}", wanted, found.value, 2 * found.error)


@pytest.mark.verify
@pytest.mark.limit
def test_two_standard_errors_hold_the_truth(limit: Limits) -> None:
    held = []
    for seed in range(200):
        x, _, net = case(500, 3.0, seed)
        found = perfect(x, net, SETS)
        held.append([abs(each.value - wanted) <= 2 * each.error for each, wanted in zip(found, CLOSED, strict=True)])
    for name, share in zip(NAMES, np.mean(held, axis=0), strict=True):
        limit("V39", f"200 repetitions: within two errors, {name}", 0.94, float(share), 0.05)


@pytest.mark.parametrize("observations", [1, 5, 20, 100])
@pytest.mark.limit
def test_value_of_a_sample(observations: int, limit: Limits) -> None:
    x, values, net = case(10_000, 0.0, 1)
    wanted = loss(1, 4 / np.sqrt(4 + 16 / observations))  # prior variance 4, of an observation 16
    found = of_sample(x[:, 1], values[:, 1], net, 4.0, observations).value
    limit("V39", f"value of {observations} observations", wanted, found, 0.05 * wanted)


def test_a_set_is_never_worth_less_than_its_members() -> None:
    for seed in range(20):
        x, _, net = case(60, 3.0, seed)
        one, two, both = perfect(x, net, SETS)
        assert both.value >= max(one.value, two.value)


def test_nothing_is_stated_where_nothing_is_worth_knowing() -> None:
    stated = 0
    for seed in range(20):
        rng = np.random.default_rng(seed)
        x = rng.random((200, 12))
        net = np.column_stack([np.zeros(200), rng.normal(0.02, 1.0, 200)])
        single = [[place] for place in range(12)]
        stated += max(each.value for each in perfect(x, net, single)) > null(x, net, single)
    assert stated <= 4  # of 20, of which one is chance: one and three standard errors


def test_the_gain_by_hand() -> None:
    assert float(gain(np.array([[0.0, 2.0, 1.0], [0.0, -4.0, 1.0]]))) == pytest.approx((2 + 1) / 2 - 1)


def test_a_sample_without_error_or_observation_is_refused() -> None:
    x, values, net = case(50, 0.0, 1)
    for error, number in ((0.0, 3), (1.0, 0), (float("nan"), 3)):
        with pytest.raises(ValueError, match="observation"):
            of_sample(x[:, 1], values[:, 1], net, error, number)
