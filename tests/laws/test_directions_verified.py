"""The directions of the parameters that calibration and sensitivity analysis vary, over more seeds."""

from __future__ import annotations

import pytest
from scipy.stats import wilcoxon

from tests.laws.directions import CASES, difference

ACTIVE = [name for name, param in CASES.items() if param.active]
SEEDS = tuple(range(21, 31))


@pytest.mark.verify
@pytest.mark.parametrize("name", ACTIVE)
def test_active_parameter_moves_its_indicator_beyond_chance(name: str) -> None:
    found = difference(name, SEEDS)
    towards = found if CASES[name].raises else -found
    assert towards.mean() > 0
    assert wilcoxon(towards, alternative="greater", zero_method="zsplit").pvalue < 0.05, f"{name}: {found}"
