"""No social organisation arrives."""

from __future__ import annotations

from typing import Any

from sim.core.mechanism import Mechanism
from sim.core.parameters import Param

ASSUMED = "assumption"


class OutsideResources(Mechanism):
    """No social organisation arrives."""

    # fmt: off
    helper_hours = Param(0.0, "hour/month", "A", ASSUMED, low=0.0, high=20.0, law="sum", raises="service_fulfilment",
        note="hours of service given from outside")
    # fmt: on

    def step(self, model: Any) -> None:
        """Constants for now."""
