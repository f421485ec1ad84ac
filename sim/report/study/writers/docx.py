"""A report as a document for Word: headings, three-line tables, figures with captions, references."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sim.core.config.language import message
from sim.report.study.document import Document, Figure, Listing, Paragraph, Picture, Section, Table
from sim.report.study.writers.widths import shares
from sim.words.labels import word

if TYPE_CHECKING:
    from docx.document import Document as Word

LATIN, CHINESE, TYPED = "Times New Roman", "宋体", "Courier New"
HEADING: Mapping[str, str] = {"en": "Times New Roman", "zh": "黑体"}
BODY, SMALL = 10.5, 8.5
ROOM_INCHES, TALLEST = 6.3, 8.2
LINES = {"top": 12, "head": 6, "bottom": 12}
"""Eighths of a point of the three lines of a table."""
INSIDE = 0.1
"""Inches of a cell beside its text."""
MOST_ROWS = 60
WHEN = datetime(2000, 1, 1, tzinfo=UTC)
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
WORDS: Mapping[str, tuple[str, str]] = {
    "table": ("Table {number}", "表{number}"),
    "figure": ("Figure {number}", "图{number}"),
    "references": ("References", "参考文献"),
    "numbers": (
        "The file numbers.csv beside this document holds the query and the runs behind each number.",
        "随文的numbers.csv载有每个数字的查询与运行。",
    ),
    "file": ("{caption}: in csv/{name}.csv and in the workbook.", "{caption}：见csv/{name}.csv与工作簿。"),
}


def docx_bytes(document: Document) -> bytes:
    """The document.

    Raises
    ------
    ModuleNotFoundError
        If python-docx is not installed.
    """
    try:
        import docx
    except ModuleNotFoundError:
        raise ModuleNotFoundError(
            message("a document for Word needs python-docx: pip install 'ruralparty[report]'")
        ) from None
    paper = docx.Document()
    _dress(paper, document)
    writer = _Writer(paper, document)
    writer.front()
    for section in document.sections:
        writer.section(section, 1)
    writer.references()
    into = io.BytesIO()
    paper.save(into)
    return _dated(into.getvalue())


def _dress(paper: Word, document: Document) -> None:
    """Page, fonts for both scripts, and properties that do not change from day to day."""
    from docx.shared import Cm, Pt, RGBColor

    page = paper.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Cm(2.5)
    for name in ("Normal", "Title", "Heading 1", "Heading 2", "Heading 3", "Caption"):
        style = paper.styles[name]
        heading = name not in ("Normal", "Caption")
        style.font.name = LATIN
        style.font.color.rgb = RGBColor(0, 0, 0)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for key in [each for each in fonts.attrib if each.endswith(("Theme", "theme"))]:
            del fonts.attrib[key]
        _set(fonts, "eastAsia", HEADING["zh"] if heading else CHINESE)
        _set(fonts, "hAnsi", LATIN)
    paper.styles["Normal"].font.size = Pt(BODY)
    paper.styles["Normal"].paragraph_format.space_after = Pt(4)
    paper.styles["Caption"].font.size = Pt(SMALL)
    paper.styles["Caption"].font.italic = paper.styles["Caption"].font.bold = False
    for line in paper.styles["Title"].element.xpath(".//w:pBdr"):
        line.getparent().remove(line)
    properties = paper.core_properties
    properties.title, properties.author, properties.comments = document.title, "", ""
    properties.created = properties.modified = WHEN


class _Writer:
    """Counts tables and figures while it writes."""

    def __init__(self, paper: Word, document: Document) -> None:
        self.paper, self.document, self.language = paper, document, document.language
        self.tables = self.figures = 0

    def front(self) -> None:
        self.paper.add_heading(_clean(self.document.title), 0)
        self.paper.add_paragraph(_clean(self.document.subtitle))
        self.small(word("numbers", self.language, WORDS))

    def section(self, section: Section, depth: int) -> None:
        self.paper.add_heading(_clean(section.title), min(depth, 3))
        for block in section.blocks:
            if isinstance(block, Section):
                self.section(block, depth + 1)
            elif isinstance(block, Paragraph):
                self.paragraph(block)
            elif isinstance(block, Listing):
                self.listing(block)
            elif isinstance(block, Table):
                self.table(block)
            else:
                self.figure(block)

    def paragraph(self, block: Paragraph) -> None:
        if block.kind == "note":
            self.small(block.text)
            return
        run = self.paper.add_paragraph().add_run(_clean(block.text))
        run.bold = block.kind == "strong"

    def small(self, text: str) -> None:
        from docx.shared import Pt

        run = self.paper.add_paragraph().add_run(_clean(text))
        run.font.size = Pt(SMALL)

    def listing(self, block: Listing) -> None:
        from docx.shared import Pt

        run = self.paper.add_paragraph().add_run(_clean(block.text))
        run.font.name, run.font.size = TYPED, Pt(SMALL)

    def caption(self, kind: str, number: int, text: str, keep: bool) -> None:
        named = word(kind, self.language, WORDS, number=number)
        found = self.paper.add_paragraph(style="Caption")
        found.add_run(named).bold = True
        found.add_run(f"  {_clean(text)}")
        found.paragraph_format.keep_with_next = keep

    def table(self, table: Table) -> None:
        if table.full:
            self.small(word("file", self.language, WORDS, caption=table.caption, name=table.name))
            return
        from docx.shared import Inches

        self.tables += 1
        self.caption("table", self.tables, table.caption, True)
        rows = table.rows[:MOST_ROWS]
        made = self.paper.add_table(len(rows) + 1, len(table.heads))
        made.autofit = False
        for place, head in enumerate(table.heads):
            _write(made.cell(0, place), head.text, head.numeric, bold=True)
        for down, row in enumerate(rows, 1):
            cells = made.rows[down].cells
            for cell, value, head in zip(cells, row, table.heads, strict=True):
                _write(cell, str(value), head.numeric)
        for column, share in zip(made.columns, shares(table), strict=True):
            for cell in column.cells:
                cell.width = Inches(ROOM_INCHES * share + INSIDE)
        _three_lines(made)
        for note in table.notes:
            self.small(note)

    def figure(self, figure: Figure | Picture) -> None:
        from docx.shared import Inches

        self.figures += 1
        paragraph = self.paper.add_paragraph()
        paragraph.paragraph_format.keep_with_next = True
        picture = paragraph.add_run().add_picture(io.BytesIO(figure.png))
        scale = min(1.0, figure.inches / (picture.width / 914400), ROOM_INCHES / (picture.width / 914400))
        scale = min(scale, TALLEST / (picture.height / 914400))
        picture.width, picture.height = Inches(picture.width / 914400 * scale), Inches(picture.height / 914400 * scale)
        properties = paragraph._p.xpath(".//wp:docPr")[0]
        properties.set("descr", _clean(figure.caption))
        self.caption("figure", self.figures, figure.caption, False)

    def references(self) -> None:
        """Numbered as GB/T 7714 has them."""
        from docx.shared import Cm

        if not self.document.references:
            return
        self.paper.add_heading(word("references", self.language, WORDS), 1)
        for number, each in enumerate(self.document.references, 1):
            paragraph = self.paper.add_paragraph(f"[{number}] {_clean(each)}")
            paragraph.paragraph_format.left_indent = Cm(0.75)
            paragraph.paragraph_format.first_line_indent = -Cm(0.75)


def _write(cell: Any, text: str, right: bool, bold: bool = False) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(0)
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    run = paragraph.add_run(_clean(text))
    run.font.size, run.bold = Pt(SMALL), bold


def _three_lines(made: Any) -> None:
    """A line above, one below the heads, one at the foot, and no other; the heads again on each page."""
    from docx.oxml import OxmlElement

    borders = OxmlElement("w:tblBorders")
    for side, size in (("top", LINES["top"]), ("bottom", LINES["bottom"])):
        borders.append(_line(side, size))
    made._tbl.tblPr.append(borders)
    for cell in made.rows[0].cells:
        inner = OxmlElement("w:tcBorders")
        inner.append(_line("bottom", LINES["head"]))
        cell._tc.get_or_add_tcPr().append(inner)
    again = OxmlElement("w:tblHeader")
    made.rows[0]._tr.get_or_add_trPr().append(again)


def _line(side: str, size: int) -> Any:
    from docx.oxml import OxmlElement

    found = OxmlElement(f"w:{side}")
    for key, value in (("val", "single"), ("sz", str(size)), ("space", "0"), ("color", "000000")):
        _set(found, key, value)
    return found


def _set(element: Any, key: str, value: str) -> None:
    from docx.oxml.ns import qn

    element.set(qn(f"w:{key}"), value)


def _clean(text: str) -> str:
    return CONTROL.sub("", text).replace("`", "")


def _dated(content: bytes) -> bytes:
    """The same document with one date for all its parts, so that the same report gives the same bytes."""
    into = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as new:
        for each in old.infolist():
            new.writestr(zipfile.ZipInfo(each.filename, (2000, 1, 1, 0, 0, 0)), old.read(each), zipfile.ZIP_DEFLATED)
    return into.getvalue()
