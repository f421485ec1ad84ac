"""Reading the points of a design from a CSV or Parquet file: every fault at once, with its line and column."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from sim.core.config.given_files import UnreadableFile, read_given, why_unreadable
from sim.core.config.language import message
from sim.core.config.problems import Problem
from sim.studies.factors import Factor, Point, Value, declarations

LARGEST_FILE = 100_000_000
"""Bytes of a file of points; what is larger would be read for minutes before its first fault is seen."""
MOST_ROWS, MOST_COLUMNS = 1_000_000, 10_000
MOST_FAULTS = 1000
"""Faults after which a file is read no further."""
ENDINGS = (".csv", ".parquet")
PASSED_OVER = ("row", "point")
"""Columns of a table of points that this program wrote: numbers and names of its rows."""
NUMBER = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?", re.ASCII)
WORDS = {"true": True, "false": False}
BLOCK = 10_000
SEPARATORS = (";", "\t", "|")
BEGINNINGS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16", b"PAR1": "Parquet", b"PK\x03\x04": "Excel"}
"""What a file is that begins so, where it should be a table in UTF-8."""

Row = tuple[int, list[Any]]
"""Line (of a CSV file) or number (of a Parquet file), and the cells; the first row holds the names of the columns."""


def read_points(path: Path, factors: Sequence[Factor]) -> list[Point]:
    """Points of a file in its order; an empty cell leaves the factor as the scenario has it.

    Parameters
    ----------
    path : Path
        A CSV file in UTF-8, or a Parquet file: a column a factor, a row a point.
    factors : sequence of Factor
        Each has a column.

    Raises
    ------
    ScenarioError
        With all faults, each with line and column.
    """
    from sim.scenario.scenario import ScenarioError

    faults = _Faults(path)
    points = _points(path, factors, faults)
    if faults.full:
        faults.add(None, "", None, message("is read no further after {count} faults", count=MOST_FAULTS))
    if faults.problems:
        raise ScenarioError(faults.problems)
    return points


class _Faults:
    """What is wrong with a file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.lines = path.suffix.lower() != ".parquet"
        self.problems: list[Problem] = []

    @property
    def full(self) -> bool:
        """Whether there are so many that the file is read no further."""
        return len(self.problems) >= MOST_FAULTS

    def add(
        self,
        row: int | None,
        column: str,
        value: Any,
        fault: str,
        allowed: str = "",
        unit: str = "",
        known: Collection[str] = (),
    ) -> None:
        """Report a fault; a Parquet file has numbers of rows where another has lines."""
        line, key = (row, column) if self.lines or row is None else (None, f"[{row}] {column}".strip())
        name = str(column if value is None else value) if known else ""
        self.problems.append(Problem(str(self.path), line, key, value, fault, allowed, unit, name=name, known=known))


def _points(path: Path, factors: Sequence[Factor], faults: _Faults) -> list[Point]:
    rows = _parquet(path, faults) if path.suffix.lower() == ".parquet" else _csv(path, faults)
    first, names = next(rows, (None, []))
    if first is None:
        if not faults.problems:
            faults.add(None, "", None, message("is empty"), message("a line of names, then a line for each point"))
        return []
    columns = _columns(names, first if faults.lines else None, factors, faults)
    points: list[Point] = []
    before = len(faults.problems)
    for row, cells in rows:
        if len(points) == MOST_ROWS:
            allowed = message("at most {most}", most=MOST_ROWS)
            faults.add(row, "", None, message("holds more points than can be run"), allowed)
            break
        if faults.full:
            break
        given = zip(factors, columns, strict=True)
        points.append(tuple(None if at is None else _fitted(factor, cells[at], row, faults) for factor, at in given))
    if not points and len(faults.problems) == before:
        faults.add(None, "", None, message("holds no points"), message("a line of names, then a line for each point"))
    return points


def _columns(names: list[Any], row: int | None, factors: Sequence[Factor], faults: _Faults) -> list[int | None]:
    """Place of the column of each factor; faults of the names of columns are reported."""
    paths = [factor.path for factor in factors]
    separator = next((each for each in SEPARATORS if len(names) == 1 and each in names[0]), None)
    if separator:
        fault = message("columns are parted by {separator!r}", separator=separator)
        faults.add(row, "", None, fault, message("commas between columns"))
        return [None] * len(factors)
    if len(names) > MOST_COLUMNS:
        allowed = message("at most {most}", most=MOST_COLUMNS)
        faults.add(row, "", None, message("has {count} columns", count=len(names)), allowed)
        return [None] * len(factors)
    once = message("a lever or uncertainty of the study file, once")
    for place, name in enumerate(names):
        if not name:
            faults.add(row, "", None, message("column {place} has no name", place=place + 1), once)
        elif names.index(name) < place:
            faults.add(row, name, None, message("stands twice"), once)
        elif name not in paths and name not in PASSED_OVER:
            fault = message("is no lever and no uncertainty of the study file")
            faults.add(row, name, None, fault, ", ".join(paths), known=paths)
    for path in paths:
        if path not in names:
            fault = message("has no column, so that it would not be varied")
            allowed = message("a column; empty cells leave it as the scenario has it")
            faults.add(row, path, None, fault, allowed)
    return [names.index(path) if path in names else None for path in paths]


def _csv(path: Path, faults: _Faults) -> Iterator[Row]:
    """Rows of a CSV file; lines without any cell are passed over, unless the cell of an only column is missing."""
    text = _text(path, faults)
    if text is None:
        return
    reader = csv.reader(io.StringIO(text, newline=None), strict=True)
    width, line = 0, 1
    try:
        for cells in reader:
            width = width or len(cells)
            if len(cells) == width:
                yield line, [cell.strip() for cell in cells]
            elif cells:
                fault = message("has another number of cells, {count}", count=len(cells))
                faults.add(line, "", None, fault, message("{count}, as the line of names has", count=width))
            elif width == 1:
                fault = message("is an empty line")
                faults.add(line, "", None, fault, message('"" where the scenario is left as it is'))
            if faults.full:
                return
            line = reader.line_num + 1
    except csv.Error as error:
        faults.add(line, "", None, message("cannot be read as CSV: {error}", error=error))


def _text(path: Path, faults: _Faults) -> str | None:
    try:
        content = read_given(path, LARGEST_FILE)
    except UnreadableFile as error:
        faults.add(None, "", None, error.fault, error.allowed, error.unit)
        return None
    kind = next((kind for start, kind in BEGINNINGS.items() if content.startswith(start)), None)
    allowed = message("a CSV file saved as UTF-8")
    if kind:
        faults.add(1, "", None, message("is {kind}, no CSV in UTF-8", kind=kind), allowed)
        return None
    if (place := content.find(b"\0")) >= 0:
        faults.add(content.count(b"\n", 0, place) + 1, "", None, message("holds a byte 0, as no text does"), allowed)
        return None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        fault = message("byte {byte:#04x} is not UTF-8 text", byte=content[error.start])
        faults.add(line, "", None, fault, allowed)
        return None


def _parquet(path: Path, faults: _Faults) -> Iterator[Row]:
    """Rows of a Parquet file, numbered from 0; what is damaged is told, whatever the library raises."""
    import pyarrow.parquet as parquet

    if reason := why_unreadable(path, LARGEST_FILE):
        faults.add(None, "", None, reason.fault, reason.allowed, reason.unit)
        return
    try:
        with parquet.ParquetFile(path, page_checksum_verification=True) as file:
            schema = file.schema_arrow
            yield 0, list(schema.names)
            others = [each for each in schema if each.name not in PASSED_OVER and not _is_plain(each.type)]
            for each in others:
                fault = message("is a column of {kind}", kind=each.type)
                faults.add(None, each.name, None, fault, message("numbers, true and false, or text"))
            if others:
                return
            row = 0
            for batch in file.iter_batches(BLOCK):
                for cells in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                    yield row, list(cells)
                    row += 1
    except Exception as error:  # of a damaged file the library raises errors of many classes
        first = str(error).splitlines()[0] if str(error) else type(error).__name__
        fault = message("is no Parquet file, or a damaged one: {error}", error=first)
        faults.add(None, "", None, fault, message("a CSV or Parquet file beside the study"))


def _is_plain(kind: Any) -> bool:
    from pyarrow import types

    if types.is_dictionary(kind):
        kind = kind.value_type
    tests = (types.is_boolean, types.is_integer, types.is_floating, types.is_string, types.is_large_string)
    return types.is_null(kind) or any(test(kind) for test in tests)


def _fitted(factor: Factor, value: Any, row: int, faults: _Faults) -> Value | None:
    """A cell in the kind of its factor; None for an empty one, and after a fault."""
    if value is None or value == "" or value != value:  # an empty cell of numbers may be NaN in Parquet
        return None
    if factor.values:
        for known in factor.values:
            if _is_same(value, known):
                return known
        allowed = ", ".join(_told(known) for known in factor.values)
        words = [each for each in factor.values if isinstance(each, str)]
        faults.add(row, factor.path, value, message("is not among the values"), allowed, known=words)
        return None
    number = number_of(value)
    if number is not None and factor.low <= number <= factor.high and not (factor.whole and number % 1):
        return int(number) if factor.whole else float(number)
    if number is None:
        fault = message("is no number; a point for decimals, nothing between thousands, an empty cell for none")
    elif factor.low <= number <= factor.high:
        fault = message("is no whole number")
    else:
        fault = message("is out of range")
    allowed = message("{low} to {high}", low=f"{factor.low:g}", high=f"{factor.high:g}")
    faults.add(row, factor.path, value, fault, allowed, _unit_of(factor.path))
    return None


def _is_same(value: Any, known: Value) -> bool:
    """Whether a cell says a value of a list: by kind, since 1 is neither true nor a text."""
    if isinstance(known, bool):
        return value is known or (isinstance(value, str) and WORDS.get(value.lower()) is known)
    if isinstance(known, str):
        return isinstance(value, str) and value == known
    return number_of(value) == known


def number_of(value: Any) -> float | None:
    """The number that a cell holds; None for anything that is not written as one."""
    if isinstance(value, str):
        return float(value) if NUMBER.fullmatch(value) else None
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


@cache
def _unit_of(path: str) -> str:
    known = declarations().get(path)
    return known.unit if known else ""


def _told(value: Value) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
