"""How large the largest village is: room for the notes that a loop over villages makes of each."""

from __future__ import annotations

from sim.core.kernels import kernel


@kernel
def most_people(V, lo, hi):  # type: ignore[no-untyped-def]
    """Rows of people in the village that has most of them, among ``lo:hi``."""
    most = 0
    for v in range(lo, hi):
        most = max(most, int(V["last"][v]) - int(V["first"][v]))
    return most


@kernel
def most_homes(V, lo, hi):  # type: ignore[no-untyped-def]
    """Rows of households in the village that has most of them, among ``lo:hi``."""
    most = 0
    for v in range(lo, hi):
        most = max(most, int(V["household_last"][v]) - int(V["household_first"][v]))
    return most
