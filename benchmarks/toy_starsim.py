"""The toy in Starsim: a module with two states and three Bernoulli distributions.

Starsim's defaults are kept: single precision, and common random numbers (``crn``), which Starsim, like ruralparty,
draws by hashing (without them the toy took as long). Ageing is Starsim's own; it follows the modules, so that hazards
are read one month ahead. Where Starsim would remove the dead and grow the arrays, the newborn takes the row, as the toy
asks; this costs less.
"""

from __future__ import annotations

import numpy as np
import starsim as ss

from benchmarks import toy


class VillageLife(ss.Module):
    """People leave and return, adopt what their village has adopted, die and are replaced."""

    def __init__(self, villages: int) -> None:
        super().__init__()
        self.villages = villages
        self.define_states(ss.BoolState("away", default=False), ss.BoolState("adopted", default=False))
        self.dies, self.moves, self.adopts = ss.bernoulli(p=0), ss.bernoulli(p=0), ss.bernoulli(p=0)
        self.death = toy.death_by_age().astype(np.float32)
        self.leave = toy.leave_by_age().astype(np.float32)

    def step(self) -> None:
        people = self.sim.people
        # Rounding: a sum of twelfths in single precision is not a whole number of months.
        months = np.rint(people.age.values * np.float32(toy.MONTHS_A_YEAR)).astype(np.int32) + 1
        share = self.adopted.values.reshape(self.villages, -1).mean(axis=1, dtype=np.float32)
        hazard = toy.INNOVATION + toy.IMITATION * share

        self.dies.set(p=self.death[months])
        dead = self.dies.filter()
        self.moves.set(p=np.where(self.away.values, np.float32(toy.RETURN), self.leave[months]))
        movers = self.moves.filter()
        candidates = self.adopted.false()
        self.adopts.set(p=hazard[candidates // toy.VILLAGE_SIZE])
        adopters = self.adopts.filter(candidates)

        self.away[movers] = ~self.away[movers]
        self.adopted[adopters] = True
        people.age[dead] = -1.0 / toy.MONTHS_A_YEAR  # 0 after the ageing that ends the step
        self.away[dead] = False
        self.adopted[dead] = False


class StarsimToy:
    """A Starsim simulation of that module."""

    def __init__(self, villages: int, seed: int) -> None:
        first = toy.start(villages)
        self.life = VillageLife(villages)
        self.sim = ss.Sim(
            n_agents=first.age.size,
            start=2020,
            dur=ss.months(2 * toy.MONTHS),
            dt=ss.months(1),
            rand_seed=seed,
            modules=self.life,
            copy_inputs=False,
            use_aging=True,
            verbose=0,
        )
        self.sim.init()
        self.sim.people.age[:] = first.age / toy.MONTHS_A_YEAR

    def month(self) -> None:
        """Take everybody one month further."""
        self.sim.run_one_step()

    def state(self) -> toy.State:
        """Read the population, village after village."""
        age = np.rint(self.sim.people.age.values * toy.MONTHS_A_YEAR).astype(np.int64)
        return toy.State(age, self.life.away.values.copy(), self.life.adopted.values.copy())


def build(villages: int, seed: int) -> StarsimToy:
    """Build the start population of ``villages`` villages."""
    return StarsimToy(villages, seed)
