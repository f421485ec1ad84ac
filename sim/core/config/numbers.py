"""Numbers written without powers of ten: ``1000000`` and ``0.00001``, not ``1e+06`` and ``1e-05``."""

from __future__ import annotations

import math

DIGITS = 6
"""Digits that count, of a number as a scenario file has it."""
TINY, HUGE = 1e-9, 1e15
"""Beyond these no row of zeros is clearer than a power of ten."""


def plain(value: float, digits: int = DIGITS, thousands: bool = False) -> str:
    """A number with so many digits that count, and no zeros behind them.

    Parameters
    ----------
    value : float
    digits : int
        A whole number keeps all of its own.
    thousands : bool
        Whether commas part them, for what is read and not typed.

    Examples
    --------
    >>> from sim.core.config.numbers import plain
    >>> plain(1e6), plain(0.00003), plain(0.1 + 0.2), plain(2280, 3, thousands=True)
    ('1000000', '0.00003', '0.3', '2,280')
    """
    if not math.isfinite(value) or value == 0 or not TINY <= abs(value) < HUGE:
        return f"{value:.{digits}g}"
    decimals = max(0, digits - 1 - math.floor(math.log10(abs(value))))
    text = f"{value:{',' if thousands else ''}.{decimals}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
