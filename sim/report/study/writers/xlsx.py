"""A report as a workbook: a sheet a table with its units, and a sheet that says where each number comes from."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sim.core.config.language import message
from sim.report.layout.text import width
from sim.report.study.document import Document, Figure, Number, Part, Table
from sim.words.labels import word

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

LONGEST_NAME, LONGEST_TEXT, WIDEST = 31, 32_000, 60
"""Letters of the name of a sheet, of a cell, and of a column."""
FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
BEFORE = 3
"""Rows above the first of a table: caption, nothing, heads."""
ORIGINS = "origins"
WHEN = datetime(2000, 1, 1)
"""Of the workbook's own properties: the same numbers give the same bytes."""
WORDS: Mapping[str, tuple[str, str]] = {
    "contents": ("Contents", "目录"),
    "sheet": ("Sheet", "工作表"),
    "holds": ("Holds", "内容"),
    "rows": ("Rows", "行数"),
    "origins": (
        "Where each number comes from; values are in the unit of the outcome",
        "每个数字的出处；数值以指标自身的单位表示",
    ),
    "number": ("Number", "编号"),
    "label": ("Of", "所属"),
    "value": ("Value", "数值"),
    "unit": ("Unit", "单位"),
    "statistic": ("Statistic", "统计量"),
    "query": ("Query", "查询"),
    "runs": ("Runs", "运行数"),
    "run_ids": ("Names of the runs", "运行名称"),
    "figure": ("Numbers behind figure: {caption}", "图背后的数字：{caption}"),
}


def xlsx_bytes(document: Document) -> bytes:
    """The workbook.

    Raises
    ------
    ModuleNotFoundError
        If openpyxl is not installed.
    """
    try:
        from openpyxl import Workbook
    except ModuleNotFoundError:
        raise ModuleNotFoundError(message("a workbook needs openpyxl: pip install 'ruralparty[report]'")) from None
    book = Workbook()
    book.properties.created = book.properties.modified = WHEN
    book.properties.title = document.title
    contents = book.active
    contents.title = word("contents", document.language, WORDS)
    listed: list[tuple[str, str, int]] = []
    places: dict[str, tuple[str, int, int]] = {}
    for table in document.blocks(Table):
        sheet = _sheet(book, table.name)
        _fill(sheet, table, places)
        listed.append((sheet.title, table.caption, len(table.rows)))
    for figure in document.blocks(Figure):
        if figure.data is not None:
            sheet = _sheet(book, f"fig_{figure.name}")
            caption = word("figure", document.language, WORDS, caption=figure.caption)
            _data(sheet, caption, list(figure.data.columns), figure.data.itertuples(index=False))
            listed.append((sheet.title, caption, len(figure.data)))
    if document.numbers:
        sheet = _sheet(book, ORIGINS)
        caption = word("origins", document.language, WORDS)
        keys = list(document.numbers[0])
        heads = [word(key, document.language, WORDS) for key in keys]
        _data(sheet, caption, heads, ([each[key] for key in keys] for each in document.numbers))
        listed.append((sheet.title, caption, len(document.numbers)))
        _linked(book, places, sheet)
    _contents(contents, document, listed)
    into = io.BytesIO()
    book.save(into)
    return into.getvalue()


def _sheet(book: Workbook, name: str) -> Worksheet:
    """A sheet whose name no other has."""
    name = FORBIDDEN.sub("_", name)[:LONGEST_NAME]
    found, place = name, 2
    while found.lower() in (each.lower() for each in book.sheetnames):
        found, place = f"{name[: LONGEST_NAME - 3]}_{place}", place + 1
    return book.create_sheet(found)


def _fill(sheet: Worksheet, table: Table, places: dict[str, tuple[str, int, int]]) -> None:
    """A table of three lines: values in the units that are printed, which stand in a head or a column, not rounded."""
    _data(
        sheet,
        table.caption,
        [each.text for each in table.heads],
        ([_value(cell) for cell in row] for row in table.rows),
    )
    for down, row in enumerate(table.rows, BEFORE + 1):
        for across, cell in enumerate(row, 1):
            if isinstance(cell, Number) and cell.key:
                places.setdefault(cell.key, (sheet.title, down, across))
    for down, note in enumerate(table.notes, len(table.rows) + BEFORE + 2):
        sheet.cell(down, 1, note)


def _value(cell: Part) -> Any:
    if isinstance(cell, Number):
        return cell.printed if math.isfinite(cell.value) else cell.text
    return cell


def _data(sheet: Worksheet, caption: str, heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    from openpyxl.styles import Alignment, Border, Font, Side

    sheet["A1"] = caption
    sheet["A1"].font = Font(bold=True)
    thick, thin = Side(style="medium"), Side(style="thin")
    widths = [width(str(each)) for each in heads]
    down = BEFORE
    for place, head in enumerate(heads, 1):
        cell = sheet.cell(BEFORE, place, str(head))
        cell.font = Font(bold=True)
        cell.border = Border(top=thick, bottom=thin)
        cell.alignment = Alignment(wrap_text=True, vertical="bottom")
    for down, row in enumerate(rows, BEFORE + 1):
        for place, value in enumerate(row, 1):
            cell = sheet.cell(down, place, _storable(value))
            if isinstance(value, str) and value.startswith(("=", "+", "-", "@")):
                cell.data_type = "s"
            widths[place - 1] = max(widths[place - 1], min(WIDEST, width(str(value))))
    for place in range(1, len(heads) + 1):
        cell = sheet.cell(down, place)
        cell.border = Border(top=cell.border.top, bottom=thick)
        sheet.column_dimensions[cell.column_letter].width = min(WIDEST, widths[place - 1]) + 2
    sheet.freeze_panes = sheet.cell(BEFORE + 1, 1)


def _storable(value: Any) -> Any:
    if isinstance(value, str):
        return value if len(value) <= LONGEST_TEXT else value[:LONGEST_TEXT] + "…"
    if hasattr(value, "item"):
        value = value.item()
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _linked(book: Workbook, places: Mapping[str, tuple[str, int, int]], origins: Worksheet) -> None:
    """Each number leads to its line among the origins."""
    lines = {origins.cell(down, 1).value: down for down in range(BEFORE + 1, origins.max_row + 1)}
    for key, (sheet, down, across) in places.items():
        _lead(book[sheet].cell(down, across), origins.title, lines[key])


def _lead(cell: Any, sheet: str, row: int) -> None:
    """Lead from a cell to a row of a sheet."""
    from openpyxl.worksheet.hyperlink import Hyperlink

    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{sheet}'!A{row}")


def _contents(sheet: Worksheet, document: Document, listed: Sequence[tuple[str, str, int]]) -> None:
    heads = [word(key, document.language, WORDS) for key in ("sheet", "holds", "rows")]
    _data(sheet, f"{document.title} · {document.subtitle}", heads, listed)
    for down, (name, *_) in enumerate(listed, BEFORE + 1):
        _lead(sheet.cell(down, 1), name, 1)
