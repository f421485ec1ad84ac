"""The forest: for each outcome the differences of many arms, a row an arm, point and 95 % interval."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.analysis.comparison import Comparison
from sim.analysis.reading import NONE, UNKNOWN, Reading
from sim.core.config.language import Language
from sim.report.comparison.cells import side_of
from sim.report.comparison.figure_matrix import BAND, COLOURS, SHAPES
from sim.report.comparison.statements import Rows
from sim.report.layout.figures import NOTE_SIZE, folded, lettering, missing_signs_told, space_lines
from sim.report.layout.sentences import rule_line
from sim.report.layout.steps import step_of
from sim.words.labels import word

if TYPE_CHECKING:
    from matplotlib.figure import Figure

COLUMNS = 3
WIDTH, FRAME, ROW, LEFT, FOOT = 1.95, 0.62, 0.155, 2.3, 0.42
"""Inches: of a panel, what frames it, a row, the names at the left and the notes."""
TALLEST = 10.5
"""Inches of a figure that takes a page."""
LETTERS: dict[Language, int] = {"en": 44, "zh": 24}
TITLE: dict[Language, int] = {"en": 30, "zh": 16}
WORDS: Mapping[str, tuple[str, str]] = {
    "note": (
        "Circle: better; diamond: worse; square: neither; filled: matters; grey: no difference seen. Axes of outcomes "
        "of which less is wanted are turned, so that right is better.",
        "圆：改善；菱形：变差；方块：不分好坏；实心：有意义；灰色：未见差异。越少越好的指标坐标轴反向，右侧为改善。",
    )
}


def panels_within(inches: float, arms: int) -> int:
    """Outcomes of a forest of so many arms that fit a figure of this height."""
    return COLUMNS * max(1, int((inches - FOOT) / (FRAME + ROW * arms)))


def draw_forest(
    comparison: Comparison, readings: Sequence[Reading], names: Sequence[str], language: Language = "en"
) -> Figure:
    """Draw the forest.

    Parameters
    ----------
    comparison : Comparison
    readings : sequence of Reading
        Of all its differences.
    names : sequence of str
        Outcomes, in the order of the panels.
    language : {"en", "zh"}
    """
    from matplotlib import rc_context
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    language, (_, *titles), settings = lettering(comparison.scenarios, language)
    rows = Rows.of(readings)
    arms = list(comparison.alternatives)
    columns = min(COLUMNS, len(names))
    lines = -(-len(names) // columns)
    with missing_signs_told(), rc_context(settings | {"font.size": 7, "axes.titlesize": 7.5}):
        height = lines * (FRAME + ROW * len(arms)) + FOOT
        figure = Figure(figsize=(LEFT + columns * WIDTH, height), layout="constrained")
        FigureCanvasAgg(figure)
        panels = np.atleast_1d(figure.subplots(lines, columns, sharey=True)).ravel()
        for panel, name in zip(panels, names, strict=False):
            _panel(panel, rows.by_outcome[name], arms, language)
        for panel in panels[::columns]:
            panel.set_yticks(range(len(arms)), _named(titles, language), fontsize=6.5)
            panel.set_ylim(len(arms) - 0.4, -0.6)
        for empty in panels[len(names) :]:
            empty.set_axis_off()
        notes = [word("note", language, WORDS), rule_line(comparison.scenarios[:1], language)]
        letters = int((LEFT + columns * WIDTH) * (19 if language == "en" else 9.5))
        told = "\n".join(folded(each, language, letters) for each in notes)
        figure.supxlabel(told, fontsize=NOTE_SIZE - 1, color="#595959", x=0.01, ha="left")
        space_lines(figure, language)
    return figure


def _named(titles: Sequence[str], language: Language) -> list[str]:
    """Names at the left, in a line each; where one has no room for all of it, each has its number."""
    lines = [folded(each, language, LETTERS[language]).split("\n") for each in titles]
    short = [each[0] + (" …" if len(each) > 1 else "") for each in lines]
    if all(len(each) == 1 for each in lines):
        return short
    return [f"{place} {each}" for place, each in enumerate(short, 1)]


def _panel(panel: Any, row: Sequence[Reading], arms: Sequence[str], language: Language) -> None:
    from matplotlib.ticker import MaxNLocator

    indicator = row[0].indicator
    step, side = step_of(indicator.unit), side_of(row[0])
    least = step.factor * max(each.least for each in row)
    panel.axvspan(-least, least, color=BAND, linewidth=0, zorder=0)
    panel.axvline(0, color=COLOURS[NONE], linewidth=0.6, dashes=(3, 2), zorder=1)
    for reading in row:
        place, found, verdict = arms.index(reading.outcome.scenario), reading.found, reading.verdict
        colour, grey = COLOURS[verdict], verdict in (NONE, UNKNOWN)
        if math.isfinite(found.low):
            ends = [step.factor * each for each in (found.low, found.high)]
            panel.plot(ends, [place] * 2, color=colour, linewidth=0.8 if grey else 1.2, zorder=2)
        panel.plot(
            step.factor * found.difference,
            place,
            SHAPES[verdict],
            markersize=2.4 if grey else 3.8,
            markeredgecolor=colour,
            markeredgewidth=0.8,
            markerfacecolor=colour if reading.matters else "white",
            zorder=3,
        )
    label = indicator.label(language)
    panel.set_title(folded(f"{label[:1].upper()}{label[1:]}", language, TITLE[language]), loc="left")
    panel.set_xlabel(step.word(language), fontsize=6.5, labelpad=1)
    panel.tick_params(axis="y", length=0)
    panel.tick_params(axis="x", labelsize=6.5)
    panel.xaxis.set_major_locator(MaxNLocator(4))
    panel.grid(axis="y", linewidth=0.3, alpha=0.4)
    if side < 0:
        panel.invert_xaxis()
