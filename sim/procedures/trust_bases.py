"""Bases of trust: where each person's trust drifts to in silence, so that trust stays where it stands.

Trust answers to events (``sim/mechanisms/trust.py``); at the events of the last year of burn-in it would move away from
its start for decades. With an anchor every person drifts to a base of her own, at which those events leave her trust
T_i where it is::

    B_i = T_s − e / (drift s) + (1 + d / (drift s)) (T_i − T_s)

over the adults of a village: s is the share of person-months without visit or message, T_s the mean trust in them, e
the net gain and d the decay by events a person-month. Small villages are taken together with their township, since the
events of a few hundred persons in a year are mostly luck. Bases are not clipped: one outside of 0 to 1 pulls to a level
that events keep from being reached.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.agents.codes import ADULT, AGES
from sim.core.compute.kernels import kernel

Floats = NDArray[np.float64]

SILENT, TRUST_SILENT, GAIN, DECAY = range(4)
"""What is added up: months of adults without contact, trust in them, net gain and decay by events."""
SUMS = 4


@kernel(inline=True)
def is_adult(group):  # type: ignore[no-untyped-def]
    """Whether somebody is on the register and grown up."""
    return int(group) > 0 and (int(group) - 1) % AGES >= ADULT


@kernel
def give_bases(P, V, base, slope, lo, hi):  # type: ignore[no-untyped-def]
    """Give everybody a base: that of the village for nobody's trust, and more the more she trusts."""
    for v in range(lo, hi):
        for i in range(int(V["first"][v]), int(V["last"][v])):
            P.trust_base[i] = base[v] + slope[v] * float(P.trust[i])


def pooled(sums: Floats, village: NDArray[np.bool_], township: NDArray[np.integer]) -> Floats:
    """Sums of the villages that are large enough, and of its township for each of the others.

    Parameters
    ----------
    sums : float array, shape (SUMS, villages)
    village : bool array, shape (villages,)
        Whether a village is large enough to stand for itself.
    township : int array, shape (villages,)
    """
    together = np.zeros((SUMS, int(township.max()) + 1))
    for place, each in enumerate(sums):
        np.add.at(together[place], township, each)
    return np.where(village, sums, together[:, township])


def bases_of(sums: Floats, drift: Floats) -> tuple[Floats, Floats]:
    """Base of a person without any trust, and its rise with trust, of each village.

    Where nobody was ever silent, or nothing drifts, no base holds trust where it is; hers is then her own trust.

    Parameters
    ----------
    sums : float array, shape (SUMS, villages)
    drift : float array, shape (villages,)
        Pull to the base in a silent month.
    """
    pull = drift * sums[SILENT]  # of all silent months
    held = pull > 0.0
    pull = np.where(held, pull, 1.0)
    trust = sums[TRUST_SILENT] / np.maximum(sums[SILENT], 1.0)
    slope = np.where(held, 1.0 + sums[DECAY] / pull, 1.0)
    return np.where(held, trust - sums[GAIN] / pull - slope * trust, 0.0), slope
