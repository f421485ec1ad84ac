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
from sim.core.compute.draws import bound, child_id, fill
from sim.core.compute.kernels import kernel

# The toy is no mechanism of the model, so it has no entry in streams.yaml; with its own seed it may use any number.
TOY_STREAM = np.uint64(1)
FIRST_MONTH = 1440  # January 2020, counted from January 1900
SIZE = toy.VILLAGE_SIZE
AGES = toy.OLDEST + 1
INNOVATION, IMITATION = toy.INNOVATION, toy.IMITATION


class People(NamedTuple):
    """Columns of the toy: 11 bytes a person. ``group`` is the age in months, plus ``AGES`` for those away."""

    uid: NDArray[np.uint64]
    group: NDArray[np.uint16]
    adopted: NDArray[np.bool_]


@kernel
def village_month(P, death, move, month, seed, lo, hi):  # type: ignore[no-untyped-def]
    """Take the villages ``lo:hi`` one month further; ``death`` and ``move`` are integer bounds by group."""
    words = np.empty((4, SIZE), np.uint32)
    affected = np.empty(SIZE, np.uint8)
    rows = np.empty(SIZE + 1, np.uint16)
    for v in range(lo, hi):
        a, b = v * SIZE, (v + 1) * SIZE
        uid, group, adopted = P.uid[a:b], P.group[a:b], P.adopted[a:b]
        fill(uid, month, 0, seed, TOY_STREAM, words[0], words[1], words[2], words[3])
        adopters = 0
        for j in range(SIZE):
            adopters += int(adopted[j])
        adopts = bound(INNOVATION + IMITATION * adopters / SIZE)
        # Two loops, the first without a step that depends on the one before: it becomes vector instructions.
        for j in range(SIZE):
            group[j] += 1
            g = int(group[j])
            adopter = (words[2, j] < adopts) & (not adopted[j])
            affected[j] = (words[0, j] < death[g]) | (words[1, j] < move[g]) | adopter
        count = 0
        for j in range(SIZE):
            rows[count] = j
            count += int(affected[j])
        for c in range(count):
            j = int(rows[c])
            g = int(group[j])
            if words[0, j] < death[g]:
                uid[j] = child_id(seed, uid[j], 0)
                group[j] = 0
                adopted[j] = False
                continue
            if words[1, j] < move[g]:
                group[j] = g + AGES if g < AGES else g - AGES
            if words[2, j] < adopts:
                adopted[j] = True


class RuralPartyToy:
    """Columns and their monthly kernel, on one thread."""

    def __init__(self, villages: int, seed: int) -> None:
        first = toy.start(villages)
        self.villages = villages
        self.seed = np.uint64(seed)
        self.number = FIRST_MONTH
        self.people = People(np.arange(first.age.size, dtype=np.uint64), first.age.astype(np.uint16), first.adopted)
        death, leave = toy.death_by_age(), toy.leave_by_age()
        self.death = integer_bounds(np.concatenate([death, death]))
        self.move = integer_bounds(np.concatenate([leave, np.full_like(leave, toy.RETURN)]))

    def month(self) -> None:
        """Take everybody one month further."""
        self.number += 1
        village_month(self.people, self.death, self.move, self.number, self.seed, 0, self.villages)

    def state(self) -> toy.State:
        """Read the population, village after village."""
        group, adopted = self.people.group, self.people.adopted
        return toy.State((group % AGES).astype(np.int64), group >= AGES, adopted)


def integer_bounds(probabilities: NDArray[np.float64]) -> NDArray[np.int64]:
    """Bounds below which a 32-bit word means yes; 64 bits, because "always yes" is 2**32."""
    return np.array([bound(float(each)) for each in probabilities], dtype=np.int64)


def build(villages: int, seed: int) -> RuralPartyToy:
    """Build the start population of ``villages`` villages."""
    return RuralPartyToy(villages, seed)
