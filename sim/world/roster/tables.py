"""Tables of a sheet: every cell checked, every fault told with its line and column."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from sim.core.config.language import message
from sim.core.config.problems import Problem
from sim.world.roster.cells import Fault, value_of
from sim.world.roster.columns import TableColumn, TableForm
from sim.world.roster.decoding import REPLACED
from sim.world.roster.headings import find_headings, letter_of, plain_heading, strip_reason
from sim.world.roster.privacy import SUSPECT, hidden, identifies
from sim.world.roster.sheets import Row, Sheet


@dataclass
class Table:
    """A table that was read.

    Attributes
    ----------
    file : str
    lines : list of int
        Line of each row.
    columns : dict of str to list
        Values of the columns that are there; ``None`` where a cell is empty or wrong.
    texts : dict of str to list of str
        The cells as they were written.
    headings : dict of str to str
        What stands above each column.
    well : bool
        Whether nothing was wrong with it.
    """

    file: str
    lines: list[int]
    columns: dict[str, list[Any]] = field(default_factory=dict)
    texts: dict[str, list[str]] = field(default_factory=dict)
    headings: dict[str, str] = field(default_factory=dict)
    well: bool = True


def read_table(sheet: Sheet, form: TableForm, problems: list[Problem]) -> Table:
    """Read a sheet as a table.

    Parameters
    ----------
    sheet : Sheet
    form : TableForm
    problems : list of Problem
        Added to.
    """
    before = len(problems)
    places, head, rows = find_headings(sheet, form, problems)
    headings = form.headings
    rows = [row for row in rows if _is_row(sheet, row, headings, problems)] if places else []
    table = Table(sheet.file, [line for line, _ in rows])
    for place, column in places.items():
        texts = [cells[place] if place < len(cells) else "" for _, cells in rows]
        table.texts[column.name], table.headings[column.name] = texts, head[place]
        table.columns[column.name] = _values(table, column, texts, sheet.bad_lines, problems)
    for column in form.columns:  # that it is missing has been told: whoever looks at it finds nothing in it
        if column.required:
            table.columns.setdefault(column.name, [None] * len(rows))
    if places and not rows:
        problems.append(Problem(sheet.file, None, "", None, message("has no line below its headings"), form.meaning))
    table.well = len(problems) == before and not sheet.bad_lines
    return table


def _is_row(sheet: Sheet, row: Row, headings: Collection[str], problems: list[Problem]) -> bool:
    """Whether a row is one of the table; whatever is not, or tells who somebody is, is told."""
    line, cells = row
    suspect: list[int] = []
    if SUSPECT.search(" ".join(cells)):
        suspect = [place for place, cell in enumerate(cells) if identifies(cell)]
    for place in suspect:
        fault = message("holds a number of identity or a telephone number; nothing of this line was kept")
        problems.append(
            Problem(
                sheet.file,
                line,
                _letter(place),
                hidden(cells[place]),
                fault,
                message("a table without them: delete the column"),
            )
        )
    if suspect:
        return False
    if reason := strip_reason(cells):
        first = next(cell for cell in cells if cell)
        problems.append(Problem(sheet.file, line, "", first, reason, message("strip the line: only rows of the table")))
        return False
    if plain_heading(cells[0]) in headings and sum(plain_heading(cell) in headings for cell in cells) >= 2:
        problems.append(Problem(sheet.file, line, "", None, message("repeats the headings"), message("strip the line")))
        return False
    return True


def _letter(place: int) -> str:
    return message("column {letter}", letter=letter_of(place))


def _values(
    table: Table, column: TableColumn, texts: Sequence[str], bad_lines: set[int], problems: list[Problem]
) -> list[Any]:
    """Values of a column; each text is looked at once, however often it stands there."""
    read: dict[str, Any] = {text: _read(column, text) for text in set(texts)}
    values = [read[text] for text in texts]
    for line, text, value in zip(table.lines, texts, values, strict=True):
        if isinstance(value, Fault) and not (REPLACED in text and line in bad_lines):
            problems.append(
                Problem(
                    table.file,
                    line,
                    table.headings[column.name],
                    text or None,
                    value.fault,
                    value.allowed,
                    column.unit,
                    value.nearest,
                )
            )
    return [None if isinstance(value, Fault) else value for value in values]


def _read(column: TableColumn, text: str) -> Any:
    if not text:
        return Fault(message("is missing"), column.meaning) if column.required else None
    if REPLACED in text:
        whole = message("text without \N{REPLACEMENT CHARACTER}")
        return Fault(message("has a character that was lost when the file was saved"), whole)
    return value_of(column, text)
