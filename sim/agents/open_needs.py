"""A person's open need ends: met, given up or expired."""

from __future__ import annotations

from sim.core.kernels import kernel


@kernel
def clear_need(P, i):  # type: ignore[no-untyped-def]
    """The person in row ``i`` has no open need any more."""
    P.need[i] = 0
    P.need_difficulty[i] = 0.0
    P.need_age[i] = 0
    P.need_known[i] = False
    P.need_tries[i] = 0
