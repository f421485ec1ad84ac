"""Digital literacy (I9): villagers are taught to use devices and the platform, in classes or by the young at home.

does   Part of the adults at home have a place and are taught some hours a year; a share of the places is kept for those
       of 60 and over. Who has learnt worries less about privacy. In place of a class, the young of a household can
       teach its old.
costs  150 yuan a place and year in a class, 30 for what a family is given.
fails  Classes fill with whoever comes, and who comes is able already. What is learnt and not used is lost by half in
       two years. More use of the net is more exposure to what is false, on a platform where nobody puts it right.
items  C32-C35, C53, C73: isolation and schooling, contempt for digital skills, worries, those left behind, literacy
       classes.
"""

from __future__ import annotations

import numpy as np

from sim.core.compute.elementary import powers
from sim.core.config.calendar import MONTHS
from sim.core.declarations.parameters import Param
from sim.policies.common.policy import Policy, PolicyMonth

ASSUMED = "assumption"
PRICE = "moves costs only"


class DigitalLiteracy(Policy):
    """Classes for villagers."""

    idle = {"hours": 0}

    # fmt: off
    hours = Param(8, "hour/year", "A", ASSUMED, low=0, high=40, raises="digital_reach", note="hours for each person")
    places = Param(0.3, "share", "A", ASSUMED, low=0, high=1, raises="digital_reach",
        note="adults at home who have a place")
    old = Param(0.5, "share", "A", ASSUMED, low=0, high=1, either="few users are old, whoever is taught",
        note="places for those of 60 and over")
    leak = Param(0.3, "share", "A", ASSUMED, low=0, high=1, either="few users are old, whoever is taught",
        note="places that go to whoever comes, the able first; none in families")
    family = Param(False, "switch", "A", ASSUMED, either="reaches fewer, and none but the old",
        note="the young of a household teach its old, in place of a class")
    worry = Param(0.5, "odds ratio", "A", ASSUMED, low=0.2, high=1, lowers="digital_reach",
        note="worry about privacy of those taught, against before")
    price = Param(150, "yuan/person", "A", "unit-costs", low=75, high=300, either=PRICE, note="a place in a class")
    family_price = Param(30, "yuan/person", "A", ASSUMED, low=15, high=60, either=PRICE, note="a place in a family")
    # fmt: on

    def apply(self, month: PolicyMonth) -> None:
        """Teach for a month."""
        dose = self.dose
        if dose["hours"] > 0:
            month.move("digital.class_hours", dose["hours"] / MONTHS)
            month.move("digital.class_places", dose["places"], whole=True)
            month.move("digital.class_old", np.maximum(dose["old"], dose["family"]), whole=True)
            month.move("digital.class_leak", dose["leak"] * (1 - dose["family"]), whole=True)
            month.move("digital.class_family", dose["family"])
            month.move("digital.privacy", powers(dose["worry"], dose["places"]))
        price = np.where(dose["family"] > 0, dose["family_price"], dose["price"])
        persons = dose["places"] * month.villages["adults_home"]
        month.book(yuan=month.intensity * persons * price / MONTHS)
