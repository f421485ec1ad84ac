"""What a policy moves, and what it costs, at its default doses: it is applied to the levers of typical villages.

Nobody lives in these villages and no mechanism runs, so the figures say what is asked for, not what comes of it.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np

from sim.core.compute.kernels import interpreted
from sim.core.config.calendar import MONTHS
from sim.extensions.trial import START, YEARS, Bystander, Everywhere
from sim.policies import find_policy
from sim.policies.common.policy import Policy


class Effects(NamedTuple):
    """What a policy does to typical villages at its default doses.

    Attributes
    ----------
    moves : dict of str to (float, float)
        By lever that is moved: its default, and the value furthest from it in any village and month.
    yuan, hours : tuple of float
        Costs of the first year, and of a later year on average, a village.
    """

    moves: dict[str, tuple[float, float]]
    yuan: tuple[float, float]
    hours: tuple[float, float]


def effects(name: str) -> Effects:
    """Apply a policy at its default doses for three years to typical villages."""
    return _effects(find_policy(name))


@cache
def _effects(policy: type[Policy]) -> Effects:
    made, seen = policy({}, Everywhere(START)), Bystander(policy.name)
    levers = seen.levers
    moves: dict[str, tuple[float, float]] = {}
    for _ in range(MONTHS * YEARS):
        with interpreted():  # a dozen villages are not worth a compiler
            made.act(seen)
            levers.compose()
        for mechanism, now in levers.now.items():
            base = levers.base[mechanism]
            if now is base:
                continue
            for field in now.dtype.names or ():
                usual, furthest = float(base[field][0]), now[field][np.argmax(np.abs(now[field] - base[field]))]
                key = f"{mechanism}.{field}"
                if abs(furthest - usual) > abs(moves.get(key, (usual, usual))[1] - usual):
                    moves[key] = usual, float(furthest)
        seen.month += 1
        seen.months_run += 1
    accounts = seen.ledger.yuan[0], seen.ledger.hours[0]
    yuan, hours = (account.mean(axis=0).reshape(YEARS, MONTHS).sum(axis=1) for account in accounts)
    return Effects(moves, (float(yuan[0]), float(yuan[1:].mean())), (float(hours[0]), float(hours[1:].mean())))
