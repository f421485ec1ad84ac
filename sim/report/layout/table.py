"""A table is rendered once: as text for a terminal, CSV, LaTeX and HTML.

Other forms (a Word or Excel file) start from :attr:`Table.heads` and :meth:`Table.printed`, as the ones here do.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import zip_longest
from typing import Any, NamedTuple

from sim.core.config.language import Language
from sim.report.layout.text import LINE, broken, longest_word, terminal, width

GAP = "  "
LEAST_REST, LEAST_CELL, LEAST_HEAD = 24, 12, 8
"""Narrowest that the column with the rest of a line, any other of words, and a Chinese head of numbers are made."""
REST = -1
"""Width of a last column that takes the rest of a line."""
NOTE = 90
"""Width of a note from which on LaTeX breaks it into lines."""
SET_BACK = " ∘"
LATEX = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "–": "--",
    "−": "$-$",
    "∞": r"$\infty$",
    "∘": r"$\circ$",
    "†": r"\dag{}",
    "‡": r"\ddag{}",
    "△": r"$\triangle$",
    "…": r"\ldots{}",
    **{sign: "\\" + sign for sign in "&%$#_{}"},
}


class Column(NamedTuple):
    """A column of a table.

    Attributes
    ----------
    en, zh : str
        Title, in Chinese the English one if there is no other; the English one is the column's name in CSV.
    form : callable, optional
        How a number is printed, ``str`` for one that is printed already; such columns stand flush right.
    width : int
        Columns of a terminal at which longer cells are broken into lines: 0 as wide as the widest cell, ``REST`` what
        the other columns leave of a line.
    """

    en: str = ""
    zh: str = ""
    form: Callable[[Any], str] | None = None
    width: int = 0


class Faint(tuple[Any, ...]):
    """A row set back: nothing is to be seen in it. LaTeX marks it with a ring, HTML prints it in grey."""


class Group(str):
    """A row that spans all columns and names those below it."""


class Foot(str):
    """A row that spans all columns and adds to those above it."""


Row = Sequence[Any] | Group | Foot


def columns(
    titles: Iterable[str] | int, numbers: Container[int] = (), widths: Mapping[int, int] | None = None
) -> tuple[Column, ...]:
    """Columns of titles in the language asked for; those in ``numbers`` hold numbers that are printed already.

    Parameters
    ----------
    titles : iterable of str, or int
        Or how many columns there are, without titles.
    numbers : container of int
    widths : dict of int to int, optional
        Of columns whose cells are broken; the last then takes the rest of a line.
    """
    titles = [""] * titles if isinstance(titles, int) else list(titles)
    limits = {} if widths is None else {len(titles) - 1: REST, **widths}
    return tuple(
        Column(title, "", str if place in numbers else None, limits.get(place, 0)) for place, title in enumerate(titles)
    )


@dataclass(frozen=True)
class Table:
    """Columns, rows and notes.

    Attributes
    ----------
    columns : sequence of Column
    rows : sequence of rows
        As many values as columns; or a :class:`Group` or :class:`Foot`.
    language : {"en", "zh"}
        Of the titles.
    heading : str
        Stands above the table.
    notes : sequence of str
        Stand below it.

    Examples
    --------
    >>> from sim.report.layout.table import Column, Table
    >>> table = Table([Column("policy", "政策"), Column("yuan", "元", "{:,.0f}".format)], [("training", 22200.0)], "zh")
    >>> print(table.text())
    政策          元
    training  22,200
    >>> print(table.csv(), end="")
    policy,yuan
    training,22200
    """

    columns: Sequence[Column]
    rows: Sequence[Row]
    language: Language = "en"
    heading: str = ""
    notes: Sequence[str] = ()

    @property
    def heads(self) -> list[str]:
        """Titles in the table's language."""
        return [(self.language == "zh" and each.zh) or each.en for each in self.columns]

    def printed(self) -> list[Any]:
        """Rows with their values as they are printed.

        Raises
        ------
        ValueError
            If a row has more or fewer values than there are columns.
        """
        forms = [each.form or str for each in self.columns]
        return [
            row
            if isinstance(row, str)
            else (Faint if isinstance(row, Faint) else tuple)(
                form(value) for form, value in zip(forms, row, strict=True)
            )
            for row in self.rows
        ]

    def text(self, room: float | None = None, indent: int = 0) -> str:
        """Columns that line up, Chinese characters counting as two.

        Parameters
        ----------
        room : float, optional
            Columns of a terminal; those of the terminal that is printed to if left out, without bound for a file or a
            pipe. Where the table is wider, words and heads are broken into lines, in the widest columns first.
        indent : int
            Blanks before each line.
        """
        heads, rows = self.heads, self.printed()
        lines: list[Any] = [tuple(heads), *rows] if any(heads) else rows
        limits = self._limits(heads, rows, terminal() if room is None else room, indent)
        stacked: list[Any] = []
        for line in lines:
            if isinstance(line, str):
                stacked.append(line)
                continue
            cells = [
                broken(cell, most) if width(cell) > most or "\n" in cell else [cell]
                for cell, most in zip(line, limits, strict=True)
            ]
            stacked += zip_longest(*cells, fillvalue="")
        of_cells = (line for line in stacked if not isinstance(line, str))
        widths = [max(map(width, column)) for column in zip(*of_cells, strict=True)]
        right = [each.form is not None for each in self.columns]
        shown = [
            line if isinstance(line, str) else GAP.join(map(_padded, line, widths, right)).rstrip() for line in stacked
        ]
        return "\n".join([*filter(None, [self.heading]), *(" " * indent + line for line in shown), *self.notes])

    def _limits(self, heads: Sequence[str], rows: Sequence[Any], room: float, indent: int) -> list[int]:
        """Widths at which cells are broken; if no breaking of words and heads makes the table fit, none is done."""
        cells = [row for row in rows if not isinstance(row, str)]
        gaps = indent + len(GAP) * (len(heads) - 1)
        found, least = [], []
        for place, (column, head) in enumerate(zip(self.columns, heads, strict=True)):
            mine = [row[place] for row in cells]
            body = max((width(line) for cell in mine for line in cell.split("\n")), default=0)
            widest = max(width(head), body)
            found.append(min(widest, column.width) if column.width > 0 else widest)
            least.append(
                max(body, longest_word(head, LEAST_HEAD))
                if column.form
                else max(LEAST_CELL, *map(longest_word, mine), 0)
            )
        if self.columns[-1].width == REST:
            found[-1] = max(LEAST_REST, int(min(LINE, room)) - gaps - sum(found[:-1]))
        narrow = list(found)
        while sum(narrow) + gaps > room:
            places = [place for place, most in enumerate(narrow) if most > least[place]]
            if not places:
                return found
            narrow[max(places, key=narrow.__getitem__)] -= 1
        return narrow

    def csv(self) -> str:
        """Values under the English titles, numbers with ten digits, an empty cell where there is no number."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(each.en for each in self.columns)
        writer.writerows([_value(cell) for cell in row] for row in self.rows if not isinstance(row, str))
        return text.getvalue()

    def latex(self) -> str:
        """A tabular with booktabs rules."""

        def spanning(text: str, place: str = "l") -> str:
            return rf"\multicolumn{{{len(self.columns)}}}{{{place}}}{{{text}}} \\"

        lines = [rf"\begin{{tabular}}{{{''.join('r' if each.form else 'l' for each in self.columns)}}}", r"\toprule"]
        lines += [spanning(rf"\textit{{{latex_escape(self.heading)}}}")] * bool(self.heading)
        lines += [_latex_row(self.heads)] * any(self.heads)
        lines += [r"\midrule"] * (not (self.rows and isinstance(self.rows[0], Group)))
        for row in self.printed():
            if isinstance(row, Group):
                lines += [r"\midrule", spanning(rf"\textit{{{latex_escape(row)}}}")]
            elif isinstance(row, Foot):
                lines.append(spanning(rf"\footnotesize {latex_escape(row)}"))
            else:
                lines.append(_latex_row([row[0] + SET_BACK, *row[1:]] if isinstance(row, Faint) else row))
        notes = [
            spanning(rf"\footnotesize {latex_escape(note)}", "l" if width(note) < NOTE else r"p{0.9\linewidth}")
            for note in self.notes
        ]
        return "\n".join([*lines, r"\bottomrule", *notes, r"\end{tabular}"])

    def html(self) -> str:
        """A ``table``: class ``n`` are numbers, ``none`` is set back, ``group`` and ``foot`` span all columns."""
        lines = [f"<caption>{escape(self.heading)}</caption>"] * bool(self.heading)
        lines += [_html_row("th", self.heads, self.columns)] * any(self.heads)
        for row in self.printed():
            if isinstance(row, str):
                kind = "group" if isinstance(row, Group) else "foot"
                lines.append(f'<tr class="{kind}"><td colspan="{len(self.columns)}">{escape(row)}</td></tr>')
            else:
                lines.append(_html_row("td", row, self.columns))
        notes = [f'<p class="small">{escape(note)}</p>' for note in self.notes]
        return "\n".join(["<table>", *lines, "</table>", *notes])


def records(names: Sequence[str], rows: Iterable[Iterable[Any]]) -> list[dict[str, Any]]:
    """Rows as records: a value for each name."""
    return [dict(zip(names, row, strict=True)) for row in rows]


def to_csv(records: Iterable[Mapping[str, Any]], names: Sequence[str]) -> str:
    """Records as CSV, see :meth:`Table.csv`."""
    return Table(columns(names), [[record[name] for name in names] for record in records]).csv()


def to_latex(tables: Iterable[Table], language: Language, comment: str = "") -> str:
    """Tables as a LaTeX file to be included, with what it needs as a comment."""
    first = r"% needs \usepackage{booktabs}" + (r", \usepackage{ctex}" if language == "zh" else "")
    head = [first, *([f"% {comment}"] if comment else [])]
    return "\n".join([*head, "\n\n".join(each.latex() for each in tables)]) + "\n"


def latex_escape(text: str) -> str:
    """Text with LaTeX's signs escaped."""
    return "".join(LATEX.get(sign, sign) for sign in text)


def _padded(cell: str, room: int, right: bool) -> str:
    space = " " * (room - width(cell))
    return space + cell if right else cell + space


def _value(value: Any) -> str:
    if isinstance(value, float):
        return "" if math.isnan(value) else f"{value:.10g}"
    return str(value)


def _latex_row(cells: Iterable[str]) -> str:
    return " & ".join(map(latex_escape, cells)) + r" \\"


def _html_row(tag: str, cells: Sequence[str], columns: Sequence[Column]) -> str:
    parts = []
    for cell, column in zip(cells, columns, strict=True):
        kind = " ".join(["n"] * (column.form is not None) + ["none"] * isinstance(cells, Faint))
        parts.append(f"<{tag}{f' class="{kind}"' if kind else ''}>{escape(cell)}</{tag}>")
    return f"<tr>{''.join(parts)}</tr>"
