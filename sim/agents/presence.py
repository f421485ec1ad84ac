"""Who of those away is in the village for the festival: one answer for every mechanism that asks."""

from __future__ import annotations

from sim.core.draws import stream, uniform
from sim.core.kernels import kernel

FESTIVAL = stream("migration.festival")


@kernel
def present_at_festival(seed, identity, month, probability):  # type: ignore[no-untyped-def]
    """Whether somebody who lives away is in the village in this festival month.

    Parameters
    ----------
    seed, identity : uint64
        World seed and person.
    month : int
        Calendar month.
    probability : float
        The village's ``migration.festival``.
    """
    return uniform(seed, FESTIVAL, identity, month, 0) < probability
