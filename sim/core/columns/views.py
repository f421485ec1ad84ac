"""Row views: Mesa agents without data of their own.

A view knows the directory of its store and the identity of its row, and nothing else. Views are made when somebody asks
for an agent and dropped afterwards; two views of one row are equal and hash alike. None is kept: a cache of views was
measured to make ``do`` eight times slower.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

import mesa
import numpy as np

from sim.core.config.language import message
from sim.core.config.problems import did_you_mean


class Rows(Protocol):
    """What a view must know of the directory of its store."""

    model: Any
    classes: tuple[type[RowAgent], ...]
    declared: dict[str, Any]
    limits: dict[str, tuple[float, float, bool]]
    removed: dict[int, dict[str, Any]]

    @property
    def names(self) -> list[str]:
        """What may be read of a row."""

    def row(self, identity: int) -> Any:
        """Where the row of an identity lies."""

    def column(self, name: str) -> np.ndarray:
        """Array of a column."""

    def value(self, identity: int, name: str) -> Any:
        """Value of a column or derived property of one row."""

    def unique_id(self, identity: int) -> int:
        """Mesa's number of the row."""


class Derived:
    """A read-only property that is calculated from columns, for one row or for many at once.

    Parameters
    ----------
    function : callable
        ``function(directory, rows)`` gives an array with a value for each of the rows.
    unit, note : str
        Unit and meaning in one line.
    """

    def __init__(self, function: Callable[[Any, np.ndarray], np.ndarray], unit: str, note: str) -> None:
        self.function, self.unit, self.note = function, unit, note
        self.name = ""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, view: Any, owner: type | None = None) -> Any:
        return self if view is None else view._read(self.name)

    def __set__(self, view: Any, value: Any) -> None:
        raise AttributeError(
            message(
                "{name} of {which} is calculated ({note}); write the columns behind it",
                name=self.name,
                which=type(view).__name__,
                note=self.note,
            )
        )


class RowAgent(mesa.Agent):
    """A Mesa agent that is a view of one row of a store.

    A subclass declares :class:`~sim.core.columns.columns.Column` attributes and names its store; reading one gives a
    Python scalar of the row, writing one checks the column's bounds and writes the row. Other attributes cannot be set:
    a view is not kept, so they would be lost.

    A row that was removed with ``remove()`` stays readable and writable, with the values of that moment. Persons whom
    the model itself took away (death, leaving for good) are readable until their row is cleared, in the January after;
    from then on their views raise ``LookupError``.

    Parameters
    ----------
    model : Model
        Where the row is added.
    **values
        Values of columns; which are required is said by the class.

    Raises
    ------
    TypeError
        If rows of this class are made with the world only, or a name is not a column.
    ValueError
        If a value is outside the column's bounds.
    """

    __slots__ = ("_directory", "_identity")
    store_name = ""

    def __init_subclass__(cls, store: str | None = None, **keywords: Any) -> None:
        super().__init_subclass__(**keywords)
        if store is not None:
            cls.store_name = store

    def __init__(self, model: Any, **values: Any) -> None:
        directory = model.directories[self.store_name]
        if type(self) not in directory.classes:
            known = ", ".join(cls.__name__ for cls in directory.classes)
            raise TypeError(
                message(
                    "a row of {store_name!r} cannot remember that it is a {name}, only: {known}; derive from "
                    "mesa.Agent instead",
                    store_name=self.store_name,
                    name=type(self).__name__,
                    known=known,
                )
            )
        set_directory(self, directory)
        set_identity(self, self.enter(directory, values))
        model.register_agent(self)

    # What a class of agents may say of its rows.
    @staticmethod
    def rows_of(columns: Any) -> np.ndarray | None:
        """Which rows are agents of this class, as a mask over arrays of columns; None means all."""
        return None

    @classmethod
    def enter(cls, directory: Rows, values: dict[str, Any]) -> int:
        """Add a row and return its identity."""
        raise TypeError(
            message(
                "a {name} is made with the world and cannot be added to a model by hand; a class of your "
                "own derives from mesa.Agent",
                name=cls.__name__,
            )
        )

    def leave(self) -> None:
        """Take the row out of the world."""
        raise TypeError(
            message(
                "a {name} belongs to the world and cannot be removed from a model by hand", name=type(self).__name__
            )
        )

    @classmethod
    def write(cls, directory: Rows, rows: Any, name: str, values: Any) -> None:
        """Write a column of one row or of several.

        Raises
        ------
        ValueError
            If a value is not a number or outside the column's bounds.
        """
        check(directory, name, values)
        directory.column(name)[rows] = values

    # Reading and writing.
    def _read(self, name: str) -> Any:
        directory = self._directory
        if directory.removed:
            values = directory.removed.get(self._identity)
            if values is not None:
                return values[name]
        return directory.value(self._identity, name)

    def _write(self, name: str, value: Any) -> None:
        directory = self._directory
        if self._identity in directory.removed:
            check(directory, name, value)
            directory.removed[self._identity][name] = value
        else:
            type(self).write(directory, directory.row(self._identity), name, value)

    def __setattr__(self, name: str, value: Any) -> None:
        if name in self._directory.declared:
            self._write(name, value)
            return
        if not isinstance(getattr(type(self), name, None), Derived | property):
            raise AttributeError(
                message(
                    "{name} has no column {which!r}{hint}; a view keeps nothing of its own",
                    name=type(self).__name__,
                    which=name,
                    hint=did_you_mean(name, self._directory.names),
                )
            )
        object.__setattr__(self, name, value)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(message("{name} has no attribute {which!r}", name=type(self).__name__, which=name))
        raise AttributeError(
            message(
                "{name} has no column {which!r}{hint}",
                name=type(self).__name__,
                which=name,
                hint=did_you_mean(name, self._directory.names),
            )
        )

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, RowAgent):
            return NotImplemented
        return self._directory is other._directory and self._identity == other._identity

    def __hash__(self) -> int:
        return hash((id(self._directory), self._identity))

    def __reduce__(self) -> tuple[Any, ...]:
        return view_of, (type(self), self._directory, self._identity)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._identity})"

    # What Mesa keeps in an agent.
    @property
    def model(self) -> Any:
        """The model that owns the row."""
        return self._directory.model

    @property
    def unique_id(self) -> int:
        """Unique in the model: a person's identity; for others the number of the store and the place in it."""
        return int(self._directory.unique_id(self._identity))

    @property
    def pos(self) -> None:
        """Always None: rows stand in villages, not in a Mesa space."""
        return None

    @property
    def row(self) -> int:
        """Where the row lies at this moment; it moves when rows are cleared."""
        return int(self._directory.row(self._identity))

    @classmethod
    def create_agents(cls, model: Any, n: int, *args: Any, **kwargs: Any) -> Any:
        """Add ``n`` rows; a list, tuple, array or series of length ``n`` gives each row its own value."""

        def spread(value: Any) -> list[Any]:
            import pandas as pd

            own = isinstance(value, list | tuple | np.ndarray | pd.Series) and len(value) == n
            return list(value) if own else [value] * n

        positions, columns = [spread(value) for value in args], {name: spread(each) for name, each in kwargs.items()}
        return model.set_of(
            [
                cls(model, *(each[i] for each in positions), **{name: each[i] for name, each in columns.items()})
                for i in range(n)
            ]
        )

    @classmethod
    def from_dataframe(cls, model: Any, df: Any, **kwargs: Any) -> Any:
        """Add a row for each record of a pandas data frame; keywords give constants for all.

        Raises
        ------
        TypeError
            If a keyword is a sequence; sequences belong into the data frame.
        """
        for key, value in kwargs.items():
            if hasattr(value, "__len__") and not isinstance(value, str | bytes):
                raise TypeError(
                    message(
                        "from_dataframe does not support sequence data in kwargs ({key!r}); add a column of that "
                        "name to the data frame",
                        key=key,
                    )
                )
        return model.set_of([cls(model, **{**record, **kwargs}) for record in df.to_dict(orient="records")])


# The slots are set through their descriptors: __setattr__ of the class is for columns.
set_directory = RowAgent._directory.__set__
set_identity = RowAgent._identity.__set__
bare = object.__new__


def view_of(cls: type[RowAgent], directory: Rows, identity: int) -> Any:
    """A view of an existing row; Mesa's ``__init__`` is not run and nothing is registered."""
    view = bare(cls)
    set_directory(view, directory)
    set_identity(view, identity)
    return view


def check(directory: Rows, name: str, values: Any) -> None:
    """Refuse values that a column cannot hold, or that lie outside its bounds.

    Raises
    ------
    ValueError
        If one is not a number, not whole where whole numbers are wanted, or out of bounds.
    """
    low, high, whole = directory.limits[name]
    if isinstance(values, bool | int | float):
        if low <= values <= high and (not whole or values == int(values)):
            return
        wrong: Any = values
    else:
        array = np.asarray(values)
        if array.dtype.kind in "buif":
            good = (array >= low) & (array <= high)
            if whole and array.dtype.kind == "f":
                good &= array == np.floor(array)
            if good.all():
                return
            wrong = array[~good].ravel()[0].item()
        else:
            wrong = values
    numbers = message("whole numbers") if whole else message("numbers")
    raise ValueError(
        message(
            "{name}.{which} = {wrong!r}: allowed are {numbers} from {low} to {high} ({unit})",
            name=directory.classes[0].__name__,
            which=name,
            wrong=wrong,
            numbers=numbers,
            low=low,
            high=high,
            unit=directory.declared[name].unit,
        )
    )
