"""Plain text for a terminal: columns that line up, paragraphs that wrap; Chinese characters count as two."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Container, Sequence

LINE = 110


def aligned(table: Sequence[Sequence[str]], right: Container[int] = (), indent: int = 0) -> str:
    """Text in columns, flush left but for those in ``right``."""
    widths = [max(width(row[column]) for row in table) for column in range(len(table[0]))]
    lines = []
    for row in table:
        padded = []
        for column, cell in enumerate(row):
            space = " " * (widths[column] - width(cell))
            padded.append(space + cell if column in right else cell + space)
        lines.append(" " * indent + "  ".join(padded).rstrip())
    return "\n".join(lines)


def width(text: str) -> int:
    """Columns that a text takes on a terminal."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def wrapped(text: str, indent: int = 2) -> str:
    """A paragraph broken into lines; Chinese text may break anywhere."""
    margin = " " * indent
    if width(text) == len(text):
        return textwrap.fill(text, LINE, initial_indent=margin, subsequent_indent=margin)
    lines, line = [], margin
    for sign in text:
        if width(line + sign) > LINE and sign not in "，。；：、）":
            lines.append(line)
            line = margin
        line += sign
    return "\n".join([*lines, line])
