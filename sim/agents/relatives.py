"""Links between relatives: rows inside the village's slice, pointed anew when rows have moved."""

from __future__ import annotations

from sim.agents.codes import NOBODY
from sim.core.kernels import kernel


@kernel
def renumbered(row, place, first):  # type: ignore[no-untyped-def]
    """Return the new row of a relative inside the village, or nobody."""
    if row == NOBODY or place[first + row] < 0:
        return NOBODY
    return int(place[first + row])


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
        first = int(V["first"][v])
        for i in range(first, int(V["last"][v])):
            P.spouse[i] = renumbered(int(P.spouse[i]), place, first)
            P.mother[i] = renumbered(int(P.mother[i]), place, first)
            P.father[i] = renumbered(int(P.father[i]), place, first)
