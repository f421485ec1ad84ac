"""Rules of a meeting, and the quorum table of the model description (V13) by exact convolution."""

import math

import numpy as np
import pytest
from scipy.stats import binom

from sim.core.compute.functions import logistic
from sim.procedures.quorum import at_least, binomial, more_than
from tests.limits import Limits

HOME, AWAY_SHARE, YES = 0.74, 0.37, 0.95
SIZES = (5, 9, 15, 30, 50)
# Valid / decision passes / election, as the model description prints them; "valid" there means a strict majority.
TABLE = {
    "registered": ((0.41, 0.35, 0.00), (0.51, 0.43, 0.00), (0.28, 0.20, 0.00), (0.23, 0.14, 0.00), (0.24, 0.12, 0.00)),
    "festival": ((0.72, 0.66, 0.34), (0.81, 0.75, 0.09), (0.83, 0.75, 0.09), (0.90, 0.81, 0.02), (0.96, 0.90, 0.00)),
    "online": ((0.64, 0.58, 0.25), (0.74, 0.67, 0.04), (0.71, 0.62, 0.04), (0.78, 0.66, 0.00), (0.87, 0.75, 0.00)),
    "adjusted": ((0.83, 0.79, 0.41), (0.81, 0.75, 0.51), (0.94, 0.90, 0.28), (0.99, 0.97, 0.23), (1.00, 0.99, 0.24)),
}
FROM_AWAY = {"registered": 0.0, "festival": 0.7 * 0.6, "online": 0.3, "adjusted": 0.0}


def chances(size: int, case: str) -> tuple[float, float, float, float]:
    """Valid from one half, valid with more than half, decision passes, election valid."""
    away = round(AWAY_SHARE * size)
    eligible = size - away if case == "adjusted" else size
    home = np.arange(size - away + 1)
    others = np.arange(away + 1)
    weight = np.outer(binom.pmf(home, size - away, HOME), binom.pmf(others, away, FROM_AWAY[case]))
    present = home[:, None] + others
    half = majority = passes = election = 0.0
    for number, chance in zip(present.ravel(), weight.ravel(), strict=True):
        half += chance * at_least(number, 0.5, eligible)
        majority += chance * more_than(number, 0.5, eligible)
        election += chance * at_least(number, 0.8, eligible)
        yes = np.arange(number + 1)
        carried = [more_than(votes, 0.5, eligible) for votes in yes]
        passes += chance * float(binom.pmf(yes, number, YES) @ np.array(carried, float))
    return half, majority, passes, election


@pytest.mark.limit
@pytest.mark.parametrize("case", TABLE)
def test_quorum_table_of_the_description_is_reproduced(case: str, limit: Limits) -> None:
    exact = np.array([chances(size, case)[1:] for size in SIZES])
    largest = np.abs(exact - np.array(TABLE[case])).max()
    limit("V13", f"largest difference of 15 cells from the exact convolution, {case}", 0.0, largest, 0.0051)


def test_one_half_is_enough_to_meet_with_an_even_number() -> None:
    assert chances(30, "registered")[0] == pytest.approx(0.43, abs=0.005)
    assert chances(50, "registered")[0] == pytest.approx(0.38, abs=0.005)
    assert chances(9, "adjusted")[0] == pytest.approx(0.96, abs=0.005)


def test_four_fifths_are_counted_exactly() -> None:
    for whole in range(1, 400):
        least = -(-4 * whole // 5)
        assert at_least(least, 0.8, whole)
        assert not at_least(least - 1, 0.8, whole)


def test_nobody_to_count_is_never_enough() -> None:
    assert not at_least(0, 0.5, 0)
    assert not more_than(0, 0.5, 0)


@pytest.mark.parametrize(("number", "probability"), [(1, 0.5), (8, 0.95), (40, 0.3), (600, 0.95), (150, 0.02)])
def test_binomial_of_a_uniform_inverts_the_distribution(number: int, probability: float) -> None:
    u = (np.arange(4000) + 0.5) / 4000
    counts = np.array([binomial(each, number, probability) for each in u])
    # The rarer outcome is counted upwards from u, so common yes-votes run downwards.
    rarer = counts if probability <= 0.5 else number - counts
    assert (rarer == binom.ppf(u, number, min(probability, 1 - probability))).all()


def test_binomial_has_certain_and_impossible_votes() -> None:
    assert [binomial(0.3, 0, 0.5), binomial(0.3, 9, 0.0), binomial(0.3, 9, 1.0)] == [0, 0, 9]


def test_logistic_takes_any_log_odds() -> None:
    assert 0.0 <= logistic(-1e6) < 1e-300
    assert logistic(1e6) == 1.0
    assert logistic(math.log(3)) == pytest.approx(0.75)
    assert logistic(-math.log(3)) == pytest.approx(0.25)
