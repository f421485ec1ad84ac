"""The figure of how sure effects are: for each outcome the alternatives over the points, median and bands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.analysis.robust.table import Robust
from sim.core.config.language import Language
from sim.indicators import indicator_named
from sim.report.analyses.signs_text import ARROWS, PER_CENT
from sim.report.layout.figures import MARKERS, NOTE_SIZE, folded, lettering, missing_signs_told, space_lines, style_of
from sim.report.layout.numbers import fixed, shown_as
from sim.words.labels import unit_label

if TYPE_CHECKING:
    from matplotlib.figure import Figure

COLUMNS = 3
WIDTH, FRAME = 3.5, 0.78
ROW: dict[Language, float] = {"en": 0.34, "zh": 0.26}
HEAD = 0.75
NOTES: dict[Language, str] = {
    "en": "Paired difference from the baseline in {points} futures: mark, median; thick, its 95 % interval; thin, 90 % "
    "of the points.\nRight: share of futures with the sign shown, in per cent. Grey: less than matters. Arrow: the "
    "better side.",
    "zh": "{points}个点上与基准情景的配对差。标记：中位数；粗线：其95%区间；细线：90%的点。\n右侧：具有所示符号的点所"
    "占百分比。灰色：小于有意义的差异。箭头：改善方向。",
}
SIDES = {1: "→", -1: "←", 0: ""}


def draw_robust(found: Robust, scenarios: Sequence[Any], language: Language = "en") -> Figure:
    """A panel for each outcome, a row for each alternative.

    Parameters
    ----------
    found : Robust
    scenarios : sequence
        With ``name`` and ``title``; for the names of the policies.
    language : {"en", "zh"}
    """
    from matplotlib import rc_context
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    language, titles, settings = lettering(scenarios, language)
    known = dict(zip((str(each.name) for each in scenarios), titles, strict=True))
    ensemble = found.ensemble
    policies = [each for each, base in zip(ensemble.policies, ensemble.baselines, strict=True) if not base]
    outcomes = list(dict.fromkeys(each["outcome"] for each in found.signs))
    columns = min(COLUMNS, len(outcomes))
    lines = -(-len(outcomes) // columns)
    with missing_signs_told(), rc_context(settings):
        figure = Figure(
            figsize=(columns * WIDTH + 1.2, lines * (FRAME + ROW[language] * len(policies)) + HEAD),
            layout="constrained",
        )
        FigureCanvasAgg(figure)
        panels = np.atleast_1d(figure.subplots(lines, columns, sharey=True)).ravel()
        for panel, outcome in zip(panels, outcomes, strict=False):
            rows = {each["policy"]: each for each in found.signs if each["outcome"] == outcome}
            _panel(panel, rows, policies, language)
        for panel in panels[::columns]:
            panel.set_yticks(range(len(policies)), [folded(_named(each, known), language, 30) for each in policies])
            panel.set_ylim(len(policies) - 0.4, -0.6)
        for empty in panels[len(outcomes) :]:
            empty.set_axis_off()
        figure.supxlabel(NOTES[language].format(points=ensemble.futures), fontsize=NOTE_SIZE)
        space_lines(figure, language)
    return figure


def _named(policy: str, titles: Mapping[str, str]) -> str:
    name, comma, levers = policy.partition(",")
    return titles.get(name, name) + comma + levers


def _panel(panel: Any, rows: Mapping[str, Mapping[str, Any]], policies: Sequence[str], language: Language) -> None:
    first = next(iter(rows.values()))
    indicator = indicator_named(first["outcome"])
    unit = indicator.unit

    def shown(record: Mapping[str, Any], *names: str) -> list[float]:
        return [shown_as(record[name], unit) for name in names]

    least = shown_as(first["least"], unit)
    panel.axvspan(-least, least, color="#dddddd", linewidth=0, zorder=0)
    panel.axvline(0, color="black", linewidth=0.6, zorder=1)
    for place, policy in enumerate(policies):
        record = rows[policy]
        colour, _ = style_of(place + 1)
        panel.plot(shown(record, "band_low", "band_high"), [place] * 2, color=colour, linewidth=1, zorder=2)
        panel.plot(shown(record, "median_low", "median_high"), [place] * 2, color=colour, linewidth=3.2, zorder=3)
        panel.plot(
            *shown(record, "median"), place, marker=MARKERS[place % len(MARKERS)], color=colour, markersize=5, zorder=4
        )
        sign = ARROWS.get(record["sign"], "0")
        panel.text(
            1.01,
            place,
            f"{sign} {fixed(PER_CENT * record['same_sign'], 0)}",
            transform=panel.get_yaxis_transform(),
            va="center",
            fontsize=NOTE_SIZE,
        )
    panel.set_title(folded(indicator.label(language), language), loc="left")
    panel.set_xlabel(f"{unit_label(unit, language, difference=True)} {SIDES[indicator.better]}".strip())
    panel.tick_params(axis="y", length=0)
    panel.grid(axis="x", linewidth=0.4, alpha=0.5)
    low, high = panel.get_xlim()
    widest = max(abs(low), abs(high))
    panel.set_xlim(-widest if low < 0 else -0.15 * widest, widest if high > 0 else 0.15 * widest)
