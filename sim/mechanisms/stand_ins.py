"""Stand-ins: what submodels that are not built yet would feed in, as declared parameters at their starting values.

Each class carries the name of the submodel it stands for, so that scenario files keep their keys when the submodel
takes its place. Nothing else in the model stands in for anything.
"""

from __future__ import annotations

from sim.core.mechanism import Mechanism
from sim.core.parameters import Param

ASSUMED = "assumption"


class StandIn(Mechanism):
    """Parameters only: nothing happens in a month."""

    def step(self, model: object) -> None:
        """Do nothing: the values are constants."""


class Livelihoods(StandIn):
    """S3: dependence on village resources stays as drawn at the start."""

    name = "livelihoods"
    # fmt: off
    dependence_base = Param(0.4, "log odds", "A", ASSUMED, symbol="dep_0", raises="needs_sought",
        note="dependence without local wage or anybody away")
    dependence_away = Param(0.8, "log odds", "A", ASSUMED, symbol="dep_a", lowers="needs_sought",
        note="less dependence where somebody is away")
    dependence_wage = Param(0.6, "log odds", "A", ASSUMED, symbol="dep_n", lowers="needs_sought",
        note="less dependence with a local wage")
    # fmt: on


class CollectiveEconomy(StandIn):
    """S4: projects are proposed at a constant rate and make no jobs."""

    name = "collective_economy"
    # fmt: off
    proposals = Param(0.01, "1/month", "A", ASSUMED, low=0.0, high=0.03, symbol="init_0", raises="items_entered",
        note="projects put on the agenda, a village")
    jobs = Param(0.0, "0-1", "A", ASSUMED, low=0.0, high=1.0, symbol="jobs_v", law="sum", lowers="share_away",
        note="real projects running per 300 residents")
    # fmt: on


class Targeting(StandIn):
    """S15: no list of poor households is drawn, so none is seen as unfair."""

    name = "targeting"
    # fmt: off
    unfair_lists = Param(0.0, "probability", "A", ASSUMED, low=0.0, high=0.2, lowers="trust",
        note="monthly chance that an adult learns of a wrong entry")
    # fmt: on


class Supervision(StandIn):
    """S16: inspections, audits and promotion at constant rates; no misconduct."""

    name = "supervision"
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


class OutsideResources(StandIn):
    """S17: no social organisation arrives."""

    name = "outside_resources"
    # fmt: off
    helper_hours = Param(0.0, "hour/month", "A", ASSUMED, low=0.0, high=20.0, law="sum", raises="service_fulfilment",
        note="hours of service given from outside")
    # fmt: on


STAND_INS = (Livelihoods, CollectiveEconomy, Targeting, Supervision, OutsideResources)
