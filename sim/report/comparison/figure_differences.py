"""Differences over time as a figure: outcomes in which a difference matters by alternatives, one scale a row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from sim.analysis.comparison import Comparison
from sim.analysis.reading import NONE, Reading
from sim.core.config.calendar import FIRST_YEAR, MONTHS
from sim.core.config.language import Language
from sim.report.comparison.courses import ENOUGH_FOR_BANDS, Course, difference_over_time, first_month
from sim.report.comparison.figure_matrix import BAND, COLOURS
from sim.report.comparison.matrix import in_rows
from sim.report.comparison.over_time import WORDS as TOLD
from sim.report.comparison.over_time import begins, reach_of
from sim.report.comparison.statements import Rows
from sim.report.layout.figures import BASELINE, folded, heavy, lettering, missing_signs_told, space_lines
from sim.report.layout.sentences import rule_line
from sim.report.layout.steps import step_of
from sim.words.labels import word

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

PANEL_WIDTH, PANEL_HEIGHT, NOTE_HEIGHT, TITLE_HEIGHT = 2.4, 1.35, 0.16, 0.5
NOTE_LETTERS: dict[Language, float] = {"en": 17.0, "zh": 10.0}
"""Letters of a note in an inch."""
TITLE_LETTERS: dict[Language, int] = {"en": 26, "zh": 15}
LABEL_LETTERS: dict[Language, int] = {"en": 17, "zh": 8}


def draw(comparison: Comparison, readings: Sequence[Reading], language: Language = "en") -> Figure:
    """Draw the differences over time; all outcomes where none matters, so that there is something to be seen.

    Parameters
    ----------
    comparison : Comparison
    readings : sequence of Reading
        Of all its differences.
    language : {"en", "zh"}
        Of all words; English where no Chinese font is installed.
    """
    from matplotlib import rc_context
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.layout_engine import ConstrainedLayoutEngine

    language, (_, *titles), settings = lettering(comparison.scenarios, language)
    rows = Rows.of(readings)
    names = in_rows(rows)
    names = [name for name in names if any(each.matters for each in rows.by_outcome[name])] or names
    with missing_signs_told(), rc_context(settings):
        width = PANEL_WIDTH * max(len(titles), 2)
        notes = _notes(comparison, width, language)
        height = PANEL_HEIGHT * len(names) + TITLE_HEIGHT + NOTE_HEIGHT * (notes.count("\n") + 1)
        figure = Figure(figsize=(width, height), layout=ConstrainedLayoutEngine(h_pad=0.05, hspace=0.03))
        FigureCanvasAgg(figure)
        panels = figure.subplots(len(names), len(titles), sharex=True, sharey="row", squeeze=False)
        for name, row in zip(names, panels, strict=True):
            _row(comparison, rows, name, row, language)
        for panel, title in zip(panels[0], titles, strict=True):
            panel.set_title(folded(title, language, TITLE_LETTERS[language]), loc="left", weight=heavy(settings))
        figure.supxlabel(notes, size=7, color="#595959", x=0.01, ha="left")
        space_lines(figure, language)
    return figure


def _row(comparison: Comparison, rows: Rows, name: str, panels: Sequence[Axes], language: Language) -> None:
    row = rows.by_outcome[name]
    indicator = row[0].indicator
    step = step_of(indicator.unit)
    courses = {
        each.outcome.scenario: difference_over_time(comparison, each.outcome.scenario, indicator) for each in row
    }
    shown = [step.factor * course.quantiles for course in courses.values()]
    reach = reach_of(shown, step.factor * max(each.least for each in row))
    by_name = {each.outcome.scenario: each for each in row}
    for place, (panel, scenario) in enumerate(zip(panels, comparison.alternatives, strict=True)):
        if scenario in by_name:
            _panel(panel, comparison, by_name[scenario], courses[scenario], step.factor)
        else:
            panel.set_axis_off()
        if not place:
            label = indicator.label(language)
            label = folded(f"{label[:1].upper()}{label[1:]}", language, LABEL_LETTERS[language])
            panel.set_ylabel(f"{label}\n{step.word(language)}", size=7)
        panel.set_ylim(*reach)


def _panel(panel: Axes, comparison: Comparison, reading: Reading, course: Course, factor: float) -> None:
    from matplotlib.ticker import MaxNLocator

    years = FIRST_YEAR + (first_month(comparison) + np.arange(course.every.shape[1])) / MONTHS
    colour = COLOURS[reading.verdict if reading.matters else NONE]
    least = factor * reading.least
    panel.axhspan(-least, least, color=BAND, linewidth=0, zorder=0)
    panel.axhline(0, color=BASELINE[0], linewidth=1.0, linestyle=BASELINE[1], zorder=1)
    begun = begins(comparison, reading.outcome.scenario)
    if begun is not None:
        panel.axvline(years[begun], color="#9a9a9a", linewidth=0.7, linestyle=":", zorder=1)
    if course.banded:
        for lower, upper, alpha in ((0, 4, 0.13), (1, 3, 0.34)):
            edges = (factor * course.quantiles[place] for place in (lower, upper))
            panel.fill_between(years, *edges, color=colour, alpha=alpha, linewidth=0, zorder=2)
    else:
        panel.plot(years, factor * course.every.T, color=colour, linewidth=0.6, alpha=0.6, zorder=2)
    panel.plot(years, factor * course.median, color=colour, linewidth=1.5, zorder=3)
    panel.margins(x=0.01)
    panel.ticklabel_format(axis="both", useOffset=False)
    panel.xaxis.set_major_locator(MaxNLocator(4, integer=True))
    panel.yaxis.set_major_locator(MaxNLocator(4))


def _notes(comparison: Comparison, inches: float, language: Language) -> str:
    """What lines and bands are, and the quorum rule: the figure is seen without its page too."""
    pairs = comparison.stopping.pairs
    told = word("bands" if pairs >= ENOUGH_FOR_BANDS else "lines", language, TOLD, pairs=pairs)
    letters = int(inches * NOTE_LETTERS[language])
    return "\n".join(folded(line, language, letters) for line in (told, rule_line(comparison.scenarios, language)))
