"""Where the headings of a sheet stand and what they mean; what statistical yearbooks print around a table is told."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from sim.core.config.language import message
from sim.core.config.problems import Problem
from sim.world.roster.columns import TableColumn, TableForm
from sim.world.roster.privacy import NAMING_HEADS
from sim.world.roster.sheets import Row, Sheet

LOOKED_AT = 15
"""Rows among which the headings are looked for."""
BRACKETED = re.compile(r"\s*[(\[（【].*?[)\]）】]\s*$")
TOTALS = (
    "合计",
    "总计",
    "小计",
    "全县",
    "全乡",
    "全镇",
    "全市",
    "total",
    "subtotal",
    "sum",
    "grand total",
    "county total",
)
PLAIN_TOTALS = frozenset(each.replace(" ", "") for each in TOTALS)
NOTES = ("注", "备注", "说明", "资料来源", "数据来源", "来源", "单位", "续表", "表", "note", "source", "unit", "table")

TOTAL, NOTE, MAYBE = "total", "note", "maybe"
LONG = 12
"""Letters of a cell that stands alone in its row and is no name of a village."""


@lru_cache(maxsize=10_000)
def plain_heading(text: str) -> str:
    """A heading as it is looked up: lower case, without unit in brackets, blanks and full-width letters."""
    text = BRACKETED.sub("", unicodedata.normalize("NFKC", text)).strip().lower()
    joined = re.sub(r"\s+", "_" if text.isascii() else "", text)
    return joined.replace("-", "_")


def find_headings(
    sheet: Sheet, form: TableForm, problems: list[Problem]
) -> tuple[dict[int, TableColumn], list[str], list[Row]]:
    """Columns of a sheet by their place, the headings as they stand there, and the rows below them.

    Parameters
    ----------
    sheet : Sheet
    form : TableForm
        Which table it is.
    problems : list of Problem
        Added to.
    """
    if not sheet.rows:
        problems.append(Problem(sheet.file, None, "", None, message("is empty"), _wanted(form)))
        return {}, [], []
    known = form.headings
    score = [sum(plain_heading(cell) in known for cell in cells) for _, cells in sheet.rows[:LOOKED_AT]]
    place = score.index(max(score))
    if max(score) < 2 and score[0] < 2:
        line = sheet.rows[0][0]
        fault = message("has no line of headings")
        problems.append(Problem(sheet.file, line, "", " | ".join(sheet.rows[0][1])[:80], fault, _wanted(form)))
        return {}, [], []
    line, cells = sheet.rows[place]
    for above, _ in sheet.rows[:place]:
        fault = message(
            "stands above the headings, which are on line {line}: a title, a unit or a further line of headings",
            line=line,
        )
        problems.append(
            Problem(sheet.file, above, "", None, fault, message("strip it: the headings come first, on one line"))
        )
    rows = sheet.rows[place + 1 :]
    if rows and _continues(cells, rows[0][1]):
        fault = message("goes on with the headings of line {line}", line=line)
        problems.append(
            Problem(sheet.file, rows[0][0], "", None, fault, message("one line of headings: unmerge and join them"))
        )
        rows = rows[1:]
    return _columns(sheet, line, cells, rows, form, problems), cells, rows


def _wanted(form: TableForm) -> str:
    return message("headings: {names}", names=", ".join(f"{column.name} {column.zh}" for column in form.columns))


def _continues(head: Sequence[str], cells: Sequence[str]) -> bool:
    """Whether a row below the headings is a second line of them: words only, under merged cells."""
    words = [cell for cell in cells if cell]
    merged = "" in head or any(not cell for cell in cells)
    if not words or any(re.search(r"\d", cell) for cell in words):
        return False
    return merged and _kind(words[0]) in ("", TOTAL)


def _columns(
    sheet: Sheet, line: int, head: Sequence[str], rows: Sequence[Row], form: TableForm, problems: list[Problem]
) -> dict[int, TableColumn]:
    known, found = form.headings, {}
    filled = {place for _, cells in rows for place, cell in enumerate(cells) if cell}
    for place in range(max([len(head), *(one + 1 for one in filled)])):
        text = head[place] if place < len(head) else ""
        name = plain_heading(text)
        if not text:
            if place in filled:
                fault = message("column {letter} has values and no heading (merged cells?)", letter=letter_of(place))
                problems.append(Problem(sheet.file, line, "", None, fault, message("a heading over every column")))
        elif text.startswith("#"):
            continue
        elif name in NAMING_HEADS and name not in known:
            fault = message("would tell who a person is; nothing of this column was kept")
            allowed = message("a table without names, numbers of identity, telephones and addresses: delete the column")
            problems.append(Problem(sheet.file, line, text, None, fault, allowed))
        elif name not in known:
            names = [column.name for column in form.columns] + [column.zh for column in form.columns]
            allowed = message("{names}; or # before a heading that is not to be read", names=", ".join(names))
            problems.append(
                Problem(
                    sheet.file, line, text, None, message("there is no such column"), allowed, name=name, known=[*known]
                )
            )
        elif known[name] in found.values():
            fault = message("stands twice, as {name}", name=known[name].name)
            problems.append(Problem(sheet.file, line, text, None, fault, message("each column once")))
        else:
            found[place] = known[name]
    for column in form.columns:
        if column.required and column not in found.values():
            fault, allowed = message("the column is missing"), f"{column.name} {column.zh}"
            problems.append(Problem(sheet.file, line, column.name, None, fault, allowed))
    return found


def letter_of(place: int) -> str:
    """Name of a column as spreadsheets have it."""
    text = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        text = chr(65 + rest) + text
    return text


def strip_reason(cells: Sequence[str]) -> str:
    """What a row is that is none of the table: a total, a note or a title; nothing if it may be one."""
    first, second = ([cell for cell in cells if cell] + ["", ""])[:2]
    kind = _kind(first)
    if TOTAL in (kind, _kind(second)):
        return message("is a total")
    if kind == NOTE or (kind == MAYBE and not second):
        return message("is a note or a title")
    return ""


@lru_cache(maxsize=10_000)
def _kind(first: str) -> str:
    """What the first cell of a row says the row may be; thousands of rows begin alike."""
    word = re.sub(r"\s+", "", unicodedata.normalize("NFKC", first)).lower()
    if word.rstrip(":：") in PLAIN_TOTALS or word.endswith(("合计", "总计", "小计")):
        return TOTAL
    if any(word.startswith(f"{each}{mark}") for each in NOTES for mark in (":", "：", ".", "1", "2")):
        return NOTE
    return MAYBE if word.startswith(NOTES) or len(word) > LONG else ""
