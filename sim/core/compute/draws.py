"""Keyed draws: every random number is addressed, none is taken from a generator.

``uniform(seed, stream, person, month, k)`` is Philox4x32-10 with the key ``(seed, stream)`` and the counter
``(person low, person high, month, k // 4)``; draw ``k`` is word ``k % 4`` of the block. The same person therefore
meets the same luck in the same month under every policy, and nobody's luck depends on who else was drawn before.

Reference: Salmon, Moraes, Dror and Shaw (2011), Parallel random numbers: as easy as 1, 2, 3 (Philox4x32-10).
"""

from __future__ import annotations

import hashlib
import math
from functools import cache
from pathlib import Path

import numpy as np

from sim.core.compute.elementary import exp, log
from sim.core.compute.kernels import kernel
from sim.core.config.language import message

# 32-bit words are held in 64 bits: products need no carry, and plain Python gives the same words.
MULTIPLY_0 = np.uint64(0xD2511F53)
MULTIPLY_1 = np.uint64(0xCD9E8D57)
WEYL_0 = np.uint64(0x9E3779B9)
WEYL_1 = np.uint64(0xBB67AE85)
LOW = np.uint64(0xFFFFFFFF)
SHIFT = np.uint64(32)
ROUNDS = 10
WORDS = 4294967296.0
LARGEST_WORD = 4294967295
LARGEST_SEED = LARGEST_WORD
OUTSIDE = 1 << 31
"""Ids from here on are of streams from outside the package, those of ``streams.yaml`` lie below."""
_outside: dict[int, str] = {}

# Acklam's coefficients, highest power first, for the centre and for the tails of the normal distribution.
TAIL = 0.02425
CENTRE_ABOVE = (
    -39.69683028665376,
    220.9460984245205,
    -275.9285104469687,
    138.357751867269,
    -30.66479806614716,
    2.506628277459239,
)
CENTRE_BELOW = (-54.47609879822406, 161.5858368580409, -155.6989798598866, 66.80131188771972, -13.28068155288572, 1.0)
TAIL_ABOVE = (
    -7.784894002430293e-3,
    -0.3223964580411365,
    -2.400758277161838,
    -2.549732539343734,
    4.374664141464968,
    2.938163982698783,
)
TAIL_BELOW = (0.0, 7.784695709041462e-3, 0.3224671290700398, 2.445134137142996, 3.754408661907416, 1.0)


@cache
def _streams() -> dict[str, int]:
    from ruamel.yaml import YAML

    text = (Path(__file__).parent / "streams.yaml").read_text(encoding="utf-8")
    return dict(YAML(typ="safe").load(text))


def stream(name: str) -> np.uint64:
    """Id of a stream of draws, as declared for all time in ``streams.yaml``.

    Raises
    ------
    KeyError
        If the stream is not declared; ids are data and are never made up by code.
    """
    known = _streams()
    if name not in known:
        raise KeyError(
            message(
                "stream {name!r} is not declared in sim/core/compute/streams.yaml; add it there with a new number",
                name=name,
            )
        )
    return np.uint64(known[name])


def outside_stream(name: str) -> np.uint64:
    """Id of a stream of a mechanism from outside the package: made of its name, above all ids that are declared.

    Parameters
    ----------
    name : str
        ``mechanism.what``; whoever takes the same name draws the same numbers.

    Raises
    ------
    ValueError
        If the package has a stream of that name, or another name has led to the same id.
    """
    if name in _streams() or "." not in name:
        raise ValueError(
            message(
                "a stream from outside cannot be called {name!r}; take mechanism.what, such as storms.struck", name=name
            )
        )
    number = OUTSIDE | int.from_bytes(hashlib.blake2b(name.encode(), digest_size=4).digest()) % OUTSIDE
    if (other := _outside.setdefault(number, name)) != name:
        raise ValueError(
            message(
                "the streams {name!r} and {other!r} have the same id; give one of them another name",
                name=name,
                other=other,
            )
        )
    return np.uint64(number)


@kernel(inline=True)
def philox(c0, c1, c2, c3, k0, k1):  # type: ignore[no-untyped-def]
    """Four 32-bit words (as uint64) of Philox4x32-10 for counter ``c0..c3`` and key ``k0, k1``."""
    for _ in range(ROUNDS):
        a = MULTIPLY_0 * c0
        b = MULTIPLY_1 * c2
        c0, c1, c2, c3 = (b >> SHIFT) ^ c1 ^ k0, b & LOW, (a >> SHIFT) ^ c3 ^ k1, a & LOW
        k0 = (k0 + WEYL_0) & LOW
        k1 = (k1 + WEYL_1) & LOW
    return c0, c1, c2, c3


@kernel
def fill(ids, month, block, seed, stream, w0, w1, w2, w3):  # type: ignore[no-untyped-def]
    """Fill four uint32 arrays with block ``block`` (draws 4*block … 4*block+3) of every id.

    Parameters
    ----------
    ids : uint64 array, shape (n,)
        Persons (or villages); pass a slice, it is read from 0.
    month, block : int
        Calendar month (0 = January 1900) and number of the block.
    seed, stream : uint64
        The key; ``stream`` comes from :func:`stream`.
    w0, w1, w2, w3 : uint32 arrays, shape (n,)
        Written.
    """
    # What is known to have 32 bits needs one multiplication a word, not three.
    c2, c3, k0, k1 = np.uint64(month) & LOW, np.uint64(block) & LOW, seed & LOW, stream & LOW
    for j in range(ids.size):
        identity = ids[j]
        a, b, c, d = philox(identity & LOW, identity >> SHIFT, c2, c3, k0, k1)
        w0[j] = np.uint32(a)
        w1[j] = np.uint32(b)
        w2[j] = np.uint32(c)
        w3[j] = np.uint32(d)


@kernel
def fill_first(ids, month, seed, stream, lots):  # type: ignore[no-untyped-def]
    """Fill a uint32 array with draw 0 of every id: what :func:`fill` writes first, in four fifths of the time."""
    c2, k0, k1 = np.uint64(month) & LOW, seed & LOW, stream & LOW
    for j in range(ids.size):
        identity = ids[j]
        a, _, _, _ = philox(identity & LOW, identity >> SHIFT, c2, np.uint64(0), k0, k1)
        lots[j] = np.uint32(a)


@kernel
def fill_two(ids, month, seed, stream, w0, w1):  # type: ignore[no-untyped-def]
    """Fill two uint32 arrays with draws 0 and 1 of every id, as :func:`fill` does, in less time."""
    c2, k0, k1 = np.uint64(month) & LOW, seed & LOW, stream & LOW
    for j in range(ids.size):
        identity = ids[j]
        a, b, _, _ = philox(identity & LOW, identity >> SHIFT, c2, np.uint64(0), k0, k1)
        w0[j], w1[j] = np.uint32(a), np.uint32(b)


@kernel(inline=True)
def unit(word):  # type: ignore[no-untyped-def]
    """A word as a number in (0, 1): never 0, never 1."""
    return (float(word) + 0.5) / WORDS


@kernel
def uniform(seed, stream, identity, month, k):  # type: ignore[no-untyped-def]
    """Draw ``k`` of one person (or village) in one month from one stream, in (0, 1)."""
    a, b, c, d = philox(identity & LOW, identity >> SHIFT, np.uint64(month), np.uint64(k // 4), seed, stream)
    word = k % 4
    return unit(a if word == 0 else b if word == 1 else c if word == 2 else d)


@kernel
def bound(probability):  # type: ignore[no-untyped-def]
    """The integer below which a word means yes: ``word < bound`` iff ``unit(word) < probability``."""
    if probability <= 0.0:
        return 0
    if probability >= 1.0:
        return LARGEST_WORD + 1
    return int(math.ceil(probability * WORDS - 0.5))


@kernel
def polynomial(coefficients, x):  # type: ignore[no-untyped-def]
    """Value of a polynomial, highest power first."""
    total = 0.0
    for coefficient in coefficients:
        total = total * x + coefficient
    return total


@kernel
def normal(u):  # type: ignore[no-untyped-def]
    """Standard normal deviate of a uniform ``u`` in (0, 1), by inversion.

    Acklam's rational approximation, relative error below 1.2e-9.
    """
    if TAIL < u < 1.0 - TAIL:
        q = u - 0.5
        return q * polynomial(CENTRE_ABOVE, q * q) / polynomial(CENTRE_BELOW, q * q)
    q = math.sqrt(-2.0 * log(min(u, 1.0 - u)))
    deviate = polynomial(TAIL_ABOVE, q) / polynomial(TAIL_BELOW, q)
    return deviate if u < 0.5 else -deviate


@kernel
def poisson(u, mean):  # type: ignore[no-untyped-def]
    """Poisson count of one uniform, by inversion (for means up to about 30)."""
    term = exp(-mean)
    total = term
    count = 0
    while u > total and count < 1000:
        count += 1
        term *= mean / count
        total += term
    return count


@kernel
def rounded(expected, u):  # type: ignore[no-untyped-def]
    """An expected number as a whole one: ``floor(expected + u)``, so that one more unit never moves the others."""
    return int(math.floor(expected + u))


@kernel
def child_id(seed, mother, birth):  # type: ignore[no-untyped-def]
    """Identity of a newborn from her mother's identity and the order of her birth."""
    a, b, _, _ = philox(mother & LOW, mother >> SHIFT, np.uint64(birth), np.uint64(0), seed, IDENTITY)
    return (a << SHIFT) | b


@kernel
def start_id(seed, county, village, rank):  # type: ignore[no-untyped-def]
    """Identity of a start person from world seed, county, village and rank."""
    a, b, _, _ = philox(np.uint64(rank), np.uint64(village), np.uint64(county), np.uint64(1), seed, IDENTITY)
    return (a << SHIFT) | b


@kernel
def incomer_id(seed, village, month, rank):  # type: ignore[no-untyped-def]
    """Identity of somebody who comes into a village (its identity: county above, place below), from month and rank."""
    county = village >> SHIFT
    when = (county << np.uint64(16)) | np.uint64(month)
    a, b, _, _ = philox(np.uint64(rank), village & LOW, when & LOW, np.uint64(2), seed, IDENTITY)
    return (a << SHIFT) | b


IDENTITY = stream("identity")
