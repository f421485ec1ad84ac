"""A price is stated of what was bought: what moved as wanted, or what is wanted neither more nor less."""

import numpy as np

from sim.analysis.ratio import cost_per_unit

COSTS, STEPS = np.array([30.0, 31.0, 29.0, 30.0]), np.array([-0.10, -0.11, -0.09, -0.10])


def test_harm_has_no_price():
    assert cost_per_unit(COSTS, STEPS, better=1) is None
    assert cost_per_unit(COSTS, -STEPS, better=-1) is None


def test_what_is_wanted_or_neither_has_one():
    for better in (-1, 0):
        found = cost_per_unit(COSTS, STEPS, better)
        assert found is not None
        assert 290 < found.value < 310
