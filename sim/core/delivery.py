"""Delivery: when and where a policy arrives. Shared by all policies.

The villages are chosen once, in the month the policy starts, and never again: coverage says how many, the rule says
which, leakage says how many of these places go to villages outside the choice. More coverage adds villages and takes
none away.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.core.draws import fill, stream
from sim.core.setting import setting

DELIVERY = stream("delivery")
RULES = ("random", "weakest", "poorest", "most_dispersed", "largest")
LOOKS_AT = {
    "weakest": ("leadership", 1),
    "poorest": ("income", 1),
    "most_dispersed": ("dispersion", -1),
    "largest": ("registered", -1),
}
"""Column of the village table that a rule ranks by, and whether the low (1) or the high (-1) come first."""
FIRST_START, LAST_START = 1200, 1811
LONGEST = 600
HALF = 0.5


@dataclass(frozen=True)
class Delivery:
    """When and where a policy arrives.

    Attributes
    ----------
    start : int
        First calendar month of delivery, 0 = January 1900.
    duration : int or None
        Months of delivery; None = until the end of the run.
    ramp : int
        Months over which the dose rises to its full size; the first of them gives 1/ramp of it.
    coverage : float
        Share of villages reached; at least one village where it is above zero.
    rule : str
        ``random``; ``weakest`` = lowest leadership capacity; ``poorest`` = lowest income at the start;
        ``most_dispersed``; ``largest`` = most registered persons.
    leak : float
        Share of the places that go to villages outside the choice instead, as far as there are any.
    """

    start: int = setting(..., "month", "month", "first month of delivery", FIRST_START, LAST_START)
    duration: int | None = setting(
        None, "span", "month", "months of delivery; until the end of the run if left out", 1, LONGEST
    )
    ramp: int = setting(0, "span", "month", "months until the dose is at its full size", 0, LONGEST)
    coverage: float = setting(1.0, "number", "share", "share of villages reached", 0, 1)
    rule: str = setting("random", "choice", "name", "which villages come first", choices=RULES)
    leak: float = setting(0.0, "number", "share", "share of the places that miss the villages chosen by the rule", 0, 1)

    def intensity(self, month: int) -> float:
        """Share of the full dose given in a calendar month, 0 to 1."""
        lived = month - self.start
        if lived < 0 or (self.duration is not None and lived >= self.duration):
            return 0.0
        return min(1.0, (lived + 1) / self.ramp) if self.ramp else 1.0

    def choose(self, villages: NDArray[np.void], policy: str, seed: np.uint64) -> NDArray[np.bool_]:
        """Villages that the policy reaches.

        Parameters
        ----------
        villages : structured array, shape (villages,)
            The village table as it stands at the start of the policy.
        policy : str
            Name; each policy has its own luck.
        seed : uint64
            Seed of the run.

        Returns
        -------
        bool array, shape (villages,)
        """
        count = len(villages)
        places = min(count, max(1, int(np.floor(self.coverage * count + HALF)))) if self.coverage > 0 else 0
        order, out, into = _luck(villages["identity"], policy, seed)
        if self.rule == "random":
            ranked = np.lexsort((villages["identity"], order))
        else:
            column, sign = LOOKS_AT[self.rule]
            ranked = np.lexsort((villages["identity"], order, sign * villages[column].astype(float)))
        reached = np.zeros(count, bool)
        reached[ranked[:places]] = True
        missed = min(int(np.floor(self.leak * places + HALF)), count - places)
        if missed:
            inside, outside = np.flatnonzero(reached), np.flatnonzero(~reached)
            reached[inside[np.argsort(out[inside], kind="stable")[:missed]]] = False
            reached[outside[np.argsort(into[outside], kind="stable")[:missed]]] = True
        return reached


def _luck(identity: NDArray[np.uint64], policy: str, seed: np.uint64) -> list[NDArray[np.uint32]]:
    """Three words of each village: its place in the order, and its luck in leaving and entering the choice.

    The month of the counter stays 0 and the block is made from the policy's name, so that neither a later start nor a
    further policy changes which villages are drawn.
    """
    words = [np.empty(len(identity), np.uint32) for _ in range(4)]
    fill(np.ascontiguousarray(identity), 0, zlib.crc32(policy.encode()), np.uint64(seed), DELIVERY, *words)
    return words[:3]
