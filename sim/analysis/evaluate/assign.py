"""Who gets a pilot: villages chosen by a rule and shared out in waves, and those that get it in fact."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.analysis.evaluate.plan import Pilot
from sim.policies.common.delivery import Delivery

Months = list[int | None]


class Assignment(NamedTuple):
    """In which month a pilot begins in each village, None where it never does.

    Attributes
    ----------
    planned : list of (int or None)
        What who evaluates knows.
    served : list of (int or None)
        What happens: another list where places leak.
    """

    planned: Months
    served: Months


def assign(villages: NDArray[np.void], pilot: Pilot, rule: str, seed: int) -> Assignment:
    """Choose the villages of a pilot as a policy of the model would in the month of the first start.

    Parameters
    ----------
    villages : structured array, shape (villages,)
        The village table at the beginning of that month.
    pilot : Pilot
    rule : str
        One of :data:`~sim.procedures.targets.RULES`.
    seed : int
        Of the world: luck of a choice by lot is that of the policy.

    Notes
    -----
    Waves are of one size as far as they can be, and those that the rule puts first go first. A village that a place
    leaks to begins when the one that has lost it would have.
    """
    key = np.uint64(seed)
    by_rule = Delivery(start=pilot.starts[0], coverage=pilot.share, rule=rule)
    chosen = by_rule.choose(villages, pilot.policy, key)
    first = [row for row in by_rule.ranked(villages, pilot.policy, key) if chosen[row]]
    planned: Months = [None] * len(villages)
    for start, wave in zip(pilot.starts, np.array_split(np.array(first, int), len(pilot.starts)), strict=True):
        for row in wave:
            planned[int(row)] = start
    leaking = Delivery(start=pilot.starts[0], coverage=pilot.share, rule=rule, leak=pilot.leak)
    reached = leaking.choose(villages, pilot.policy, key)
    served = [month if reached[row] else None for row, month in enumerate(planned)]
    for gone, into in zip(np.flatnonzero(chosen & ~reached), np.flatnonzero(reached & ~chosen), strict=True):
        served[int(into)] = planned[int(gone)]
    return Assignment(planned, served)
