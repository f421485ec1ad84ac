"""A report as one HTML page that needs nothing else: no network, no script; numbers link to what is behind them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from html import escape

from sim.core.config.language import LANGUAGES, Language
from sim.execution.provenance import MADE_BY
from sim.report.comparison.page_style import STYLE as OF_MATRIX
from sim.report.study.document import (
    Document,
    Figure,
    Listing,
    Number,
    Paragraph,
    Part,
    Picture,
    Section,
    Source,
    Table,
)
from sim.report.study.writers.page_style import STYLE
from sim.words.labels import word

CODES: Mapping[Language, str] = {"en": "en", "zh": "zh-Hans"}
GENERATOR = f'<meta name="generator" content="{MADE_BY}">'
MOST_RUNS = 200
"""Names of runs that a page lists for a source."""
IDENTITIES = re.compile(r'(\bid="|xlink:href="#|href="#|url\(#)')
"""Where names stand in an SVG; they are made the figure's own, as a page has many figures."""
CODE = re.compile("`([^`]+)`")
WORDS: Mapping[str, tuple[str, str]] = {
    "contents": ("Contents", "目录"),
    "origins": ("Where the numbers come from", "数字出处"),
    "origins_told": (
        "Each number that is underlined links to its query and runs. numbers.csv has the query of each number by "
        "itself; `Study.query` gives it again.",
        "带下划线的数字均链接到其查询与运行；numbers.csv给出每个数字自己的查询，用Study.query可重新得到。",
    ),
    "runs": ("{count} runs", "{count}次运行"),
    "others": ("… and {count} more (runs.csv)", "……另有{count}次（runs.csv）"),
    "references": ("References", "参考文献"),
    "table": ("Table {number}", "表{number}"),
    "figure": ("Figure {number}", "图{number}"),
    "whole": ("the whole table", "全表"),
}


class _Page:
    """Counts tables and figures while it writes."""

    def __init__(self, document: Document) -> None:
        self.document, self.language = document, document.language
        self.tables = self.figures = 0

    def word(self, key: str, **given: object) -> str:
        return word(key, self.language, WORDS, **given)

    def section(self, section: Section, depth: int = 2) -> Iterator[str]:
        tag = f"h{min(depth, 6)}"
        yield f'<section id="{section.name}"><{tag}>{escape(section.title)}</{tag}>'
        for block in section.blocks:
            if isinstance(block, Section):
                yield from self.section(block, depth + 1)
            else:
                yield self.block(block)
        yield "</section>"

    def block(self, block: object) -> str:
        if isinstance(block, Paragraph):
            kind = f' class="{block.kind}"' if block.kind else ""
            return f"<p{kind}>{''.join(map(part, block.parts))}</p>"
        if isinstance(block, Listing):
            return f"<pre>{escape(block.text)}</pre>"
        if isinstance(block, Table):
            return self.table(block)
        assert isinstance(block, Figure | Picture)
        return self.figure(block)

    def table(self, table: Table) -> str:
        self.tables += 1
        numeric = [each.numeric for each in table.heads]
        heads = "".join(
            f'<th scope="col"{_flush(right)}>{escape(head.text)}</th>'
            for head, right in zip(table.heads, numeric, strict=True)
        )
        rows = "\n".join(f"<tr>{''.join(map(_td, row, numeric))}</tr>" for row in table.rows)
        caption = f"<b>{self.word('table', number=self.tables)}</b> {escape(table.caption)}"
        notes = "".join(f'<p class="note">{escape(each)}</p>' for each in table.notes)
        body = (
            f'<div class="scroll"><table class="three"><caption>{caption}</caption><thead><tr>{heads}</tr></thead>'
            f"<tbody>{rows}</tbody></table></div>{notes}"
        )
        if not table.full:
            return body
        return f"<details><summary>{escape(table.caption)} ({len(table.rows)})</summary>{body}</details>"

    def figure(self, figure: Figure | Picture) -> str:
        self.figures += 1
        caption = f"<b>{self.word('figure', number=self.figures)}</b> {escape(figure.caption)}"
        if figure.page is not None:
            drawn = f'<div class="scroll">{figure.page()}</div>'
        else:
            drawn = _own(figure.svg, figure.name, figure.caption)
        return f"<figure>{drawn}<figcaption>{caption}</figcaption></figure>"

    def origins(self, sources: Sequence[Source]) -> Iterator[str]:
        yield f'<section id="origins"><h2>{self.word("origins")}</h2><p>{escape(self.word("origins_told"))}</p>'
        for each in sources:
            named = escape(" ".join(each.runs[:MOST_RUNS]))
            if len(each.runs) > MOST_RUNS:
                named += " " + self.word("others", count=len(each.runs) - MOST_RUNS)
            count = self.word("runs", count=len(each.runs))
            yield (
                f'<details id="{each.key}"><summary>{each.key} · {escape(each.label)} · {count}</summary>'
                f'<pre>{escape(each.query)}</pre><p class="runs">{named}</p></details>'
            )
        yield "</section>"


def page_of(document: Document) -> str:
    """The page.

    Parameters
    ----------
    document : Document
    """
    page, language = _Page(document), document.language
    links = "".join(f'<li><a href="#{each.name}">{escape(each.title)}</a></li>' for each in document.sections)
    body = [line for each in document.sections for line in page.section(each)]
    if document.references:
        listed = "".join(f"<li>{escape(each)}</li>" for each in document.references)
        body.append(f'<section id="references"><h2>{page.word("references")}</h2><ol>{listed}</ol></section>')
    if document.sources:
        body += page.origins(document.sources)
        links += f'<li><a href="#origins">{page.word("origins")}</a></li>'
    lines = "\n".join(body)
    return f"""<!DOCTYPE html>
<html lang="{CODES[language]}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
{GENERATOR}
<title>{escape(document.title)}</title>
<style>{OF_MATRIX}{STYLE}</style>
</head>
<body class="report">
<header class="front"><h1>{escape(document.title)}</h1><p class="sub">{escape(document.subtitle)}</p></header>
<nav aria-label="{page.word("contents")}"><ul>{links}</ul></nav>
<main>
{lines}
</main>
</body>
</html>
"""


def part(given: Part) -> str:
    """A piece of text, or a number with a link to its source."""
    if isinstance(given, Number) and given.source:
        return f'<a class="n" href="#{given.source}" title="{given.key}">{escape(given.text)}</a>'
    return CODE.sub(r"<code>\1</code>", escape(str(given)))


def _td(cell: Part, right: bool) -> str:
    return f"<td{_flush(right)}>{part(cell)}</td>"


def _flush(right: bool) -> str:
    return ' class="r"' if right else ""


def _own(drawn: str, name: str, caption: str) -> str:
    """An SVG whose inner names are its own, and whose caption is read aloud."""
    drawn = IDENTITIES.sub(lambda found: f"{found[1]}{name}-", drawn)
    label = f'<svg role="img" aria-label="{escape(caption, quote=True)}" '
    drawn = re.sub(r"<metadata>.*?</metadata>", "", drawn, flags=re.DOTALL)
    return f'<div class="drawn">{drawn.replace("<svg ", label, 1)}</div>'


assert set(CODES) == set(LANGUAGES)
