"""Training of members (I1): courses for members at home and for the secretary, long-standing members first.

does   Members at home get a number of 16-hour courses a year; who is chosen can lean towards the old. The secretary
       gets the 56 hours a year of the national plan instead. Capacity rises at once, by less with age and where
       Party life has little content.
costs  200 yuan a person and day. The secretary's hours are taken from the month before the rest is shared out, those
       of members from the hours that they have for the Party.
fails  What is learnt and not used is lost by half in eleven months; the hours taken from the secretary and from
       those who would have helped are missing in service: three courses a year leave pupils none of four a month.
items  A52, B10-B11, B51-B53: practical training of long-standing members and of secretaries, learning put into
       practice.
"""

from __future__ import annotations

import numpy as np

from sim.core.config.calendar import MONTHS
from sim.core.declarations.parameters import Param
from sim.policies.common.policy import Policy, PolicyMonth

ASSUMED = "assumption"
PLAN = "member-training-plan"
PRICE = "moves costs only"


class Training(Policy):
    """Courses for members and for the secretary."""

    idle = {"units": 0, "secretary_units": 0}

    # fmt: off
    units = Param(2, "units/year", "A", PLAN, low=0, high=4, raises="capacity", note="courses; 32 hours is the norm")
    share = Param(1, "share", "A", ASSUMED, low=0, high=1, raises="capacity", note="members at home who are trained")
    age_priority = Param(0.5, "0-1", "A", ASSUMED, low=0, high=1, lowers="capacity",
        note="0 = by lot, 1 = oldest first")
    secretary_units = Param(3.5, "units/year", "D", PLAN, low=0, high=3.5, raises="secretary_capacity",
        note="3.5 are 56 hours, the national plan")
    unit_hours = Param(16, "hour", "A", ASSUMED, low=16, high=16, either="by definition", note="hours of a course")
    day_hours = Param(8, "hour/day", "A", ASSUMED, low=8, high=8, either=PRICE, note="hours of a day of training")
    day_price = Param(200, "yuan/day", "A", "unit-costs", low=100, high=400, either=PRICE, note="a day, one person")
    # fmt: on

    def apply(self, month: PolicyMonth) -> None:
        """Hold this month's courses."""
        dose = self.dose
        month.move("training.units", dose["units"])
        if dose["units"] > 0:
            month.move("training.share_of_home_members", dose["share"], whole=True)
            month.move("training.age_priority", dose["age_priority"], whole=True)
        month.move("training.secretary_units", dose["secretary_units"])
        hours = dose["secretary_units"] * dose["unit_hours"] / MONTHS
        month.move("effort.hours_taken", hours)
        pupils = month.villages["full_home"] - 1.0 * (dose["secretary_units"] > 0)  # the secretary is one of them
        days = dose["units"] * dose["share"] * np.maximum(pupils, 0.0) + dose["secretary_units"]
        days = days * dose["unit_hours"] / dose["day_hours"] / MONTHS
        month.book(yuan=month.intensity * days * dose["day_price"], hours=month.intensity * hours)
