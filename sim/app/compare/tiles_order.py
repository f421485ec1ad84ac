"""Which outcomes have a tile, in what order, and how far their axes reach.

The order is chosen once for a question of a kind: with the first figures after a policy came or went, or another
scenario or horizon was taken. Sizes of doses, the quorum rule and assumptions leave it as it is, so that what is moved
is seen to move. What is seen and large against what matters comes first; outcomes of which neither more nor less is
better have no tile.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

from sim.analysis.reading import Reading
from sim.app.compare.answer import Answer, Stage
from sim.app.compare.asked import Asked
from sim.report.comparison.cells import LEAST_ROOM
from sim.report.comparison.statements import bounds

TILES, PANELS = 4, 6


def kind_of(asked: Asked) -> tuple[Any, ...]:
    """What two questions have in common whose tiles stand in the same order."""
    return asked.scenario, asked.months, tuple(tuple(sorted(side.policies)) for side in asked.sides)


def order_of(readings: Iterable[Reading], few: bool = False) -> tuple[str, ...]:
    """Outcomes that are better or worse, those first in which some side makes the largest difference that is seen.

    Outcomes in which nothing is seen follow in the order of the headlines. Of few pairs little is seen yet, and size
    alone decides.
    """
    sizes: dict[str, float] = {}
    for each in readings:
        if each.indicator.better:
            name = each.indicator.name
            sizes[name] = max(sizes.get(name, 0.0), each.size if each.seen or few else 0.0)
    return tuple(sorted(sizes, key=lambda name: -sizes[name]))


def reaches_of(answer: Answer, before: Mapping[str, float]) -> dict[str, float]:
    """What the end of each axis stands for; it reaches at least as far as before.

    It holds every interval of a final answer, and every point of one of few pairs, whose intervals may leave it; in
    halves of what matters, and at least 1.25 of that.
    """
    reaches = dict(before)
    for each in answer.readings:
        ends = bounds(each) if answer.stage == Stage.FINAL else (1.5 * each.found.difference,)
        furthest = max((abs(end) for end in ends if math.isfinite(end)), default=0.0)
        wanted = max(furthest, LEAST_ROOM * each.least)
        if each.least:
            wanted = math.ceil(2 * wanted / each.least - 1e-9) / 2 * each.least
        name = each.indicator.name
        reaches[name] = max(reaches.get(name, 0.0), wanted)
    return reaches
