"""Inspections, audits and promotion at constant rates; no misconduct."""

from __future__ import annotations

from typing import Any

from sim.core.mechanism import Mechanism
from sim.core.parameters import Param

ASSUMED = "assumption"


class Supervision(Mechanism):
    """Inspections, audits and promotion at constant rates; no misconduct."""

    # fmt: off
    inspections = Param(1.0, "1/month", "A", ASSUMED, low=0.0, high=4.0, symbol="I", law="product", raises="formalism",
        note="document inspections")
    audit = Param(0.02, "1/month", "A", ASSUMED, low=0.0, high=0.3, symbol="audit", law="sum",
        lowers="fabricated_share", note="checks of reality")
    promotion_chance = Param(0.02, "1/year", "A", ASSUMED, low=0.0, high=0.1, symbol="p_prom", law="product",
        raises="motivation", note="promotion chance seen by a secretary")
    oversight = Param(0.3, "share", "A", ASSUMED, symbol="over", law="sum",
        either="nothing reads it until misconduct is modelled", note="oversight of the office holder")
    scandals = Param(0.0, "1/month", "A", ASSUMED, low=0.0, high=0.004, law="product", lowers="trust",
        note="misconduct that comes to light, a village")
    layers = Param(3.0, "layers", "A", ASSUMED, symbol="layers", raises="formalism",
        note="levels of superiors that add demands")
    layer_hours = Param(0.0, "hour/layer", "A", ASSUMED, low=0.0, high=4.0, symbol="z_layer", law="sum",
        raises="formalism", note="hours of documentation added at each level")
    assessment = Param(0.5, "0-1", "A", ASSUMED, symbol="assess", law="sum", raises="visits",
        note="strength of assessment in the responsibility chain")
    sanction = Param(0.5, "0-1", "A", ASSUMED, symbol="sanction", law="sum", raises="visits",
        note="strength of sanctions in the responsibility chain")
    # fmt: on

    def step(self, model: Any) -> None:
        """Constants for now."""
