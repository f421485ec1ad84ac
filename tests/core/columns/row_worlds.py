"""A small model of rows beside the same data in stock Mesa, for tests that compare the two."""

from __future__ import annotations

from typing import Any

import mesa
import numpy as np
from hypothesis import strategies as st

from sim.core.columns.columns import Column, SlicedStore, TableStore
from sim.core.columns.rowmodel import RowModel
from sim.core.columns.views import RowAgent

VARIABLES = ("age", "wealth", "home", "size")
DATA = [(20, 1.5, True, 1), (65, -2.0, False, 2), (70, 0.25, True, 3), (33, 8.0, False, 4), (61, 3.0, True, 5)]
wealth = st.integers(-40, 40).map(lambda quarter: quarter / 4)
people = st.lists(st.tuples(st.integers(0, 110), wealth, st.booleans(), st.integers(-9, 9)), min_size=1, max_size=25)
limits = st.one_of(st.integers(0, 30), st.sampled_from([0.0, 0.2, 0.5, 1.0, 2.5, float("inf")]))


class Person(RowAgent, store="persons"):
    """A row with one column of each kind of number; ``alive`` says whether it is an agent."""

    identity = Column(np.uint64, "1", "identity")
    age = Column(np.uint8, "year", "age", low=0, high=120)
    wealth = Column(np.float32, "yuan", "wealth, less what is owed", low=-np.inf)
    home = Column(np.bool_, "switch", "at home")
    size = Column(np.int16, "1", "size")
    alive = Column(np.bool_, "switch", "in the model", default=True)

    @staticmethod
    def rows_of(columns: Any) -> Any:
        return columns.alive

    @classmethod
    def enter(cls, directory: Any, values: dict[str, Any]) -> int:
        store = directory.store
        row = int(store.last[0])
        for name in columns_named(values):
            directory.column(name)[row] = values[name]
        identity = int(directory.column("identity")[: row + 1].max()) + 1
        directory.column("identity")[row] = identity
        directory.column("alive")[row] = True
        store.last[0] += 1
        return identity

    def leave(self) -> None:
        self._directory.column("alive")[self.row] = False

    def birthday(self, years: int = 1) -> int:
        self.age = self.age + years
        return self.age


class Elder(Person):
    """A person of 60 and over: the same row."""

    @staticmethod
    def rows_of(columns: Any) -> Any:
        return columns.alive & (columns.age >= 60)


class Place(RowAgent, store="places"):
    """A row of a table."""

    wealth = Column(np.float64, "yuan", "wealth of the place", 5.0)


def columns_named(values: dict[str, Any]) -> list[str]:
    return [name for name in values if name in VARIABLES]


class Rows(RowModel):
    """Persons in two villages and two places; ``data`` has a tuple of variables for each person."""

    def __init__(self, data: list[tuple[int, float, bool, int]], rng: int = 1, elders: bool = False) -> None:
        super().__init__(rng=rng)
        half = len(data) // 2
        self.persons = SlicedStore(Person, np.array([half, len(data) - half]))
        self.places = TableStore(Place, 2)
        rows = self.persons.rows()
        self.persons.columns.identity[rows] = identities(len(data))
        for name, values in zip(VARIABLES, zip(*data, strict=True), strict=False):
            getattr(self.persons.columns, name)[rows] = values
        self.offer_rows((Person, Elder, Place) if elders else (Person, Place))

    @property
    def everybody(self) -> Any:
        """A set of all persons that may be changed."""
        return self.agents.select(agent_type=Person)


class Stock(mesa.Agent):
    """The same person as an object of its own."""

    def birthday(self, years: int = 1) -> int:
        if self.age + years > 120:
            raise ValueError("too old")
        self.age += years
        return self.age


class Objects(mesa.Model):
    """The same persons in stock Mesa."""

    def __init__(self, data: list[tuple[int, float, bool, int]], rng: int = 1) -> None:
        super().__init__(rng=rng)
        self.held = []
        for identity, values in zip(identities(len(data)).tolist(), data, strict=True):
            agent = Stock(self)
            agent.identity = identity
            for name, value in zip(VARIABLES, values, strict=True):
                setattr(agent, name, value)
            self.held.append(agent)

    @property
    def everybody(self) -> Any:
        """A stock set of all persons."""
        return self.agents.copy()


def identities(count: int) -> np.ndarray:
    """Identities that are neither small nor in order."""
    return np.arange(1, count + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)


def named(agents: Any) -> list[int]:
    """Identities of agents, rows or objects, in order."""
    return [agent._identity if isinstance(agent, RowAgent) else agent.identity for agent in agents]


def both(data: list[tuple[int, float, bool, int]]) -> tuple[Any, Objects]:
    """A set of rows, and stock Mesa's model, with the same persons."""
    return Rows(data).everybody, Objects(data)
