"""Directories: what Mesa's surface must know of a store to show its rows as agents.

A directory belongs to one model, so two models in one process share nothing. It finds the row of an identity, says
which rows are agents and of which class, and keeps the values of agents that were removed by hand.

Identities: persons carry theirs in a column; the number of a household inside its village is part of its identity,
because a slice may move as a whole; in a table the row itself is the identity.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.core.columns.columns import Column, SlicedStore, TableStore, columns_of
from sim.core.columns.views import Derived, RowAgent, view_of
from sim.core.config.declared import declared_in
from sim.core.config.language import message
from sim.core.config.problems import did_you_mean

PLACE_BITS = 16
STORE_BITS = 40


class Directory:
    """The agents' side of one store.

    Parameters
    ----------
    model : Model
        Has the store as attribute ``name``.
    name : str
        Name of the store.
    classes : tuple of type
        The class that declares the columns, then its subclasses that some rows belong to (``rows_of`` says which).
    number : int
        Number of the store in the model, part of the ``unique_id`` of rows without an identity of their own.

    Attributes
    ----------
    removed : dict of int to dict
        Values of agents removed by hand, as they were when they left.
    """

    def __init__(self, model: Any, name: str, classes: tuple[type[RowAgent], ...], number: int) -> None:
        self.model, self.name, self.classes, self.number = model, name, classes, number
        self.removed: dict[int, dict[str, Any]] = {}
        self._forget()
        self._read_declarations()

    def _forget(self) -> None:
        """Forget where rows lie; found out again when somebody asks."""
        self._seen: SlicedStore | TableStore | None = None
        self._version = -1
        self._last = np.empty(0, np.int64)
        self._index: dict[int, int] = {}
        self._arrays: dict[str, np.ndarray] = {}

    def _read_declarations(self) -> None:
        row_class: type = self.classes[0]
        self.declared: dict[str, Column] = columns_of(row_class)
        self.limits = {name: limits_of(column) for name, column in self.declared.items()}
        self.derived = declared_in(self.classes[-1], Derived)

    @property
    def store(self) -> SlicedStore | TableStore:
        """The store, as the model holds it now."""
        store: SlicedStore | TableStore = getattr(self.model, self.name)
        if store is not self._seen or store.version != self._version:
            self._read_anew(store)
        return store

    def _read_anew(self, store: SlicedStore | TableStore) -> None:
        """Find the arrays and index all rows, because they have moved or the store is another."""
        self._seen, self._version = store, store.version
        if isinstance(store, SlicedStore):
            self._arrays, self._last = store.columns.arrays, store.last.copy()
            rows = store.rows()
        else:
            self._arrays = {name: store.columns[name] for name in self.declared}
            rows = np.arange(len(store.columns))
        self._index = dict(zip(self.identities(rows).tolist(), rows.tolist(), strict=True))

    def _read_newcomers(self, store: SlicedStore) -> None:
        """Index the rows that have come since, where none has moved."""
        for v in np.flatnonzero(store.last != self._last):
            rows = np.arange(self._last[v], store.last[v])
            self._index.update(zip(self.identities(rows).tolist(), rows.tolist(), strict=True))
        self._last = store.last.copy()

    @property
    def names(self) -> list[str]:
        """What may be read of a row."""
        return [*self.declared, *self.derived, "unique_id"]

    @property
    def has_identities(self) -> bool:
        """Whether rows carry an identity of their own."""
        return "identity" in self.declared and isinstance(self.store, SlicedStore)

    # Rows and identities.
    def all_rows(self) -> np.ndarray:
        """Rows of all agents in the store."""
        store = self.store
        rows = store.rows() if isinstance(store, SlicedStore) else np.arange(len(store.columns))
        return np.asarray(rows[self.present(rows)])

    def identities(self, rows: np.ndarray) -> np.ndarray:
        """Identities of rows, uint64."""
        store = self.store
        if isinstance(store, TableStore):
            return np.asarray(rows, np.uint64)
        if "identity" in self.declared:
            return np.asarray(self._arrays["identity"][rows])
        village = self.village(rows)
        return np.asarray((village << PLACE_BITS) | (rows - store.first[village]), np.uint64)

    def village(self, rows: np.ndarray) -> np.ndarray:
        """Numbers of the villages whose slices hold these rows.

        Raises
        ------
        TypeError
            If the store is a table.
        """
        store = self.store
        if isinstance(store, TableStore):
            raise TypeError(message("rows of {name!r} do not lie in villages", name=self.name))
        return np.searchsorted(store.first, rows, side="right") - 1

    def find(self, identity: int) -> int:
        """Row of an identity, -1 if there is none (any more)."""
        store = self.store
        row = self._index.get(identity, -1)
        if row < 0 and isinstance(store, SlicedStore):
            self._read_newcomers(store)
            row = self._index.get(identity, -1)
        return row

    def find_all(self, identities: np.ndarray) -> np.ndarray:
        """Rows of identities, -1 for those that have none."""
        return np.fromiter(map(self.find, identities.tolist()), np.int64, len(identities))

    def row(self, identity: int) -> int:
        """Row of an identity.

        Raises
        ------
        LookupError
            If the agent has gone and its row was cleared.
        """
        row = self.find(identity)
        if row < 0:
            raise LookupError(
                message(
                    "{name} {identity} is gone and its row in {which!r} was cleared; a row is kept until the "
                    "January after, or for good if it was taken out with remove()",
                    name=self.classes[0].__name__,
                    identity=identity,
                    which=self.name,
                )
            )
        return row

    def unique_id(self, identity: int) -> int:
        """A number unique in the model: the identity, or (where that is a place) the store's number and the place."""
        return identity if self.has_identities else (self.number << STORE_BITS) | identity

    # Presence and class.
    def present(self, rows: Any) -> Any:
        """Which of these rows are agents now; a row is one unless its class says otherwise."""
        mask = self.classes[0].rows_of(Selected(self, rows))
        return np.ones(np.shape(rows), bool) if mask is None else mask

    def is_present(self, identity: int) -> bool:
        """Whether an agent of this identity is in the model now."""
        row = self.find(identity)
        return row >= 0 and bool(self.present(row))

    def kinds(self, rows: Any) -> Any:
        """Index into ``classes`` for each of these rows."""
        kind = np.zeros(np.shape(rows), np.intp)
        for number, cls in enumerate(self.classes[1:], 1):
            kind = np.where(np.asarray(cls.rows_of(Selected(self, rows))), number, kind)
        return kind

    def views(self, rows: np.ndarray) -> list[RowAgent]:
        """A view of each row, of the class the row belongs to now."""
        identities = self.identities(rows).tolist()
        kinds = [0] * len(identities) if len(self.classes) == 1 else self.kinds(rows).tolist()
        return [view_of(self.classes[kind], self, identity) for kind, identity in zip(kinds, identities, strict=True)]

    def view(self, row: int) -> RowAgent:
        """A view of one row."""
        return self.views(np.array([row]))[0]

    # Values.
    def column(self, name: str) -> np.ndarray:
        """The array of a column, all rows of the store."""
        store: SlicedStore | TableStore = getattr(self.model, self.name)
        if store is not self._seen or store.version != self._version:
            self._read_anew(store)
        return self._arrays[name]

    def value(self, identity: int, name: str) -> Any:
        """Value of a column or a derived property of one agent, as a Python scalar.

        Raises
        ------
        LookupError
            If the agent has gone and its row was cleared.
        """
        store: SlicedStore | TableStore = getattr(self.model, self.name)
        if store is not self._seen or store.version != self._version:
            self._read_anew(store)
        row = self._index.get(identity)
        if row is None:
            row = self.row(identity)
        array = self._arrays.get(name)
        return self.read(name, np.array([row]))[0].item() if array is None else array[row].item()

    def knows(self, name: str) -> bool:
        """Whether a value can be read for many rows at once."""
        return name in self.declared or name in self.derived or name == "unique_id"

    def read(self, name: str, rows: np.ndarray) -> np.ndarray:
        """Values of a column or a derived property, as wide as Python's own numbers: bool, int64, uint64 or float64.

        Raises
        ------
        AttributeError
            If there is neither.
        """
        if name in self.declared:
            return widened(self.column(name)[rows])
        if name in self.derived:
            return widened(self.derived[name].function(self, rows))
        if name == "unique_id":
            base = np.uint64(0 if self.has_identities else self.number << STORE_BITS)
            return self.identities(rows) | base
        raise AttributeError(
            message(
                "{name} has no column {which!r}{hint}",
                name=self.classes[0].__name__,
                which=name,
                hint=did_you_mean(name, self.names),
            )
        )

    def values_of(self, identity: int) -> dict[str, Any]:
        """All values of one agent, as Python scalars."""
        row = np.array([self.row(identity)])
        return {name: self.read(name, row)[0].item() for name in (*self.declared, *self.derived)}

    def __getstate__(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in ("model", "name", "classes", "number", "removed")}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        self._forget()
        self._read_declarations()

    def __repr__(self) -> str:
        return f"Directory({self.name})"


class Selected:
    """Some rows of a store, column by column: ``Selected(directory, rows).stage`` are the stages of these rows."""

    __slots__ = ("_directory", "_rows")

    def __init__(self, directory: Directory, rows: Any) -> None:
        self._directory, self._rows = directory, rows

    def __getattr__(self, name: str) -> Any:
        return self._directory.column(name)[self._rows]


def widened(values: np.ndarray) -> np.ndarray:
    """Small numbers as int64 or float64, so that sums cannot overflow and agree with Python's."""
    if values.dtype.kind == "f":
        return values.astype(np.float64)
    if values.dtype.kind in "iu" and values.dtype != np.uint64:
        return values.astype(np.int64)
    return values


def limits_of(column: Column) -> tuple[float, float, bool]:
    """Least and greatest value that a column may hold, and whether it holds whole numbers only."""
    kind = column.dtype.kind
    least, most = (
        (0, 1)
        if kind == "b"
        else (float(np.finfo(column.dtype).min), float(np.finfo(column.dtype).max))
        if kind == "f"
        else (int(np.iinfo(column.dtype).min), int(np.iinfo(column.dtype).max))
    )
    return max(least, column.low), min(most, column.high), kind != "f"
