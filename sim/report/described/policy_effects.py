"""What a policy moves, and what it costs, at its default doses: it is applied to the levers of typical villages.

Nobody lives in these villages and no mechanism runs, so the figures say what is asked for, not what comes of it.
"""

from __future__ import annotations

from functools import cache
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.core.compute.kernels import interpreted
from sim.core.config.calendar import MONTHS, month_of
from sim.core.declarations.levers import Levers
from sim.core.recording.ledger import Ledger
from sim.mechanisms import find_mechanism, mechanism_names
from sim.policies import find_policy
from sim.policies.common.delivery import Delivery
from sim.policies.common.policy import Policy

START = month_of("2022-01")
YEARS = 3
VILLAGES = 15
NOTHING = ("county", "household_first", "project_passed")
"""Columns that policies look at and that hold nothing here: one county, no project passed."""
TYPICAL: dict[str, float] = {
    "registered": 1350,
    "adults": 1080,
    "adults_home": 670,
    "full_members": 44,
    "full_home": 27,
    "household_last": 400,
    "committee_members": 4,
    "leadership": 0.45,
    "income": 19000,
    "economy_hours": 30,
}
"""Means of the fifteen villages of the baseline at the end of burn-in, rounded."""


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


class Everywhere(Delivery):
    """Delivery to all villages: nothing is drawn, so that no kernel is needed to explain a policy."""

    def choose(self, villages: NDArray[np.void], policy: str, seed: np.uint64) -> NDArray[np.bool_]:
        """All villages."""
        return np.ones(len(villages), bool)


class Bystander:
    """What a policy needs to see of a model: a county of like villages, levers, a ledger and the month."""

    def __init__(self, policy: str) -> None:
        counts = [(name, np.int64) for name in ("identity", *NOTHING)]
        villages = np.zeros(VILLAGES, [*counts, *((name, np.float64) for name in TYPICAL)])
        villages["identity"] = np.arange(VILLAGES)
        for name, value in TYPICAL.items():
            villages[name] = value
        self.villages = SimpleNamespace(columns=villages)
        self.levers = Levers([find_mechanism(name)() for name in mechanism_names()], VILLAGES)
        self.ledger = Ledger([policy], VILLAGES, MONTHS * YEARS)
        self.key = np.uint64(0)
        self.month, self.months_run = START, 0


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
