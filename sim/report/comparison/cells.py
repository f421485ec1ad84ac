"""A cell of the matrix, and of a tile: one paired difference as a mark and its interval, in SVG that stretches.

Right is better: the axes of outcomes of which less is wanted are turned. Side, shape, fill and colour say the same, so
that each may be lost. Coordinates are in per cent, so that a cell takes any width without a script.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from html import escape

from sim.analysis.reading import BETTER, CHANGED, NONE, UNKNOWN, WORSE, Reading
from sim.report.comparison.statements import bounds

LEAST_ROOM = 1.25
"""An axis reaches at least so many times as far as what matters."""
REACH = 44.0
"""Per cent from the middle of a cell to the end of its axis; the rest is for marks that stand there."""
SHAPES = {BETTER: "m-better", WORSE: "m-worse", CHANGED: "m-changed", NONE: "m-none", UNKNOWN: "m-none"}
DEFINITIONS = """<svg width="0" height="0" aria-hidden="true" class="marks"><defs>
<circle id="m-better" r="5"/><path id="m-worse" d="M0-6.6 6.6 0 0 6.6-6.6 0Z"/>
<path id="m-changed" d="M-4.6-4.6H4.6V4.6H-4.6Z"/><circle id="m-none" r="3.4"/>
<path id="m-right" d="M-5-4 1 0-5 4Z"/><path id="m-left" d="M5-4-1 0 5 4Z"/>
</defs></svg>"""
"""Marks that cells use; they stand once in a page, before the first cell."""
STYLE = """
.dot { display: block; width: 100%; height: 22px; overflow: visible; }
.dot .band { fill: var(--band); }
.dot .zero { stroke: var(--mark); stroke-width: 1; stroke-dasharray: 3 2; }
.better { --k: var(--better-colour); } .worse { --k: var(--worse-colour); }
.changed { --k: #333; } .none, .unknown { --k: var(--mark); }
.dot .ci { stroke: var(--k); stroke-width: 2; }
.dot use { fill: var(--k); stroke: var(--k); stroke-width: 2; }
.dot.small .point { fill: #fff; }
.dot.none .ci, .dot.unknown .ci { stroke-width: 1.4; } .dot.none .point, .dot.unknown .point { stroke-width: 1.6; }
.dot .tip { stroke: none; }
"""
"""Style of cells; ``--band``, ``--mark`` and the two colours of verdicts are those of the page."""


def scale_of(readings: Iterable[Reading]) -> float:
    """What the end of an axis stands for, in the unit of the outcome: one scale for all cells of a row.

    The furthest end of an interval, and at least 1.25 of the least difference that matters.
    """
    row = list(readings)
    furthest = max((abs(each) for reading in row for each in bounds(reading)), default=0.0)
    return max(furthest, *(LEAST_ROOM * each.least for each in row), 0.0) or 1.0


def side_of(reading: Reading) -> int:
    """-1 where the axis is turned, so that right is better."""
    return -1 if reading.indicator.better < 0 else 1


def classes(reading: Reading) -> str:
    """Classes of a cell: its verdict, and ``small`` unless it matters."""
    return reading.verdict if reading.matters else f"{reading.verdict} small"


def cell(reading: Reading, scale: float, name: str) -> str:
    """One difference as inline SVG.

    Parameters
    ----------
    reading : Reading
    scale : float
        Of :func:`scale_of`, or of a page that widens its scales itself: what leaves the axis ends in an arrow.
    name : str
        Accessible name: the difference as a sentence.
    """
    side = side_of(reading)
    found = reading.found
    left, right = sorted(side * each for each in (found.low, found.high)) if math.isfinite(found.low) else (0.0, 0.0)
    point = side * found.difference
    half = min(REACH * reading.least / scale, 50.0)
    parts = [
        f'<rect class="band" x="{50 - half:.2f}%" width="{2 * half:.2f}%" height="100%"/>',
        '<line class="zero" x1="50%" x2="50%" y2="100%"/>',
    ]
    if math.isfinite(found.low):
        parts.append(f'<line class="ci" x1="{_at(left, scale)}" x2="{_at(right, scale)}" y1="50%" y2="50%"/>')
        parts += ['<use class="tip" href="#m-left" x="1%" y="50%"/>'] * (left < -scale)
        parts += ['<use class="tip" href="#m-right" x="99%" y="50%"/>'] * (right > scale)
    if abs(point) <= scale:
        parts.append(f'<use class="point" href="#{SHAPES[reading.verdict]}" x="{_at(point, scale)}" y="50%"/>')
    else:
        end, tip = ("99%", "right") if point > 0 else ("1%", "left")
        parts.append(f'<use class="tip" href="#m-{tip}" x="{end}" y="50%"/>')
    label = escape(name, quote=True)
    return f'<svg class="dot {classes(reading)}" role="img" aria-label="{label}">{"".join(parts)}</svg>'


def key(verdict: str, small: bool = False) -> str:
    """A mark with its line, for a legend."""
    kind = f"{verdict} small" if small or verdict in (NONE, UNKNOWN) else verdict
    return (
        f'<svg class="dot keymark {kind}" aria-hidden="true"><line class="ci" x1="0" x2="100%" y1="50%" y2="50%"/>'
        f'<use class="point" href="#{SHAPES[verdict]}" x="50%" y="50%"/></svg>'
    )


def _at(value: float, scale: float) -> str:
    """Place on the axis; what lies beyond it stands at its end."""
    return f"{50 + REACH * min(max(value / scale, -1.13), 1.13):.2f}%"
