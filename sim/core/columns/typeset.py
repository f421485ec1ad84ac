"""Live sets: all agents of one class, read from the columns whenever they are asked."""

from __future__ import annotations

from random import Random
from typing import Any

import numpy as np

from sim.core.columns.agentset import ColumnAgentSet
from sim.core.columns.directory import Directory
from sim.core.columns.views import RowAgent
from sim.core.config.language import message


class TypeAgentSet(ColumnAgentSet):
    """All agents of one class, ``model.agents_by_type[cls]``, read from the columns whenever it is asked.

    As in Mesa the class is meant exactly: members are not among ``agents_by_type[Villager]``;
    ``model.agents.select(agent_type=Villager)`` has everybody registered.
    """

    def __init__(self, directory: Directory, cls: type[RowAgent], random: Random) -> None:
        self._directory, self.cls, self.random = directory, cls, random
        self._kind = directory.classes.index(cls)
        self._keys = None

    def _present(self) -> np.ndarray:
        assert self._directory is not None
        rows = self._directory.all_rows()
        return rows if len(self._directory.classes) == 1 else rows[self._directory.kinds(rows) == self._kind]

    def _identities(self) -> np.ndarray:
        assert self._directory is not None
        return self._directory.identities(self._present())

    def __contains__(self, agent: object) -> bool:
        if not (
            isinstance(agent, RowAgent)
            and agent._directory is self._directory
            and self._directory.is_present(agent._identity)
        ):
            return False
        return int(self._directory.kinds(self._directory.find(agent._identity))) == self._kind

    def __getitem__(self, item: Any) -> Any:
        return self._at(item)

    def _derive_rows(self, rows: np.ndarray) -> ColumnAgentSet:
        assert self._directory is not None
        return ColumnAgentSet.of_rows(self._directory, rows, self.random)

    def _refuse_change(self) -> None:
        raise TypeError(
            message(
                "model.agents_by_type[{name}] is read from the columns and cannot be changed; change a "
                "copy (.copy()), or write columns",
                name=self.cls.__name__,
            )
        )

    def __getstate__(self) -> dict[str, Any]:
        return self.__dict__.copy()

    def __setstate__(self, state: dict[str, Any]) -> None:
        # The directory may not be restored yet when it is what was pickled first: touch nothing of it.
        self.__dict__.update(state)
