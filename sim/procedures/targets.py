"""Rules that say which villages are served first: by chance, by need, by strength, or as their townships choose."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

TOWNSHIP_CHOICE = "township_choice"
RULES = ("random", "weakest", "poorest", "most_dispersed", "largest", "self_selected", TOWNSHIP_CHOICE)
LOOKS_AT = {
    "weakest": ("leadership", 1),
    "poorest": ("income", 1),
    "most_dispersed": ("dispersion", -1),
    "largest": ("registered", -1),
    "self_selected": ("leadership", -1),
    TOWNSHIP_CHOICE: ("score", -1),
}
"""Column of the village table that a rule ranks by, and whether the low (1) or the high (-1) come first."""


def in_order(villages: NDArray[np.void], rule: str, luck: NDArray[np.uint32]) -> NDArray[np.intp]:
    """Rows of a village table, the first to be served first.

    Parameters
    ----------
    villages : structured array, shape (villages,)
        Village table.
    rule : str
        One of ``RULES``.
    luck : uint32 array, shape (villages,)
        Breaks ties, and decides alone where the rule is ``random``.
    """
    column, sign = LOOKS_AT.get(rule, ("identity", 0))
    ranked = np.lexsort((villages["identity"], luck, sign * villages[column].astype(float)))
    if rule != TOWNSHIP_CHOICE:
        return ranked
    town = villages["township"][ranked]
    by_town = np.argsort(town, kind="stable")
    turn = np.empty(len(ranked), np.int64)
    turn[by_town] = np.arange(len(ranked)) - np.searchsorted(town[by_town], town[by_town])
    return ranked[np.argsort(turn, kind="stable")]
