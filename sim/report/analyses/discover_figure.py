"""The figure of discovery: coverage and density of the boxes that may be told, and the limits of the first of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.analysis.discover.boxes import Found
from sim.analysis.discover.table import Discovered
from sim.analysis.robust.turns import is_number
from sim.core.config.language import Language
from sim.report.analyses.discover_text import case_text, limits_text
from sim.report.analyses.signs_text import PER_CENT, short
from sim.report.layout.figures import NOTE_SIZE, folded, lettering, missing_signs_told, space_lines, style_of

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MOST = 4
WIDTH, HEIGHT = 3.6, 3.1
CASE, OTHER = "#D55E00", "#9a9a9a"
WORDS: dict[str, dict[Language, str]] = {
    "coverage": {"en": "coverage, %", "zh": "覆盖率，%"},
    "density": {"en": "density, %", "zh": "密度，%"},
    "note": {
        "en": "Left: boxes as they are peeled (line), the one told (mark), the same on fresh points (open mark).\n"
        "Right: fresh points over its first two limits; dots are cases, crosses others, white is the box.",
        "zh": "左：逐次剥出的条件（线）、所报告者（实心）及其在新点上的值（空心）。\n右：新点在前两个界限上的分布；"
        "圆点为关注情形，叉为其他，白色为该条件。",
    },
    "none": {"en": "No box may be told.", "zh": "无可报告的条件。"},
}


def draw_boxes(found: Discovered, scenarios: Sequence[Any], language: Language = "en") -> Figure:
    """A row for each of the first boxes that may be told: how it was peeled, and where its cases lie.

    Parameters
    ----------
    found : Discovered
    scenarios : sequence
        With ``name`` and ``title``.
    language : {"en", "zh"}
    """
    from matplotlib import rc_context
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    language, titles, settings = lettering(scenarios, language)
    known = dict(zip((str(each.name) for each in scenarios), titles, strict=True))
    told = found.headlines()[:MOST]
    with missing_signs_told(), rc_context(settings):
        figure = Figure(figsize=(2 * WIDTH, max(1, len(told)) * HEIGHT + 0.4), layout="constrained")
        FigureCanvasAgg(figure)
        if not told:
            figure.text(0.5, 0.5, WORDS["none"][language], ha="center")
            return figure
        panels = figure.subplots(len(told), 2, squeeze=False)
        for (left, right), (key, box) in zip(panels, told, strict=True):
            _path(left, box, language)
            _title(left, key, box, found, known, language)
            _points(right, key, box, found, language)
        figure.supxlabel(WORDS["note"][language], fontsize=NOTE_SIZE)
        space_lines(figure, language)
    return figure


def _title(
    panel: Any, key: tuple[str, str, str], box: Found, found: Discovered, titles: Mapping[str, str], language: Language
) -> None:
    outcome, policy, kind = key
    least = next(each["least"] for each in found.cases if (each["outcome"], each["policy"], each["case"]) == key)
    said = f"{titles.get(policy, policy)}{' ' * (language == 'en')}{case_text(kind, outcome, least, language)}"
    panel.set_title(folded(said, language), loc="left")


def _path(panel: Any, found: Found, language: Language) -> None:
    colour, _ = style_of(1)
    covers = [PER_CENT * each.coverage for each in found.path]
    panel.plot(covers, [PER_CENT * each.density for each in found.path], color=colour, marker=".", linewidth=0.8)
    for box, face in ((found.box, colour), (found.fresh, "white")):
        x, y = PER_CENT * box.coverage, PER_CENT * box.density
        panel.plot(x, y, marker="s", markersize=7, color=colour, markerfacecolor=face, linestyle="none", zorder=4)
    panel.set_xlim(-3, 103)
    panel.set_ylim(-3, 103)
    panel.set_xlabel(WORDS["coverage"][language])
    panel.set_ylabel(WORDS["density"][language])
    panel.grid(linewidth=0.4, alpha=0.5)


def _points(panel: Any, key: tuple[str, str, str], found: Found, whole: Discovered, language: Language) -> None:
    outcome, policy, kind = key
    ensemble, fresh = whole.ensemble, whole.fresh
    record = next(each for each in whole.cases if (each["outcome"], each["policy"], each["case"]) == key)
    cases = record["where"][fresh]
    names = list(found.box.limits)[:2]
    values = [_drawn(ensemble.factors[name][fresh]) for name in names]
    spots = values if len(values) > 1 else [values[0], (np.arange(fresh.sum()) * 0.618034 % 1, [])]
    for chosen, colour, mark in ((~cases, OTHER, "x"), (cases, CASE, "o")):
        panel.scatter(
            spots[0][0][chosen], spots[1][0][chosen], s=13, marker=mark, color=colour, linewidths=0.7, zorder=3
        )
    for name, (_, words), axis in zip(names, values, "xy", strict=False):
        _frame(panel, found.box.limits[name], words, axis)
        getattr(panel, f"set_{axis}label")(short(name))
        if words:
            getattr(panel, f"set_{axis}ticks")(range(len(words)), [str(each) for each in words])
    if len(names) < 2:
        panel.set_yticks([])
    panel.set_title(folded(limits_text(found.box.limits, language), language), loc="left", fontsize=NOTE_SIZE)


def _drawn(values: np.ndarray) -> tuple[np.ndarray, list[Any]]:
    """Places at which values are drawn, and words to be written there."""
    if is_number(values):
        return values.astype(float), []
    words = sorted(set(values.tolist()), key=str)
    apart = (np.arange(len(values)) * 0.618034 % 1 - 0.5) * 0.5  # side by side, without a draw
    return np.array([words.index(each) for each in values.tolist()]) + apart, words


def _frame(panel: Any, limit: Any, words: Sequence[Any], axis: str) -> None:
    """Shade what a limit leaves out."""
    shade = panel.axvspan if axis == "x" else panel.axhspan
    low, high = panel.get_xlim() if axis == "x" else panel.get_ylim()
    out = [(place - 0.5, place + 0.5) for place, word in enumerate(words) if word not in (limit.words or words)]
    if not words:
        out = [(low, limit.low)] * ("low" in limit.sides) + [(limit.high, high)] * ("high" in limit.sides)
    for first, last in out:
        shade(first, last, color="#dddddd", linewidth=0, zorder=0)
    (panel.set_xlim if axis == "x" else panel.set_ylim)(low, high)
