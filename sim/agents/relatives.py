"""Links between relatives: rows inside the village's slice, pointed anew when rows have moved."""

from __future__ import annotations

import numpy as np

from sim.agents.codes import NOBODY
from sim.core.compute.kernels import kernel


@kernel(inline=True)
def renumber(links, new, nobody):  # type: ignore[no-untyped-def]
    """Point a village's links of one kind at new rows: ``new`` of each old row, and of ``nobody``, the place after."""
    for j in range(links.size):
        links[j] = new[min(np.int64(links[j]), nobody)]


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
        a, b, rows = int(V["first"][v]), int(V["last"][v]), int(V["room"][v]) - int(V["first"][v])
        new = np.empty(rows + 1, np.uint16)
        for k in range(rows):
            new[k] = NOBODY if np.int64(place[a + k]) < 0 else place[a + k]
        new[rows] = NOBODY
        renumber(P.spouse[a:b], new, rows)
        renumber(P.mother[a:b], new, rows)
        renumber(P.father[a:b], new, rows)
