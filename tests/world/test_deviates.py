"""Deviates of the start population."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from sim.world.deviates import beta, normal

U = (np.arange(0, 2**32, 2**32 // 9_973, dtype=np.uint64) + 0.5) / 2**32


@pytest.mark.parametrize(("a", "b"), [(2.0, 5.0), (1.3, 0.7), (8.0, 2.0)])
def test_beta_deviates_lie_on_straight_lines_between_exact_quantiles(a: float, b: float) -> None:
    ends = np.linspace(0.0, 1.0, 2049)
    np.testing.assert_array_equal(beta(U, a, b), np.interp(U, ends, stats.beta.ppf(ends, a, b)))
    inner = (U > 0.001) & (U < 0.999)
    np.testing.assert_allclose(beta(U, a, b)[inner], stats.beta.ppf(U, a, b)[inner], atol=2e-3)


def test_normal_is_that_of_the_books() -> None:
    np.testing.assert_allclose(normal(U), stats.norm.ppf(U), rtol=1e-12)
