"""An adapter that gives tests written for Mesa agents whose numbers lie in columns.

``factory(columns)`` returns ``Model``, ``Agent`` and ``AgentSet``: subclasses of Mesa's, made of the product's row
views, directory and sets. What tests of Mesa need and the product does not is added here: classes of agents made up on
the spot, attributes that nobody declared (kept beside the columns), and identities counted from 1.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

import mesa
import numpy as np

from sim.core.columns.agentset import ColumnAgentSet
from sim.core.columns.columns import Column, SlicedStore
from sim.core.columns.directory import Directory
from sim.core.columns.mixedset import AllAgents
from sim.core.columns.rowmodel import RowModel
from sim.core.columns.typeset import TypeAgentSet
from sim.core.columns.views import RowAgent

STORE = "rows"
NUMBERS = bool | int | float | np.bool_ | np.number
MADE: dict[Any, SimpleNamespace] = {}


class AnyDirectory(Directory):
    """Rows that remember their class by number, and values beside the columns."""

    def __init__(self, model: Any, declaring: type[RowAgent]) -> None:
        self.beside: dict[int, dict[str, Any]] = {}
        super().__init__(model, STORE, (declaring,), 1)

    def admit(self, cls: type[RowAgent]) -> int:
        """Number of a class, new or known."""
        if cls not in self.classes:
            self.classes = (*self.classes, cls)
        return self.classes.index(cls)

    def kinds(self, rows: Any) -> Any:
        return self.column("kind")[rows].astype(np.intp)

    def unique_id(self, identity: int) -> Any:
        return self.beside[identity].get("unique_id", identity)

    def knows(self, name: str) -> bool:
        """Whether a column has the value of every row: a number was written to all."""
        return name in self.declared and bool(self.column(f"has_{name}")[self.all_rows()].all())

    def __getstate__(self) -> dict[str, Any]:
        return super().__getstate__() | {"beside": self.beside}


class AnyModel(RowModel):
    """A model with one store of rows; ``declaring`` declares its columns."""

    declaring: type[RowAgent]

    def __init__(self, *arguments: Any, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        self.rows = SlicedStore(self.declaring, np.array([0]))
        self.directories = {STORE: AnyDirectory(self, self.declaring)}
        self._all_agents = AllAgents(self.directories.values(), self.random)
        self._agents_by_type = {}

    def register_agent(self, agent: Any) -> None:
        if isinstance(agent, RowAgent) and type(agent) not in self._agents_by_type:
            self._agents_by_type[type(agent)] = TypeAgentSet(self.directories[STORE], type(agent), self.random)
        super().register_agent(agent)


class AnyAgent(RowAgent, store=STORE):
    """A row that takes any attribute: numbers that are declared lie in columns, everything else beside."""

    identity = Column(np.uint64, "1", "counted from 1")
    kind = Column(np.int64, "1", "number of the class")
    alive = Column(np.bool_, "switch", "in the model")

    def __init__(self, model: Any) -> None:
        model.directories[STORE].admit(type(self))
        super().__init__(model)

    @staticmethod
    def rows_of(columns: Any) -> Any:
        return columns.alive

    @classmethod
    def enter(cls, directory: Any, values: dict[str, Any]) -> int:
        store, model = directory.store, directory.model
        if store.last[0] >= store.room[0]:
            store.lay_out_anew()
        row, identity = int(store.last[0]), model.agent_id_counter
        model.agent_id_counter += 1
        for name, value in (("identity", identity), ("kind", directory.admit(cls)), ("alive", True)):
            directory.column(name)[row] = value
        directory.beside[identity] = {}
        store.last[0] += 1
        return identity

    def leave(self) -> None:
        self._directory.column("alive")[self.row] = False

    @classmethod
    def write(cls, directory: Any, rows: Any, name: str, values: Any) -> None:
        """Write numbers into the column, anything else beside it."""
        number = isinstance(values, NUMBERS)
        if number:
            super().write(directory, rows, name, values)
        directory.column(f"has_{name}")[rows] = number
        for identity in np.atleast_1d(directory.identities(np.atleast_1d(rows))).tolist():
            directory.beside[identity].pop(name, None)
            if not number:
                directory.beside[identity][name] = values

    def _read(self, name: str) -> Any:
        beside = self._directory.beside[self._identity]
        if name in beside:
            return beside[name]
        if not super()._read(f"has_{name}"):
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
        return super()._read(name)

    @property
    def pos(self) -> Any:
        """Whatever was written to it, None until then."""
        return self._directory.beside[self._identity].get("pos")

    def __setattr__(self, name: str, value: Any) -> None:
        if isinstance(getattr(type(self), name, None), Column) and self._identity not in self._directory.removed:
            self._write(name, value)
        else:
            self._directory.beside[self._identity][name] = value

    def __getattr__(self, name: str) -> Any:
        if not name.startswith("__") and name in (beside := self._directory.beside[self._identity]):
            return beside[name]
        raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")


class AnySet(ColumnAgentSet, mesa.agent.AgentSet):
    """The product's set under the name of Mesa's."""


def factory(columns: Mapping[str, Any] | None = None) -> SimpleNamespace:
    """Make ``Model``, ``Agent`` and ``AgentSet``, subclasses of Mesa's whose agents lie in columns.

    Parameters
    ----------
    columns : mapping of str to dtype, optional
        Numeric attributes that become columns.
    """
    columns = {name: np.dtype(dtype) for name, dtype in (columns or {}).items()}
    key = tuple(columns.items())
    if key not in MADE:
        number = len(MADE)
        declared: dict[str, Any] = {"__module__": __name__}
        for name, dtype in columns.items():
            declared[name] = Column(dtype, "1", "a test's own")
            declared[f"has_{name}"] = Column(np.bool_, "switch", f"{name} was written")
        agent = type(f"Agent{number}", (AnyAgent,), declared)
        model = type(f"Model{number}", (AnyModel,), {"__module__": __name__, "declaring": agent})
        for made in (agent, model):
            setattr(sys.modules[__name__], made.__name__, made)  # where pickle looks for them
        MADE[key] = SimpleNamespace(Model=model, Agent=agent, AgentSet=AnySet)
    return MADE[key]
