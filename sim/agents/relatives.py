"""Links between relatives: rows inside the village's slice, pointed anew when rows have moved."""

from __future__ import annotations

import numpy as np

from sim.agents.codes import NOBODY
from sim.core.kernels import kernel


@kernel(inline=True)
def renumber(links, place):  # type: ignore[no-untyped-def]
    """Point a village's links of one kind at new rows."""
    for j in range(links.size):
        old = np.int64(links[j])
        if old != NOBODY:
            links[j] = NOBODY if place[old] < 0 else place[old]


@kernel
def renumber_relatives(P, V, place, lo, hi):  # type: ignore[no-untyped-def]
    """Point spouse, mother and father at the rows the living were moved to; a relative who has gone is nobody.

    Parameters
    ----------
    P, V : columns of persons and villages
    place : int32 array, shape (rows,)
        New row inside the village of each old row, -1 for those cleared (from ``SlicedStore.keep``).
    lo, hi : int
        Villages.
    """
    for v in range(lo, hi):
        a, b = int(V["first"][v]), int(V["last"][v])
        new = place[a:]
        renumber(P.spouse[a:b], new)
        renumber(P.mother[a:b], new)
        renumber(P.father[a:b], new)
