"""Differences over time as HTML and SVG that stretch: an outcome a row, an alternative a column, one scale a row."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

import numpy as np

from sim.analysis.comparison import Comparison
from sim.analysis.reading import Reading
from sim.core.config.calendar import FIRST_YEAR, MONTHS
from sim.core.config.language import Language
from sim.report.comparison.columns import Alternative, blocks_of, head, label, table
from sim.report.comparison.courses import Course, difference_over_time, first_month
from sim.report.comparison.matrix import in_rows
from sim.report.comparison.statements import Rows
from sim.report.layout.numbers import fixed
from sim.report.layout.steps import decimals_of, step_of
from sim.words.labels import COLON, word

POINTS = 60
"""Months of a line at most: more than the eye parts in a panel."""
MOST_TICKS = 5
ROOM = 1.08
WORDS: Mapping[str, tuple[str, str]] = {
    "bands": (
        "Each alternative less the baseline of the same pair, over the twelve months before. Line: median of {pairs} "
        "pairs; dark band: half of the pairs; light band: nine in ten. Grey: no difference seen, or less than matters. "
        "Dotted: the policies begin.",
        "各方案减去同一配对的基准，取此前十二个月。线：{pairs}个配对的中位数；深色带：半数配对；浅色带：九成配对。"
        "灰色：未见差异或小于有意义的差异。点线：政策开始。",
    ),
    "lines": (
        "Each alternative less the baseline of the same pair, over the twelve months before. A thin line a pair "
        "({pairs}), their median thick. Grey: no difference seen, or less than matters. Dotted: the policies begin.",
        "各方案减去同一配对的基准，取此前十二个月。每条细线为一个配对（共{pairs}个），粗线为中位数。"
        "灰色：未见差异或小于有意义的差异。点线：政策开始。",
    ),
    "nothing": ("No difference that matters is seen in any outcome.", "各项指标均未见有意义的差异。"),
    "higher": ("↑ better", "↑ 改善"),
    "lower": ("↓ better", "↓ 改善"),
    "course": ("{start} to {end} {unit}", "{start}至{end}{unit}"),
}


def over_time(
    comparison: Comparison, alternatives: Sequence[Alternative], readings: Sequence[Reading], language: Language
) -> str:
    """Outcomes in which some alternative makes a difference that matters."""
    rows = Rows.of(readings)
    names = [name for name in in_rows(rows) if any(each.matters for each in rows.by_outcome[name])]
    if not names:
        return f'<p class="sub">{word("nothing", language, WORDS)}</p>'
    courses = {
        (each.outcome.scenario, each.indicator.name): difference_over_time(
            comparison, each.outcome.scenario, each.indicator
        )
        for name in names
        for each in rows.by_outcome[name]
    }
    banded = next(iter(courses.values())).banded
    told = word("bands" if banded else "lines", language, WORDS, pairs=comparison.stopping.pairs)
    blocks = [
        table("time", block, _rows(comparison, block, names, rows, courses, language))
        for block in blocks_of(alternatives)
    ]
    return f'<p class="sub">{told}</p>\n' + "\n".join(blocks)


def _rows(
    comparison: Comparison,
    block: tuple[Alternative, ...],
    names: Sequence[str],
    rows: Rows,
    courses: Mapping[tuple[str, str], Course],
    language: Language,
) -> Iterator[str]:
    yield head(block)
    for name in names:
        row = {each.outcome.scenario: each for each in rows.by_outcome[name]}
        indicator = next(iter(row.values())).indicator
        step = step_of(indicator.unit)
        mine = {scenario: courses[scenario, name] for scenario in row}
        reach = reach_of(
            [step.factor * each.quantiles for each in mine.values()],
            step.factor * max(each.least for each in row.values()),
        )
        panels = "".join(
            f'<td class="c">{_panel(comparison, row[key], mine[key], reach, rows, language) if key in row else ""}</td>'
            for key in (each.name for each in block)
        )
        better = {1: "higher", -1: "lower"}.get(indicator.better)
        told = " · ".join([step.word(language), *([word(better, language, WORDS)] if better else [])])
        unit = f'<span class="u">{escape(told)}</span>'
        yield f'<tr class="o t">{label(indicator.label(language), unit)}{panels}</tr>'


def reach_of(shown: Sequence[np.ndarray], least: float) -> tuple[float, float]:
    """Lower and upper end of the scale of a row of panels: all bands, and what is less than matters."""
    every = np.concatenate([each.ravel() for each in shown])
    known = every[np.isfinite(every)]
    low, high = min(known.min(initial=0.0), -least), max(known.max(initial=0.0), least)
    return low * ROOM or -1.0, high * ROOM or 1.0


def ticks_of(low: float, high: float) -> list[float]:
    """Round numbers within a scale, 0 among them.

    Examples
    --------
    >>> ticks_of(-27.0, 9.0)
    [-20.0, -10.0, 0.0]
    """
    rough = (high - low) / MOST_TICKS
    power = 10.0 ** math.floor(math.log10(rough))
    width = next(power * each for each in (1, 2, 5, 10) if power * each >= rough)
    return [width * place for place in range(math.ceil(low / width), math.floor(high / width) + 1)]


def places_of(months: int) -> np.ndarray:
    """Months that a line goes through, the last among them."""
    stride = -(-months // POINTS)
    return np.arange((months - 1) % stride, months, stride)


@dataclass(frozen=True)
class _Frame:
    """A panel of 100 by 100 that stretches: where months and shown values lie in it."""

    low: float
    high: float
    factor: float
    months: int

    def up(self, value: float) -> float:
        """Height of a value in the unit of the outcome, from above."""
        return 100 * (self.high - self.factor * value) / (self.high - self.low)

    def line(self, values: np.ndarray) -> str:
        """A line through the months that have a value."""
        return f"M{' '.join(self._points(values))}" if np.isfinite(values).any() else "M0 0"

    def area(self, lower: np.ndarray, upper: np.ndarray) -> str:
        """The area between two lines."""
        if not np.isfinite(lower).any():
            return "M0 0"
        return f"M{' '.join((*self._points(upper), *reversed(self._points(lower))))}Z"

    def _points(self, values: np.ndarray) -> list[str]:
        places = [place for place in places_of(self.months) if math.isfinite(values[place])]
        return [f"{100 * (place + 0.5) / self.months:.1f} {self.up(values[place]):.1f}" for place in places]


def _panel(
    comparison: Comparison, reading: Reading, course: Course, reach: tuple[float, float], rows: Rows, language: Language
) -> str:
    step = step_of(reading.indicator.unit)
    frame = _Frame(*reach, step.factor, course.every.shape[1])
    ticks = ticks_of(*reach)
    top, bottom = frame.up(reading.least), frame.up(-reading.least)
    parts = [f'<rect class="band" y="{top:.1f}" width="100" height="{bottom - top:.1f}"/>']
    parts += [f'<path class="grid" d="M0 {frame.up(tick / step.factor):.1f}H100"/>' for tick in ticks if tick]
    parts.append(f'<path class="zero" d="M0 {frame.up(0.0):.1f}H100"/>')
    begun = begins(comparison, reading.outcome.scenario)
    if begun is not None:
        parts.append(f'<path class="start" d="M{100 * begun / frame.months:.1f} 0V100"/>')
    if course.banded:
        for name, (lower, upper) in {"b90": (0, 4), "b50": (1, 3)}.items():
            parts.append(f'<path class="{name}" d="{frame.area(course.quantiles[lower], course.quantiles[upper])}"/>')
    else:
        parts += [f'<path class="pair" d="{frame.line(pair)}"/>' for pair in course.every]
    parts.append(f'<path class="median" d="{frame.line(course.median)}"/>')
    end = _at_the_end(comparison, reading, course, rows)
    spoken = word("course", language, WORDS, start="0", end=end, unit=step.word(language, end))
    name = escape(f"{reading.indicator.label(language)}{COLON[language]}{spoken}", quote=True)
    last = float(course.median[-1])
    height = min(max(frame.up(last), 0.0), 100.0) if math.isfinite(last) else frame.up(0.0)
    return (
        f'<div class="panel {reading.verdict if reading.matters else "none"}"><svg viewBox="0 0 100 100" '
        f'preserveAspectRatio="none" role="img" aria-label="{name}">{"".join(parts)}</svg>'
        f'<div class="yt">{_marks(ticks, frame)}</div><div class="xt">{_years(comparison, frame.months)}</div>'
        f'<b class="end" style="top: {height:.1f}%">{end}</b></div>'
    )


def begins(comparison: Comparison, name: str) -> int | None:
    """Month under study in which the first policy of an alternative begins; nothing if that is none of them."""
    scenario = next(each for each in comparison.scenarios if each.name == name)
    starts = [plan.delivery.start - first_month(comparison) for plan in scenario.policies.values()]
    first = min(starts, default=-1)
    return first if 0 < first < comparison.runs[name][0].months else None


def _at_the_end(comparison: Comparison, reading: Reading, course: Course, rows: Rows) -> str:
    """The difference as the matrix has it where it is that of the last year; else the median of the last month."""
    months = course.every.shape[1]
    if comparison.window == (months - MONTHS, months):
        return rows.shown(reading).step
    factor = step_of(reading.indicator.unit).factor
    last = factor * float(course.median[-1])
    return fixed(last, decimals_of([last], factor * reading.least), sign=True)


def _marks(ticks: Sequence[float], frame: _Frame) -> str:
    """Numbers beside a panel."""
    width = ticks[1] - ticks[0] if len(ticks) > 1 else 1.0
    decimals = max(0, -math.floor(math.log10(width)))
    return "".join(
        f'<i style="top: {frame.up(tick / frame.factor):.1f}%">{fixed(tick, decimals, sign=bool(tick))}</i>'
        for tick in ticks
    )


def _years(comparison: Comparison, months: int) -> str:
    """Years below a panel, four at most, where their January stands."""
    start = first_month(comparison)
    first = -(-start // MONTHS)
    januaries = [(year, year * MONTHS - start) for year in range(first, (start + months - 1) // MONTHS + 1)]
    every = max(1, -(-len(januaries) // 4))
    return "".join(
        f'<i style="left: {100 * month / months:.1f}%">{FIRST_YEAR + year}</i>' for year, month in januaries[::every]
    )
