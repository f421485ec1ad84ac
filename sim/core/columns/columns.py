"""Columns: agents as rows of parallel arrays.

A class of agents declares its columns once, with unit and meaning. Persons and households lie in *sliced* stores:
each column is one array, a village is a contiguous slice of it with free rows behind, so that a village stays in the
processor's cache while a month passes over it. Villages, offices, townships and counties are few and lie in *tables*:
one structured array.

Rows of a slice stand in order of arrival. They move only when the dead are cleared (January) or when the villages are
laid out anew because one has run short of free rows; ``version`` counts these moves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache, cached_property
from types import MappingProxyType
from typing import Any

import numpy as np

from sim.core.compute.kernels import kernel
from sim.core.config.bounds import bounds_of
from sim.core.config.declared import declared_in

# Free rows behind a village, as a share and a number: for the arrivals of years, and the fewest for those of a month.
SLACK, SLACK_ROWS = 0.05, 20
SHORT, SHORT_ROWS = 0.02, 8
LINE = 64  # bytes of a cache line


class Column:
    """One variable of a class of agents.

    Parameters
    ----------
    dtype : type
        NumPy scalar type.
    unit : str
        Unit or scale.
    note : str
        Meaning in one line.
    default : number
        Value of a row that nobody has written yet.
    low, high : number, optional
        Bounds that hold after every month (checked in tests and by ``--check``); those of the unit where left out.
    """

    def __init__(
        self, dtype: Any, unit: str, note: str, default: Any = 0, low: float | None = None, high: float | None = None
    ) -> None:
        self.dtype, self.unit, self.note = np.dtype(dtype), unit, note
        least, most = bounds_of(unit)
        self.default = default
        self.low, self.high = least if low is None else low, most if high is None else high
        self.name = ""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, view: Any, owner: type | None = None) -> Any:
        if view is None:
            return self
        return view._read(self.name)

    def __set__(self, view: Any, value: Any) -> None:
        view._write(self.name, value)

    def __repr__(self) -> str:
        return f"Column({self.name}: {self.dtype}, {self.unit})"


@cache
def columns_of(row_class: type) -> dict[str, Column]:
    """Columns declared by a class and its bases, in order of declaration."""
    return declared_in(row_class, Column)


@cache
def structured_type(fields: tuple[tuple[str, Any], ...]) -> np.dtype:
    """Structured type with these fields: one object for all tables with the same fields.

    Numba looks up the type of each table it is handed. The same object is found at once; another one, of an earlier
    model in the same process, is first compared field by field (100 µs for each month's calls).

    Parameters
    ----------
    fields : tuple of (str, dtype)
        Name and NumPy type of each field.
    """
    return np.dtype(list(fields), align=True)


class Columns:
    """The arrays of a class of agents, each an attribute; kernels are given all of them as one argument.

    Parameters
    ----------
    row_class : type
        Declares the columns.
    arrays : dict of arrays, each of shape (rows,)
        By name, in order of declaration.

    Attributes
    ----------
    names : tuple of str
        The columns.
    arrays : mapping of arrays
        As given, by name; no array can be put in the place of another.
    address : int
        Where compiled code finds the number of rows and the addresses of all columns.

    Raises
    ------
    ValueError
        If an array is missing, or is not of the declared type, as long as the others and in one piece, or if a column
        has the name of an attribute.
    """

    row_class: type
    names: tuple[str, ...]
    arrays: Mapping[str, np.ndarray]
    table: np.ndarray
    address: int

    def __init__(self, row_class: type, arrays: dict[str, np.ndarray]) -> None:
        declared = columns_of(row_class)
        if list(arrays) != list(declared):
            raise ValueError(
                f"{row_class.__name__} declares the columns {', '.join(declared)}, not {', '.join(arrays)}"
            )
        if own := sorted(Columns.__annotations__.keys() & arrays.keys()):
            raise ValueError(f"{row_class.__name__} declares {', '.join(own)}: columns keep such a name for themselves")
        rows = len(next(iter(arrays.values()), ()))
        for name, array in arrays.items():
            if array.dtype != declared[name].dtype or array.shape != (rows,) or not array.flags.carray:
                raise ValueError(f"column {name!r} must be {rows} values of {declared[name].dtype} in one piece")
        table = np.array([rows, *(array.ctypes.data for array in arrays.values())], np.uint64)
        self.__dict__.update(arrays)
        self.__dict__.update(row_class=row_class, arrays=MappingProxyType(dict(arrays)), names=tuple(arrays))
        self.__dict__.update(table=table, address=int(table.ctypes.data))

    @cached_property
    def _numba_type_(self) -> Any:
        return compiled_type(self.row_class)

    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError(f"columns keep their arrays: write into them, {name}[:] = ...")

    def __repr__(self) -> str:
        return f"<columns of {self.row_class.__name__}: {', '.join(self.names)}>"

    def __reduce__(self) -> tuple[Any, ...]:
        return Columns, (self.row_class, dict(self.arrays))


@cache
def compiled_type(row_class: type) -> Any:
    """Type by which Numba knows the columns of a class of agents."""
    from sim.core.compute.compiled_columns import ColumnsType

    return ColumnsType(row_class.__qualname__, {name: each.dtype for name, each in columns_of(row_class).items()})


@kernel
def line_up(kept, first, last, source, place, ends, lo, hi):  # type: ignore[no-untyped-def]
    """Find what moves: ``source`` lists, from the village's first row on, the runs of rows that stay together.

    Three numbers a run: where it begins, where it goes, how long it is; a run of length 0 ends the list. A run is
    followed by a row that is cleared, so that the list of a village is never longer than three times its rows.
    """
    for v in range(lo, hi):
        target, run = first[v], 3 * first[v]
        together = False
        for i in range(first[v], last[v]):
            place[i] = -1
            if not kept[i]:
                together = False
                continue
            if not together:
                if run > 3 * first[v]:
                    source[run - 1] = target - source[run - 2]
                source[run], source[run + 1] = i, target
                run += 3
                together = True
            place[i] = target - first[v]
            target += 1
        if run > 3 * first[v]:
            source[run - 1] = target - source[run - 2]
        if run < 3 * last[v]:
            source[run + 2] = 0
        ends[v] = target


@kernel(inline=True)
def close_gaps(column, blank, source, first, ends, last, lo, hi):  # type: ignore[no-untyped-def]
    """Move the runs of a column to where they are to come, village by village, and blank what is left."""
    for v in range(lo, hi):
        run = 3 * first[v]
        while run < 3 * last[v] and source[run + 2] > 0:
            begin, target = np.int64(source[run]), np.int64(source[run + 1])
            if begin != target:
                for i in range(np.int64(source[run + 2])):
                    column[target + i] = column[begin + i]
            run += 3
        for i in range(ends[v], last[v]):
            column[i] = blank


@kernel
def move_1(column, blank, source, first, ends, last, lo, hi):  # type: ignore[no-untyped-def]
    """Close the gaps in a column of one-byte items."""
    close_gaps(column, blank, source, first, ends, last, lo, hi)


@kernel
def move_2(column, blank, source, first, ends, last, lo, hi):  # type: ignore[no-untyped-def]
    """Close the gaps in a column of two-byte items."""
    close_gaps(column, blank, source, first, ends, last, lo, hi)


@kernel
def move_4(column, blank, source, first, ends, last, lo, hi):  # type: ignore[no-untyped-def]
    """Close the gaps in a column of four-byte items."""
    close_gaps(column, blank, source, first, ends, last, lo, hi)


@kernel
def move_8(column, blank, source, first, ends, last, lo, hi):  # type: ignore[no-untyped-def]
    """Close the gaps in a column of eight-byte items."""
    close_gaps(column, blank, source, first, ends, last, lo, hi)


# One kernel a width, so that each is compiled for one type of column.
MOVE = {1: (move_1, np.uint8), 2: (move_2, np.uint16), 4: (move_4, np.uint32), 8: (move_8, np.uint64)}


class SlicedStore:
    """Rows of one class of agents, each village a contiguous slice with free rows behind it.

    Parameters
    ----------
    row_class : type
        Declares the columns.
    sizes : int array, shape (villages,)
        Rows that each village starts with.
    slack : float
        Free rows behind a village, as a share of its rows.

    Attributes
    ----------
    columns : Columns
        Arrays of shape (rows,).
    first, last, room : int64 arrays, shape (villages,)
        A village's rows are ``first:last``, its free rows ``last:room``.
    version : int
        Rises whenever rows move.
    """

    def __init__(self, row_class: type, sizes: np.ndarray, slack: float = SLACK) -> None:
        self.row_class = row_class
        self.slack = slack
        self.version = 0
        self.first, self.last, self.room = self._bounds(np.asarray(sizes, dtype=np.int64))
        self.columns = self._blank(int(self.room[-1]) if len(self.room) else 0)

    def bind(self, first: np.ndarray, last: np.ndarray, room: np.ndarray) -> None:
        """Keep the bounds in these arrays from now on (fields of the village table, where kernels read them)."""
        first[:], last[:], room[:] = self.first, self.last, self.room
        self.first, self.last, self.room = first, last, room

    def _bounds(self, sizes: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        capacity = sizes + np.ceil(self.slack * sizes).astype(np.int64) + (SLACK_ROWS if self.slack else 0)
        room = np.cumsum(capacity)
        first = room - capacity
        return first, first + sizes, room

    def _blank(self, rows: int) -> Any:
        """Columns with nothing in them, carved out of one piece of memory: only large pieces get large pages."""
        declared = columns_of(self.row_class)
        sizes = [-(-rows * column.dtype.itemsize // LINE) * LINE for column in declared.values()]
        ends = np.cumsum([0, *sizes])
        memory = np.empty(int(ends[-1]) + LINE, np.uint8)
        start = -memory.ctypes.data % LINE
        columns = {}
        for (name, column), place in zip(declared.items(), ends[:-1] + start, strict=True):
            columns[name] = memory[place : place + rows * column.dtype.itemsize].view(column.dtype)
            columns[name].fill(column.default)
        return Columns(self.row_class, columns)

    @property
    def nbytes(self) -> int:
        """Bytes held by all columns, free rows included."""
        return sum(array.nbytes for array in self.columns.arrays.values())

    def slices(self) -> Iterator[slice]:
        """The rows of each village in turn."""
        for first, last in zip(self.first, self.last, strict=True):
            yield slice(int(first), int(last))

    def rows(self) -> np.ndarray:
        """Indices of all rows in use, village by village."""
        return np.concatenate([np.empty(0, np.int64), *(np.arange(s.start, s.stop) for s in self.slices())])

    def is_short(self) -> bool:
        """Whether a village might run out of free rows within a month."""
        sizes = self.last - self.first
        return bool((self.room - self.last < SHORT_ROWS + SHORT * sizes).any())

    def lay_out_anew(self) -> None:
        """Give every village its share of free rows again; rows keep their order."""
        old, source = self.columns, self.rows()
        self.first[:], self.last[:], self.room[:] = self._bounds(self.last - self.first)
        target = self.rows()
        self.columns = self._blank(int(self.room[-1]))
        for name, array in self.columns.arrays.items():
            array[target] = old.arrays[name][source]
        self.version += 1

    def keep(self, kept: np.ndarray, over_villages: Callable[..., Any] | None = None) -> np.ndarray:
        """Clear rows, in place and in order.

        Parameters
        ----------
        kept : bool array, shape (rows,)
            Which of all rows stay.
        over_villages : callable, optional
            Shares a kernel out over threads; without it one thread does all villages.

        Returns
        -------
        int32 array, shape (rows,)
            New place of each old row inside its village, -1 for those cleared.
        """
        first, last = np.ascontiguousarray(self.first), np.ascontiguousarray(self.last)
        source, place, ends = np.zeros(3 * len(kept), np.uint32), np.full(len(kept), -1, np.int32), np.empty_like(last)
        share = over_villages or (lambda move, *arguments: move(*arguments, 0, len(first)))
        share(line_up, kept, first, last, source, place, ends)
        declared = columns_of(self.row_class)
        for name, array in self.columns.arrays.items():
            move, word = MOVE[array.itemsize]
            blank = np.array([declared[name].default], array.dtype).view(word)[0]
            share(move, array.view(word), blank, source, first, ends, last)
        self.last[:] = ends
        self.version += 1
        return place


class TableStore:
    """Rows of a class of agents of which there are few: one structured array.

    Attributes
    ----------
    columns : structured array, shape (rows,)
    """

    def __init__(self, row_class: type, rows: int) -> None:
        self.row_class = row_class
        self.version = 0
        declared = columns_of(row_class)
        self.columns = np.zeros(rows, structured_type(tuple((name, each.dtype) for name, each in declared.items())))
        for name, column in declared.items():
            self.columns[name] = column.default

    @property
    def nbytes(self) -> int:
        """Bytes held."""
        return self.columns.nbytes
