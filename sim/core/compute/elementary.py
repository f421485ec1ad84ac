"""Exponential, logarithm and power out of additions, multiplications and divisions: the same bits on every machine.

Processors agree on these operations to the last bit (IEEE 754). On exp, log and pow they do not: C libraries and NumPy
choose another way by what the processor can do, and round some results otherwise. Whatever a model's course depends on
is therefore reckoned here; :func:`exps`, :func:`logs` and :func:`powers` take arrays and give the bits of :func:`exp`,
:func:`log` and :func:`power` of their elements.

exp: x = q ln 2 + r with r in ±ln 2 / 2; e^r by its series to the 13th power. log: x = 2^k m with m in sqrt(1/2) to
sqrt(2); ln m by the series of atanh((m − 1) / (m + 1)) with the coefficients of fdlibm (Sun Microsystems 1993;
RECALLED, and measured in the tests). Both are off by less than 1.2 units of the last place.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sim.core.compute.kernels import kernel

Floats = NDArray[np.float64]

# ln 2 in two parts: the first has 21 zeros behind, so that a whole number times it is exact.
LN2_HIGH, LN2_LOW = 6.93147180369123816490e-01, 1.90821492927058770002e-10
PER_LN2 = 1.4426950408889634
LARGEST = 700.0
"""Exponents beyond ±700 count as ±700: 1e304 and 1e-304."""
ABOVE_ALL = 2048  # added before a number is cut to a whole one, so that it is positive
MIDDLE, BIAS, FRACTION = 0.5, 1023, 52  # of the exponent of a double, and the bits behind it
C2, C3, C4, C5, C6, C7 = (1.0 / math.factorial(power) for power in range(2, 8))
C8, C9, C10, C11, C12, C13 = (1.0 / math.factorial(power) for power in range(8, 14))
TWO_TO_52, OF_TWO_TO_52 = 4503599627370496.0, 0x4330000000000000  # and the bits of its double
ROOT_HALF = 0x3FE6A09E667F3BCD  # bits of sqrt(1/2)
L1, L2, L3, L4 = 6.666666666666735130e-01, 3.999999999940941908e-01, 2.857142874366239149e-01, 2.222219843214978396e-01
L5, L6, L7 = 1.818357216161805012e-01, 1.531383769920937332e-01, 1.479819860510658591e-01


@kernel(inline=True)
def as_float(whole):  # type: ignore[no-untyped-def]
    """A whole number of 64 bits, 0 to 2^52, as a floating one: by its bits, which all processors do to several at once.

    Few turn several whole numbers of 64 bits into floating ones, or back, at once; of 32 bits nearly all do.
    """
    return np.int64(whole | OF_TWO_TO_52).view(np.float64) - TWO_TO_52


@kernel(inline=True)
def exp_of_rest(r):  # type: ignore[no-untyped-def]
    """Exponential of ±ln 2 / 2 or less; a number or an array."""
    high = ((((((C13 * r + C12) * r + C11) * r + C10) * r + C9) * r + C8) * r + C7) * r + C6
    return (((((high * r + C5) * r + C4) * r + C3) * r + C2) * r + 1.0) * r + 1.0


@kernel(inline=True)
def log_of_rest(m):  # type: ignore[no-untyped-def]
    """Logarithm of sqrt(1/2) to sqrt(2), as a large and a small part; a number or an array."""
    f = m - 1.0
    s = f / (2.0 + f)
    z = s * s
    half = MIDDLE * f * f
    series = z * (L1 + z * (L2 + z * (L3 + z * (L4 + z * (L5 + z * (L6 + z * L7))))))
    return f, half, s * (half + series)


@kernel
def exp(x):  # type: ignore[no-untyped-def]
    """Exponential of a number; what is no number stays none."""
    y = min(max(float(x) if x == x else 0.0, -LARGEST), LARGEST)
    above = np.int32(y * PER_LN2 + (ABOVE_ALL + MIDDLE))
    q = float(above) - ABOVE_ALL
    scale = np.int64((np.int64(above) + (BIAS - ABOVE_ALL)) << FRACTION).view(np.float64)
    found = exp_of_rest((y - q * LN2_HIGH) - q * LN2_LOW) * scale
    return found if x == x else float(x)


@kernel
def log(x):  # type: ignore[no-untyped-def]
    """Natural logarithm of a number: minus infinity for 0, no number below."""
    y = float(x)
    if not 0.0 < y < math.inf:
        return y if y > 0.0 or y != y else (-math.inf if y == 0.0 else math.nan)
    bits = int(np.float64(y).view(np.int64))
    k = (bits - ROOT_HALF) >> FRACTION
    f, half, small = log_of_rest(np.int64(bits - (k << FRACTION)).view(np.float64))
    q = float(np.int32(k))
    return q * LN2_HIGH - ((half - (small + q * LN2_LOW)) - f)


@kernel
def power(x, y):  # type: ignore[no-untyped-def]
    """Power of a number, exact for powers of 0 and 1; no number where the base is negative."""
    if y == 0.0 or y == 1.0:
        return 1.0 if y == 0.0 else float(x)
    if x == 0.0:
        return 0.0 if y > 0.0 else math.inf
    return exp(y * log(x))


def exps(values: ArrayLike) -> Floats:
    """Exponentials of the elements of an array, or of a number."""
    given = np.asarray(values, np.float64)
    y = np.clip(np.where(np.isnan(given), 0.0, given), -LARGEST, LARGEST)
    q = (y * PER_LN2 + (ABOVE_ALL + MIDDLE)).astype(np.int64) - ABOVE_ALL
    rest = (y - q * LN2_HIGH) - q * LN2_LOW
    found = exp_of_rest.function(rest) * np.asarray((q + BIAS) << FRACTION).view(np.float64)
    return np.where(np.isnan(given), given, found)


def logs(values: ArrayLike) -> Floats:
    """Natural logarithms of the elements of an array, or of a number."""
    given = np.asarray(values, np.float64)
    usual = (given > 0.0) & (given < math.inf)
    bits = np.where(usual, given, 1.0).view(np.int64)
    k = (bits - ROOT_HALF) >> FRACTION
    f, half, small = log_of_rest.function((bits - (k << FRACTION)).view(np.float64))
    found = k * LN2_HIGH - ((half - (small + k * LN2_LOW)) - f)
    return np.where(usual, found, np.where(given == 0.0, -math.inf, np.where(given < 0.0, math.nan, given)))


def powers(values: ArrayLike, exponent: ArrayLike) -> Floats:
    """Powers of the elements of an array, or of a number, as :func:`power` gives them."""
    given, wanted = np.asarray(values, np.float64), np.asarray(exponent, np.float64)
    found = exps(wanted * logs(np.where(given == 0.0, 1.0, given)))
    found = np.where(given == 0.0, np.where(wanted > 0.0, 0.0, math.inf), found)
    return np.where(wanted == 0.0, 1.0, np.where(wanted == 1.0, given, found))
