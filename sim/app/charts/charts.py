"""The five charts of a run, as plain functions of the model: a frame that stays and values that change every month."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.agents.codes import AGES, AWAY_STEP, FULL, GONE, PROBATIONARY
from sim.app.charts.frames import BLUE, GREEN, ORANGE, PURPLE, REPORTED, SKY, TEXT, line, numbers, time_chart
from sim.app.charts.history import first_shown, history_of
from sim.core.config.calendar import MONTHS
from sim.core.config.language import Language
from sim.indicators import INDICATORS
from sim.indicators.groups import GROUPS
from sim.words.page import say

PERCENT = 100.0
BAND = 5
FIRST_BAND, LAST_BAND = 25, 85
SIDES = 4
"""Men and women at home, men and women away."""

ROUND_ENDS = (2, 4, 6, 8, 10)
"""Ends of an axis, with a power of ten, whose halves are round too."""

PARTY_LIFE = ("attendance", "attendance_reported", "quorum_failure", "fabricated_share")
HOURS = ("secretary_service_hours", "secretary_economy_hours", "secretary_party_hours", "secretary_trace_hours")
TRUST = ("trust", "trust_home_60", "trust_away")
DIGITAL = ("digital_reach", "accounts_reported")


def series(model: Any, names: tuple[str, ...], window: int = 1, scale: float = 1.0) -> list[list[float | None]]:
    """Values of indicators from the first month shown to the last month lived."""
    history, since = history_of(model), first_shown(model)
    return [numbers(history.series(INDICATORS[name], since, window), scale) for name in names]


def party_life_frame(model: Any, language: Language) -> dict[str, Any]:
    """Attendance and quorum failure, and what is reported."""
    attendance, reported, failure, fabricated = (INDICATORS[name].label(language) for name in PARTY_LIFE)
    lines = (
        line(attendance, BLUE),
        line(reported, REPORTED, dashed=True),
        line(failure, ORANGE),
        line(fabricated, ORANGE, dashed=True),
    )
    return time_chart(model, language, lines, high=PERCENT)


def party_life_values(model: Any) -> list[list[float | None]]:
    """Per cent, over twelve months."""
    return series(model, PARTY_LIFE, MONTHS, PERCENT)


def hours_frame(model: Any, language: Language) -> dict[str, Any]:
    """Hours of the secretary by task, one on the other."""
    tasks = (("service", BLUE), ("economy", GREEN), ("party", PURPLE), ("trace", ORANGE))
    lines = [
        line(say(task, language), colour, stack="hours", areaStyle={"color": colour, "opacity": 0.6})
        for task, colour in tasks
    ]
    return time_chart(model, language, lines)


def hours_values(model: Any) -> list[list[float | None]]:
    """Hours a month of a mean post."""
    return series(model, HOURS)


def trust_frame(model: Any, language: Language) -> dict[str, Any]:
    """Trust of all adults, of older residents and of those away."""
    labels = (INDICATORS[name].label(language) for name in TRUST)
    lines = [line(label, colour) for label, colour in zip(labels, (BLUE, GREEN, ORANGE), strict=True)]
    return time_chart(model, language, lines, high=1)


def trust_values(model: Any) -> list[list[float | None]]:
    """Mean trust, 0 to 1."""
    return series(model, TRUST)


def digital_frame(model: Any, language: Language) -> dict[str, Any]:
    """Active users beside accounts as reported."""
    active, accounts = (INDICATORS[name].label(language) for name in DIGITAL)
    lines = (line(active, BLUE), line(accounts, REPORTED, dashed=True))
    return time_chart(model, language, lines)


def digital_values(model: Any) -> list[list[float | None]]:
    """Per cent of registered adults."""
    return series(model, DIGITAL, scale=PERCENT)


def age_bands() -> list[str]:
    """Names of the bands of age, youngest first."""
    bands = [f"{low}–{low + BAND - 1}" for low in range(FIRST_BAND, LAST_BAND, BAND)]
    return [f"<{FIRST_BAND}", *bands, f"{LAST_BAND}+"]


def members_by_age(model: Any) -> np.ndarray:
    """Count members by place, sex and band of age.

    Returns
    -------
    int array, shape (4, bands)
        Men and women at home, men and women away; all villages.
    """
    P = model.people.columns
    group = P.group.astype(np.int64)  # copied at once: the next month may be under way while this one is drawn
    group = group[(P.stage >= PROBATIONARY) & (P.stage <= FULL) & (group != GONE)] - 1
    age = group % AGES
    band = np.clip((age - FIRST_BAND) // BAND + 1, 0, (LAST_BAND - FIRST_BAND) // BAND + 1)
    side = 2 * (group // AWAY_STEP) + group % AWAY_STEP // AGES
    return np.bincount(side * len(age_bands()) + band, minlength=SIDES * len(age_bands())).reshape(SIDES, -1)


def pyramid_scale(model: Any) -> int:
    """End of both axes: a round number that only grows while a run is played."""
    ranges = history_of(model).ranges
    most = max(int(members_by_age(model).reshape(2, 2, -1).sum(axis=1).max()), 1)
    if most > ranges.get("pyramid", (0, 0))[1]:
        place = 10 ** (len(str(most)) - 1)
        ranges["pyramid"] = (0, next(end * place for end in ROUND_ENDS if end * place >= most))
    return int(ranges["pyramid"][1])


def pyramid_frame(model: Any, language: Language) -> dict[str, Any]:
    """Members at home to the left, members away to the right, on equal axes."""
    end = pyramid_scale(model)
    axis = {"type": "value", "min": 0, "max": end, "axisLabel": TEXT, "interval": end / 2}
    names = {"type": "category", "data": age_bands(), "axisTick": {"show": False}, "axisLine": {"show": False}}
    bar = {"type": "bar", "barCategoryGap": "12%", "emphasis": {"disabled": True}}
    (men, women), (home, away) = (
        [part[language == "zh"] for part in GROUPS.groupings[by].parts] for by in ("sex", "away")
    )
    heading = {**TEXT, "fontWeight": "bold"}
    title = {"textStyle": heading, "top": 0, "textAlign": "center"}
    return {
        "textStyle": TEXT,
        "tooltip": {"trigger": "axis", "axisPointer": {"type": "shadow"}, "textStyle": {"fontSize": 12}},
        "title": [{**title, "text": home, "left": "27%"}, {**title, "text": away, "left": "78%"}],
        "grid": [
            {"left": 12, "width": "38%", "top": 20, "bottom": 22},
            {"right": 12, "width": "38%", "top": 20, "bottom": 22},
        ],
        "xAxis": [{**axis, "gridIndex": 0, "inverse": True}, {**axis, "gridIndex": 1}],
        "yAxis": [
            {**names, "gridIndex": 0, "position": "right", "axisLabel": {"show": False}},
            {**names, "gridIndex": 1, "position": "left", "axisLabel": {**TEXT, "interval": 0, "fontSize": 10}},
        ],
        "series": [
            {
                **bar,
                "name": name,
                "stack": f"side {side}",
                "xAxisIndex": side,
                "yAxisIndex": side,
                "itemStyle": {"color": colour},
            }
            for side in (0, 1)
            for name, colour in ((men, BLUE), (women, SKY))
        ],
    }


def pyramid_values(model: Any) -> list[list[int]]:
    """Persons, men and women at home, men and women away."""
    return members_by_age(model).tolist()
