"""Where a rising function crosses nought, by halving (bisection)."""

from collections.abc import Callable

HALVINGS = 50


def rising_root(function: Callable[[float], float], low: float, high: float, halvings: int = HALVINGS) -> float:
    """Where a rising function crosses nought between two ends; the nearer end if it does not."""
    for _ in range(halvings):
        middle = 0.5 * (low + high)
        if function(middle) < 0.0:
            low = middle
        else:
            high = middle
    return 0.5 * (low + high)
