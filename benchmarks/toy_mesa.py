"""The toy in plain Mesa: a person is an agent, a village is an agent that knows its people.

The order of activation makes no difference (the village mean is taken before anybody acts), so ``do`` is used, which is
faster than ``shuffle_do``; ``build_loop`` replaces it by a ``for`` loop over the same agents, which is faster still,
though it is not how Mesa's manual activates agents.

Hazards come from tables and draws from ``model.random``, Mesa's generator of single numbers.
"""

from __future__ import annotations

import mesa
import numpy as np

from benchmarks import toy


class Village(mesa.Agent):
    """A village; ``adoption`` is this month's hazard of adoption."""

    def __init__(self, model: mesa.Model) -> None:
        super().__init__(model)
        self.people: list[Person] = []
        self.adoption = toy.INNOVATION

    def step(self) -> None:
        adopters = sum([person.adopted for person in self.people])
        self.adoption = toy.INNOVATION + toy.IMITATION * adopters / len(self.people)


class Person(mesa.Agent):
    """A villager; the newborn who follows a dead person takes over the object, as it takes over the row elsewhere."""

    def __init__(self, model: mesa.Model, village: Village, age: int) -> None:
        super().__init__(model)
        self.village = village
        self.age = age
        self.away = False
        self.adopted = False
        village.people.append(self)

    def step(self) -> None:
        model = self.model
        random = model.random.random
        self.age += 1
        if random() < model.death[self.age]:
            self.age = 0
            self.away = False
            self.adopted = False
            return
        if self.away:
            if random() < toy.RETURN:
                self.away = False
        elif random() < model.leave[self.age]:
            self.away = True
        if not self.adopted and random() < self.village.adoption:
            self.adopted = True


class MesaToy(mesa.Model):
    """Villages look at their people, then people act."""

    def __init__(self, villages: int, seed: int) -> None:
        super().__init__(rng=seed)
        self.death = toy.death_by_age().tolist()
        self.leave = toy.leave_by_age().tolist()
        places = [Village(self) for _ in range(villages)]
        for row, age in enumerate(toy.start(villages).age.tolist()):
            Person(self, places[row // toy.VILLAGE_SIZE], age)

    def step(self) -> None:
        self.agents_by_type[Village].do("step")
        self.agents_by_type[Person].do("step")

    def month(self) -> None:
        """Take everybody one month further."""
        self.step()

    def state(self) -> toy.State:
        """Read the population, village after village."""
        people = [person for village in self.agents_by_type[Village] for person in village.people]
        columns = np.array([(person.age, person.away, person.adopted) for person in people])
        return toy.State(columns[:, 0], columns[:, 1].astype(bool), columns[:, 2].astype(bool))


class LoopingMesaToy(MesaToy):
    """The same model with people activated by a plain loop."""

    def step(self) -> None:
        self.agents_by_type[Village].do("step")
        for person in self.agents_by_type[Person]:
            person.step()


def build_loop(villages: int, seed: int) -> LoopingMesaToy:
    """Build the start population of ``villages`` villages, to be activated by a loop."""
    return LoopingMesaToy(villages, seed)


def build(villages: int, seed: int) -> MesaToy:
    """Build the start population of ``villages`` villages."""
    return MesaToy(villages, seed)
