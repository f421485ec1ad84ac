"""The directions of the parameters that calibration and sensitivity analysis vary, over more seeds."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial

import numpy as np
import pytest
from scipy.stats import wilcoxon

from tests.laws.directions import CASES, difference
from tests.laws.test_directions import PROCESSES

ACTIVE = [name for name, param in CASES.items() if param.active]
SEEDS = tuple(range(21, 31))


@pytest.fixture(scope="module")
def differences() -> Iterator[dict[str, np.ndarray]]:
    """Indicator at the high end less indicator at the low end, by parameter, one value a seed."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(PROCESSES, mp_context=context) as pool:
        yield dict(zip(ACTIVE, pool.map(partial(difference, seeds=SEEDS), ACTIVE), strict=True))


@pytest.mark.verify
@pytest.mark.parametrize("name", ACTIVE)
def test_active_parameter_moves_its_indicator_beyond_chance(name: str, differences: dict[str, np.ndarray]) -> None:
    found = differences[name]
    towards = found if CASES[name].raises else -found
    assert towards.mean() > 0
    assert wilcoxon(towards, alternative="greater", zero_method="zsplit").pvalue < 0.05, f"{name}: {found}"
