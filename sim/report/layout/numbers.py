"""How numbers are printed: no more digits than their interval can carry, shares in per cent."""

from __future__ import annotations

import math

import numpy as np

from sim.analysis.effects import PairedDifference

PER_CENT = 100.0
MOST_DECIMALS = 4
MOST_FOR_A_BOUND = 6
"""Decimals by which a bound is followed towards zero; one that is nearer reads 0."""
MINUS = "−"


def shown_as[Number: (float, np.ndarray)](value: Number, unit: str) -> Number:
    """The value, or an array of values, in the unit in which it is printed."""
    return value * PER_CENT if unit == "share" else value


def decimals_for(half_width: float) -> int:
    """Decimals whose last place is at most half of a half-width, and at least a twentieth."""
    if not math.isfinite(half_width) or half_width <= 0:
        return 2
    return min(MOST_DECIMALS, max(0, -math.floor(math.log10(half_width / 2))))


def fixed(value: float, decimals: int, sign: bool = False) -> str:
    """A number with thousands and a true minus; no minus before nothing but zeros."""
    if not math.isfinite(value):
        return "–" if math.isnan(value) else ("∞" if value > 0 else f"{MINUS}∞")
    text = f"{value:{'+' if sign else ''},.{decimals}f}"
    if not text.strip("+-0.,"):
        return text.lstrip("+-")
    return text.replace("-", MINUS)


def level(value: float, unit: str) -> str:
    """A level of an outcome in the unit in which it is printed."""
    return fixed(shown_as(value, unit), level_decimals(value, unit))


def level_decimals(value: float, unit: str) -> int:
    """Decimals of a level of an outcome."""
    return 1 if unit == "share" else 3 if unit == "0-1" else amount_decimals(shown_as(value, unit))


def amount_decimals(value: float) -> int:
    """Decimals that show about three digits of an amount."""
    if not math.isfinite(value) or value == 0:
        return 0 if value == 0 else 2
    return min(MOST_DECIMALS, max(0, 2 - math.floor(math.log10(abs(value)))))


def amount(value: float) -> str:
    """An amount of money or hours with about three digits."""
    return fixed(value, amount_decimals(value))


def decimals_of(found: PairedDifference, unit: str) -> int:
    """Decimals of a difference and its bounds: as many as the interval carries, more if less would mislead.

    A difference that can be seen in the levels printed beside it does not read 0; nor does a bound that is not zero,
    where raises or lowers is said of it.
    """
    decimals = max(decimals_for(shown_as(found.half_width, unit)), _to_be_seen(found, unit))
    if found.clear:
        nearest = min(abs(shown_as(bound, unit)) for bound in (found.low, found.high))
        for more in range(decimals, MOST_FOR_A_BOUND + 1):
            if round(nearest, more) != 0:
                return more
    return decimals


def _to_be_seen(found: PairedDifference, unit: str) -> int:
    """Decimals that show a first digit of a difference, as far as the levels that it is taken from would show it."""
    size = abs(shown_as(found.difference, unit))
    if not math.isfinite(size) or size == 0:
        return 0
    first = min(MOST_DECIMALS, max(0, -math.floor(math.log10(size))))
    levels = max(level_decimals(each, unit) for each in (found.baseline, found.alternative))
    if round(size, levels) == 0 and level(found.baseline, unit) != level(found.alternative, unit):
        return first  # rounding has set levels apart that are nearer to each other than their last digit
    return min(levels, first)


def difference_parts(found: PairedDifference, unit: str) -> tuple[str, str, str]:
    """Difference and bounds of its interval, with signs."""
    decimals = decimals_of(found, unit)
    step, low, high = (
        fixed(shown_as(each, unit), decimals, sign=True) for each in (found.difference, found.low, found.high)
    )
    return step, low, high


def factor(value: float) -> str:
    """A variance-reduction factor."""
    return fixed(value, 1 if value < 100 else 0)
