"""Six charts on one time axis: differences, levels or per cent, as SVG that stretches, with what a pointer reads."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from sim.app.compare.answer import Stage
from sim.app.compare.asked import LETTERS, name_of_side
from sim.app.compare.errands import BESIDE
from sim.app.compare.figures import DIFFERENCE, LEVEL, PERCENT, Course, Figures
from sim.app.compare.levers import replace_months
from sim.app.compare.state import State
from sim.app.compare.tiles import shown_outcomes
from sim.core.config.calendar import FIRST_YEAR, MONTHS, month_of, name_of
from sim.core.config.language import Language
from sim.core.recording.indicator import AnyIndicator
from sim.indicators import INDICATORS
from sim.report.comparison.over_time import ROOM, ticks_of
from sim.report.layout.numbers import fixed
from sim.report.layout.steps import Step, step_of
from sim.words.compare import say

BASE = "base"
PER_CENT = 100.0
APART = 8.0
"""Per cent of the height that names at the ends of lines keep from each other."""
MOST_YEARS = 4


@dataclass(frozen=True)
class Line:
    """A side in a panel.

    Attributes
    ----------
    kind : str
        ``a``, ``b``, or ``base``.
    name : str
        At the end of its line.
    course : Course
        In the unit that is shown.
    reported : float array or None
        What superiors see.
    usual : bool
        Whether it stands under default assumptions, beside another under changed ones.
    """

    kind: str
    name: str
    course: Course
    reported: np.ndarray | None = None
    usual: bool = False


def panels_of(state: State) -> dict[str, Any]:
    """All panels, and what they share."""
    language, shown = state.view.language, state.shown
    figures = shown.figures if shown else None
    horizon = replace_months(state)
    months = figures.months if figures else horizon.months
    start = figures.start if figures else horizon.start
    places = figures.places if figures else np.arange(months)
    stage = shown.stage if shown else Stage.COUNTING
    return {
        "stage": stage.value,
        "kind": state.view.kind,
        "stale": shown is not None and stage != Stage.ESTIMATE and not state.is_exact,
        "at": [round(float(100 * (place + 0.5) / months), 2) for place in places],
        "names": [name_of(start + int(place)) for place in places],
        "years": years_of(start, months),
        "panels": [panel_of(name, state, figures) for name in shown_outcomes(state)],
        "words": {key: say(key, language) for key in ("table", "chart", "save", "year", "empty_panel")},
    }


def panel_of(outcome: str, state: State, figures: Figures | None) -> dict[str, Any]:
    """One panel; empty but for its baseline where there is no answer."""
    language, kind = state.view.language, state.view.kind
    indicator = INDICATORS[outcome]
    step = shown_step(indicator, kind, language)
    lines = list(_lines(outcome, figures, kind, step.factor, language)) if figures else []
    usual = usual_figures(state)
    if lines and usual is not None:
        lines += [
            replace(each, name=say("by_default", language, name=each.name), reported=None, usual=True)
            for each in _lines(outcome, usual, kind, step.factor, language)
        ]
    least = _least(outcome, state) * step.factor if kind == DIFFERENCE else 0.0
    low, high = reach_of(lines, least, kind, indicator)
    ticks = ticks_of(low, high)
    label = indicator.label(language)
    direction = {1: "up_better", -1: "down_better"}.get(indicator.better, "neither")
    decimals = decimals_of_values(lines)
    return {
        "outcome": outcome,
        "title": label[:1].upper() + label[1:],
        "meaning": indicator.meaning(language),
        "unit": " · ".join(filter(None, (unit_of(indicator, kind, language), say(direction, language)))),
        "label": spoken(label, lines, unit_of(indicator, kind, language), language),
        "svg": drawn(lines, (low, high), ticks, least, kind, begins(state, figures), figures),
        "ticks": [{"at": _up(tick, low, high), "text": tick_text(tick, ticks, kind)} for tick in ticks],
        "ends": ends_of([each for each in lines if not each.usual], low, high),
        "values": [
            {
                "kind": f"{line.kind} usual" if line.usual else line.kind,
                "name": line.name,
                "values": [text(value, kind, decimals) for value in line.course.median],
            }
            for line in lines
        ],
        "rows": rows_of(lines, figures, kind) if figures else [],
        "empty": not lines,
    }


def usual_figures(state: State) -> Figures | None:
    """What is drawn under default assumptions beside an answer under changed ones."""
    if not state.view.beside or not state.asked.assumptions or not state.is_exact:
        return None
    found: Figures | None = state.found.get((BESIDE, ""))
    return found


def shown_step(indicator: AnyIndicator, kind: str, language: Language) -> Step:
    """The unit in which a panel shows its values."""
    if kind == PERCENT:
        return Step(PER_CENT, say("percent_unit", "en"), say("percent_unit", "zh"))
    return step_of(indicator.unit)


def unit_of(indicator: AnyIndicator, kind: str, language: Language) -> str:
    """Words of the unit of a panel: a level of a share is in per cent, its difference in points."""
    step = shown_step(indicator, kind, language)
    return step.level if kind == LEVEL and step.level else step.word(language)


def _least(outcome: str, state: State) -> float:
    """What matters, as the readings have it."""
    shown = state.shown
    return max(
        (each.least for each in (shown.readings if shown else ()) if each.indicator.name == outcome), default=0.0
    )


def _lines(outcome: str, figures: Figures, kind: str, factor: float, language: Language) -> Iterator[Line]:
    """The lines of a panel in the unit that is shown, the baseline first."""
    names = [*([(BASE, "baseline", say("base_short", language))] if kind == LEVEL else [])]
    names += [(letter.lower(), name_of_side(letter), letter) for letter in LETTERS]
    for line, scenario, name in names:
        course = figures.courses.get((kind, outcome, scenario if line != BASE else _base(figures)))
        if course is not None:
            reported = figures.reported.get((outcome, scenario if line != BASE else _base(figures)))
            told = None if reported is None or kind != LEVEL else factor * reported
            yield Line(line, name, Course(factor * course.quantiles, factor * course.lines), told)


def _base(figures: Figures) -> str:
    """Name of the baseline: the scenario that is no side."""
    sides = {name_of_side(letter) for letter in LETTERS}
    return next(name for _, _, name in figures.courses if name not in sides)


def reach_of(lines: list[Line], least: float, kind: str, indicator: AnyIndicator) -> tuple[float, float]:
    """Ends of the scale of a panel: all that is drawn, zero in differences, and a round margin."""
    bands = [line for line in lines if not line.usual]
    drawn_values = [line.course.quantiles[1:4] if kind == LEVEL else line.course.quantiles for line in bands]
    drawn_values += [line.course.lines for line in bands] + [line.course.median for line in lines if line.usual]
    drawn_values += [line.reported for line in lines if line.reported is not None]
    every = np.concatenate([each.ravel() for each in drawn_values]) if drawn_values else np.zeros(0)
    known = every[np.isfinite(every)]
    if kind == LEVEL:
        if not len(known):
            return 0.0, 1.0
        low, high = float(known.min()), float(known.max())
        margin = 0.06 * (high - low) or 0.05 * abs(high) or 1.0
        return max(low - margin, 0.0) if low >= 0 else low - margin, high + margin
    low, high = min(float(known.min(initial=0.0)), -least), max(float(known.max(initial=0.0)), least)
    if low == high:
        return -1.0, 1.0
    return (low or -0.1 * high) * ROOM, (high or -0.1 * low) * ROOM


def drawn(
    lines: list[Line],
    reach: tuple[float, float],
    ticks: list[float],
    least: float,
    kind: str,
    start: float | None,
    figures: Figures | None,
) -> str:
    """What stands within a box of 100 by 100."""
    low, high = reach
    parts = []
    if kind == DIFFERENCE and least:
        top, bottom = _up(least, low, high), _up(-least, low, high)
        parts.append(f'<rect class="band" y="{top:.1f}" width="100" height="{bottom - top:.1f}"/>')
    parts += [f'<path class="grid" d="M0 {_up(tick, low, high):.1f}H100"/>' for tick in ticks if tick or kind == LEVEL]
    if kind != LEVEL:
        parts.append(f'<path class="zero" d="M0 {_up(0.0, low, high):.1f}H100"/>')
    if start is not None:
        parts.append(f'<path class="start" d="M{start:.1f} 0V100"/>')
    if figures is None:
        return "".join(parts)
    across = (figures.places + 0.5) / figures.months * 100
    for line in lines:
        if line.usual:
            up = (high - line.course.median) / (high - low) * 100
            parts.append(f'<path class="usual {line.kind}" d="{path(across, up)}"/>')
            continue
        up = (high - line.course.quantiles) / (high - low) * 100
        every = (high - line.course.lines) / (high - low) * 100
        if len(every):
            parts += [f'<path class="pair {line.kind}" d="{path(across, pair)}"/>' for pair in every]
            if kind == LEVEL:
                parts.append(f'<path class="median {line.kind}" d="{path(across, up[2])}"/>')
            continue
        if kind != LEVEL:
            parts.append(f'<path class="b90 {line.kind}" d="{area(across, up[4], up[0])}"/>')
        if line.kind != BASE:  # three bands over each other would hide the lines
            parts.append(f'<path class="b50 {line.kind}" d="{area(across, up[3], up[1])}"/>')
        parts.append(f'<path class="median {line.kind}" d="{path(across, up[2])}"/>')
        if line.reported is not None:
            told = (high - line.reported) / (high - low) * 100
            parts.append(f'<path class="reported {line.kind}" d="{path(across, told)}"/>')
    return "".join(parts)


def _up(value: float, low: float, high: float) -> float:
    return round((high - value) / (high - low) * 100, 2)


def path(across: np.ndarray, up: np.ndarray) -> str:
    """A line through the months that have a value."""
    known = np.isfinite(up)
    return (
        "M" + " ".join(f"{x:.1f} {y:.1f}" for x, y in zip(across[known], up[known], strict=True)) if known.any() else ""
    )


def area(across: np.ndarray, upper: np.ndarray, lower: np.ndarray) -> str:
    """The area between two lines."""
    known = np.isfinite(upper) & np.isfinite(lower)
    if not known.any():
        return ""
    x = across[known]
    there = zip(x, upper[known], strict=True)
    back = zip(x[::-1], lower[known][::-1], strict=True)
    return "M" + " ".join(f"{x:.1f} {y:.1f}" for x, y in (*there, *back)) + "Z"


def ends_of(lines: list[Line], low: float, high: float) -> list[dict[str, Any]]:
    """Names at the ends of lines, moved apart where they would cover each other."""
    found = []
    for line in lines:
        last = line.course.median[np.isfinite(line.course.median)]
        if len(last):
            found.append(
                {"kind": line.kind, "text": line.name, "at": min(max(_up(float(last[-1]), low, high), 0), 100)}
            )
    found.sort(key=lambda each: each["at"])
    for before, after in zip(found, found[1:], strict=False):
        after["at"] = max(after["at"], before["at"] + APART)
    over = max((each["at"] for each in found), default=0) - 100
    for each in found if over > 0 else ():
        each["at"] -= over
    return found


def begins(state: State, figures: Figures | None) -> float | None:
    """Where the first policy begins, in per cent of the time axis."""
    horizon = replace_months(state)
    months = [
        month_of(str(value)) - horizon.start
        for side in state.seen.sides
        for path, value in side.settings.items()
        if path.endswith(".start")
    ]
    first = min(months, default=0)
    return 100 * first / horizon.months if 0 < first < horizon.months else None


def years_of(start: int, months: int) -> list[dict[str, Any]]:
    """Years below the panels, four at most, where their January stands."""
    first = -(-start // MONTHS)
    januaries = [(year, year * MONTHS - start) for year in range(first, (start + months - 1) // MONTHS + 1)]
    every = max(1, -(-len(januaries) // MOST_YEARS))
    return [
        {"at": round(100 * month / months, 2), "text": str(FIRST_YEAR + year)} for year, month in januaries[::every]
    ]


def tick_text(tick: float, ticks: list[float], kind: str) -> str:
    """A number beside an axis."""
    width = ticks[1] - ticks[0] if len(ticks) > 1 else 1.0
    decimals = max(0, -math.floor(math.log10(width) + 1e-9))
    return fixed(tick, decimals, sign=bool(tick) and kind != LEVEL)


def decimals_of_values(lines: list[Line]) -> int:
    """Decimals of values as a pointer reads them: three digits of the largest."""
    known = [abs(float(each)) for line in lines for each in line.course.median if np.isfinite(each)]
    largest = max(known, default=1.0) or 1.0
    return min(3, max(0, 1 - math.floor(math.log10(largest))))


def text(value: float, kind: str, decimals: int) -> str:
    """A value as a pointer reads it."""
    return fixed(float(value), decimals, sign=kind != LEVEL)


def rows_of(lines: list[Line], figures: Figures, kind: str) -> list[list[str]]:
    """A panel as a table: each December, and the last month."""
    wanted = [
        place
        for place, month in enumerate(figures.places)
        if (figures.start + int(month)) % MONTHS == MONTHS - 1 or month == figures.months - 1
    ]
    rows, decimals = [], decimals_of_values(lines)
    for place in wanted:
        row = [name_of(figures.start + int(figures.places[place]))]
        for line in lines:
            low, middle, high = (line.course.quantiles[each][place] for each in (0, 2, 4))
            row.append(f"{text(middle, kind, decimals)} ({text(low, kind, decimals)} … {text(high, kind, decimals)})")
        rows.append(row)
    return rows


def spoken(label: str, lines: list[Line], unit: str, language: Language) -> str:
    """A panel as a sentence."""
    told = []
    for line in lines:
        known = line.course.median[np.isfinite(line.course.median)]
        if len(known):
            start, end = (fixed(float(each), 2, sign=False) for each in (known[0], known[-1]))
            told.append(say("course_is", language, letter=line.name, start=start, end=end, unit=unit))
    return f"{label}: " + ("; ".join(told) or say("empty_panel", language))
