"""Figures of x07: effects of the same support before and after, and how the villages change without any."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.drawing import canvas, figures, unit_of_difference, word, wrapped
from experiments.x07_timing.run import BEGINS, PRIMARY, SPANS, WORLDS
from sim.indicators import INDICATORS
from sim.report.layout.figures import BASELINE, MARKERS, STYLES
from sim.report.layout.numbers import shown_as
from sim.words.labels import unit_label

WORDS = {
    "held": ("keeps its people", "人口稳定"),
    "emptying": ("empties slowly", "缓慢空心化"),
    "emptying_fast": ("empties fast", "快速空心化"),
    "before": ("support in years 1 to 3", "第1至3年支持"),
    "after": ("the same support in years 9 to 11", "第9至11年同样支持"),
    "online_kept_up": ("Online branch, platform merged and kept up", "网上支部（平台整合并维护）"),
    "secretary_pay": ("Full-time contract of secretaries", "书记专职化"),
}
HEIGHT, WIDTH, COLUMNS, APART = 1.35, 2.5, 4, 0.17
STATE = ("residents", "share_away", "residents_60", "quorum_failure")


def named(name: str, language: str) -> str:
    """Label of a world, time or kind of support."""
    return word(name, language, WORDS)


def timing(tables: Path, language: str) -> Figure:
    """A panel a kind of support and the outcome stated for it, a row a world."""
    table = pd.read_csv(tables / "effects.csv")
    table = table[table["span"] == SPANS[0]].set_index(["arm", "outcome", "when", "world"])
    places = list(WORLDS)
    figure = canvas(1.7 + COLUMNS * WIDTH, 2 * HEIGHT + 1.1)
    panels = figure.subplots(2, COLUMNS, sharey=True).ravel()
    for panel, (arm, outcome) in zip(panels, PRIMARY.items(), strict=False):
        unit = INDICATORS[outcome].unit
        for place, when in enumerate(BEGINS):
            mine = table.loc[[(arm, outcome, when, each) for each in places]]
            low, centre, high = (shown_as(mine[end].to_numpy(float), unit) for end in ("low", "difference", "high"))
            rows = np.arange(len(places)) + APART * (2 * place - 1)
            colour, dash = STYLES[place]
            bars = panel.errorbar(
                centre, rows, xerr=[centre - low, high - centre], fmt=MARKERS[place], color=colour, markersize=4,
                linewidth=1.1, markerfacecolor="white" if place else colour, label=named(when, language),
            )  # fmt: skip
            bars[2][0].set_linestyle(dash)
        panel.axvline(0, color=BASELINE[0], linewidth=0.8, linestyle=BASELINE[1])
        panel.set_title(f"{wrapped(named(arm, language), language)}\n{wrapped(word(outcome, language), language)}",
                        loc="left")  # fmt: skip
        panel.set_xlabel(unit_of_difference(unit, language))
        panel.grid(axis="x", linewidth=0.4, alpha=0.5)
        panel.locator_params(axis="x", nbins=4)
        panel.set_ylim(len(places) - 0.5, -0.5)
        panel.set_yticks(range(len(places)), [named(each, language) for each in places])
    panels[-1].set_axis_off()
    share_legend(figure, panels[0])
    return figure


def villages(tables: Path, language: str) -> Figure:
    """How the villages change without support."""
    table = pd.read_csv(tables / "villages.csv")
    figure = canvas(4 * 2.4, 2.5)
    panels = figure.subplots(1, len(STATE))
    for panel, outcome in zip(panels, STATE, strict=True):
        unit = INDICATORS[outcome].unit
        for place, world in enumerate(WORLDS):
            mine = table[(table["world"] == world) & (table["outcome"] == outcome)].sort_values("year")
            low, centre, high = (shown_as(mine[name].to_numpy(float), unit) for name in ("low", "mean", "high"))
            colour, dash = STYLES[place]
            panel.fill_between(mine["year"], low, high, color=colour, alpha=0.12, linewidth=0)
            panel.plot(mine["year"], centre, color=colour, linestyle=dash, marker=MARKERS[place], markersize=3,
                       label=named(world, language))  # fmt: skip
        panel.set_title(wrapped(word(outcome, language), language), loc="left")
        panel.set_ylabel(unit_label(unit, language))  # type: ignore[arg-type]
        panel.set_xlabel(word("year", language))
        panel.set_xticks(range(1, 13, 2))
        panel.grid(axis="y", linewidth=0.4, alpha=0.5)
    share_legend(figure, panels[0])
    return figure


def share_legend(figure: Figure, panel: Axes) -> None:
    """One legend below all panels."""
    handles, labels = panel.get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower center", ncols=len(labels), frameon=False)


if __name__ == "__main__":
    figures(__file__, {"timing": timing, "villages": villages})
