"""The toy in ruralparty's way: columns, keyed draws, and a kernel over villages that looks at candidates only.

A village's draws are filled first, in one vectorised pass: word 0 decides on death, word 1 on leaving or returning,
word 2 on adoption. Integer bounds pick the rows to which something may happen (a few per cent); the rules are then read
once more for those.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from benchmarks import toy
from sim.core.draws import bound, child_id, fill
from sim.core.kernels import kernel

# The toy is no mechanism of the model, so it has no entry in streams.yaml; with its own seed it may use any number.
TOY_STREAM = np.uint64(1)
FIRST_MONTH = 1440  # January 2020, counted from January 1900
SIZE = toy.VILLAGE_SIZE
AGES = toy.OLDEST + 1
INNOVATION, IMITATION = toy.INNOVATION, toy.IMITATION


class People(NamedTuple):
    """Columns of the toy: 12 bytes a person."""

    uid: NDArray[np.uint64]
    age: NDArray[np.uint16]
    away: NDArray[np.uint8]
    adopted: NDArray[np.uint8]


@kernel
def village_month(P, death, move, month, seed, lo, hi):  # type: ignore[no-untyped-def]
    """Take the villages ``lo:hi`` one month further; ``death`` and ``move`` are integer bounds by age and by away and age."""
    words = np.empty((4, SIZE), np.uint32)
    rows = np.empty(SIZE + 1, np.uint16)
    for v in range(lo, hi):
        a, b = v * SIZE, (v + 1) * SIZE
        fill(P.uid[a:b], month, 0, seed, TOY_STREAM, words[0], words[1], words[2], words[3])
        age, away, adopted = P.age[a:b], P.away[a:b], P.adopted[a:b]
        adopters = 0
        for j in range(SIZE):
            adopters += int(adopted[j])
        adopts = bound(INNOVATION + IMITATION * adopters / SIZE)
        count = 0
        for j in range(SIZE):
            age[j] += 1
            rows[count] = j
            count += int(
                (words[0, j] < death[age[j]])
                | (words[1, j] < move[away[j], age[j]])
                | ((words[2, j] < adopts) & (adopted[j] == 0))
            )
        for c in range(count):
            j = int(rows[c])
            if words[0, j] < death[age[j]]:
                P.uid[a + j] = child_id(seed, P.uid[a + j], 0)
                age[j] = away[j] = adopted[j] = 0
                continue
            if words[1, j] < move[away[j], age[j]]:
                away[j] = 1 - away[j]
            if words[2, j] < adopts:
                adopted[j] = 1


class RuralPartyToy:
    """Columns and their monthly kernel, on one thread."""

    def __init__(self, villages: int, seed: int) -> None:
        first = toy.start(villages)
        self.villages = villages
        self.seed = np.uint64(seed)
        self.number = FIRST_MONTH
        self.people = People(
            np.arange(first.age.size, dtype=np.uint64),
            first.age.astype(np.uint16),
            first.away.astype(np.uint8),
            first.adopted.astype(np.uint8),
        )
        leave = toy.leave_by_age()
        self.death = integer_bounds(toy.death_by_age())
        self.move = np.stack([integer_bounds(leave), integer_bounds(np.full_like(leave, toy.RETURN))])

    def month(self) -> None:
        self.number += 1
        village_month(self.people, self.death, self.move, self.number, self.seed, 0, self.villages)

    def state(self) -> toy.State:
        people = self.people
        return toy.State(people.age.astype(np.int64), people.away.astype(bool), people.adopted.astype(bool))


def integer_bounds(probabilities: NDArray[np.float64]) -> NDArray[np.int64]:
    """Bounds below which a 32-bit word means yes (2**32, always yes, does not fit 32 bits)."""
    return np.array([bound(float(each)) for each in probabilities], dtype=np.int64)


def build(villages: int, seed: int) -> RuralPartyToy:
    return RuralPartyToy(villages, seed)
