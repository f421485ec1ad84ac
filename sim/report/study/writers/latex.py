"""A report as LaTeX for XeLaTeX: three-line tables, figures as PDF, ctex wherever a text is Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import batched

from sim.report.layout.folder import Content
from sim.report.layout.table import LATEX as SIGNS
from sim.report.study.document import Document, Figure, Listing, Paragraph, Picture, Section, Table
from sim.report.study.writers.widths import shares
from sim.words.labels import word

FIGURES = "figures"
CHINESE = re.compile("[\u2e80-\u9fff\uff00-\uffef]")
MORE: Mapping[str, str] = {
    "≤": r"$\leq$", "≥": r"$\geq$", "±": r"$\pm$", "×": r"$\times$", "η": r"$\eta$", "→": r"$\rightarrow$",
    "←": r"$\leftarrow$", "<": r"$<$", ">": r"$>$", "|": r"$|$", "·": r"$\cdot$",
}  # fmt: skip
ESCAPES = str.maketrans({**{key: text for key, text in SIGNS.items() if len(key) == 1}, **MORE})
INSIDE = re.compile(r"(?<=\w)(\\_|[./])(?=\w)")
"""Where a path may be broken."""
TYPED = {1: 84, 2: 46}
"""Letters of a line of a listing, by the columns of the page."""
NARROW = 0.98
AT_ONCE = 28
"""Rows of a table that floats over two columns."""
PAGE_INCHES = {1: 6.3, 2: 6.9}
LEFT = r"\dimexpr\pagegoal-\pagetotal\relax"
ROOM_BELOW = rf"\par\ifdim\pagegoal<\maxdimen\ifdim{LEFT}>0pt\ifdim{LEFT}<0.16\textheight\newpage\fi\fi\fi"
"""Begins a page where too little of one is left, as a long table does not stay with its heading."""
WORDS: Mapping[str, tuple[str, str]] = {
    "numbers": (
        "The file numbers.csv beside this text holds the query and the runs behind each number.",
        "随文的numbers.csv载有每个数字的查询与运行。",
    ),
    "file": ("{caption}: in {name}.csv and in the workbook.", "{caption}：见{name}.csv与工作簿。"),
    "goes_on": ("continued", "续"),
}


def latex_files(document: Document, columns: int = 1) -> dict[str, Content]:
    """``report.tex`` and its figures.

    Parameters
    ----------
    document : Document
    columns : {1, 2}
    """
    files: dict[str, Content] = {"report.tex": latex(document, columns)}
    for figure in document.blocks((Figure, Picture)):
        files[f"{FIGURES}/{figure.name}.pdf"] = figure.pdf
    return files


def latex(document: Document, columns: int = 1) -> str:
    """The text."""
    body = "\n".join(line for section in document.sections for line in _section(section, document, columns, 0))
    if document.references:
        items = "\n".join(rf"\bibitem{{r{place}}} {plain(each)}" for place, each in enumerate(document.references, 1))
        body += f"\n\\begin{{thebibliography}}{{9}}\n{items}\n\\end{{thebibliography}}\n"
    numbers = plain(word("numbers", document.language, WORDS))
    title, subtitle = plain(document.title), plain(document.subtitle)
    if columns == 2:
        front = f"\\title{{{title}}}\\author{{{subtitle}}}\\date{{}}\n\\begin{{document}}\n\\maketitle\n"
    else:
        front = f"\\begin{{document}}\n{{\\raggedright\\LARGE {title}\\par}}\n{{\\raggedright {subtitle}\\par}}\n"
        front += "\\small\n" * document.short
    text = f"{front}{{\\small\\itshape {numbers}\\par}}\n\n{body}\n\\end{{document}}\n"
    return _preamble(document, text, columns) + text


def _preamble(document: Document, text: str, columns: int) -> str:
    options = ["a4paper", "10pt", *(["twocolumn"] if columns == 2 else [])]
    if document.language == "zh":
        kind, options = "ctexart", [*options, "fontset=fandol"]
    elif CHINESE.search(text):
        kind, options = "ctexart", [*options, "fontset=fandol", "scheme=plain"]
    else:
        kind = "article"
    margin = "25mm" if columns == 1 and not document.short else "18mm"
    lines = (
        "% !TeX program = xelatex",
        rf"\documentclass[{','.join(options)}]{{{kind}}}",
        *(() if kind == "ctexart" else (r"\usepackage{fontspec}",)),
        rf"\usepackage[margin={margin}]{{geometry}}",
        r"\usepackage{amssymb,array,booktabs,caption,graphicx,longtable}",
        r"\captionsetup{font=small,labelfont=bf,justification=raggedright,singlelinecheck=false}",
        r"\setlength{\LTcapwidth}{\textwidth}\setlength{\LTleft}{0pt}\setlength{\LTpre}{2pt}\setlength{\LTpost}{4pt}",
        r"\setlength{\parindent}{0pt}\setlength{\parskip}{4pt plus 2pt}",
        rf"\newcommand{{\room}}{{{ROOM_BELOW}}}",
        r"\setlength{\emergencystretch}{3em}",
        r"\renewcommand{\topfraction}{0.9}\renewcommand{\floatpagefraction}{0.75}",
    )
    return "\n".join(lines) + "\n"


def plain(text: str) -> str:
    """A text with the signs that LaTeX takes for its own written out; paths may be broken."""
    return INSIDE.sub(r"\1\\allowbreak{}", text.translate(ESCAPES)).replace("`", "")


def _section(section: Section, document: Document, columns: int, depth: int) -> Iterator[str]:
    command = ("section", "subsection", "subsubsection")[min(depth, 2)]
    yield f"\\room\n\\{command}{{{plain(section.title)}}}"
    for block in section.blocks:
        if isinstance(block, Section):
            yield from _section(block, document, columns, depth + 1)
        elif isinstance(block, Paragraph):
            yield _paragraph(block)
        elif isinstance(block, Listing):
            yield _listing(block, TYPED[columns])
        elif isinstance(block, Table):
            yield from _table(block, document, columns)
        else:
            yield _figure(block, columns)


def _paragraph(paragraph: Paragraph) -> str:
    text = plain(paragraph.text)
    if paragraph.kind == "note":
        return f"{{\\small {text}\\par}}\n"
    if paragraph.kind == "strong":
        return f"\\textbf{{{text}}}\n"
    return text + "\n"


def _listing(listing: Listing, letters: int) -> str:
    lines = [line for each in listing.text.split("\n") for line in _typed(each, letters)]
    return "\\begin{small}\\begin{verbatim}\n" + "\n".join(lines) + "\n\\end{verbatim}\\end{small}\n"


def _typed(line: str, letters: int) -> list[str]:
    """A command in lines that a shell takes as one."""
    found = [""]
    for piece in line.split(" "):
        if found[-1] and len(found[-1]) + len(piece) > letters:
            found[-1] += " \\"
            found.append("   ")
        found[-1] += (" " if found[-1].strip() else "") + piece
    return found


def _figure(figure: Figure | Picture, columns: int) -> str:
    size = f"{min(figure.inches, PAGE_INCHES[columns]):.2f}in"
    bounds = f"width={size},height=0.82\\textheight,keepaspectratio"
    drawn = f"\\includegraphics[{bounds}]{{{FIGURES}/{figure.name}.pdf}}\n"
    if columns == 2:
        return f"\\begin{{figure*}}[tbp]\n{drawn}\\caption{{{plain(figure.caption)}}}\n\\end{{figure*}}\n"
    caption = f"\\captionof{{figure}}{{{plain(figure.caption)}}}"
    return f"\n\\begin{{minipage}}{{\\textwidth}}\n{drawn}{caption}\n\\end{{minipage}}\\medskip\n"


def _table(table: Table, document: Document, columns: int) -> Iterator[str]:
    caption = plain(table.caption)
    if table.full:
        told = word("file", document.language, WORDS, caption=table.caption, name=f"csv/{table.name}")
        yield f"{{\\small {plain(told)}\\par}}\n"
        return
    heads = " & ".join(rf"\textbf{{{plain(each.text)}}}" for each in table.heads) + r" \\"
    rows = [" & ".join(plain(str(cell)) for cell in row) + r" \\[1.5pt]" for row in table.rows]
    notes = "".join(f"{{\\footnotesize {plain(each)}\\par}}\n" for each in table.notes)
    form = _columns(table)
    if columns == 1:
        body = "\n".join(rows)
        yield (
            f"\\begingroup\\footnotesize\\setlength{{\\tabcolsep}}{{3pt}}\n\\begin{{longtable}}{{{form}}}\n"
            f"\\caption{{{caption}}}\\\\\n\\toprule\n{heads}\n\\midrule\n\\endfirsthead\n\\toprule\n{heads}\n\\midrule\n"
            f"\\endhead\n\\bottomrule\n\\endfoot\n{body}\n\\end{{longtable}}\n\\endgroup\n{notes}"
        )
        return
    for place, part in enumerate(batched(rows, AT_ONCE)):
        more = f" ({word('goes_on', document.language, WORDS)})" if place else ""
        last = notes if place == (len(rows) - 1) // AT_ONCE else ""
        body = "\n".join(part)
        yield (
            f"\\begin{{table*}}[tbp]\n\\footnotesize\\setlength{{\\tabcolsep}}{{3pt}}\n\\caption{{{caption}{more}}}\n"
            f"\\begin{{tabular}}{{{form}}}\n\\toprule\n{heads}\n\\midrule\n{body}\n\\bottomrule\n\\end{{tabular}}\n\n"
            f"{last}\\end{{table*}}\n"
        )


def _columns(table: Table) -> str:
    """Columns as wide as their cells, those of words broken where the page is too narrow for all."""
    parts = []
    for head, share in zip(table.heads, shares(table), strict=True):
        side = r"\raggedleft" if head.numeric else r"\raggedright"
        parts.append(rf">{{{side}\arraybackslash}}p{{{NARROW * share:.3f}\textwidth}}")
    return "@{}" + "".join(parts) + "@{}"
