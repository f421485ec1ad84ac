"""The directions of the parameters that calibration and sensitivity analysis vary, over more seeds."""

from __future__ import annotations

import numpy as np
import pytest

from tests.laws.directions import CASES, difference

ACTIVE = [name for name, param in CASES.items() if param.active]
SEEDS = tuple(range(21, 31))


@pytest.mark.verify
@pytest.mark.parametrize("name", ACTIVE)
def test_active_parameter_moves_its_indicator_beyond_chance(name: str) -> None:
    found = difference(name, SEEDS)
    towards = found if CASES[name].raises else -found
    error = towards.std(ddof=1) / np.sqrt(len(towards))
    assert towards.mean() > 0
    assert towards.mean() > 2 * error, f"{name}: {found}"
