"""How wide the columns of a table on paper are: as their cells ask, words giving way where the page is too narrow."""

from __future__ import annotations

from collections.abc import Sequence

from sim.report.layout.text import width
from sim.report.study.document import Table

ROOM = 112
"""Letters of a line of a table as wide as the page."""
GAP, LEAST = 2.2, 9
"""Letters between two columns, and of the narrowest column of words."""
BOLD = 1.2
"""How much wider heads are."""


def shares(table: Table) -> list[float]:
    """Parts of the line that the columns take; less than 1 in all where the table is narrower than the page."""
    cells = [[width(str(row[place])) for row in table.rows] for place in range(len(table.heads))]
    heads = [round(BOLD * max(map(width, each.text.split() or [""]))) for each in table.heads]
    numeric = [each.numeric for each in table.heads]
    widths = [max([head, *column]) for head, column in zip(heads, cells, strict=True)]
    room = ROOM - GAP * (len(widths) - 1)
    if sum(widths) > room:
        widths = _squeezed(widths, numeric, heads, room)
    return [each / ROOM for each in widths]


def _squeezed(widths: Sequence[int], numeric: Sequence[bool], heads: Sequence[int], room: float) -> list[int]:
    """Widths of which columns of words give way so that their longest cells take about as many lines."""
    found = list(widths)
    each = zip(widths, numeric, heads, strict=True)
    least = [size if right else min(size, max(LEAST, head)) for size, right, head in each]
    while sum(found) > room:
        wide = [place for place, size in enumerate(found) if size > least[place]]
        if not wide:
            return [max(1, int(size * room / sum(found))) for size in found]
        found[min(wide, key=lambda place: widths[place] / found[place])] -= 1
    return found
