"""The toy in LASER (laser-core): a LaserFrame of people, one of villages, a component with a kernel per process.

Kernels are ``njit(parallel=True)`` loops with Numba's own generator, seeded through ``laser.core.random``, as in models
of LASER. Of the ways to write a kernel (a draw for everybody or only for those who can act; one kernel for all) the
faster one was kept.
"""

from __future__ import annotations

import numba
import numpy as np
from laser.core import LaserFrame
from laser.core.random import seed as seed_laser

from benchmarks import toy


@numba.njit(nogil=True, parallel=True, cache=True)
def count_adopters(village, adopted, counts):  # type: ignore[no-untyped-def]
    """Count the adopters of each village, by thread."""
    for person in numba.prange(adopted.size):
        if adopted[person]:
            counts[numba.get_thread_id(), village[person]] += 1


@numba.njit(nogil=True, parallel=True, cache=True)
def age_and_die(age, away, adopted, death):  # type: ignore[no-untyped-def]
    """Age everybody by a month and replace the dead."""
    for person in numba.prange(age.size):
        age[person] += 1
        if np.random.random() < death[age[person]]:
            age[person] = 0
            away[person] = False
            adopted[person] = False


@numba.njit(nogil=True, parallel=True, cache=True)
def leave_and_return(age, away, leave, coming_back):  # type: ignore[no-untyped-def]
    """Move people out and back; a newborn (age 0) stays."""
    for person in numba.prange(age.size):
        chance = coming_back if away[person] else leave[age[person]]
        if np.random.random() < chance:
            away[person] = not away[person]


@numba.njit(nogil=True, parallel=True, cache=True)
def adopt(age, adopted, village, hazard):  # type: ignore[no-untyped-def]
    """Let those adopt who have not; a newborn (age 0) waits."""
    for person in numba.prange(age.size):
        if not adopted[person] and age[person] > 0 and np.random.random() < hazard[village[person]]:
            adopted[person] = True


class Mortality:
    """Everybody ages; the dead are replaced."""

    def __init__(self, model: LaserToy) -> None:
        self.death = toy.death_by_age().astype(np.float32)

    def step(self, model: LaserToy) -> None:
        people = model.people
        age_and_die(people.age, people.away, people.adopted, self.death)


class Migration:
    """People leave and return."""

    def __init__(self, model: LaserToy) -> None:
        self.leave = toy.leave_by_age().astype(np.float32)

    def step(self, model: LaserToy) -> None:
        leave_and_return(model.people.age, model.people.away, self.leave, toy.RETURN)


class Adoption:
    """People take up what their village has taken up."""

    def __init__(self, model: LaserToy) -> None:
        self.counts = np.zeros((numba.get_num_threads(), model.villages.count), dtype=np.int32)

    def observe(self, model: LaserToy) -> None:
        self.counts[:] = 0
        count_adopters(model.people.village, model.people.adopted, self.counts)
        share = self.counts.sum(axis=0) / toy.VILLAGE_SIZE
        model.villages.adoption[:] = toy.INNOVATION + toy.IMITATION * share

    def step(self, model: LaserToy) -> None:
        people = model.people
        adopt(people.age, people.adopted, people.village, model.villages.adoption)


class LaserToy:
    """A model in LASER's way: frames, and components called in turn."""

    def __init__(self, villages: int, seed: int) -> None:
        seed_laser(seed)
        first = toy.start(villages)
        self.people = LaserFrame(first.age.size)
        self.people.add_scalar_property("age", dtype=np.int16)
        self.people.add_scalar_property("away", dtype=np.bool_)
        self.people.add_scalar_property("adopted", dtype=np.bool_)
        self.people.add_scalar_property("village", dtype=np.uint16)
        self.people.age[:] = first.age
        self.people.village[:] = np.repeat(np.arange(villages), toy.VILLAGE_SIZE)
        self.villages = LaserFrame(villages)
        self.villages.add_scalar_property("adoption", dtype=np.float32)
        self.mortality, self.migration, self.adoption = Mortality(self), Migration(self), Adoption(self)

    def month(self) -> None:
        """Take everybody one month further."""
        self.adoption.observe(self)
        for component in (self.mortality, self.migration, self.adoption):
            component.step(self)

    def state(self) -> toy.State:
        """Read the population, village after village."""
        people = self.people
        return toy.State(people.age.astype(np.int64), people.away.copy(), people.adopted.copy())


def build(villages: int, seed: int) -> LaserToy:
    """Build the start population of ``villages`` villages."""
    return LaserToy(villages, seed)
