"""Small multiples over the years: differences of arms, and levels of arms beside their baseline, with bands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from sim.core.config.language import Language
from sim.core.recording.indicator import AnyIndicator
from sim.report.comparison.figure_matrix import BAND
from sim.report.layout.figures import BASELINE, folded, lettering, missing_signs_told, space_lines, style_of
from sim.report.layout.numbers import shown_as
from sim.report.layout.steps import step_of
from sim.words.labels import unit_label

if TYPE_CHECKING:
    from matplotlib.figure import Figure

WIDTH, HEIGHT, TITLE = 2.35, 1.45, 0.45
LABEL: dict[Language, int] = {"en": 19, "zh": 9}
HEAD: dict[Language, int] = {"en": 26, "zh": 14}
ENOUGH = 3
"""Units from which on a band over them is drawn."""


class Band(NamedTuple):
    """Quantiles over the units, shape (5, years): differences, levels after and before."""

    years: np.ndarray
    steps: np.ndarray
    after: np.ndarray
    before: np.ndarray
    units: int


class _Named(NamedTuple):
    name: str
    title: Mapping[str, str]


def draw_steps(
    bands: Mapping[tuple[str, str], Band],
    indicators: Sequence[AnyIndicator],
    titles: Mapping[str, str],
    least: Mapping[str, float],
    banded: bool,
    language: Language,
) -> Figure:
    """Differences: a row an outcome, a column an arm."""

    def panel(axes: Any, band: Band, indicator: AnyIndicator, place: int) -> None:
        factor = step_of(indicator.unit).factor
        edge = factor * least[indicator.name]
        axes.axhspan(-edge, edge, color=BAND, linewidth=0, zorder=0)
        axes.axhline(0, color=BASELINE[0], linestyle=BASELINE[1], linewidth=0.8, zorder=1)
        _fan(axes, band, factor * band.steps, *style_of(place + 1), banded)

    units = {each.name: step_of(each.unit).word(language) for each in indicators}
    return _multiples(bands, indicators, titles, units, panel, language)


def draw_levels(
    bands: Mapping[tuple[str, str], Band],
    indicators: Sequence[AnyIndicator],
    titles: Mapping[str, str],
    base: str,
    banded: bool,
    language: Language,
) -> Figure:
    """Levels beside those of the baseline, grey and dashed."""

    def panel(axes: Any, band: Band, indicator: AnyIndicator, place: int) -> None:
        _fan(axes, band, shown_as(band.before, indicator.unit), *BASELINE, banded)
        _fan(axes, band, shown_as(band.after, indicator.unit), *style_of(place + 1), banded)

    units = {each.name: unit_label(each.unit, language) for each in indicators}
    return _multiples(bands, indicators, titles, units, panel, language)


def _fan(axes: Any, band: Band, quantiles: np.ndarray, colour: str, dash: Any, banded: bool) -> None:
    if banded and band.units >= ENOUGH:
        for lower, upper, alpha in ((0, 4, 0.13), (1, 3, 0.3)):
            axes.fill_between(band.years, quantiles[lower], quantiles[upper], color=colour, alpha=alpha, linewidth=0)
    marker = "o" if len(band.years) == 1 else None
    axes.plot(band.years, quantiles[2], color=colour, linestyle=dash, linewidth=1.4, marker=marker, zorder=3)


def _multiples(
    bands: Mapping[tuple[str, str], Band],
    indicators: Sequence[AnyIndicator],
    titles: Mapping[str, str],
    units: Mapping[str, str],
    draw_panel: Any,
    language: Language,
) -> Figure:
    from matplotlib import rc_context
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.ticker import MaxNLocator

    arms = list(dict.fromkeys(arm for arm, _ in bands))
    named = [_Named(arm, {language: titles[arm]}) for arm in arms]
    language, shown, settings = lettering(named, language)
    with missing_signs_told(), rc_context(settings | {"font.size": 7, "axes.titlesize": 7.5}):
        size = (WIDTH * max(2, len(arms)) + 0.4, HEIGHT * len(indicators) + TITLE)
        figure = Figure(figsize=size, layout="constrained")
        FigureCanvasAgg(figure)
        panels = figure.subplots(len(indicators), len(arms), sharex=True, sharey="row", squeeze=False)
        for row, indicator in zip(panels, indicators, strict=True):
            for place, (axes, arm) in enumerate(zip(row, arms, strict=True)):
                draw_panel(axes, bands[arm, indicator.name], indicator, place)
                axes.ticklabel_format(axis="both", useOffset=False)
                axes.xaxis.set_major_locator(MaxNLocator(4, integer=True))
                axes.yaxis.set_major_locator(MaxNLocator(4))
            label = indicator.label(language)
            told = folded(f"{label[:1].upper()}{label[1:]}", language, LABEL[language])
            row[0].set_ylabel(f"{told}\n{units[indicator.name]}", fontsize=6.5)
        for axes, title in zip(panels[0], shown, strict=True):
            axes.set_title(folded(title, language, HEAD[language]), loc="left")
        space_lines(figure, language)
    return figure
