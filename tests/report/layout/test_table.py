"""One renderer for all tables: columns line up, nothing is lost, and each form escapes what it must."""

from __future__ import annotations

import csv
import io
import math
import os
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.report.layout import text as text_of
from sim.report.layout.table import REST, Column, Faint, Foot, Group, Table, columns, latex_escape, to_csv, to_latex
from sim.report.layout.text import CLOSING, LINE, width

# Closing signs hang at the end of a line, and a row of them, which no text has, would hang out of it.
SIGNS = st.characters(codec="utf-8", exclude_categories=("C", "Z", "M"), exclude_characters=CLOSING) | st.just(" ")
WORDS = st.lists(st.text(SIGNS, min_size=1, max_size=8).map(str.strip).filter(bool), min_size=1, max_size=5)
CELLS = WORDS.map(" ".join)
NUMBERS = st.floats(-1e300, 1e300)
ROWS = st.lists(st.tuples(CELLS, NUMBERS, CELLS), min_size=1, max_size=8)
SHAPE = (Column("name", "名称"), Column("value", "数值", "{:.3g}".format), Column("note", "说明"))


def columns_at(text: str) -> list[list[str]]:
    """Characters of a text by the columns that they take on a terminal."""
    return [[sign for sign in line for _ in range(width(sign))] for line in text.splitlines()]


@given(ROWS, st.sampled_from(["en", "zh"]))
def test_columns_line_up_whatever_is_in_them(rows, language):
    table = Table(SHAPE, rows, language)
    lines = table.text().splitlines()
    assert len(lines) == len(rows) + 1
    first = max(width(cell) for cell in (table.heads[0], *(row[0] for row in rows)))
    second = max(width(cell) for cell in (table.heads[1], *(f"{row[1]:.3g}" for row in rows)))
    for line, (name, number, note) in zip(lines[1:], table.printed(), strict=True):
        assert width(line) == first + second + 4 + width(note)
        assert line.endswith(f"{number}  {note}")  # numbers stand flush right
        assert line.startswith(name)


def test_chinese_characters_take_two_columns():
    first, second = Table(columns(["指标", "x", "值"], {2}), [("a", "x", "12345")]).text().splitlines()
    assert width(first) == width(second) == 14
    assert (first, second) == ("指标  x     值", "a     x  12345")


def test_cells_are_broken_at_words_and_lines_stand_in_their_columns():
    rows = [("a", "one two three", "last"), ("b", "一二三四五", "x\ny")]
    lines = Table(columns(3, widths={1: 8}), rows).text().splitlines()
    assert lines == ["a  one two  last", "   three", "b  一二三   x", "   四五     y"]


def test_a_chinese_head_of_numbers_is_never_broken_into_single_characters():
    table = Table((Column("a", "甲"), Column("b", "标准误倍数", str)), [("a word and another one", "1")], "zh")
    heads = table.text(room=22).splitlines()[:2]
    assert [line.split()[-1] for line in heads] == ["标准误", "倍数"]


def test_a_last_column_takes_the_rest_of_a_line():
    long = "word " * 60
    lines = Table((Column("a"), Column("b", width=REST)), [("x", long)]).text(indent=2).splitlines()
    assert all(line.startswith("  ") for line in lines)
    assert LINE - 8 < max(map(width, lines)) <= LINE
    assert "".join(lines).count("word") == 60


@given(ROWS, st.integers(40, 100))
def test_a_narrow_terminal_breaks_words_and_loses_none(rows, room):
    broken, whole = (Table(SHAPE, rows).text(each) for each in (room, math.inf))
    assert sorted("".join(broken.split())) == sorted("".join(whole.split()))
    longest = max(width(part) for row in rows for cell in (row[0], row[2]) for part in cell.split())
    fits = max(map(width, broken.splitlines())) <= room
    assert fits or (broken == whole and longest > 12)


def test_a_table_that_fits_is_the_same_on_any_terminal():
    table = Table(SHAPE, [("a", 1.0, "b c")])
    assert table.text(80) == table.text(math.inf)


def test_the_terminal_sets_the_room_and_a_file_or_pipe_sets_none(monkeypatch):
    table = Table(columns(["note"]), [("several words that stand in one line of a file",)])
    assert len(table.text().splitlines()) == 2
    monkeypatch.setattr(text_of, "get_terminal_size", lambda: os.terminal_size((30, 20)))
    monkeypatch.setattr("sys.stdout", type("Terminal", (io.StringIO,), {"isatty": lambda self: True})())
    assert max(map(width, table.text().splitlines())) <= 30
    assert len(table.text(math.inf).splitlines()) == 2


def test_headings_notes_and_rows_that_span_stand_in_the_text():
    rows = [Group("of all"), ("a", 1.5), Foot("costs nothing")]
    table = Table(columns(["x", "y"], {1}), rows, heading="What", notes=["so far"])
    assert table.text().splitlines() == ["What", "x    y", "of all", "a  1.5", "costs nothing", "so far"]


@pytest.mark.parametrize("rows", [[], [("a",), ("bb",)]])
def test_an_empty_table_and_a_single_column(rows):
    table = Table([Column("one", "一")], rows)
    assert table.text().splitlines() == ["one", *(row[0] for row in rows)]
    assert table.csv().splitlines() == ["one", *(row[0] for row in rows)]
    assert table.latex().count(r" \\") == 1 + len(rows)
    assert table.html().count("<tr>") == 1 + len(rows)
    assert Table(columns(1), rows).text().splitlines() == [row[0] for row in rows]


def test_a_row_with_too_few_values_is_refused():
    with pytest.raises(ValueError, match="shorter"):
        Table(SHAPE, [("a", 1.0)]).text()


@given(st.lists(st.tuples(st.text(st.characters(codec="utf-8", exclude_categories=("Cs",), exclude_characters="\0\r")),
                          NUMBERS), max_size=6))  # fmt: skip
def test_csv_gives_back_what_was_put_in(rows):
    table = Table((Column('a, "b"', "甲"), Column("c")), rows, "zh")
    head, *found = csv.reader(io.StringIO(table.csv(), newline=""))
    assert head == ['a, "b"', "c"]  # names are those of the columns, in any language
    assert [name for name, _ in found] == [name for name, _ in rows]
    assert [float(value) for _, value in found] == pytest.approx([value for _, value in rows], rel=1e-9)


def test_nothing_to_print_is_an_empty_cell():
    records = [{"a": math.nan, "b": 0.1 + 0.2, "left": 1}, {"b": True, "a": "x,y"}]
    assert to_csv(records, ("a", "b")) == 'a,b\n,0.3\n"x,y",True\n'
    assert to_csv([], ("a", "b")) == "a,b\n"


def test_latex_escapes_all_its_signs():
    assert latex_escape("a_b & 5 % −1 … {x} ~ ^ # $ ∞ \\") == (
        r"a\_b \& 5 \% $-$1 \ldots{} \{x\} \textasciitilde{} \textasciicircum{} \# \$ $\infty$ \textbackslash{}"
    )


@given(ROWS)
def test_latex_has_as_many_columns_in_every_row(rows):
    text = Table(SHAPE, rows).latex()
    assert text.startswith("\\begin{tabular}{lrl}\n\\toprule\nname & value & note \\\\\n\\midrule\n")
    for line in text.splitlines()[4:-2]:
        assert line.replace(r"\&", "").count("&") == 2
        assert line.endswith(r" \\")


def test_latex_of_groups_rings_and_notes():
    rows = [Group("first"), Faint(("a_b", "0")), Foot("5 %")]
    table = Table(columns(["x", "y"], {1}), rows, heading="All", notes=["short", "long " * 30])
    assert table.latex().splitlines() == [
        r"\begin{tabular}{lr}",
        r"\toprule",
        r"\multicolumn{2}{l}{\textit{All}} \\",
        r"x & y \\",
        r"\midrule",
        r"\multicolumn{2}{l}{\textit{first}} \\",
        r"a\_b $\circ$ & 0 \\",
        r"\multicolumn{2}{l}{\footnotesize 5 \%} \\",
        r"\bottomrule",
        r"\multicolumn{2}{l}{\footnotesize short} \\",
        r"\multicolumn{2}{p{0.9\linewidth}}{\footnotesize " + "long " * 30 + r"} \\",
        r"\end{tabular}",
    ]


def test_a_latex_file_says_what_it_needs():
    one = Table(columns(["x"]), [("a",)])
    assert to_latex([one], "en").splitlines()[0] == r"% needs \usepackage{booktabs}"
    text = to_latex([one, one], "zh", "read this")
    assert text.splitlines()[:2] == [r"% needs \usepackage{booktabs}, \usepackage{ctex}", "% read this"]
    assert text.count(r"\begin{tabular}") == 2


class Cells(HTMLParser):
    """Texts and classes of cells."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str, str]] = []
        self.open: tuple[str, str] | None = None

    def handle_starttag(self, tag, attrs):
        if tag in ("td", "th"):
            self.open = tag, dict(attrs).get("class") or ""
            self.found.append((*self.open, ""))

    def handle_data(self, data):
        if self.open:
            tag, kind, text = self.found[-1]
            self.found[-1] = tag, kind, text + data

    def handle_endtag(self, tag):
        self.open = None if tag in ("td", "th") else self.open


@given(ROWS)
def test_html_holds_every_cell_as_it_is_printed(rows):
    table, cells = Table(SHAPE, rows), Cells()
    cells.feed(table.html())
    cells.close()
    printed = [("td", "n" * (place == 1), cell) for row in table.printed() for place, cell in enumerate(row)]
    assert cells.found == [("th", "", "name"), ("th", "n", "value"), ("th", "", "note"), *printed]


def test_html_escapes_and_marks_what_is_set_back():
    rows = [Group("<b>"), Faint(("a & b", 1)), Foot("foot")]
    assert Table(columns(["x", "y"], {1}), rows, heading="<h>", notes=["n > 1"]).html().splitlines() == [
        "<table>",
        "<caption>&lt;h&gt;</caption>",
        '<tr><th>x</th><th class="n">y</th></tr>',
        '<tr class="group"><td colspan="2">&lt;b&gt;</td></tr>',
        '<tr><td class="none">a &amp; b</td><td class="n none">1</td></tr>',
        '<tr class="foot"><td colspan="2">foot</td></tr>',
        "</table>",
        '<p class="small">n &gt; 1</p>',
    ]
