"""A policy is tried at its default doses on the levers of typical villages: nobody lives there, no mechanism runs."""

from __future__ import annotations

import inspect
from pathlib import Path
from traceback import extract_tb
from types import SimpleNamespace

import numpy as np
from numpy.typing import NDArray

from sim.core.compute.kernels import interpreted
from sim.core.config.calendar import MONTHS, month_of
from sim.core.declarations.levers import Levers
from sim.core.recording.ledger import Ledger
from sim.mechanisms import find_mechanism, mechanism_names
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


def fault_of(policy: type[Policy]) -> str:
    """What goes wrong in the first month of a policy, with the line of its file; empty if nothing does."""
    try:
        with interpreted():
            policy({}, Everywhere(START)).act(Bystander(policy.name))
    except Exception as error:
        file = inspect.getfile(policy)
        lines = [frame.lineno for frame in extract_tb(error.__traceback__) if frame.filename == file]
        where = f"{Path(file).name}:{lines[-1]}: " if lines else ""
        return f"{where}{type(error).__name__}: {error}"
    return ""
