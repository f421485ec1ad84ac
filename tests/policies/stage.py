"""What a policy sees of a model: villages, levers, a ledger and the month, with nobody living in between."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from sim.agents.village import Village
from sim.core.columns.columns import TableStore
from sim.core.declarations.levers import Levers
from sim.core.recording.ledger import Ledger
from sim.mechanisms import find_mechanism, mechanism_names
from sim.policies import find_policy
from sim.policies.common.delivery import Delivery
from sim.policies.common.policy import Policy

START = 1452
VILLAGES = 12
MONTHS = 48


def some_villages(villages: int = VILLAGES) -> TableStore:
    """Villages in two counties of two townships each; the first has the lowest leadership, income and so on."""
    store = TableStore(Village, villages)
    V = store.columns
    rank = np.arange(villages)
    V["identity"] = (rank + 7) << 20
    V["county"] = rank >= villages // 2
    V["leadership"] = 0.2 + 0.01 * rank
    V["township"] = rank * 4 // villages
    V["score"] = 0.6 - 0.01 * rank
    V["income"] = 9000.0 + 100 * rank
    V["dispersion"] = -rank.astype(float)
    V["registered"] = 2000 - rank
    V["household_last"] = 400
    V["adults"], V["adults_home"], V["full_home"] = 1000, 600, 30
    V["full_members"] = 45
    return store


class Stage:
    """A model's surface for policies.

    Parameters
    ----------
    policies : Policy
        Policies that act.
    villages : int
        How many of ``some_villages``.
    seed : int
        Seed of the draws.
    """

    def __init__(self, *policies: Policy, villages: int = VILLAGES, seed: int = 1) -> None:
        self.villages = some_villages(villages)
        self.levers = Levers([find_mechanism(name)() for name in mechanism_names()], villages)
        self.ledger = Ledger([policy.name for policy in policies], villages, MONTHS)
        self.policies = policies
        self.key = np.uint64(seed)
        self.month = START
        self.months_run = 0

    def live(self, months: int = 1) -> Stage:
        """Let the policies act for some months, in the order given."""
        for _ in range(months):
            for policy in self.policies:
                policy.act(self)
            self.levers.compose()
            self.month += 1
            self.months_run += 1
        return self

    def values(self) -> bytes:
        """All lever values of the month, as bytes."""
        return b"".join(self.levers.now[name].tobytes() for name in sorted(self.levers.now))


def policy(name: str, dose: Mapping[str, Any] | None = None, **delivery: Any) -> Policy:
    """A policy at its default doses, but for those given, starting with the stage."""
    return find_policy(name)(dose or {}, Delivery(**{"start": START, **delivery}))
