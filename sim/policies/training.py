"""Training of members (I1): courses for members at home and for the secretary, long-standing members first.

does   Members at home get a number of 16-hour courses a year; who is chosen can lean towards the old. The secretary
       gets the 56 hours a year of the national plan. Capacity rises at once, by less with age and where Party life
       has little content.
costs  200 yuan a person and day. The secretary's hours are taken from the month before the rest is shared out.
fails  What is learnt and not used is lost by half in eleven months; the hours taken from the secretary are missing in
       service.
items  A52, B10-B11, B51-B53: practical training of long-standing members and of secretaries, learning put into
       practice.
"""

from __future__ import annotations

from sim.core.parameters import Param
from sim.core.policy import Policy, PolicyMonth

ASSUMED = "assumption"
MONTHS = 12


class Training(Policy):
    """Courses for members and for the secretary."""

    idle = {"units": 0, "secretary_units": 0}

    units = Param(
        2.0,
        "units/year",
        "A",
        "member-training-plan",
        low=0.0,
        high=8.0,
        raises="capacity",
        note="courses of 16 hours for each member trained; 32 hours is the norm of the national plan",
    )
    share = Param(
        1.0,
        "share",
        "A",
        ASSUMED,
        low=0.0,
        high=1.0,
        raises="capacity",
        note="share of the members at home who are trained",
    )
    age_priority = Param(
        0.5,
        "share",
        "A",
        ASSUMED,
        low=0.0,
        high=1.0,
        lowers="capacity",
        note="how far the old come first: 0 = by lot, 1 = by age; matters where not all are trained",
    )
    secretary_units = Param(
        3.5,
        "units/year",
        "D",
        "member-training-plan",
        low=0.0,
        high=8.0,
        raises="secretary_capacity",
        note="courses of the secretary; 3.5 are the 56 hours of the national plan",
    )
    unit_hours = Param(
        16.0, "hour", "A", ASSUMED, low=16.0, high=16.0, either="by definition of a course", note="hours of a course"
    )
    day_hours = Param(
        8.0, "hour/day", "A", ASSUMED, low=8.0, high=8.0, either="moves costs only", note="hours of a day of training"
    )
    day_price = Param(
        200.0,
        "yuan/day",
        "A",
        "unit-costs",
        low=100.0,
        high=400.0,
        either="moves costs only",
        note="a day of training for one person",
    )

    def apply(self, month: PolicyMonth) -> None:
        """Hold this month's courses."""
        dose = self.dose
        month.move("training.units", dose["units"])
        month.move("training.share_of_home_members", dose["share"])
        month.move("training.age_priority", dose["age_priority"])
        month.move("training.secretary_units", dose["secretary_units"])
        hours = dose["secretary_units"] * dose["unit_hours"] / MONTHS
        month.move("effort.hours_taken", hours)
        days = dose["units"] * dose["share"] * month.villages["full_home"] + dose["secretary_units"]
        days = days * dose["unit_hours"] / dose["day_hours"] / MONTHS
        month.book(yuan=month.intensity * days * dose["day_price"], hours=month.intensity * hours)
