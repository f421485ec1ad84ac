"""Villages as a grid, a row for each township, coloured by an indicator of the last twelve months."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from sim.app.charts.charts import PERCENT
from sim.app.charts.frames import TEXT, numbers
from sim.app.charts.history import history_of
from sim.core.config.calendar import MONTHS
from sim.core.config.language import Language
from sim.indicators import INDICATORS
from sim.words.labels import word
from sim.words.units import unit_word

CHOICES = (
    "quorum_failure",
    "attendance",
    "trust",
    "service_fulfilment",
    "digital_reach",
    "formalism",
    "secretary_hours",
    "members",
    "share_members_60",
    "share_away",
)
"""Indicators that the grid can be coloured by."""

LIGHT_TO_DARK = ["#ffffd9", "#c7e9b4", "#7fcdbb", "#41b6c4", "#3a8fc1"]
"""Light enough throughout for dark figures on it (ColorBrewer YlGnBu without its darkest)."""
LABELLED = 80
"""With more villages the figures would not fit into their cells."""
TENTHS = 10


def places(model: Any) -> tuple[np.ndarray, np.ndarray]:
    """Column and row of each village: its place in the township, and the township."""
    township = model.villages.columns["township"]
    _, row = np.unique(township, return_inverse=True)
    first = np.searchsorted(np.sort(row), row)
    order = np.argsort(row, kind="stable")
    column = np.empty(len(row), np.int64)
    column[order] = np.arange(len(row))
    return column - first, row


def village_values(model: Any, name: str) -> np.ndarray:
    """Values of an indicator over the last twelve months, shape (villages,); shares in per cent."""
    indicator, recorder = INDICATORS[name], model.recorder
    values = recorder.indicator(indicator, max(recorder.month - MONTHS, 0), by_month=False, by_village=True)
    return values * PERCENT if indicator.unit == "share" else values


def grid_scale(model: Any, name: str) -> tuple[float, float]:
    """Find the ends of the colour scale: round numbers around all values seen so far in this run."""
    values = village_values(model, name)
    values = values[np.isfinite(values)]
    ranges = history_of(model).ranges
    if not len(values):
        return ranges.get(name, (0.0, 1.0))
    low, high = ranges.get(name, (math.inf, -math.inf))
    if values.min() < low or values.max() > high:
        low, high = min(low, float(values.min())), max(high, float(values.max()))
        step = 10.0 ** math.floor(math.log10(max(high - low, abs(high) / TENTHS, 1e-6)))
        low, high = math.floor(low / step) * step, math.ceil(high / step) * step
        ranges[name] = (low, high if high > low else low + step)
    return ranges[name]


def grid_frame(model: Any, language: Language, name: str) -> dict[str, Any]:
    """Frame of the grid: townships down, villages across, the legend with its unit below."""
    column, row = places(model)
    low, high = grid_scale(model, name)
    indicator = INDICATORS[name]
    unit = "%" if indicator.unit == "share" else f"({unit_word(indicator.unit, language)})"
    axis = {"type": "category", "splitArea": {"show": True}, "axisTick": {"show": False}, "axisLabel": TEXT}
    heading = {"nameTextStyle": TEXT, "nameLocation": "middle"}
    return {
        "textStyle": TEXT,
        "tooltip": {"textStyle": {"fontSize": 12}},
        "grid": {"left": 38, "right": 8, "top": 8, "bottom": 64},
        "xAxis": {
            **axis,
            **heading,
            "name": word("village", language),
            "nameGap": 20,
            "data": [str(each + 1) for each in range(int(column.max()) + 1)],
        },
        "yAxis": {
            **axis,
            **heading,
            "name": word("township", language),
            "nameGap": 24,
            "inverse": True,
            "data": [str(each + 1) for each in range(int(row.max()) + 1)],
        },
        "visualMap": {
            "min": low,
            "max": high,
            "orient": "horizontal",
            "left": "center",
            "bottom": 0,
            "itemWidth": 12,
            "itemHeight": 130,
            "text": [f"{high:g} {unit}", f"{low:g}"],
            "textStyle": TEXT,
            "inRange": {"color": LIGHT_TO_DARK},
        },
        "series": [
            {
                "type": "heatmap",
                "name": indicator.label(language),
                "label": {"show": len(column) <= LABELLED, "color": "#222222", "fontSize": 11},
                "itemStyle": {"borderColor": "#ffffff", "borderWidth": 2},
                "emphasis": {"itemStyle": {"borderColor": "#222222"}},
            }
        ],
    }


def grid_values(model: Any, name: str) -> list[list[list[Any]]]:
    """Column, row and value of each village; ``"-"`` where there is no value."""
    column, row = places(model)
    values = ["-" if value is None else float(f"{value:.3g}") for value in numbers(village_values(model, name))]
    return [[[int(x), int(y), value] for x, y, value in zip(column, row, values, strict=True)]]
