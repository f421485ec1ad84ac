"""Where an outcome lies, and how far off answers are: what an emulator needs of NumPy alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
LEAST_LEFT = 0.1
"""Part of what answers are off by that more pairs never lessen, at least: how far off means are is not known well."""
NEAREST = 1e-4
"""Shares are kept so far from 0 and 1 where log odds are taken."""


@dataclass(frozen=True)
class Scale:
    """Where an outcome lies.

    Attributes
    ----------
    saturates : bool
        Whether differences are taken on log odds.
    low, high : float
        Baseline outcomes that were met.
    """

    saturates: bool
    low: float
    high: float

    def turned(self, outcome: Floats) -> Floats:
        """An outcome on the scale on which differences are taken."""
        if not self.saturates:
            return np.asarray(outcome, float)
        kept = np.clip(outcome, NEAREST, 1 - NEAREST)
        return np.asarray(np.log(kept / (1 - kept)))

    def difference(self, before: Floats, step: Floats) -> Floats:
        """A difference of outcomes from one on that scale."""
        if not self.saturates:
            return np.asarray(step, float)
        place = self.turned(before)
        return np.asarray(1 / (1 + np.exp(-(place + step))) - 1 / (1 + np.exp(-place)))

    def place(self, before: Floats) -> Floats:
        """Place of a baseline outcome among those that were met, kept between 0 and 1."""
        width = self.high - self.low
        return np.clip((before - self.low) / width, 0.0, 1.0) if width > 0 else np.zeros_like(before)


@dataclass(frozen=True)
class Bar:
    """How far off answers are: ``size**2`` is ``floor**2 + (slope * difference)**2``, and ``factor`` of it holds 90 %.

    Attributes
    ----------
    floor, slope, factor : float
    noise : float
        Variance of one pair about its mean: the part that more pairs lessen.
    """

    floor: float
    slope: float
    factor: float
    noise: float

    def of(self, difference: Floats, pairs: float = 1.0) -> Floats:
        """Half-widths that hold the exact answer of so many pairs, each of the size of those that were run."""
        squares = self.floor**2 + (self.slope * np.asarray(difference, float)) ** 2
        luck = np.minimum(self.noise, (1 - LEAST_LEFT) * squares)
        return np.asarray(self.factor * np.sqrt(squares - luck * (1 - 1 / max(pairs, 1e-9)) * (pairs > 1)))
