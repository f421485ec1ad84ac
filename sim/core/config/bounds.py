"""Bounds of a value by what it means: a share lies in 0 to 1, hours and persons are not negative.

They are no range of variation, in which a scenario may set a value: they hold for whatever comes of it, such as what
several policies make of one lever together.
"""

from __future__ import annotations

from math import inf

SHARE_UNITS = ("share", "probability", "0-1")
"""Units of what lies between none and all."""
SIGNED_UNITS = frozenset(
    {
        "1",
        "ability scale",
        "calendar month",
        "exponent",
        "ln",
        "ln yuan/year",
        "log hazard",
        "log odds",
        "packed",
        "row",
        "score",
        "standard deviations",
    }
)
"""Units of what may be negative: places on a scale, logarithms, numbers of rows."""


def bounds_of(unit: str) -> tuple[float, float]:
    """Least and greatest value that something of a unit can have.

    Examples
    --------
    >>> from sim.core.config.bounds import bounds_of
    >>> bounds_of("share"), bounds_of("hour/month"), bounds_of("log odds")
    ((0.0, 1.0), (0.0, inf), (-inf, inf))
    """
    if unit in SHARE_UNITS:
        return 0.0, 1.0
    return (-inf, inf) if unit in SIGNED_UNITS else (0.0, inf)
