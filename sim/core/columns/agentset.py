"""Agent sets over columns: Mesa's verbs, by array where a column is named and row by row where a function is given.

``select(col.age >= 60)``, ``agg("trust", np.mean)``, ``set``, ``get``, ``sort`` and ``groupby`` by a column's name pass
over arrays; ``select(lambda person: ...)`` and ``do`` make a view for each row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from random import Random
from typing import Any, Literal

import numpy as np
from mesa.agentset import GroupBy

from sim.core.columns.directory import Directory
from sim.core.columns.expressions import Expression
from sim.core.columns.verbs import NO_LIMIT, Groups, Verbs, chosen_of, generator_of, limit_of
from sim.core.columns.views import RowAgent
from sim.core.config.language import message


class ColumnAgentSet(Verbs):
    """An ordered set of rows of one store.

    It remembers identities, so it stays right when rows move; agents that have died or were removed are no longer in
    it. It keeps no views: those who iterate get new ones, equal to all others of the same row.

    Parameters
    ----------
    agents : iterable of RowAgent
        All from one store.
    random : random.Random, optional
        Mesa's generator for orders; by default that of the agents' model.

    Raises
    ------
    TypeError
        If an agent is no row, or a row of another store.

    Examples
    --------
    Those of the verbs go on from here.

    >>> import numpy as np
    >>> import sim
    >>> few = {"world.townships": 1, "world.villages": 2, "world.village_size": 300}
    >>> model = sim.RuralParty(sim.load("baseline").changed(few), rng=1)
    >>> members = model.agents_by_type[sim.Member]
    >>> len(members) == members.count() == len(list(members))
    True
    """

    def __init__(self, agents: Iterable[RowAgent] = (), random: Random | None = None) -> None:
        agents = list(agents)
        self._directory: Directory | None = agents[0]._directory if agents and isinstance(agents[0], RowAgent) else None
        for agent in agents:
            self._require(agent)
        self._remember(np.fromiter(dict.fromkeys(agent._identity for agent in agents), np.uint64))
        self.random: Any = generator_of(agents, random)

    @classmethod
    def of_rows(cls, directory: Directory, rows: np.ndarray, random: Random) -> ColumnAgentSet:
        """A set of these rows, in this order."""
        made = cls.__new__(cls)
        made._directory, made.random = directory, random
        made._remember(directory.identities(rows), rows)
        return made

    def _remember(self, identities: np.ndarray, rows: np.ndarray | None = None) -> None:
        self._array: np.ndarray | None = identities
        self._keys: dict[int, None] | None = None
        self._rows = rows
        self._version = None if rows is None or self._directory is None else self._directory.store.version

    def _require(self, agent: Any) -> None:
        if not isinstance(agent, RowAgent):
            raise TypeError(
                message(
                    "{agent!r} is no row of a store; sets of several kinds come from model.agents.select(...)",
                    agent=agent,
                )
            )
        if self._directory is None:
            self._directory = agent._directory
        if agent._directory is not self._directory:
            other = (
                "of another model" if agent._directory.name == self._directory.name else f"of {agent._directory.name!r}"
            )
            raise TypeError(
                message(
                    "{agent!r} is a row {other}; this set holds rows of {name!r}",
                    agent=agent,
                    other=other,
                    name=self._directory.name,
                )
            )

    # Who is in it.
    def _identities(self) -> np.ndarray:
        if self._array is None:
            self._array = np.fromiter(self._keys or (), np.uint64)
        return self._array

    def _lookup(self) -> dict[int, None]:
        if self._keys is None:
            self._keys = dict.fromkeys(self._identities().tolist())
        return self._keys

    def _present(self) -> np.ndarray:
        """Rows of the agents in order; those who have gone are dropped for good."""
        directory = self._directory
        if directory is None:
            return np.empty(0, np.int64)
        identities = self._identities()
        version = directory.store.version
        rows = self._rows if self._rows is not None and self._version == version else directory.find_all(identities)
        here = rows >= 0
        here[here] = directory.present(rows[here])
        if not here.all():
            identities, rows, self._keys = identities[here], rows[here], None
        self._array, self._rows, self._version = identities, rows, version
        return rows

    def _snapshot(self) -> list[Any]:
        rows = self._present()
        return self._directory.views(rows) if self._directory is not None else []

    def _due(self, agents: Iterable[Any]) -> Iterator[Any]:
        directory = self._directory
        if directory is None:
            return
        removed = directory.removed
        before = len(removed)
        for agent in agents:
            # Only a removal by hand can take an agent away during a pass; most passes see none and ask nothing.
            if len(removed) == before or directory.is_present(agent._identity):
                yield agent

    def _derive_rows(self, rows: np.ndarray) -> ColumnAgentSet:
        if self._directory is None:
            return type(self)((), self.random)
        return type(self).of_rows(self._directory, rows, self.random)

    def __len__(self) -> int:
        return len(self._present())

    def __contains__(self, agent: object) -> bool:
        return (
            isinstance(agent, RowAgent)
            and agent._directory is self._directory
            and agent._identity in self._lookup()
            and self._directory.is_present(agent._identity)
        )

    def _at(self, item: Any) -> Any:
        if self._directory is None or isinstance(item, slice):
            return self._directory.views(self._present()[item]) if self._directory is not None else [][item]
        return self._directory.view(self._present()[item])

    def add(self, agent: RowAgent) -> None:
        """Add an agent at the end.

        Raises
        ------
        LookupError
            If the agent has left the model.
        """
        self._refuse_change()
        self._require(agent)
        if not agent._directory.is_present(agent._identity):
            raise LookupError(message("{agent!r} has left the model and cannot be added to a set", agent=agent))
        self._lookup()[agent._identity] = None
        self._array = self._rows = None

    def discard(self, agent: RowAgent) -> None:
        """Drop an agent if it is there."""
        self._refuse_change()
        if isinstance(agent, RowAgent) and agent._directory is self._directory and agent._identity in self._lookup():
            del self._lookup()[agent._identity]
            self._array = self._rows = None

    def remove(self, agent: RowAgent) -> None:
        """Drop an agent.

        Raises
        ------
        KeyError
            If it is not there.
        """
        if agent not in self:
            raise KeyError(agent)
        self.discard(agent)

    def _update(self, agents: Iterable[Any]) -> ColumnAgentSet:
        self._refuse_change()
        self._remember(np.fromiter(dict.fromkeys(agent._identity for agent in agents), np.uint64))
        return self

    def _derive(self, agents: Iterable[Any]) -> ColumnAgentSet:
        return ColumnAgentSet(agents, self.random)

    def _take(self, rows: np.ndarray, inplace: bool) -> ColumnAgentSet:
        """These rows as a new set, or as what is left of this one."""
        if not inplace:
            return self._derive_rows(rows)
        self._refuse_change()
        if self._directory is not None:
            self._remember(self._directory.identities(rows), rows)
        return self

    def __getstate__(self) -> dict[str, Any]:
        return {"directory": self._directory, "identities": self._identities(), "random": self.random}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self._directory, self.random = state["directory"], state["random"]
        self._remember(state["identities"])

    def __repr__(self) -> str:
        return (
            f"<{type(self).__name__} of {len(self)} rows of {self._directory.name if self._directory else 'no store'}>"
        )

    # Verbs by array.
    def copy(self) -> ColumnAgentSet:
        """A set of the same agents that may be changed."""
        return self._derive_rows(self._present())

    __copy__ = copy

    def select(
        self,
        filter_func: Callable[[Any], Any] | Expression | None = None,
        at_most: float = NO_LIMIT,
        inplace: bool = False,
        agent_type: type | None = None,
    ) -> Any:
        """Agents that answer yes to a function or an expression of columns, the first ``at_most`` of them.

        Examples
        --------
        >>> old = members.select((sim.col.age >= 60) & ~sim.col.away)  # by array
        >>> old.count() == members.select(lambda person: person.age >= 60 and not person.away).count()  # row by row
        True
        >>> len(members.select(at_most=5)), len(members.select(at_most=0.5)) == len(members) // 2
        (5, True)
        >>> registered = model.agents.select(agent_type=sim.Villager)  # members are villagers too
        >>> len(registered) == len(members) + len(model.agents_by_type[sim.Villager])
        True
        """
        if filter_func is None and agent_type is None and at_most == NO_LIMIT:
            return self if inplace else self.copy()
        rows = self._present()
        limit = limit_of(at_most, len(rows))
        if self._directory is None:
            chosen = rows
        elif filter_func is None or isinstance(filter_func, Expression):
            mask = np.ones(len(rows), bool) if filter_func is None else self._values(filter_func, rows).astype(bool)
            if agent_type is not None:
                mask &= np.array([issubclass(cls, agent_type) for cls in self._directory.classes])[
                    self._directory.kinds(rows)
                ]
            chosen = rows[mask] if limit == NO_LIMIT else rows[mask][: int(limit)]
        else:
            views = self._directory.views(rows)
            chosen = rows[[place for place, _ in chosen_of(views, filter_func, limit, agent_type)]]
        return self._take(chosen, inplace)

    def shuffle(self, inplace: bool = False) -> Any:
        """The agents in an order drawn from Mesa's ``model.random``: the order that Mesa's own set would have.

        Examples
        --------
        >>> shuffled = members.shuffle()
        >>> shuffled.to_list() == members.to_list(), set(shuffled) == set(members)
        (False, True)
        """
        if inplace:
            self._refuse_change()
        rows = self._present()
        order = list(range(len(rows)))
        self.random.shuffle(order)
        return self._take(rows[order], inplace)

    def sort(self, key: Callable[[Any], Any] | str, ascending: bool = False, inplace: bool = False) -> Any:
        """The agents ordered by a column, an expression or a function; equal ones keep their order.

        As in Mesa the largest come first unless ``ascending``.

        Examples
        --------
        >>> ages = members.sort("age").get("age")
        >>> ages[0] == max(ages), ages[-1] == min(ages)
        (True, True)
        >>> members.sort(abs(sim.col.age - 60), ascending=True).get("age")[0]
        60
        """
        rows = self._present()
        values = self._try_values(key, rows)
        if values is None or (values.dtype.kind == "f" and np.isnan(values).any()):
            return super().sort(key, ascending, inplace)
        order = (
            np.argsort(values, kind="stable")
            if ascending
            else len(rows) - 1 - np.argsort(values[::-1], kind="stable")[::-1]
        )
        return self._take(rows[order], inplace)

    def groupby(self, by: Callable[[Any], Any] | str, result_type: Literal["agentset", "list"] = "agentset") -> GroupBy:
        """Groups of agents with the same value of a column or an expression, or answer of a function.

        Examples
        --------
        >>> members.groupby("village").count().keys()
        dict_keys([0, 1])
        >>> trust = members.groupby(sim.col.age >= 60).agg("trust", np.mean)
        >>> sorted(trust), all(0 < mean < 1 for mean in trust.values())
        ([False, True], True)
        """
        rows = self._present()
        values = self._try_values(by, rows)
        if values is None or self._directory is None:
            return super().groupby(by, result_type)
        keys, first, inverse = np.unique(values, return_index=True, return_inverse=True)
        groups = {}
        for number in np.argsort(first, kind="stable"):
            group = rows[inverse == number]
            groups[keys[number].item()] = (
                self._derive_rows(group) if result_type == "agentset" else self._directory.views(group)
            )
        return Groups(groups)

    def get(self, attr_names: Any, handle_missing: str = "error", default_value: Any = None) -> Any:
        """Values of one attribute, or lists of values of several, as Python scalars.

        Examples
        --------
        >>> members.get("age") == [member.age for member in members]
        True
        >>> members.get(["age", "away"])[0] == [members.get("age")[0], members.get("away")[0]]
        True
        """
        directory = self._directory
        names = [attr_names] if isinstance(attr_names, str) else list(attr_names)
        if (
            directory is None
            or not names
            or handle_missing not in ("error", "default")
            or not all(map(directory.knows, names))
        ):
            return super().get(attr_names, handle_missing, default_value)
        rows = self._present()
        columns = [directory.read(name, rows).tolist() for name in names]
        return columns[0] if isinstance(attr_names, str) else [list(values) for values in zip(*columns, strict=True)]

    def agg(self, attribute: str, func: Callable[[Any], Any] | Iterable[Callable[[Any], Any]]) -> Any:
        """Aggregate an attribute; functions of NumPy are given an array, all others a list, as in Mesa.

        Whole numbers and switches reach NumPy as int64 and bool, other numbers as float64: results are those of a list.

        Examples
        --------
        >>> members.agg("age", [min, np.mean, max]) == [f(members.get("age")) for f in (min, np.mean, max)]
        True
        """
        rows = self._present()
        values = self._try_values(attribute, rows)
        listed: list[Any] | None = None

        def apply(function: Callable[[Any], Any]) -> Any:
            nonlocal listed
            if (
                values is not None
                and len(values)
                and (isinstance(function, np.ufunc) or str(getattr(function, "__module__", "")).startswith("numpy"))
            ):
                return function(values)
            listed = self.get(attribute) if listed is None else listed
            return function(listed)

        return apply(func) if callable(func) else [apply(function) for function in func]

    def set(self, attr_name: str, value: Any) -> ColumnAgentSet:
        """Write a column of all agents: one value for all, or an expression.

        Raises
        ------
        AttributeError
            If there is no such column.
        ValueError
            If a value is outside the column's bounds.

        Examples
        --------
        >>> before = members.agg("habit", np.mean)
        >>> bool(members.set("habit", 0.5 * sim.col.habit).agg("habit", np.mean) < before)
        True
        >>> members.set("trust", 2)
        Traceback (most recent call last):
        ...
        ValueError: Villager.trust = 2: allowed are numbers from 0 to 1 (0-1)
        """
        rows = self._present()
        directory = self._directory
        if directory is None or not len(rows):
            return self
        if attr_name in directory.declared:
            if not isinstance(value, Expression) and np.ndim(value):
                raise ValueError(
                    message(
                        "{attr_name} = {value!r}: one value for all is wanted, or an expression: 0.9 * "
                        "col.{attr_name_too}",
                        attr_name=attr_name,
                        value=value,
                        attr_name_too=attr_name,
                    )
                )
            values = self._values(value, rows) if isinstance(value, Expression) else value
            directory.classes[0].write(directory, rows, attr_name, values)
        else:
            for agent in directory.views(rows):
                setattr(agent, attr_name, value)
        return self

    def _values(self, expression: Expression, rows: np.ndarray) -> np.ndarray:
        directory = self._directory
        assert directory is not None
        return np.broadcast_to(expression.over(lambda name: directory.read(name, rows)), rows.shape)

    def _try_values(self, key: Any, rows: np.ndarray) -> np.ndarray | None:
        """Values of a key by array, or None where it must be asked of each agent."""
        if self._directory is None:
            return None
        if isinstance(key, Expression):
            return self._values(key, rows)
        return self._directory.read(key, rows) if isinstance(key, str) and self._directory.knows(key) else None
