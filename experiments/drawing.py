"""Figures of experiments: forests of paired effects, lines over time and grids, labelled in English or Chinese.

Drawn as the figures of comparisons are (``sim/report/layout/figures.py``): Okabe and Ito's colours with dashes and
markers, so that nothing hangs on colour alone; each figure as PDF and PNG.
"""

from __future__ import annotations

import argparse
import textwrap
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd
from matplotlib import rc_context
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine

from sim.execution.files import make_folder, publish
from sim.indicators import INDICATORS
from sim.policies import policy_names
from sim.report.described.catalogue import policy_title
from sim.report.layout.figures import BASELINE, MARKERS, STYLES, chinese_font, pdf, png, space_lines
from sim.report.layout.numbers import shown_as
from sim.words.labels import unit_label
from sim.words.labels import word as message

ROW_HEIGHT, PANEL_WIDTH, PANEL_HEIGHT, LABEL_WIDTH = 0.19, 2.3, 2.4, 2.2
TITLE_WIDTH = {"en": 30, "zh": 16}
DOTS = 110
CLEAR, UNCLEAR = STYLES[0][0], "#9a9a9a"
WORDS = {
    "difference": ("difference from the baseline", "与基准情景之差"),
    "year": ("year of the run", "运行年份"),
    "clear": ("95 % interval leaves out 0", "95%区间不含0"),
    "unclear": ("interval holds 0", "区间含0"),
    "list": ("lists of those not due (list)", "按名单扣除（list）"),
    "registered": ("quorum of all on the roll (registered)", "按在册党员计（registered）"),
    "adjusted": ("quorum of those due (adjusted)", "按应到党员计（adjusted）"),
    "kept": ("support goes on", "支持继续"),
    "stopped": ("support ends after year 5", "第5年后停止支持"),
    "reserve": ("Trained reserve (rotation)", "后备培养（任期轮换）"),
    "platform": ("Platform integrated and kept up", "平台整合与维护"),
    "all_support": ("All support together", "全部支持"),
    "first_secretary+reserve": ("First secretaries and reserve", "第一书记＋后备培养"),
    "as it stands": ("the model as it stands", "现有模型"),
    "income_only": ("poverty by income alone", "贫困仅按收入"),
    "little_habit": ("habit hardly counts", "习惯几乎不起作用"),
    "fixed_hours": ("hours follow pay alone", "工时仅随报酬"),
    "symmetric_trust": ("symmetric trust", "信任增减对称"),
    "own_bases": ("persons' own bases of trust (as shipped)", "信任各有基准（默认）"),
    "one_base": ("one base of trust for all", "信任统一基准"),
}


def word(name: str, language: str, own: Mapping[str, tuple[str, str]] = MappingProxyType({})) -> str:
    """Label of a policy, an indicator or a word of the figures; ``own`` holds those of one experiment."""
    for words in (own, WORDS):
        if name in words:
            return words[name][language == "zh"]
    if name in policy_names():
        return policy_title(name, language)  # type: ignore[arg-type]
    if name in INDICATORS:
        return INDICATORS[name].zh if language == "zh" else INDICATORS[name].en
    return name


def unit_of_difference(unit: str, language: str) -> str:
    """Label of an axis of differences: shares differ by percentage points."""
    if unit == "share":
        return "百分点" if language == "zh" else "percentage points"
    return unit_label(unit, language)  # type: ignore[arg-type]


def figures(file: str, drawers: Mapping[str, Callable[[Path, str], Figure]]) -> None:
    """Draw all figures of an experiment from its tables; ``--full`` for those of the full size.

    Parameters
    ----------
    file : str
        ``__file__`` of the experiment's ``figures.py``.
    drawers : mapping of str to callable
        By name of the figure; takes the folder of the tables and the language.
    """
    parser = argparse.ArgumentParser()
    parser.add_argument("--lang", choices=("en", "zh"), default="en")
    parser.add_argument("--full", action="store_true")
    chosen = parser.parse_args()
    folder = Path(file).resolve().parent / ("full" if chosen.full else ".")
    if chosen.lang == "zh" and not chinese_font():
        raise SystemExit(message("no_chinese_font", "zh"))
    make_folder(folder / "figures")
    with rc_context(settings(chosen.lang)):
        for name, draw in drawers.items():
            figure = draw(folder / "tables", chosen.lang)
            space_lines(figure, chosen.lang)
            FigureCanvasAgg(figure)
            place = folder / "figures" / (name if chosen.lang == "en" else f"{name}.zh")
            publish_bytes(Path(f"{place}.pdf"), pdf(figure))
            publish_bytes(Path(f"{place}.png"), png(figure, DOTS))


def publish_bytes(path: Path, content: bytes) -> None:
    """Publish a file, whole or not at all."""
    publish(path, lambda temporary: Path(temporary).write_bytes(content))


def settings(language: str) -> dict[str, Any]:
    """Fonts and lines, as in the figures of comparisons."""
    fonts = [str(chinese_font()), "DejaVu Sans"] if language == "zh" else ["DejaVu Sans"]
    return {
        "font.family": fonts,
        "font.size": 7.5,
        "axes.titlesize": 8,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.unicode_minus": False,
    }


def canvas(width: float, height: float) -> Figure:
    """An empty figure whose parts make room for each other."""
    return Figure(figsize=(width, height), layout=ConstrainedLayoutEngine(h_pad=0.06, hspace=0.04, w_pad=0.04))


def wrapped(text: str, language: str) -> str:
    """A title in lines that fit a panel."""
    return "\n".join(textwrap.wrap(text, TITLE_WIDTH[language]))


def forest(
    table: pd.DataFrame,
    outcomes: Sequence[str],
    language: str,
    series: str = "",
    labels: Callable[[str], str] | None = None,
    order: Sequence[str] = (),
    columns: int = 4,
) -> Figure:
    """Paired effects, a row an arm and a panel an outcome.

    Parameters
    ----------
    table : DataFrame
        arm, outcome, difference, low, high; and ``series``, if given, whose values are set side by side.
    outcomes, order : sequence of str
        Panels; arms from the top.
    labels : callable, optional
        Label of an arm.
    """
    arms = list(order) or list(dict.fromkeys(table["arm"]))
    kinds = list(dict.fromkeys(table[series])) if series else [""]
    columns = min(columns, len(outcomes))
    lines = -(-len(outcomes) // columns)
    height = lines * (len(arms) * ROW_HEIGHT * (1 + 0.35 * (len(kinds) - 1)) + 0.75) + 0.4
    figure = canvas(LABEL_WIDTH + columns * PANEL_WIDTH, height)
    panels = np.atleast_1d(figure.subplots(lines, columns, sharey=True)).ravel()
    for panel, outcome in zip(panels, outcomes, strict=False):
        unit = INDICATORS[outcome].unit
        for place, kind in enumerate(kinds):
            mine = table[(table["outcome"] == outcome) & ((table[series] == kind) if series else True)]
            mine = mine.set_index("arm").reindex(arms)
            centre, low, high = (shown_as(mine[name].to_numpy(float), unit) for name in ("difference", "low", "high"))
            rows = np.arange(len(arms)) + min(0.3, 0.8 / len(kinds)) * (place - (len(kinds) - 1) / 2)
            clear = (low > 0) | (high < 0)
            for chosen, colour in ((clear, STYLES[place][0]), (~clear, UNCLEAR)):
                panel.errorbar(
                    centre[chosen], rows[chosen], xerr=[(centre - low)[chosen], (high - centre)[chosen]],
                    fmt=MARKERS[place], color=colour, markersize=3.6, linewidth=1.1,
                    markerfacecolor=colour if colour != UNCLEAR else "white",
                )  # fmt: skip
        panel.axvline(0, color=BASELINE[0], linewidth=0.8, linestyle=BASELINE[1])
        panel.set_title(wrapped(word(outcome, language), language), loc="left")
        panel.set_xlabel(unit_of_difference(unit, language))
        panel.grid(axis="x", linewidth=0.4, alpha=0.5)
        panel.locator_params(axis="x", nbins=4)
        panel.set_ylim(len(arms) - 0.5, -0.5)
        panel.set_yticks(range(len(arms)), [(labels or (lambda arm: word(arm, language)))(arm) for arm in arms])
    for empty in panels[len(outcomes) :]:
        empty.set_axis_off()
    legend(figure, kinds, language)
    return figure


def legend(figure: Figure, kinds: Sequence[str], language: str, unclear: bool = True) -> None:
    """What filled and open markers mean, and the series."""
    from matplotlib.lines import Line2D

    made = [
        Line2D([], [], color=STYLES[place][0], marker=MARKERS[place], markersize=4, linewidth=1.1,
               label=word(kind, language) if kind else word("clear", language))
        for place, kind in enumerate(kinds)
    ]  # fmt: skip
    if unclear:
        hollow = {"marker": MARKERS[0], "markersize": 4, "markerfacecolor": "white"}
        made.append(Line2D([], [], color=UNCLEAR, linewidth=1.1, label=word("unclear", language), **hollow))
    figure.legend(handles=made, loc="outside lower center", ncols=len(made), frameon=False)


def over_time(
    table: pd.DataFrame, panels: Sequence[tuple[str, str]], language: str, x: str, series: str, columns: int = 3
) -> Figure:
    """Effects over the years, a panel an arm and outcome, a line a value of ``series``, with their intervals."""
    columns = min(columns, len(panels))
    lines = -(-len(panels) // columns)
    figure = canvas(columns * 2.9, lines * PANEL_HEIGHT + 0.4)
    axes = np.atleast_1d(figure.subplots(lines, columns, sharex=True)).ravel()
    kinds = list(dict.fromkeys(table[series]))
    for panel, (arm, outcome) in zip(axes, panels, strict=False):
        unit = INDICATORS[outcome].unit
        for place, kind in enumerate(kinds):
            mine = table[(table["arm"] == arm) & (table["outcome"] == outcome) & (table[series] == kind)].sort_values(x)
            colour, dash = STYLES[place]
            low, centre, high = (shown_as(mine[name].to_numpy(float), unit) for name in ("low", "difference", "high"))
            panel.fill_between(mine[x], low, high, color=colour, alpha=0.15, linewidth=0)
            panel.plot(
                mine[x],
                centre,
                color=colour,
                linestyle=dash,
                marker=MARKERS[place],
                markersize=3,
                label=word(kind, language),
            )
        panel.axhline(0, color=BASELINE[0], linewidth=0.8, linestyle=BASELINE[1])
        title = (wrapped(word(name, language), language) for name in (arm, outcome) if name)
        panel.set_title("\n".join(title), loc="left")
        panel.set_ylabel(unit_of_difference(unit, language))
        panel.set_xlabel(word("year", language))
        panel.tick_params(labelbottom=True)
        panel.grid(axis="y", linewidth=0.4, alpha=0.5)
    for empty in axes[len(panels) :]:
        empty.set_axis_off()
    handles, labels = axes[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower center", ncols=len(labels), frameon=False)
    return figure
