"""Responsibility chain and task lists (I15): each task has a person and a date, and each level asks for proof.

does   Tasks are set, performed, assessed and pursued: coordination of the two committees rises as far as the weakest
       of these links allows. Task lists and departments that work together shorten an attempt, and higher levels
       answer more of what is passed up.
costs  2,000 yuan in each village, once, for drawing up the lists, and the hours of documentation that each level asks
       for.
fails  Without more hours the lists take them from the work they are for. Coordination stays at the weakest link if
       assessment or sanctions do not follow. Where no money from outside comes, sanctions make documents a cover
       against blame.
items  B45-B57, D04: press responsibility layer by layer, task lists, departments' barriers, a chain of four links.
"""

from __future__ import annotations

import numpy as np

from sim.core.declarations.parameters import Param
from sim.policies.common.policy import Policy, PolicyMonth

ASSUMED = "assumption"
PRICE = "moves costs only"
SERVED = "service_fulfilment"


class ResponsibilityChain(Policy):
    """Coordination by lists, assessment and sanctions."""

    idle = {"coordination": 0, "assessment": 0, "sanction": 0, "attempt": 1, "relay": 1, "layer_hours": 0, "blame": 0}

    # fmt: off
    coordination = Param(0.9, "0-1", "A", ASSUMED, low=0, high=1, raises="chain",
        note="coordination set for the two committees, if it was lower")
    assessment = Param(0.8, "0-1", "A", ASSUMED, low=0, high=1, raises="chain",
        note="strength of assessment, if it was lower; .8 allows a coordination of .9")
    sanction = Param(0.8, "0-1", "A", ASSUMED, low=0, high=1, raises="chain",
        note="strength of sanctions, if it was lower; .8 allows a coordination of .9")
    attempt = Param(0.85, "factor", "A", ASSUMED, low=0.7, high=1, lowers=SERVED, note="on hours of an attempt")
    relay = Param(2.43, "odds ratio", "A", ASSUMED, low=1, high=4, raises=SERVED,
        note="responsiveness of higher levels; 2.43 takes .7 to .85")
    layer_hours = Param(2, "hour/layer", "A", ASSUMED, low=0, high=4, raises="formalism",
        note="documentation that each level asks for")
    blame = Param(0.1, "weight", "A", ASSUMED, low=0, high=0.5, raises="formalism",
        note="of not being blamed, where no money from outside has come for a year")
    price = Param(2000, "yuan", "A", ASSUMED, low=1000, high=4000, either=PRICE, note="drawing up lists, for a village")
    # fmt: on

    def apply(self, month: PolicyMonth) -> None:
        """Keep the chain for a month."""
        dose = self.dose
        for name, lever in (
            ("coordination", "effort.coordination"),
            ("assessment", "supervision.assessment"),
            ("sanction", "supervision.sanction"),
        ):
            month.move(lever, np.maximum(dose[name] - month.lever(lever), 0))
        month.move("service.need_hours", dose["attempt"])
        month.move("service.relay", dose["relay"])
        month.move("supervision.layer_hours", dose["layer_hours"])
        month.move("effort.blame", dose["blame"])
        month.book(yuan=dose["price"], where=month.first)
        month.book(hours=month.intensity * dose["layer_hours"] * month.lever("supervision.layers"))
