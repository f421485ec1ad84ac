"""Plain text for a terminal: paragraphs that wrap; Chinese characters count as two."""

from __future__ import annotations

import math
import re
import sys
import textwrap
import unicodedata
from shutil import get_terminal_size

LINE = 110
CLOSING = "，。；：、）”"


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


def longest_word(text: str, chinese: int = 0) -> int:
    """Columns of the longest part that is not broken; Chinese may break anywhere, or after ``chinese`` columns."""
    least = min(width(text), chinese) if width(text) > len(text) else 0
    return max(map(len, re.findall("[!-~]+", text)), default=0) or least


def wrapped(text: str, indent: int = 2) -> str:
    """A paragraph broken into lines; Chinese text may break anywhere."""
    margin = " " * indent
    return "\n".join(margin + line for line in broken(text, int(min(LINE, terminal())) - indent))


def terminal() -> float:
    """Columns of the terminal that is printed to; without bound where a file or a pipe stands for it."""
    return get_terminal_size().columns if sys.stdout and sys.stdout.isatty() else math.inf
