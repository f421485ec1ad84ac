"""Deviates of the start population: keyed uniforms, and what they are turned into."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from sim.core.compute.draws import WORDS, fill, stream

START = stream("world.start")
AT_START = 0  # the "month" of all draws of the start

Floats = NDArray[np.float64]


def uniforms(identities: NDArray[np.uint64], block: int, key: np.uint64) -> Floats:
    """Draws 4·block … 4·block+3 of the start for each identity, shape (4, n), in (0, 1)."""
    return (words_of(identities, block, key) + 0.5) / WORDS


def words_of(identities: NDArray[np.uint64], block: int, key: np.uint64) -> NDArray[np.uint32]:
    """The words behind :func:`uniforms`, shape (4, n)."""
    words = np.empty((4, len(identities)), np.uint32)
    fill(np.ascontiguousarray(identities), AT_START, block, key, START, words[0], words[1], words[2], words[3])
    return words


def normal(u: Floats) -> Floats:
    """Standard normal deviates of uniforms, by inversion."""
    from scipy.special import ndtri

    return np.asarray(ndtri(u))


STEPS = 2048  # a power of two, so that dividing by it loses nothing


@cache
def _beta_quantiles(a: float, b: float) -> tuple[Floats, Floats]:
    """The inverse at the ends of the steps, and its slope within them."""
    from scipy.special import betaincinv

    at = np.asarray(betaincinv(a, b, np.linspace(0.0, 1.0, STEPS + 1)))
    return at, np.diff(at) * STEPS


def beta(u: Floats, a: float, b: float) -> Floats:
    """Beta(a, b) deviates of uniforms, by a table of 2,048 steps of the inverse."""
    at, slope = _beta_quantiles(a, b)
    step = (u * STEPS).astype(np.intp)
    return np.asarray(slope[step] * (u - step / STEPS) + at[step])


def beta_of(settings: np.ndarray, name: str) -> tuple[float, float]:
    """Parameters of the Beta variable whose mean and weight stand in the settings of the start."""
    weight, mean = float(settings[f"{name}_weight"][0]), float(settings[f"{name}_mean"][0])
    return weight * mean, weight * (1 - mean)
