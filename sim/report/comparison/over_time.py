"""Differences over time as HTML and SVG that stretch: an outcome a row, an alternative a column, one scale a row."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from html import escape

import numpy as np

from sim.analysis.comparison import Comparison
from sim.analysis.reading import Reading
from sim.core.config.calendar import FIRST_YEAR, MONTHS
from sim.core.config.language import Language
from sim.report.comparison.columns import Alternative, blocks_of, head, label, table
from sim.report.comparison.courses import Course, difference_over_time
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
        "Each alternative less the baseline of the same pair, over the twelve months before. A thin line a pair ({pairs}), "
        "their median thick. Grey: no difference seen, or less than matters. Dotted: the policies begin.",
        "各方案减去同一配对的基准，取此前十二个月。每条细线为一个配对（共{pairs}个），粗线为中位数。"
        "灰色：未见差异或小于有意义的差异。点线：政策开始。",
    ),
    "nothing": (
        "No difference that matters is seen in any outcome.",
        "各项指标均未见有意义的差异。",
    ),
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
        first = next(iter(row.values()))
        factor = step_of(first.indicator.unit).factor
        shown = {key: factor * courses[key, name].quantiles for key in row}
        low, high = reach_of(shown.values(), factor * max(each.least for each in row.values()))
        panels = "".join(
            f'<td class="c">{_panel(comparison, row[each.name], courses[each.name, name], (low, high), rows, language)}</td>'
            if each.name in row
            else '<td class="c"></td>'
            for each in block
        )
        better = {1: "higher", -1: "lower"}.get(first.indicator.better)
        unit = step_of(first.indicator.unit).word(language)
        told = f"{unit} · {word(better, language, WORDS)}" if better else unit
        yield f'<tr class="o t">{label(first.indicator.label(language), f"<span class=u>{escape(told)}</span>")}{panels}</tr>'


def reach_of(shown: Iterator[np.ndarray] | Sequence[np.ndarray], least: float) -> tuple[float, float]:
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


def _panel(
    comparison: Comparison,
    reading: Reading,
    course: Course,
    reach: tuple[float, float],
    rows: Rows,
    language: Language,
) -> str:
    low, high = reach
    step = step_of(reading.indicator.unit)
    months = course.every.shape[1]
    places = places_of(months)
    across = (places + 0.5) / months * 100

    def up(values: np.ndarray | float) -> np.ndarray:
        return 100 * (high - step.factor * np.asarray(values)) / (high - low)

    kind = reading.verdict if reading.matters else "none"
    least = reading.least
    ticks = ticks_of(low, high)
    parts = [f'<rect class="band" y="{up(least):.1f}" width="100" height="{up(-least) - up(least):.1f}"/>']
    parts += [f'<path class="grid" d="M0 {up(tick / step.factor):.1f}H100"/>' for tick in ticks if tick]
    parts.append(f'<path class="zero" d="M0 {up(0.0):.1f}H100"/>')
    begun = begins(comparison, reading.outcome.scenario)
    if begun is not None:
        parts.append(f'<path class="start" d="M{100 * begun / months:.1f} 0V100"/>')
    if course.banded:
        for name, (lower, upper) in {"b90": (0, 4), "b50": (1, 3)}.items():
            edges = (up(course.quantiles[place][places]) for place in (upper, lower))
            parts.append(f'<path class="{name}" d="{_area(across, *edges)}"/>')
    else:
        parts += [f'<path class="pair" d="{_line(across, up(pair[places]))}"/>' for pair in course.every]
    parts.append(f'<path class="median" d="{_line(across, up(course.median[places]))}"/>')
    end = _at_the_end(comparison, reading, course, rows)
    spoken = word("course", language, WORDS, start="0", end=end, unit=step.word(language))
    name = escape(f"{reading.indicator.label(language)}{COLON[language]}{spoken}", quote=True)
    last = float(course.median[-1])
    return (
        f'<div class="panel {kind}"><svg viewBox="0 0 100 100" preserveAspectRatio="none" role="img" '
        f'aria-label="{name}">{"".join(parts)}</svg><div class="yt">{_marks(ticks, up, step.factor)}</div>'
        f'<div class="xt">{_years(comparison, months)}</div>'
        f'<b class="end" style="top: {min(max(float(up(last if math.isfinite(last) else 0.0)), 0), 100):.1f}%">{end}</b></div>'
    )


def begins(comparison: Comparison, name: str) -> int | None:
    """Month under study in which the first policy of an alternative begins; nothing if that is none of them."""
    scenario = next(each for each in comparison.scenarios if each.name == name)
    starts = [plan.delivery.start - scenario.horizon.start for plan in scenario.policies.values()]
    first = min(starts, default=-1)
    return first if 0 < first < scenario.horizon.months else None


def _at_the_end(comparison: Comparison, reading: Reading, course: Course, rows: Rows) -> str:
    """The difference as the matrix has it where it is that of the last year; else the median of the last month."""
    months = course.every.shape[1]
    if comparison.window == (months - MONTHS, months):
        return rows.shown(reading).step
    factor = step_of(reading.indicator.unit).factor
    last = factor * float(course.median[-1])
    return fixed(last, decimals_of([last], factor * reading.least), sign=True)


def _marks(ticks: Sequence[float], up: object, factor: float) -> str:
    width = ticks[1] - ticks[0] if len(ticks) > 1 else 1.0
    decimals = max(0, -math.floor(math.log10(width)))
    return "".join(
        f'<i style="top: {float(up(tick / factor)):.1f}%">{fixed(tick, decimals, sign=bool(tick))}</i>'  # type: ignore[operator]
        for tick in ticks
    )


def _years(comparison: Comparison, months: int) -> str:
    """Years below a panel, four at most, where their January stands."""
    start = comparison.scenarios[0].horizon.start
    first = -(-start // MONTHS)
    januaries = [(year, year * MONTHS - start) for year in range(first, (start + months - 1) // MONTHS + 1)]
    every = max(1, -(-len(januaries) // 4))
    return "".join(
        f'<i style="left: {100 * month / months:.1f}%">{FIRST_YEAR + year}</i>' for year, month in januaries[::every]
    )


def _line(across: np.ndarray, up: np.ndarray) -> str:
    """A line through the months that have a value."""
    known = np.isfinite(up)
    points = (f"{x:.1f} {y:.1f}" for x, y in zip(across[known], up[known], strict=True))
    return "M" + " ".join(points) if known.any() else "M0 0"


def _area(across: np.ndarray, lower: np.ndarray, upper: np.ndarray) -> str:
    """The area between two lines."""
    known = np.isfinite(lower) & np.isfinite(upper)
    if not known.any():
        return "M0 0"
    there = zip(across[known], lower[known], strict=True)
    back = zip(across[known][::-1], upper[known][::-1], strict=True)
    return "M" + " ".join(f"{x:.1f} {y:.1f}" for x, y in (*there, *back)) + "Z"
