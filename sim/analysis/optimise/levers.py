"""The levers of a study as a search moves them: places between 0 and 1, and the inputs that a surface sees of them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.studies.factors import Factor, Point, Value

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Levers:
    """What may be moved.

    Attributes
    ----------
    factors : tuple of Factor
    """

    factors: tuple[Factor, ...]

    def snapped(self, places: Floats) -> Floats:
        """Places of what can be had: of choices and whole numbers, the middle of their share."""
        found: Floats = np.clip(np.array(places, float), 0.0, 1.0)
        for place, factor in enumerate(self.factors):
            if count := steps_of(factor):
                found[:, place] = (np.minimum(np.floor(found[:, place] * count), count - 1) + 0.5) / count
        return found

    def values(self, places: Sequence[float] | Floats) -> Point:
        """Values at places."""
        return tuple(factor.at(float(place)) for factor, place in zip(self.factors, places, strict=True))

    def changes(self, places: Sequence[float] | Floats) -> dict[str, Value]:
        """Values at places by path."""
        found = zip(self.factors, self.values(places), strict=True)
        return {factor.path: value for factor, value in found if value is not None}

    def inputs(self, places: Floats) -> Floats:
        """Inputs of a surface: a number as it is, of three choices and more one for each but the first."""
        columns = []
        for place, factor in enumerate(self.factors):
            column, choices = places[:, place], len(factor.values)
            if choices > 2:
                chosen = np.minimum(np.floor(column * choices), choices - 1)
                columns += [(chosen == each).astype(float) for each in range(1, choices)]
            elif choices == 2:
                columns.append((column >= 0.5).astype(float))
            else:
                columns.append(column)
        return np.column_stack(columns)

    def of_policy(self, policy: str) -> NDArray[np.bool_]:
        """Which levers are a policy's."""
        return np.array([factor.path.startswith(f"policies.{policy}.") for factor in self.factors])

    @property
    def policies(self) -> tuple[str, ...]:
        """Policies that have a lever."""
        found = (factor.path.split(".")[1] for factor in self.factors if factor.path.startswith("policies."))
        return tuple(dict.fromkeys(found))


def steps_of(factor: Factor) -> int:
    """How many values a lever can have; 0 for any in its range."""
    if factor.values:
        return len(factor.values)
    return math.floor(factor.high) - math.ceil(factor.low) + 1 if factor.whole else 0
