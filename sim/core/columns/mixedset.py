"""Sets of agents of several kinds: all agents of a model, and what is selected from them."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from random import Random
from typing import Any

from mesa.agentset import _HardKeyAgentSet

from sim.core.columns.agentset import ColumnAgentSet
from sim.core.columns.directory import Directory
from sim.core.columns.expressions import Expression
from sim.core.columns.verbs import NO_LIMIT, Verbs, generator_of, limit_of
from sim.core.columns.views import RowAgent
from sim.core.config.language import message


class MixedAgentSet(Verbs):
    """An ordered set of rows of several stores and of agents of the user's own.

    Rows are named by their views; the user's agents are held weakly, as in Mesa's ``AgentSet``.

    Parameters
    ----------
    agents : iterable of Agent
        In order.
    random : random.Random, optional
        Mesa's generator for orders; by default that of the agents' model.
    """

    def __init__(self, agents: Iterable[Any] = (), random: Random | None = None) -> None:
        agents = list(agents)
        self.random: Any = generator_of(agents, random)
        self._update(agents)

    def _update(self, agents: Iterable[Any]) -> MixedAgentSet:
        self._keys: dict[Any, None] = dict.fromkeys(key_of(agent) for agent in agents)
        return self

    def _derive(self, agents: Iterable[Any]) -> Any:
        return collect(agents, self.random)

    def _snapshot(self) -> list[Any]:
        return [agent for key in self._keys if (agent := agent_of(key)) is not None]

    def _due(self, agents: Iterable[Any]) -> Iterator[Any]:
        return (agent for agent in agents if agent_of(key_of(agent)) is not None)

    def __len__(self) -> int:
        return len(self._snapshot())

    def __contains__(self, agent: object) -> bool:
        try:
            key = key_of(agent)
        except TypeError:
            return False
        return key in self._keys and agent_of(key) is not None

    def add(self, agent: Any) -> None:
        """Add an agent at the end."""
        self._keys[key_of(agent)] = None

    def discard(self, agent: Any) -> None:
        """Drop an agent if it is there."""
        self._keys.pop(key_of(agent), None)

    def remove(self, agent: Any) -> None:
        """Drop an agent.

        Raises
        ------
        KeyError
            If it is not there.
        """
        del self._keys[key_of(agent)]

    def __getstate__(self) -> dict[str, Any]:
        return {"agents": self._snapshot(), "random": self.random}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.random = state["random"]
        self._update(state["agents"])

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {len(self)} agents>"


class AllAgents(Verbs):
    """``model.agents``: the rows of all stores, store by store, then the user's own agents in order of arrival."""

    def __init__(self, directories: Iterable[Directory], random: Random) -> None:
        self.directories = list(directories)
        self.random = random
        self.own: Any = _HardKeyAgentSet([], random=random)

    def _derive(self, agents: Iterable[Any]) -> Any:
        return collect(agents, self.random)

    def _snapshot(self) -> list[Any]:
        return list(chain(*(directory.views(directory.all_rows()) for directory in self.directories), self.own))

    def __len__(self) -> int:
        return sum(len(directory.all_rows()) for directory in self.directories) + len(self.own)

    def __contains__(self, agent: object) -> bool:
        if isinstance(agent, RowAgent):
            return any(agent._directory is each for each in self.directories) and agent._directory.is_present(
                agent._identity
            )
        return agent in self.own

    def __getitem__(self, item: Any) -> Any:
        if isinstance(item, slice):
            return self._snapshot()[item]
        place = range(len(self))[item]
        for directory in self.directories:
            rows = directory.all_rows()
            if place < len(rows):
                return directory.view(rows[place])
            place -= len(rows)
        return self.own[place]

    def select(
        self,
        filter_func: Callable[[Any], Any] | Expression | None = None,
        at_most: float = NO_LIMIT,
        inplace: bool = False,
        agent_type: type | None = None,
    ) -> Any:
        """Agents that answer yes, the first ``at_most``; ``agent_type`` says whose columns an expression asks."""
        asks_columns = filter_func is None or isinstance(filter_func, Expression)
        if inplace or not asks_columns or agent_type is None:
            return super().select(filter_func, at_most, inplace, agent_type)
        limit = limit_of(at_most, len(self))
        parts: list[Any] = [
            ColumnAgentSet.of_rows(each, each.all_rows(), self.random).select(filter_func, agent_type=agent_type)
            for each in self.directories
            if any(issubclass(cls, agent_type) for cls in each.classes)
        ]
        own = [agent for agent in self.own if isinstance(agent, agent_type)]
        if own:
            parts.append([agent for agent in own if filter_func is None or filter_func(agent)])
        if len(parts) == 1 and isinstance(parts[0], ColumnAgentSet):
            return parts[0] if limit == NO_LIMIT else parts[0].select(at_most=int(limit))
        agents = chain(*parts)
        return collect(agents if limit == NO_LIMIT else islice(agents, int(limit)), self.random)

    def set(self, attr_name: str, value: Any) -> AllAgents:
        """Write an attribute of all agents."""
        super().set(attr_name, value)
        return self

    # Mesa adds and drops the user's own agents through these.
    def add(self, agent: Any) -> None:
        """Take in an agent of the user's own; rows are here already."""
        if not isinstance(agent, RowAgent):
            self.own.add(agent)
        elif agent not in self:
            raise KeyError(agent)

    def discard(self, agent: Any) -> None:
        """Drop an agent of the user's own if it is there."""
        if isinstance(agent, RowAgent):
            self._refuse_change()
        self.own.discard(agent)

    def remove(self, agent: Any) -> None:
        """Drop an agent of the user's own.

        Raises
        ------
        KeyError
            If it is not there.
        """
        if isinstance(agent, RowAgent):
            self._refuse_change()
        self.own.remove(agent)

    def _update(self, agents: Iterable[Any]) -> AllAgents:
        self._refuse_change()
        return self

    def _refuse_change(self) -> None:
        raise TypeError(
            message("model.agents is read from the columns; change a copy (.copy()), or call agent.remove()")
        )

    def __repr__(self) -> str:
        return f"<all {len(self)} agents of a model>"


def key_of(agent: Any) -> Any:
    """What a mixed set remembers of an agent: a row's view, or a weak reference to anything else."""
    return agent if isinstance(agent, RowAgent) else weakref.ref(agent)


def agent_of(key: Any) -> Any:
    """The agent behind a key, None if it has gone."""
    if isinstance(key, RowAgent):
        return key if key._directory.is_present(key._identity) else None
    return key()


def collect(agents: Iterable[Any], random: Random | None = None) -> Any:
    """A set of these agents: over rows if they are rows of one store, else a mixed one."""
    agents = list(agents)
    directories = {id(agent._directory) if isinstance(agent, RowAgent) else None for agent in agents}
    return (
        ColumnAgentSet(agents, random)
        if directories and None not in directories and len(directories) == 1
        else MixedAgentSet(agents, random)
    )
