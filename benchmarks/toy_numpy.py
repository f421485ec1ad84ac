"""The toy in plain NumPy: one array operation after another over the whole population."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from benchmarks import toy


class NumpyToy:
    """Columns as arrays, hazards as tables by age, one uniform a decision."""

    def __init__(self, villages: int, seed: int) -> None:
        first = toy.start(villages)
        self.age = first.age.astype(np.int16)
        self.away = first.away
        self.adopted = first.adopted
        self.death = toy.death_by_age().astype(np.float32)
        self.leave = toy.leave_by_age().astype(np.float32)
        self.rng = np.random.default_rng(seed)
        self.draws = np.empty(self.age.size, dtype=np.float32)

    def uniform(self) -> NDArray[np.float32]:
        """One draw a person, in the same memory each time."""
        return self.rng.random(dtype=np.float32, out=self.draws)

    def month(self) -> None:
        """Take everybody one month further."""
        people = self.adopted.reshape(-1, toy.VILLAGE_SIZE)
        share = people.mean(axis=1, dtype=np.float32)
        adoption = np.float32(toy.INNOVATION) + np.float32(toy.IMITATION) * share
        self.age += 1
        dead = np.flatnonzero(self.uniform() < self.death.take(self.age))
        self.away ^= self.uniform() < np.where(self.away, np.float32(toy.RETURN), self.leave.take(self.age))
        people |= self.uniform().reshape(people.shape) < adoption[:, None]
        self.age[dead] = 0
        self.away[dead] = False
        self.adopted[dead] = False

    def state(self) -> toy.State:
        """Read the population, village after village."""
        return toy.State(self.age.astype(np.int64), self.away, self.adopted)


def build(villages: int, seed: int) -> NumpyToy:
    """Build the start population of ``villages`` villages."""
    return NumpyToy(villages, seed)
