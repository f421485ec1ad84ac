"""Sheets as rows of cells, whatever they come from: files of a folder, or the sheets of one workbook."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sim.core.config.given_files import LARGEST_TEXT, UnreadableFile, read_given
from sim.core.config.language import message
from sim.core.config.problems import Problem, nearest
from sim.world.roster.columns import FORMS
from sim.world.roster.decoding import decoded

LARGEST = 200 * LARGEST_TEXT
"""Bytes of a table or a workbook, and of what a workbook unpacks to."""
MOST_ROWS = 5_000_000
BOOK = ".xlsx"
SEPARATORS = ",\t;，"
QUOTE = '"'
MOST_COMMENTS = 100
Row = tuple[int, list[str]]


@dataclass
class Sheet:
    """A sheet.

    Attributes
    ----------
    file : str
        File, and sheet of a workbook, for messages.
    rows : list of (int, list of str)
        Line and cells of every row that has a value and is no comment.
    bad_lines : set of int
        Lines with bytes that are no text, which have been told.
    """

    file: str
    rows: list[Row]
    bad_lines: set[int] = field(default_factory=set)


def is_book(path: Path) -> bool:
    """Whether a path is that of a workbook."""
    return path.suffix.lower() == BOOK


def files_of(path: Path) -> list[Path]:
    """The files that are read of a folder or a workbook, those that are there."""
    if is_book(path) or not path.is_dir():
        return [path]
    return [file for form in FORMS if (file := path / f"{form.name}.csv").exists()]


def read_sheets(path: Path, problems: list[Problem], notes: list[str]) -> dict[str, Sheet]:
    """All tables that a county is given by, by name.

    Parameters
    ----------
    path : Path
        A folder of ``.csv`` files, or a workbook.
    problems : list of Problem
        Added to.
    notes : list of str
        What is there and not read is added.
    """
    if is_book(path):
        return _of_book(path, problems, notes)
    if not path.is_dir():
        fault = message("is neither a folder of tables nor a workbook") if path.exists() else message("is not there")
        allowed = message("a folder with villages.csv, or a workbook ending in .xlsx")
        problems.append(Problem(str(path), None, "", None, fault, allowed))
        return {}
    found = {}
    for form in FORMS:
        file = path / f"{form.name}.csv"
        if not file.exists():
            continue
        try:
            found[form.name] = _of_text(str(file), read_given(file, LARGEST), problems)
        except UnreadableFile as error:
            problems.append(Problem(str(file), None, "", None, error.fault, error.allowed, error.unit))
    _others([file.stem for file in sorted(path.iterdir()) if file.suffix.lower() in (".csv", BOOK)], path, found, notes)
    return found


def _others(names: list[str], path: Path, found: dict[str, Sheet], notes: list[str]) -> None:
    """Say which tables are not read, and which name each may have been meant to have."""
    known = [form.name for form in FORMS]
    left = [
        name for name in names if name not in known and name not in [form.zh for form in FORMS if form.name in found]
    ]
    for name in left:
        like = nearest(name, known)
        hint = message("; ") + message("did you mean {name!r}?", name=like) if like and like not in found else ""
        notes.append(message("{path}: {name} is not read{hint}", path=path, name=name, hint=hint))


def _of_text(file: str, content: bytes, problems: list[Problem]) -> Sheet:
    text = decoded(content)
    for line, byte in text.bad:
        fault = message("byte {byte:#04x} is no {encoding} text", byte=byte, encoding=text.encoding.upper())
        allowed = message("a file saved as UTF-8, UTF-16 or GB18030")
        problems.append(Problem(file, line, "", None, fault, allowed))
    rows = [(line, cells) for line, cells in _parsed(text.text, file, problems) if _counts(cells)]
    return Sheet(file, rows, {line for line, _ in text.bad})


def _counts(cells: list[str]) -> bool:
    """Whether a row is neither empty nor a comment."""
    return any(cells) and not cells[0].startswith("#")


def _parsed(text: str, file: str, problems: list[Problem]) -> Iterator[Row]:
    """Rows of a text with their lines. A quote that is left open swallows no other line."""
    lines = text.splitlines(keepends=True)
    separator = _separator(lines)
    start = 0
    while start < len(lines):
        reader = csv.reader(lines[start:], delimiter=separator, strict=True)
        done = 0  # lines of this reader that are parsed
        broken = False
        try:
            for cells in reader:
                first = start + done + 1
                if reader.line_num - done > 1 and not _is_heading(cells):
                    broken = True
                    break
                done = reader.line_num
                yield first, [" ".join(cell.split()) for cell in cells]
        except csv.Error:
            broken = True
        if not broken:
            return
        line = start + done + 1
        fault = message("has a quotation mark that is not closed, or a line break within a cell")
        problems.append(
            Problem(file, line, "", None, fault, message("each row on one line, its quotation marks in pairs"))
        )
        start = line


def _is_heading(cells: list[str]) -> bool:
    """Whether a row has no number: headings may have line breaks."""
    return not any(character.isdigit() for cell in cells for character in cell)


def _separator(lines: list[str]) -> str:
    """What parts the cells: whatever stands most often in the first lines."""
    rows = [line for line in lines[:MOST_COMMENTS] if line.strip() and not line.lstrip(QUOTE).startswith("#")]
    head = "".join(rows[:10])
    return max(SEPARATORS, key=head.count)


def _of_book(path: Path, problems: list[Problem], notes: list[str]) -> dict[str, Sheet]:
    try:
        content = read_given(path, LARGEST)
    except UnreadableFile as error:
        problems.append(Problem(str(path), None, "", None, error.fault, error.allowed, error.unit))
        return {}
    try:
        from openpyxl import load_workbook
    except ImportError:
        allowed = message("pip install 'ruralparty[excel]', or the sheets as .csv files in a folder")
        problems.append(Problem(str(path), None, "", None, message("needs openpyxl to be read"), allowed))
        return {}
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            size = sum(each.file_size for each in packed.infolist())
        if size > LARGEST:
            fault, allowed = message("unpacks to {size} bytes", size=size), message("at most {most}", most=LARGEST)
            problems.append(Problem(str(path), None, "", None, fault, allowed, "bytes"))
            return {}
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=False)
        sheets = {sheet.title: list(_cells_of(sheet)) for sheet in book.worksheets}
    except Exception:  # whatever a library raises at a file that is no workbook
        allowed = message("a workbook saved as .xlsx, without a password")
        problems.append(Problem(str(path), None, "", None, message("is no workbook that can be read"), allowed))
        return {}
    names = {title: form.name for form in FORMS for title in (form.name, form.zh)}
    found = {
        names[title]: Sheet(f"{path} [{title}]", rows) for title, rows in sheets.items() if title in names and rows
    }
    _others([title for title in sheets if title not in found], path, found, notes)
    return found


def _cells_of(sheet: Any) -> Iterator[Row]:
    for line, row in enumerate(sheet.iter_rows(max_row=MOST_ROWS, values_only=True), start=1):
        cells = [_text(value) for value in row]
        if _counts(cells):
            yield line, cells


def _text(value: Any) -> str:
    """A cell of a workbook as it would stand in a text."""
    if value is None:
        return ""
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime | date):
        return f"{value.year:04}-{value.month:02}"
    return str(value)
