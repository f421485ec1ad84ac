"""The figure of why: headlines in columns; in rows the effect, its parts by lever or dose, and its paths by channel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.analysis.why.table import Reasons, Share, Why
from sim.core.config.language import Language
from sim.report.layout.figures import NOTE_SIZE, folded, lettering, missing_signs_told, space_lines
from sim.report.layout.text import width as width_of
from sim.report.why.why_text import names_of
from sim.report.why.why_words import channel_label, shown_share, step_words, told

if TYPE_CHECKING:
    from matplotlib.figure import Figure

LABEL, CELL, ROW, FOOT, GAP = 2.9, 0.78, 0.225, 0.45, 0.32
HEAD_LINE, MARGIN = 0.115, 0.1
"""Inches."""
LETTERS: dict[Language, int] = {"en": 13, "zh": 7}
LABEL_LETTERS = 48
"""Columns of a terminal that fit beside the cells."""
BETTER, WORSE, NEITHER, NOT_SEEN = "#1b7837", "#8e2a8e", "#333333", "#8a8a8a"
FAINTEST, STRONGEST = 0.10, 0.55
NOTES: dict[Language, str] = {
    "en": "Paired differences, {pairs} pairs. Green: better; purple: worse; black: neither; grey: the 95 % interval "
    "holds 0. The deeper the ground, the larger against the largest of its column.\n"
    "Parts add up to the effect. Paths are what is gone of the effect while a channel is held; they overlap.",
    "zh": "配对差，{pairs}个配对。绿：改善；紫：变差；黑：不分好坏；灰：95%区间含0。底色越深，在该列中越大。\n"
    "各部分之和等于影响。路径为固定某渠道后影响中消失的部分，相互重叠。",
}


def draw_why(found: Why, language: Language = "en") -> Figure:
    """Draw the matrix of parts and paths.

    Parameters
    ----------
    found : Why
    language : {"en", "zh"}
    """
    from matplotlib import rc_context
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    language, _, settings = lettering([found.baseline, found.alternative], language)
    sections = _sections(found, language)
    rows = sum(len(lines) for _, lines in sections)
    width = LABEL + CELL * len(found.reasons) + MARGIN
    heads = [_head(each, language) for each in found.reasons]
    top = MARGIN + HEAD_LINE * max(each.count("\n") + 1 for each in heads) + 0.05
    height = top + ROW * rows + GAP * (len(sections) - 1) + FOOT
    with missing_signs_told(), rc_context(settings):
        figure = Figure(figsize=(width, height))
        FigureCanvasAgg(figure)
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set(xlim=(0, width), ylim=(height, 0))
        axes.axis("off")
        for place, head in enumerate(heads):
            x = LABEL + (place + 0.5) * CELL
            axes.text(x, top - 0.05, head, fontsize=6.5, ha="center", va="bottom", linespacing=1.05)
        y = top
        for place, (heading, lines) in enumerate(sections):
            if place:
                axes.text(0.08, y + GAP - 0.06, heading, fontsize=7.5, va="bottom", color="#595959")
                y += GAP
            axes.plot([0.06, width - 0.06], [y, y], color="#1a1a1a", linewidth=0.6)
            for label, shares in lines:
                axes.text(0.08, y + ROW / 2, _cut(label), fontsize=7.5, va="center_baseline")
                for column, (share, each) in enumerate(zip(shares, found.reasons, strict=True)):
                    _cell(axes, LABEL + column * CELL, y, share, each)
                y += ROW
        axes.text(
            0.08, y + 0.1, NOTES[language].format(pairs=found.pairs), fontsize=NOTE_SIZE, va="top", color="#595959"
        )
        space_lines(figure, language)
    return figure


def _sections(found: Why, language: Language) -> list[tuple[str, list[tuple[str, list[Share]]]]]:
    """Headings, and below each its rows: label and a share an outcome."""
    names = names_of(found, language)
    first = [(told(found, language, "effect"), [Share("", each.whole) for each in found.reasons])]
    found_sections = [("", first)]
    for key, attribute in (("doses", "doses"), ("levers", "levers"), ("channels", "channels")):
        count = max((len(getattr(each, attribute)) for each in found.reasons), default=0)
        lines = []
        for place in range(count):
            shares = [getattr(each, attribute)[place] for each in found.reasons]
            name = shares[0].name
            lines.append((names[name] if name in names else channel_label(name, language), shares))
        if lines:
            found_sections.append((told(found, language, key), lines))
    return found_sections


def _head(reasons: Reasons, language: Language) -> str:
    label = folded(reasons.indicator.label(language), language, LETTERS[language])
    words = folded(step_words(reasons.indicator.unit, language), language, LETTERS[language])
    return f"{label}\n({words})"


def _cell(axes: Any, x: float, y: float, share: Share, reasons: Reasons) -> None:
    from matplotlib.patches import Rectangle

    found = share.found
    if found.clear:
        side = reasons.indicator.better * (1 if found.difference > 0 else -1)
        colour = BETTER if side > 0 else WORSE if side < 0 else NEITHER
        largest = max(
            abs(each.found.difference)
            for each in (Share("", reasons.whole), *reasons.doses, *reasons.levers, *reasons.channels)
            if each.found.clear
        )
        depth = FAINTEST + (STRONGEST - FAINTEST) * abs(found.difference) / largest
        axes.add_patch(
            Rectangle((x + 0.02, y + 0.015), CELL - 0.04, ROW - 0.03, color=colour, alpha=depth, linewidth=0)
        )
    text = "0" if found.identical else shown_share(share, reasons.indicator.unit)[0]
    style = {"color": "black", "fontsize": 7.5} if found.clear else {"color": NOT_SEEN, "fontsize": 6.5}
    axes.text(x + CELL / 2, y + ROW / 2, text, ha="center", va="center_baseline", **style)


def _cut(label: str) -> str:
    """What fits beside the cells."""
    if width_of(label) <= LABEL_LETTERS:
        return label
    while width_of(label) >= LABEL_LETTERS:
        label = label[:-1]
    return f"{label}…"
