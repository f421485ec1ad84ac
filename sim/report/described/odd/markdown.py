"""Pieces of Markdown: headings with anchors, tables, code."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence


def heading(level: int, text: str, anchor: str) -> str:
    """A heading that a link ``#anchor`` finds on any page that shows Markdown."""
    return f'<a id="{anchor}"></a>\n\n{"#" * level} {text}'


def anchor_of(code: str) -> str:
    """Anchor of a code: ``s8`` of ``S8``, ``meetings.quorum`` stays."""
    return code.lower()


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table; what would end a cell is written otherwise."""
    lines = [_row(heads), "|" + "---|" * len(heads)]
    return "\n".join([*lines, *(_row([str(each) for each in row]) for row in rows)])


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(" ".join(cell.replace("|", "\\|").split()) for cell in cells) + " |"


def code(text: object) -> str:
    """Text as code; nothing of nothing."""
    return f"`{text}`" if str(text) else ""


def formula(text: str) -> str:
    """Lines of an equation, set as they stand."""
    lines = text.strip("\n")
    return f"```text\n{lines}\n```"


def plain_marks(text: str) -> str:
    """Text of a docstring: marks of code as in Markdown, roles of Sphinx dropped."""
    return re.sub(r":\w+:`([^`]+)`", r"`\1`", text).replace("``", "`")
