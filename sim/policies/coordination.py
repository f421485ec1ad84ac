"""Coordination (I27): one person holds both offices, the committees coordinate, Party life becomes joint work.

does   The secretary is also director of the villagers' committee: no hours are lost between the two. The committees
       coordinate, as far as assessment and sanctions carry it. A larger part of Party life counts for service and
       economy at the same time.
costs  5,000 yuan a year in each village for joint projects. The documents of the second office are in the hours.
fails  The second office brings its documents, and oversight of the holder is weaker. Joint work is a share of the
       hours of Party life: where documents leave few of these, the label is worth little.
items  B35, D03, D36, D46-D48, D69: two skins, Party work in every part of poverty work, two committees that wrangle,
       an overloaded secretary.
"""

from __future__ import annotations

import numpy as np

from sim.core.config.calendar import MONTHS
from sim.core.declarations.parameters import Param
from sim.policies.common.policy import Policy, PolicyMonth

ASSUMED = "assumption"
PRICE = "moves costs only"
SERVED = "service_fulfilment"


class Coordination(Policy):
    """One person in both offices, joint sittings, joint work."""

    idle = {"one_shoulder": 0, "coordination": 0, "joint_work": 0}

    one_shoulder = Param(
        True, "switch", "D", "one-shoulder", raises="formalism", note="secretary and director are one person"
    )
    coordination = Param(
        0.75, "0-1", "A", ASSUMED, low=0, high=1, raises="chain", note="of the two committees, if it was lower"
    )
    joint_work = Param(
        0.3, "share", "A", ASSUMED, low=0, high=0.7, raises=SERVED, note="more of Party life that is joint work"
    )
    price = Param(5000, "yuan/year", "A", ASSUMED, low=2500, high=10000, either=PRICE, note="joint projects, a village")

    def apply(self, month: PolicyMonth) -> None:
        """Keep the offices together for a month."""
        dose = self.dose
        month.move("offices.one_shoulder", dose["one_shoulder"])
        coordination = np.maximum(dose["coordination"] - month.lever("effort.coordination"), 0)
        month.move("effort.coordination", coordination)
        month.move("effort.joint_work", dose["joint_work"])
        month.book(yuan=month.intensity * dose["price"] / MONTHS)
