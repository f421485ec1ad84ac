"""No list of poor households is drawn, so none is seen as unfair."""

from __future__ import annotations

from typing import Any

from sim.core.mechanism import Mechanism
from sim.core.parameters import Param

ASSUMED = "assumption"


class Targeting(Mechanism):
    """No list of poor households is drawn, so none is seen as unfair."""

    # fmt: off
    unfair_lists = Param(0.0, "probability", "A", ASSUMED, low=0.0, high=0.2, lowers="trust",
        note="monthly chance that an adult learns of a wrong entry")
    # fmt: on

    def step(self, model: Any) -> None:
        """Constants for now."""
