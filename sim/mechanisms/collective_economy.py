"""Projects are proposed at a constant rate and make no jobs."""

from __future__ import annotations

from typing import Any

from sim.core.mechanism import Mechanism
from sim.core.parameters import Param

ASSUMED = "assumption"


class CollectiveEconomy(Mechanism):
    """Projects are proposed at a constant rate and make no jobs."""

    # fmt: off
    proposals = Param(0.01, "1/month", "A", ASSUMED, low=0.0, high=0.03, symbol="init_0", raises="items_entered",
        note="projects put on the agenda, a village")
    jobs = Param(0.0, "0-1", "A", ASSUMED, low=0.0, high=1.0, symbol="jobs_v", law="sum", lowers="share_away",
        note="real projects running per 300 residents")
    # fmt: on

    def step(self, model: Any) -> None:
        """Constants for now."""
