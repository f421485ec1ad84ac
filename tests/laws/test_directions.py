"""Law 8: moving a parameter over its range moves the indicator it names the way it says."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor

import numpy as np
import pytest

from sim.core.declarations.parameters import Param
from tests.laws.directions import CASES, difference

PROCESSES = 2


@pytest.fixture(scope="module")
def differences() -> Iterator[dict[str, np.ndarray]]:
    """Indicator at the high end less indicator at the low end, by parameter, one value a seed."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(PROCESSES, mp_context=context) as pool:
        yield dict(zip(CASES, pool.map(difference, CASES, chunksize=8), strict=True))


@pytest.mark.parametrize("name", CASES)
def test_parameter_moves_its_indicator_as_declared(name: str, differences: dict[str, np.ndarray]) -> None:
    param: Param = CASES[name]
    found = differences[name]
    mean = found.mean()
    assert np.isfinite(found).all(), f"{name}: {param.raises or param.lowers} is no number: {found}"
    assert mean != 0.0, f"{name} does not move {param.raises or param.lowers}"
    assert (mean > 0) == (param.raises is not None), f"{name}: {param.raises or param.lowers} moves by {found}"
