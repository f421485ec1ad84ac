"""The figure of what decides outcomes: for each outcome its strongest inputs and the seed, with intervals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.analysis.sensitivity.indices import Share
from sim.analysis.sensitivity.table import DIFFERENCE, Item, Sensitivity
from sim.core.config.language import Language
from sim.indicators import indicator_named
from sim.report.analyses.sensitivity_text import short, strongest
from sim.report.layout.figures import MARKERS, NOTE_SIZE, folded, lettering, missing_signs_told, space_lines, style_of

if TYPE_CHECKING:
    from matplotlib.figure import Figure

COLUMNS, INPUTS, FEW = 3, 5, 3
WIDTH, ROW, FRAME, HEAD = 3.6, 0.21, 0.62, 1.1
TITLE: dict[Language, int] = {"en": 28, "zh": 16}
APART = 0.22
"""Vertical distance of the marks of one input."""
SEED: dict[Language, str] = {"en": "seed (luck)", "zh": "种子（偶然性）"}
EFFECT: dict[Language, str] = {"en": "effect of {title}", "zh": "{title}的效应"}
STATED: dict[Language, str] = {"en": "level: {title}", "zh": "水平：{title}"}
NOTES: dict[bool, dict[Language, str]] = {
    False: {
        "en": "Total effects of inputs, per cent of what the inputs move, with 95 % intervals. Shaded row: the seed's "
        "share, per cent of what varies between runs.\nNo mark: not printed, or nothing seen to move it.",
        "zh": "输入的总效应（占输入所致方差的百分比）及95%区间。底纹行：种子的份额（占单次运行间方差的百分比）。\n"
        "无标记：不列出，或未见输入影响它。",
    },
    True: {
        "en": "Shapley effects of inputs, per cent of what the inputs move, with 95 % intervals. Shaded row: the "
        "seed's share, per cent of what varies between runs.\nNo mark: not printed, or nothing seen to move it.",
        "zh": "输入的Shapley效应（占输入所致方差的百分比）及95%区间。底纹行：种子的份额（占单次运行间方差的百分比）。\n"
        "无标记：不列出，或未见输入影响它。",
    },
}


def draw_sensitivity(found: Sensitivity, scenarios: Sequence[Any], language: Language = "en") -> Figure:
    """A panel for each outcome, a row for each of its strongest inputs, a mark for each scenario.

    Parameters
    ----------
    found : Sensitivity
    scenarios : sequence
        With ``name`` and ``title``, the baseline first.
    language : {"en", "zh"}
    """
    from matplotlib import rc_context
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    language, titles, settings = lettering(scenarios, language)
    known = {str(each.name): title for each, title in zip(scenarios, titles, strict=True)}
    arms = list(dict.fromkeys((each.about.scenario, each.about.of) for each in found.items))
    if any(of == DIFFERENCE for _, of in arms):
        arms = [arm for arm in arms if arm[1] == DIFFERENCE or arm[0] == str(scenarios[0].name)]
    outcomes = list(dict.fromkeys(each.about.outcome for each in found.items))
    panels_of = {each: _panel_of(found, each, arms) for each in outcomes}
    columns = min(COLUMNS, len(outcomes))
    lines = -(-len(outcomes) // columns)
    heights = [
        FRAME + ROW * max(len(panels_of[each][0]) + 1 for each in outcomes[line * columns : (line + 1) * columns])
        for line in range(lines)
    ]
    with missing_signs_told(), rc_context(settings):
        figure = Figure(figsize=(columns * WIDTH, sum(heights) + HEAD), layout="constrained")
        FigureCanvasAgg(figure)
        grid = figure.subplots(lines, columns, gridspec_kw={"height_ratios": heights}, squeeze=False)
        for panel, outcome in zip(grid.ravel(), outcomes, strict=False):
            rows, items = panels_of[outcome]
            _panel(panel, rows, items, arms, found.inputs, language)
            panel.set_title(folded(indicator_named(outcome).label(language), language, TITLE[language]), loc="left")
        for empty in grid.ravel()[len(outcomes) :]:
            empty.set_axis_off()
        _legend(figure, arms, known, language)
        figure.supxlabel(NOTES[found.dependent][language], fontsize=NOTE_SIZE)
        space_lines(figure, language)
    return figure


def _panel_of(
    found: Sensitivity, outcome: str, arms: Sequence[tuple[str, str]]
) -> tuple[list[str], dict[tuple[str, str], Item]]:
    """Inputs that a panel shows, the strongest first, and its items by arm."""
    items = {
        (each.about.scenario, each.about.of): each
        for each in found.items
        if each.about.outcome == outcome and (each.about.scenario, each.about.of) in arms
    }
    most: dict[str, float] = {}
    for item in items.values():
        for path, share in strongest(item, found.inputs):
            most[path] = max(most.get(path, 0.0), share.value)
    return sorted(most, key=lambda path: -most[path])[:INPUTS], items


def _panel(
    panel: Any,
    rows: Sequence[str],
    items: dict[tuple[str, str], Item],
    arms: Sequence[tuple[str, str]],
    inputs: Sequence[str],
    language: Language,
) -> None:
    shift = APART * (np.arange(len(arms)) - (len(arms) - 1) / 2)
    panel.axhspan(len(rows) - 0.5, len(rows) + 0.5, color="#000000", alpha=0.07, linewidth=0)
    for place, arm in enumerate(arms):
        if arm not in items:
            continue
        item = items[arm]
        shares = dict(strongest(item, inputs))
        for line, path in enumerate(rows):
            if path in shares:
                _mark(panel, shares[path], line + shift[place], place)
        if item.found.seed:
            _mark(panel, item.found.seed, len(rows) + shift[place], place)
    panel.set_yticks(range(len(rows) + 1), [*map(short, rows), SEED[language]], fontsize=7.5)
    panel.set_ylim(len(rows) + 0.5, -0.5)
    panel.set_xlim(-2, 102)
    panel.set_xticks([0, 25, 50, 75, 100], ["0", "25", "50", "75", "100 %"])
    panel.grid(axis="x", linewidth=0.4, alpha=0.5)


def _mark(panel: Any, share: Share, line: float, place: int) -> None:
    colour, _ = style_of(place)
    panel.plot([100 * share.low, 100 * share.high], [line, line], color=colour, linewidth=1.3, solid_capstyle="butt")
    panel.plot([100 * share.value], [line], marker=MARKERS[place % len(MARKERS)], color=colour, markersize=4)


def _legend(figure: Any, arms: Sequence[tuple[str, str]], titles: dict[str, str], language: Language) -> None:
    from matplotlib.lines import Line2D

    handles = []
    for place, (scenario, of) in enumerate(arms):
        text = (EFFECT if of == DIFFERENCE else STATED)[language].format(title=titles.get(scenario, scenario))
        marker = MARKERS[place % len(MARKERS)]
        handles.append(Line2D([], [], color=style_of(place)[0], marker=marker, markersize=4, linewidth=1.3, label=text))
    figure.legend(handles=handles, loc="outside upper left", ncols=1 if len(handles) > FEW else 2, frameon=False)
