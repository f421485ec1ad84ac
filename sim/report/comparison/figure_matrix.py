"""The matrix as a figure for a paper or a talk: outcomes by alternatives, each cell a point and its 95 % interval.

The same marks on the same scales as on the page. It reads in black and white: side and shape say better or worse, a
filled mark that the difference matters, a small ring that none is seen.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sim.analysis.comparison import Comparison
from sim.analysis.reading import BETTER, CHANGED, NONE, UNKNOWN, WORSE, Reading
from sim.core.config.language import Language
from sim.report.comparison.cells import scale_of, side_of
from sim.report.comparison.matrix import begins_group, in_rows
from sim.report.comparison.statements import Rows
from sim.report.layout.doubts import doubt_notes, marks
from sim.report.layout.figures import folded, heavy, lettering, missing_signs_told, space_lines
from sim.report.layout.sentences import rule_line
from sim.report.layout.steps import step_of
from sim.words.labels import COMMA, word

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LABEL, CELL, LINE = 2.8, 1.6, 0.235
"""Inches: the width of the labels and of a cell, and the height of a row."""
TITLE_LINE, FOOT_LINE, MARGIN, AXIS = 0.16, 0.15, 0.08, 0.24
LETTERS: dict[Language, int] = {"en": 19, "zh": 11}
"""Of a line of a title above a cell."""
COLOURS = {BETTER: "#1b7837", WORSE: "#8e2a8e", CHANGED: "#333333", NONE: "#767676", UNKNOWN: "#767676"}
SHAPES = {BETTER: "o", WORSE: "D", CHANGED: "s", NONE: "o", UNKNOWN: "o"}
SIZES = {BETTER: 5.4, WORSE: 4.9, CHANGED: 4.9, NONE: 3.0, UNKNOWN: 3.0}
BAND = "#e6e6e3"
EDGE, NUMBER = 1.6, 1.52
"""Ends of a cell, and where a number begins, in parts of the scale: room on the empty side."""
WORDS: Mapping[str, tuple[str, str]] = {
    "worse": ("← worse", "← 变差"),
    "better": ("better →", "改善 →"),
    "less": ("← less", "← 减少"),
    "more": ("more →", "增加 →"),
    "note": (
        "Paired differences from the baseline, 95 % intervals, {pairs} pairs; q < .05 over {count}. "
        "Circle: better; diamond: worse; square: neither.\n"
        "Open: less than matters (grey band); small grey ring: no difference seen.",
        "与基准的配对差，95%置信区间，{pairs}个配对；{count}项q<0.05。圆：改善；菱形：变差；方块：不分好坏。\n"
        "空心：小于有意义的差异（灰带）；灰色小圈：未见差异。",
    ),
}


def draw(comparison: Comparison, readings: Sequence[Reading], language: Language = "en") -> Figure:
    """Draw the matrix.

    Parameters
    ----------
    comparison : Comparison
    readings : sequence of Reading
        Of all its differences.
    language : {"en", "zh"}
        Of all words; English where no Chinese font is installed.

    Returns
    -------
    Figure
        As wide as its alternatives need.
    """
    from matplotlib import rc_context
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    language, (_, *titles), settings = lettering(comparison.scenarios, language)
    rows = Rows.of(readings)
    names = in_rows(rows)
    with missing_signs_told(), rc_context(settings):
        shown = [folded(title, language, LETTERS[language]) for title in titles]
        notes = _notes(comparison, readings, language)
        plain = [name for name in names if rows.by_outcome[name][0].indicator.better == 0]
        axes = AXIS * (bool(plain) + (len(plain) < len(names)))
        top = MARGIN + TITLE_LINE * max(each.count("\n") + 1 for each in shown)
        width = LABEL + CELL * len(titles)
        height = top + axes + LINE * len(names) + FOOT_LINE * len(notes) + 2 * MARGIN
        figure = Figure(figsize=(width, height))
        FigureCanvasAgg(figure)
        page = _Page(figure, width, height)
        for place, title in enumerate(shown):
            page.text(LABEL + (place + 0.5) * CELL, top, title, ha="center", va="bottom", weight=heavy(settings))
        y = top
        for place, name in enumerate(names):
            if not place or (name in plain) != (names[place - 1] in plain):
                y += AXIS
                _axis(page, len(titles), y, name in plain, language)
            elif begins_group(names, place):
                page.line(y, 0.5)
            _row(page, rows, name, comparison.alternatives, y, language)
            y += LINE
        page.line(y, 0.8)
        page.text(MARGIN, y + MARGIN, "\n".join(notes), va="top", size=7, color="#595959")
        space_lines(figure, language)
    return figure


class _Page:
    """A figure measured in inches from its upper left corner."""

    def __init__(self, figure: Figure, width: float, height: float) -> None:
        self.figure, self.width, self.height = figure, width, height

    def text(self, x: float, y: float, text: str, **style: Any) -> None:
        self.figure.text(x / self.width, 1 - y / self.height, text, **style)

    def line(self, y: float, width: float) -> None:
        from matplotlib.lines import Line2D

        up = 1 - y / self.height
        self.figure.add_artist(Line2D([0.01, 0.99], [up, up], color="#1a1a1a", linewidth=width))

    def cell(self, x: float, y: float) -> Axes:
        """Axes of a cell whose upper left corner stands there."""
        place = (x / self.width, 1 - (y + LINE) / self.height, CELL / self.width, LINE / self.height)
        found = self.figure.add_axes(place)
        found.set(xlim=(-EDGE, EDGE), ylim=(-1, 1))
        found.axis("off")
        return found


def _axis(page: _Page, alternatives: int, y: float, plain: bool, language: Language) -> None:
    """A line, and above it what left and right mean below."""
    page.line(y, 0.8)
    left, right = ("less", "more") if plain else (WORSE, BETTER)
    for place in range(alternatives):
        x = LABEL + place * CELL
        style: dict[str, Any] = {"va": "bottom", "size": 7, "color": "#595959"}
        page.text(x + 0.06, y - 0.03, word(left, language, WORDS), ha="left", **style)
        page.text(x + CELL - 0.06, y - 0.03, word(right, language, WORDS), ha="right", **style)


def _row(page: _Page, rows: Rows, name: str, names: Sequence[str], y: float, language: Language) -> None:
    row = rows.by_outcome[name]
    indicator = row[0].indicator
    label = indicator.label(language)
    told = f"{label[:1].upper()}{label[1:]}{COMMA[language]}{step_of(indicator.unit).word(language)}"
    page.text(MARGIN, y + LINE / 2, told, va="center_baseline", size=8)
    scale = scale_of(row)
    for reading in row:
        _cell(
            page.cell(LABEL + names.index(reading.outcome.scenario) * CELL, y), reading, scale, rows, language == "en"
        )


def _cell(axes: Axes, reading: Reading, scale: float, rows: Rows, bold: bool) -> None:
    """One difference; its number stands on the empty side."""
    found, verdict, side = reading.found, reading.verdict, side_of(reading)
    colour, seen = COLOURS[verdict], verdict not in (NONE, UNKNOWN)
    band = reading.least / scale
    axes.axvspan(-band, band, 0.06, 0.94, color=BAND, linewidth=0)
    axes.axvline(0, color=COLOURS[NONE], linewidth=0.6, dashes=(3, 2))
    if math.isfinite(found.low):
        ends = [side * each / scale for each in (found.low, found.high)]
        axes.plot(ends, [0, 0], color=colour, linewidth=1.3 if seen else 0.9, solid_capstyle="butt")
    axes.plot(
        side * found.difference / scale,
        0,
        SHAPES[verdict],
        markersize=SIZES[verdict],
        markeredgecolor=colour,
        markeredgewidth=1.0,
        markerfacecolor=colour if reading.matters else "white",
    )
    if seen:
        left = side * found.difference > 0
        axes.text(
            -NUMBER if left else NUMBER,
            0,
            rows.shown(reading).step + marks(reading),
            ha="left" if left else "right",
            va="center_baseline",
            size=7.5,
            color=colour,
            weight="bold" if reading.matters and bold else "normal",
        )


def _notes(comparison: Comparison, readings: Sequence[Reading], language: Language) -> list[str]:
    """What marks mean, the doubts that stand in the figure, and the quorum rule: it is seen without its page too."""
    count = sum(math.isfinite(each.found.p) for each in readings)
    told = word("note", language, WORDS, pairs=comparison.stopping.pairs, count=count).split("\n")
    told += doubt_notes((each for each in readings if each.seen), language)
    return [*told, rule_line(comparison.scenarios, language)]
