"""Columns of the page of a comparison: an alternative each, by letter, in blocks of three from top to bottom."""

from __future__ import annotations

import string
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from itertools import batched

from sim.analysis.comparison import Comparison
from sim.core.config.language import Language
from sim.report.layout.sentences import title_of

IN_A_BLOCK = 3


@dataclass(frozen=True)
class Alternative:
    """An alternative as the page names it.

    Attributes
    ----------
    letter, name, title : str
    beside : int
        Columns of the tables that it stands in: those of a last block that is not full stay as wide as the others.
    """

    letter: str
    name: str
    title: str
    beside: int = IN_A_BLOCK

    @property
    def badge(self) -> str:
        """The letter as HTML."""
        return f'<span class="let">{self.letter}</span>'


def alternatives_of(comparison: Comparison, language: Language) -> list[Alternative]:
    """Alternatives in their order; beyond Z they are numbered."""
    titles = (title_of(each, language) for each in comparison.scenarios[1:])
    named = enumerate(zip(comparison.alternatives, titles, strict=True))
    letters, beside = string.ascii_uppercase, min(IN_A_BLOCK, len(comparison.alternatives))
    return [
        Alternative(letters[place] if place < len(letters) else str(place + 1), name, title, beside)
        for place, (name, title) in named
    ]


def blocks_of(alternatives: Iterable[Alternative]) -> Iterator[tuple[Alternative, ...]]:
    """Alternatives that stand beside each other."""
    return batched(alternatives, IN_A_BLOCK)


def table(kind: str, block: tuple[Alternative, ...], rows: Iterable[str]) -> str:
    """A table with a column of labels and one for each alternative of a block."""
    beside = block[0].beside
    widths = '<col class="l">' + "<col>" * beside
    body = "\n".join(rows)
    return f'<table class="{kind}" style="--n: {beside}"><colgroup>{widths}</colgroup>\n{body}\n</table>'


def head(block: tuple[Alternative, ...], named: bool = True) -> str:
    """A row of letters, and of titles where there is room; it stays on top of a narrow screen."""
    cells = "".join(
        f'<th scope="col">{each.badge} <span class="title">{escape(each.title)}</span></th>' for each in block
    )
    return f'<tr class="letters{"" if named else " narrow"}"><td class="lab"></td>{cells}</tr>'


def label(text: str, more: str = "", meaning: str = "") -> str:
    """The head of a row, its definition as a tooltip."""
    name = escape(text[:1].upper() + text[1:])
    told = f'<abbr title="{escape(meaning, quote=True)}">{name}</abbr>' if meaning else name
    return f'<th scope="row" class="lab"><span class="name">{told}</span>{more}</th>'
