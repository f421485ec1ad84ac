"""Plain text for a terminal: columns that line up, paragraphs that wrap; Chinese characters count as two."""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections.abc import Container, Mapping, Sequence

LINE = 110
LEAST = 24
GAP = "  "
CLOSING = "，。；：、）”"


def aligned(table: Sequence[Sequence[str]], right: Container[int] = (), indent: int = 0) -> str:
    """Text in columns, flush left but for those in ``right``."""
    widths = [max(width(row[column]) for row in table) for column in range(len(table[0]))]
    lines = []
    for row in table:
        padded = []
        for column, cell in enumerate(row):
            space = " " * (widths[column] - width(cell))
            padded.append(space + cell if column in right else cell + space)
        lines.append(" " * indent + GAP.join(padded).rstrip())
    return "\n".join(lines)


def in_columns(
    table: Sequence[Sequence[str]], limits: Mapping[int, int], right: Container[int] = (), indent: int = 0
) -> str:
    """Text in columns whose cells are broken into lines: those in ``limits`` at that width, the last at what is left.

    Parameters
    ----------
    table : sequence of rows of str
        The first row may be a head.
    limits : dict of int to int
        Greatest width of a column.
    right : container of int
        Columns flush right.
    indent : int
        Blanks before each line.
    """
    last = len(table[0]) - 1
    widths = [min(max(width(row[place]) for row in table), limits.get(place, LINE)) for place in range(last)]
    room = {place: widths[place] for place in limits if place < last}
    room[last] = max(LEAST, LINE - indent - sum(widths) - len(GAP) * last)
    lines = []
    for row in table:
        cells = [broken(cell, room[place]) if place in room else [cell] for place, cell in enumerate(row)]
        height = max(map(len, cells))
        lines += [[cell[line] if line < len(cell) else "" for cell in cells] for line in range(height)]
    return aligned(lines, right, indent)


def broken(text: str, room: int) -> list[str]:
    """Lines of at most so many columns, at least one line. A word that is longer stays whole."""
    if "\n" in text:
        return [line for part in text.split("\n") for line in broken(part, room)]
    if width(text) == len(text):
        return textwrap.wrap(text, room, break_long_words=False, break_on_hyphens=False) or [""]
    if width(text) <= room:
        return [text]
    lines, line = [], ""
    room = max(room - width(CLOSING[0]), width(CLOSING[0]))  # such a sign hangs at the end of a line, inside the room
    for word in re.findall(r"[!-~]+ ?|[^!-~]", text):
        if line and width(line + word.rstrip()) > room and word not in CLOSING:
            lines.append(line.rstrip())
            line = ""
        line += word
    return [*lines, line.rstrip()]


def width(text: str) -> int:
    """Columns that a text takes on a terminal."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def wrapped(text: str, indent: int = 2) -> str:
    """A paragraph broken into lines; Chinese text may break anywhere."""
    margin = " " * indent
    return "\n".join(margin + line for line in broken(text, LINE - indent))
