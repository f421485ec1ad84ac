"""Functions that many equations share."""

from __future__ import annotations

from sim.core.elementary import exp
from sim.core.kernels import kernel


@kernel(inline=True)
def clip(x):  # type: ignore[no-untyped-def]
    """Bound a number by 0 and 1."""
    return min(max(x, 0.0), 1.0)


@kernel(inline=True)
def logistic(x):  # type: ignore[no-untyped-def]
    """Probability of log odds ``x``, which may be as large as one likes."""
    if x >= 0.0:
        return 1.0 / (1.0 + exp(-x))
    odds = exp(x)
    return odds / (1.0 + odds)
