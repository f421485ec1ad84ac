"""Models whose agents are rows: Mesa's register of agents over columns."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import mesa
from mesa.experimental.mesa_signals import ModelSignals, emit

from sim.core.columns.agentset import ColumnAgentSet
from sim.core.columns.directory import Directory
from sim.core.columns.mixedset import AllAgents
from sim.core.columns.typeset import TypeAgentSet
from sim.core.columns.views import RowAgent


class RowModel(mesa.Model):
    """A Mesa model whose agents are rows of stores, beside agents of the user's own.

    ``agents``, ``agents_by_type``, ``agent_types``, ``register_agent``, ``deregister_agent`` and ``remove_all_agents``
    are Mesa's; behind them stand sets that read the columns. Observers of ``agents`` are told of rows added or removed
    by hand, not of births and deaths that the model brings about itself.

    Attributes
    ----------
    directories : dict of str to Directory
        By name of the store.
    """

    directories: dict[str, Directory]

    def offer_rows(self, classes: Iterable[type[RowAgent]]) -> None:
        """Show the rows of stores as agents.

        Parameters
        ----------
        classes : iterable of type
            Classes of agents; a class of which some rows are a special case comes before that case.
        """
        by_store: dict[str, list[type[RowAgent]]] = {}
        for cls in classes:
            by_store.setdefault(cls.store_name, []).append(cls)
        self.directories = {
            name: Directory(self, name, tuple(found), number)
            for number, (name, found) in enumerate(by_store.items(), 1)
        }
        self._all_agents: Any = AllAgents(self.directories.values(), self.random)
        self._agents_by_type: Any = {
            cls: TypeAgentSet(directory, cls, self.random)
            for directory in self.directories.values()
            for cls in directory.classes
        }

    def set_of(self, agents: Iterable[RowAgent]) -> ColumnAgentSet:
        """A set of rows of one store, with the model's generator."""
        return ColumnAgentSet(agents, self.random)

    def register_agent(self, agent: Any) -> None:
        """Take in an agent; called by Mesa's and our agents themselves."""
        if isinstance(agent, RowAgent):
            self._row_came(agent)
        else:
            super().register_agent(agent)

    def deregister_agent(self, agent: Any) -> None:
        """Let an agent go; called by ``agent.remove()``.

        Raises
        ------
        KeyError
            If it is not in the model.
        TypeError
            If agents of its class cannot leave.
        """
        if isinstance(agent, RowAgent):
            if agent not in self._all_agents:
                raise KeyError(agent)
            self._row_went(agent)
        else:
            super().deregister_agent(agent)

    @emit("agents", ModelSignals.AGENT_ADDED)  # type: ignore[untyped-decorator]
    def _row_came(self, agent: RowAgent) -> None:
        """Tell observers; the row itself is in the store already."""

    @emit("agents", ModelSignals.AGENT_REMOVED)  # type: ignore[untyped-decorator]
    def _row_went(self, agent: RowAgent) -> None:
        directory, identity = agent._directory, agent._identity
        values = directory.values_of(identity)
        agent.leave()
        directory.removed[identity] = values
