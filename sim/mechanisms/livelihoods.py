"""Dependence on village resources stays as drawn at the start."""

from __future__ import annotations

from typing import Any

from sim.core.mechanism import Mechanism
from sim.core.parameters import Param

ASSUMED = "assumption"


class Livelihoods(Mechanism):
    """Dependence on village resources stays as drawn at the start."""

    # fmt: off
    dependence_base = Param(0.4, "log odds", "A", ASSUMED, symbol="dep_0", raises="needs_sought",
        note="dependence without local wage or anybody away")
    dependence_away = Param(0.8, "log odds", "A", ASSUMED, symbol="dep_a", lowers="needs_sought",
        note="less dependence where somebody is away")
    dependence_wage = Param(0.6, "log odds", "A", ASSUMED, symbol="dep_n", lowers="needs_sought",
        note="less dependence with a local wage")
    # fmt: on

    def step(self, model: Any) -> None:
        """Constants for now."""
