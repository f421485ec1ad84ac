"""What charts share: colours, axes, legends and numbers, as parts of ECharts options."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from sim.app.charts.history import first_shown, month_names
from sim.core.config.calendar import MONTHS
from sim.core.config.language import Language, in_language
from sim.policies import find_policy
from sim.policies.common.words import words_of
from sim.words.labels import word
from sim.words.page import say

# Okabe and Ito's colours, which colour-blind readers tell apart.
BLUE, ORANGE, GREEN, PURPLE, SKY = "#0072B2", "#D55E00", "#009E73", "#AA5599", "#56B4E9"
REPORTED = "#222222"
"""What superiors see, always dashed."""
TEXT = {"fontSize": 11, "color": "#444444"}
YEARS_ON_AXIS = 6
QUARTERS = 4
LETTERS_OF_YEAR = 4
"""Shown of ``2021-01`` on the axis; the whole of it stands in the tooltip."""
DECIMALS = 3
MOST_NAMES = 3
"""Policies that are named where they start; more are counted."""


def numbers(values: np.ndarray, scale: float = 1.0) -> list[float | None]:
    """Values as a browser takes them: three decimals, nothing where there is no value."""
    rounded: list[float] = np.round(scale * values, DECIMALS).tolist()
    return [None if math.isnan(value) else value for value in rounded]


def time_axis(model: Any) -> dict[str, Any]:
    """Months from a year before the start to the end of the horizon; it does not move while the run is played."""
    names = month_names(model)
    years = max(1, -(-len(names) // (MONTHS * YEARS_ON_AXIS)))
    return {
        "type": "category",
        "data": names,
        "boundaryGap": False,
        "axisLabel": {**TEXT, "interval": MONTHS * years - 1, "letters": LETTERS_OF_YEAR},
        "axisTick": {"interval": MONTHS - 1},
    }


def start_line(model: Any, language: Language) -> dict[str, Any]:
    """Upright lines at the start of the horizon and at the start of each policy."""
    names = month_names(model)
    start = model.burn_in - first_shown(model)
    marks: dict[int, list[str]] = {start: [word("start", language)]} if 0 < start < len(names) else {}
    born = model.month - model.recorder.month + first_shown(model)
    for name, plan in getattr(getattr(model, "future", None), "policies", {}).items():
        place = plan.delivery.start - born
        if 0 <= place < len(names):
            chinese = words_of(find_policy(name))["zh"].get("title", "")
            marks.setdefault(place, []).append(in_language(language, name.replace("_", " "), chinese))
    shown = {
        place: texts if len(texts) <= MOST_NAMES else [say("policies", language, count=len(texts))]
        for place, texts in marks.items()
    }
    return {
        "silent": True,
        "symbol": "none",
        "lineStyle": {"color": "#999999", "type": "dotted", "width": 1},
        "label": {"fontSize": 10, "color": "#777777", "position": "insideEndTop", "formatter": "{b}"},
        "data": [{"xAxis": names[place], "name": ", ".join(texts)} for place, texts in shown.items()],
    }


def swatches(frame: dict[str, Any]) -> list[tuple[str, str, bool]]:
    """Name, colour and whether dashed of every series of one colour, each name once, for a legend beside the chart."""
    found = {}
    for each in frame["series"]:
        if "color" not in each["itemStyle"]:
            continue
        dashed = each.get("lineStyle", {}).get("type") == "dashed"
        found.setdefault(each["name"], (each["name"], each["itemStyle"]["color"], dashed))
    return list(found.values())


def line(name: str, colour: str, dashed: bool = False, **more: Any) -> dict[str, Any]:
    """One line of a time chart."""
    return {
        "type": "line",
        "name": name,
        "symbol": "none",
        "connectNulls": True,
        "emphasis": {"disabled": True},
        "itemStyle": {"color": colour},
        "lineStyle": {"color": colour, "width": 2, "type": "dashed" if dashed else "solid"},
        **more,
    }


def time_chart(
    model: Any, language: Language, lines: Sequence[dict[str, Any]], high: float | None = None
) -> dict[str, Any]:
    """Frame of a chart over time.

    Parameters
    ----------
    model : RuralParty
        The run.
    language : {"en", "zh"}
        Language of the page.
    lines : sequence of dict
        Series without data.
    high : float, optional
        End of the value axis, which begins at 0; found from the data where left out.
    """
    first, *others = lines
    values = {"type": "value", "min": 0, "axisLabel": TEXT}
    fixed = {} if high is None else {"max": high, "interval": high / QUARTERS}
    return {
        "textStyle": TEXT,
        "tooltip": {"trigger": "axis", "textStyle": {"fontSize": 12}},
        "grid": {"left": 36, "right": 12, "top": 10, "bottom": 22},
        "xAxis": time_axis(model),
        "yAxis": {**values, "splitNumber": QUARTERS, **fixed},
        "series": [{**first, "markLine": start_line(model, language)}, *others],
    }
