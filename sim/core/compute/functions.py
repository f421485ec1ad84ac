"""Functions that many equations share."""

from __future__ import annotations

import numpy as np

from sim.core.compute.elementary import Floats, exp, exps
from sim.core.compute.kernels import kernel


@kernel(inline=True)
def clip(x):  # type: ignore[no-untyped-def]
    """Bound a number by 0 and 1."""
    return min(max(x, 0.0), 1.0)


@kernel(inline=True)
def logistic(x):  # type: ignore[no-untyped-def]
    """Probability of log odds ``x``, which may be as large as one likes."""
    return 1.0 / (1.0 + exp(-x))


@kernel
def exchange(rate, other):  # type: ignore[no-untyped-def]
    """Monthly probability of a move with this rate, while the move back has the other."""
    total = rate + other
    return rate / total * (1 - exp(-total)) if total > 0 else 0.0


def logistics(x: Floats) -> Floats:
    """Probabilities of an array of log odds, as :func:`logistic` gives them."""
    return np.asarray(1.0 / (1.0 + exps(-x)))
