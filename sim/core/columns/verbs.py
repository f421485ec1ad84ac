"""Mesa's verbs, agent by agent: the slow way that is always right, shared by all sets of views."""

from __future__ import annotations

import math
import operator
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from random import Random
from typing import Any, Literal

from mesa.agentset import AbstractAgentSet, GroupBy

from sim.core.columns.expressions import Expression

NO_LIMIT = float("inf")
NO_GENERATOR = "no agents and no generator: orders drawn from this set cannot be repeated; pass random=model.random"
DEPRECATED = (
    "AgentSet.__getitem__ is deprecated and will be removed in Mesa 4.0. Use AgentSet.to_list()[index] instead. "
    "See https://mesa.readthedocs.io/latest/migration_guide.html#AgentSet-sequence-behavior"
)


class Groups(GroupBy):
    """Mesa's groups, aggregated by column where the groups are sets of rows."""

    def agg(self, attr_name: str, func: Callable[[Any], Any]) -> dict[Any, Any]:
        """Aggregate an attribute in each group."""
        return {
            name: group.agg(attr_name, func)
            if isinstance(group, Verbs)
            else func([getattr(agent, attr_name) for agent in group])
            for name, group in self.groups.items()
        }


class Verbs(AbstractAgentSet, Sequence):
    """An ordered set of agents that are named in some way, but not necessarily kept as objects.

    A subclass says how agents are listed, found, added and dropped; and what a set of some of them is. As in
    Mesa, agents that have left the model are no longer in any set; those removed while a verb passes are skipped.
    """

    random: Any

    def _snapshot(self) -> list[Any]:
        """All agents now, in order."""
        raise TypeError(f"{type(self).__name__} does not list its agents")

    def _due(self, agents: Iterable[Any]) -> Iterator[Any]:
        """Agents listed a moment ago, each if it is still there when its turn comes."""
        return (agent for agent in agents if agent in self)

    def _derive(self, agents: Iterable[Any]) -> Any:
        """A new set of these agents, with the same random generator."""
        raise TypeError(f"{type(self).__name__} does not say of what kind its subsets are")

    def _refuse_change(self) -> None:
        """Raise where the set may not be changed."""

    # Listing.
    def __iter__(self) -> Iterator[Any]:
        yield from self._snapshot()

    def __reversed__(self) -> Iterator[Any]:
        yield from reversed(self._snapshot())

    def to_list(self) -> list[Any]:
        """All agents, in order."""
        return self._snapshot()

    def __getitem__(self, item: Any) -> Any:
        warnings.warn(DEPRECATED, PendingDeprecationWarning, stacklevel=2)
        return self._at(item)

    def _at(self, item: Any) -> Any:
        return self._snapshot()[item]

    def copy(self) -> Any:
        """A set of the same agents that may be changed."""
        return self._derive(self._snapshot())

    __copy__ = copy

    def count(self, what: Any = None) -> int:
        """How many agents there are, or how many answer yes to a function or an expression, or equal an agent.

        Examples
        --------
        >>> members.count(sim.col.age >= 60) == members.count(lambda person: person.age >= 60)
        True
        """
        if what is None:
            return len(self)
        if isinstance(what, Expression) or callable(what):
            return len(self.select(what))
        return int(what in self)

    # Selecting and ordering.
    def select(
        self,
        filter_func: Callable[[Any], Any] | Expression | None = None,
        at_most: float = NO_LIMIT,
        inplace: bool = False,
        agent_type: type | None = None,
    ) -> Any:
        """Agents that answer yes, the first ``at_most`` of them (a number, or as a float up to 1.0 a share)."""
        if inplace:
            self._refuse_change()
        if filter_func is None and agent_type is None and at_most == NO_LIMIT:
            return self if inplace else self.copy()
        chosen = list(chosen_of(self._snapshot(), filter_func, limit_of(at_most, len(self)), agent_type))
        return self._update(agent for _, agent in chosen) if inplace else self._derive(agent for _, agent in chosen)

    def shuffle(self, inplace: bool = False) -> Any:
        """The agents in an order drawn from Mesa's ``model.random``: the order that Mesa's own set would have."""
        if inplace:
            self._refuse_change()
        agents = self._snapshot()
        self.random.shuffle(agents)
        return self._update(agents) if inplace else self._derive(agents)

    def sort(self, key: Callable[[Any], Any] | str, ascending: bool = False, inplace: bool = False) -> Any:
        """The agents ordered by an attribute, a function or an expression; equal ones keep their order."""
        if inplace:
            self._refuse_change()
        by = operator.attrgetter(key) if isinstance(key, str) else key
        agents = sorted(self._snapshot(), key=by, reverse=not ascending)
        return self._update(agents) if inplace else self._derive(agents)

    def groupby(self, by: Callable[[Any], Any] | str, result_type: Literal["agentset", "list"] = "agentset") -> GroupBy:
        """Groups of agents with the same attribute, answer of a function or value of an expression."""
        key = operator.attrgetter(by) if isinstance(by, str) else by
        groups: dict[Any, list[Any]] = {}
        for agent in self._snapshot():
            groups.setdefault(key(agent), []).append(agent)
        if result_type == "agentset":
            return Groups({name: self._derive(group) for name, group in groups.items()})
        return Groups(groups)

    # Calling.
    def do(self, method: str | Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Call a method (by name) or a function on each agent.

        Examples
        --------
        >>> def encourage(person, by):
        ...     person.trust = min(1.0, person.trust + by)
        >>> before = members.agg("trust", np.mean)
        >>> bool(members.do(encourage, by=0.1).agg("trust", np.mean) > before)
        True
        """
        call_each(self._due(self._snapshot()), method, args, kwargs)
        return self

    def shuffle_do(self, method: str | Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Call on each agent, in an order drawn from Mesa's ``model.random``; the set keeps its order.

        Examples
        --------
        >>> met = []
        >>> members.shuffle_do(met.append).to_list() == met, set(met) == set(members)
        (False, True)
        """
        agents = self._snapshot()
        self.random.shuffle(agents)
        call_each(self._due(agents), method, args, kwargs)
        return self

    def map(self, method: str | Callable[..., Any], *args: Any, **kwargs: Any) -> list[Any]:
        """Call on each agent and return the results.

        Examples
        --------
        >>> members.map(lambda person: person.age) == members.get("age")
        True
        """
        return call_each(self._due(self._snapshot()), method, args, kwargs)

    # Reading.
    def get(self, attr_names: Any, handle_missing: str = "error", default_value: Any = None) -> Any:
        """Values of one attribute, or lists of values of several.

        Raises
        ------
        AttributeError
            If an agent lacks the attribute and ``handle_missing`` is "error".
        ValueError
            If ``handle_missing`` is neither "error" nor "default".
        """
        if handle_missing not in ("error", "default"):
            raise ValueError(f"Unknown handle_missing option: {handle_missing}, should be one of 'error' or 'default'")
        rest = (default_value,) if handle_missing == "default" else ()
        if isinstance(attr_names, str):
            return [getattr(agent, attr_names, *rest) for agent in self._snapshot()]
        return [[getattr(agent, name, *rest) for name in attr_names] for agent in self._snapshot()]


def generator_of(agents: Sequence[Any], random: Random | None) -> Random:
    """The generator given, or that of the agents' model; without either a new one, and a warning."""
    if not agents and random is None:
        warnings.warn(NO_GENERATOR, UserWarning, stacklevel=3)
    return random if random is not None else agents[0].model.random if agents else Random()


def chosen_of(
    agents: Sequence[Any], filter_func: Callable[[Any], Any] | None, at_most: float, agent_type: type | None
) -> Iterator[tuple[int, Any]]:
    """Places and agents that pass, in order, no function being called once there are enough."""
    count = 0
    for place, agent in enumerate(agents):
        if count >= at_most:
            return
        if (filter_func is None or filter_func(agent)) and (agent_type is None or isinstance(agent, agent_type)):
            yield place, agent
            count += 1


def limit_of(at_most: float, size: int) -> float:
    """Greatest number of agents; a float up to 1.0 is a share of ``size``, rounded down."""
    if isinstance(at_most, float) and at_most <= 1.0:
        return int(size * at_most)
    return at_most if at_most == NO_LIMIT else max(0, math.ceil(at_most))


def call_each(agents: Iterable[Any], method: Any, args: Any, kwargs: Any) -> list[Any]:
    """Results of calling a method, by name, or a function on each agent."""
    if isinstance(method, str):
        return [getattr(agent, method)(*args, **kwargs) for agent in agents]
    return [method(agent, *args, **kwargs) for agent in agents]
