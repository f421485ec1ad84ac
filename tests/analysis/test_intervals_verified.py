"""95 % intervals of paired differences hold the truth in 93 to 97 of 100 cases, with fixed and with chosen numbers."""

from __future__ import annotations

import numpy as np
import pytest

from sim.indicators import HEADLINES
from tests.analysis.intervals import Coverage, bank, coverage, measure, places, write

LOW, HIGH = 0.93, 0.97
SIZES = (3, 15, 60, 120)
"""Villages of a world: the fewer, the more pairs an interval takes."""


@pytest.fixture(scope="module")
def measured() -> dict[tuple[int, str], Coverage]:
    rows = measure(bank())
    write(rows)
    return {(row.villages, row.outcome): row for row in rows}


@pytest.mark.verify
@pytest.mark.parametrize("outcome", HEADLINES)
@pytest.mark.parametrize("villages", SIZES)
def test_intervals_cover_what_they_promise(measured, outcome, villages):
    row = measured[villages, outcome]
    assert LOW <= row.fixed <= HIGH, row
    assert LOW <= row.early <= HIGH, row
    assert LOW <= row.late <= HIGH, row
    assert row.least <= row.pairs_early <= row.pairs_late, row


def normal_scores(count: int) -> np.ndarray:
    """Evenly spaced values of a normal distribution."""
    from scipy.special import ndtri

    return ndtri((np.arange(count) + 0.5) / count)


def test_the_measure_finds_ninety_five_per_cent_where_differences_are_normal():
    drawn = places(1000, (1500, 200, 10), 1)
    row = coverage(normal_scores(1000) + 3.0, "normal", 10, drawn)
    assert row.least == 20
    assert abs(row.fixed - 0.95) < 3 * (0.95 * 0.05 / 1500) ** 0.5
    assert abs(row.early - 0.945) < 0.02
    assert 25 <= row.pairs_early < row.pairs_late < 80


def test_the_measure_finds_too_little_where_one_world_in_a_hundred_is_another():
    values = np.where(np.arange(1000) % 100 == 0, 10.0, 0.0) + 0.01 * normal_scores(1000)
    row = coverage(values, "rare", 5, places(1000, (500, 200, 5), 1))
    assert row.fixed < 0.9


def test_places_are_drawn_evenly_and_with_replacement():
    drawn = places(50, (200, 80, 2), 3)
    counts = np.bincount(drawn.ravel(), minlength=50)
    assert len(counts) == 50
    assert abs(counts - counts.mean()).max() < 5 * counts.mean() ** 0.5
    assert min(len(np.unique(each[:20, 0])) for each in drawn) < 20
