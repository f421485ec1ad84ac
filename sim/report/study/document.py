"""A report as a tree: sections of paragraphs, tables, figures and listings, in one language; writers put it on paper.

What stands here knows nothing of HTML, LaTeX, Word or Excel, and writers know nothing of studies.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sim.core.config.language import Language
from sim.report.layout.figures import missing_signs_told, pdf, png, svg

if TYPE_CHECKING:
    import pandas
    from matplotlib.figure import Figure as Drawing

SIZE = re.compile(r'<svg\b[^>]*\bwidth="([\d.]+)pt"')
POINTS, USUAL = 72.0, 6.0
PLACE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Number:
    """A number as it is printed, and what is behind it.

    Attributes
    ----------
    text : str
        As it is printed.
    value : float
        In the unit of its outcome, not rounded.
    unit : str
    scale : float
        From that unit to the one in which it is printed: 100 for points of a share.
    key : str
        Of its line in ``numbers.csv``; empty where it has none.
    source : str
        Of the runs that it was taken from.
    """

    text: str
    value: float
    unit: str = ""
    key: str = ""
    source: str = ""
    scale: float = 1.0

    @property
    def printed(self) -> float:
        """In the unit in which it is printed, not rounded."""
        return self.value * self.scale

    def __str__(self) -> str:
        """As it is printed."""
        return self.text


Part = str | Number


@dataclass(frozen=True)
class Paragraph:
    """A paragraph.

    Attributes
    ----------
    parts : sequence of str or Number
    kind : str
        Nothing, ``note`` or ``strong``.
    """

    parts: Sequence[Part]
    kind: str = ""

    @property
    def text(self) -> str:
        """Without what is behind its numbers."""
        return "".join(map(str, self.parts))


@dataclass(frozen=True)
class Listing:
    """Lines printed as they were typed: commands and queries."""

    text: str


@dataclass(frozen=True)
class Head:
    """A column of a table.

    Attributes
    ----------
    title, unit : str
    numeric : bool
        Whether it stands flush right.
    """

    title: str
    unit: str = ""
    numeric: bool = False

    @property
    def text(self) -> str:
        """Title and unit."""
        return f"{self.title} ({self.unit})" if self.unit else self.title


@dataclass(frozen=True)
class Table:
    """A table.

    Attributes
    ----------
    name : str
        Of its file and its sheet.
    caption : str
    heads : sequence of Head
    rows : sequence of sequences of str or Number
    notes : sequence of str
    full : bool
        Whether it is the long form of what stands elsewhere: files and sheets have it, the text only points at it.
    """

    name: str
    caption: str
    heads: Sequence[Head]
    rows: Sequence[Sequence[Part]]
    notes: Sequence[str] = ()
    full: bool = False


@dataclass(frozen=True)
class Figure:
    """A figure.

    Attributes
    ----------
    name : str
        Of its files.
    caption : str
    draw : callable
        Draws it.
    data : DataFrame, optional
        The numbers behind it.
    wide : bool
        Whether it takes both columns of a page of two.
    page : callable, optional
        The same for a page, as HTML that can be read without seeing it.
    """

    name: str
    caption: str
    draw: Callable[[], Drawing]
    data: pandas.DataFrame | None = None
    wide: bool = True
    page: Callable[[], str] | None = None

    @cached_property
    def drawing(self) -> Drawing:
        """The figure drawn and laid out, once for all forms."""
        with missing_signs_told():
            found = self.draw()
            found.draw_without_rendering()
        found.set_layout_engine("none")
        return found

    @property
    def inches(self) -> float:
        """How wide it was drawn."""
        return float(self.drawing.get_size_inches()[0])

    @property
    def pdf(self) -> bytes:
        """As PDF, fonts embedded."""
        return pdf(self.drawing)

    @property
    def png(self) -> bytes:
        """As PNG."""
        return png(self.drawing, 200)

    @property
    def svg(self) -> str:
        """As SVG, for a page."""
        return svg(self.drawing)


@dataclass(frozen=True)
class Picture:
    """A figure that was drawn before and lies in a folder as PDF, PNG and SVG.

    Attributes
    ----------
    name, caption : str
    pdf, png : bytes
    svg : str
    """

    name: str
    caption: str
    pdf: bytes
    png: bytes
    svg: str
    data: None = None
    wide: bool = True
    page: None = None

    @property
    def inches(self) -> float:
        """How wide it was drawn, as its SVG says."""
        found = SIZE.search(self.svg)
        return float(found[1]) / POINTS if found else USUAL


@dataclass(frozen=True)
class Section:
    """A section.

    Attributes
    ----------
    name, title : str
    blocks : sequence of blocks and sections
    """

    name: str
    title: str
    blocks: Sequence[Any]


@dataclass(frozen=True)
class Source:
    """Runs that numbers were taken from.

    Attributes
    ----------
    key, label : str
    query : str
        SQL that names them, as ``Study.query`` takes it.
    runs : tuple of str
    """

    key: str
    label: str
    query: str
    runs: tuple[str, ...]


@dataclass(frozen=True)
class Document:
    """A report.

    Attributes
    ----------
    title, subtitle : str
    language : {"en", "zh"}
    sections : sequence of Section
    references : sequence of str
        Numbered from 1.
    sources : sequence of Source
        Runs behind the numbers.
    numbers : sequence of dict
        Lines of ``numbers.csv``.
    short : bool
        Whether it is to take two pages.
    """

    title: str
    subtitle: str
    language: Language
    sections: Sequence[Section]
    references: Sequence[str] = ()
    sources: Sequence[Source] = ()
    numbers: Sequence[dict[str, Any]] = field(default=())
    short: bool = False

    def blocks(self, kind: type | tuple[type, ...]) -> Iterator[Any]:
        """Blocks of a kind in their order."""
        for section in self.sections:
            yield from _blocks(section, kind)


def _blocks(section: Section, kind: type | tuple[type, ...]) -> Iterator[Any]:
    for block in section.blocks:
        if isinstance(block, Section):
            yield from _blocks(block, kind)
        elif isinstance(block, kind):
            yield block


def filled(template: str, **given: object) -> Paragraph:
    """A paragraph from a sentence with names in braces; numbers keep what is behind them.

    Examples
    --------
    >>> from sim.report.study.document import Number, filled
    >>> filled("In {n} runs.", n=Number("1,200", 1200.0)).text
    'In 1,200 runs.'
    """
    parts: list[Part] = []
    for place, piece in enumerate(PLACE.split(template)):
        value = given[piece] if place % 2 else piece
        if value != "":
            parts.append(value if isinstance(value, Number) else str(value))
    return Paragraph(tuple(parts))
