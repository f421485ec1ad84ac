"""Care for members in hardship (I20): 600 yuan and two visits a year.

does   Old members at home who have fallen into hardship are paid and called on. Whoever is reached is out of hardship
       and comes to meetings the more readily; whoever is not becomes bitter, and so do relatives near by.
costs  600 yuan a person and year, and the hours of the visits, for the members whom the village keeps on its list.
fails  The visits are made in the secretary's usual hours: other villagers are called on and served the less.
items  B43, D33: old members in hardship whom nobody looks after, members who are served feel they belong.
"""

from __future__ import annotations

from sim.core.config.calendar import MONTHS
from sim.core.declarations.parameters import Param
from sim.policies.common.policy import Policy, PolicyMonth

ASSUMED = "assumption"
PRICE = "moves costs only"


class HardshipCare(Policy):
    """Money and visits for members in hardship."""

    idle = {"money": 0, "visits": 0}

    # fmt: off
    money = Param(600, "yuan/person-year", "A", "unit-costs", low=0, high=1200, raises="habit",
        note="600 end a case of hardship, paid at any time of the year")
    visits = Param(2, "1/person-year", "A", ASSUMED, low=0, high=6, raises="habit",
        note="visits, beside the usual ones")
    share = Param(0.8, "share", "A", ASSUMED, low=0, high=1, raises="habit", note="members in hardship who are reached")
    listed = Param(0.05, "share", "A", ASSUMED, low=0.02, high=0.1, either=PRICE,
        note="full members at home who are on the list: whom it is paid for")
    visit_hours = Param(1.5, "hour", "A", ASSUMED, low=0.5, high=2, lowers="secretary_hours",
        note="of the secretary, for a visit, way and papers included")
    # fmt: on

    def apply(self, month: PolicyMonth) -> None:
        """Pay and visit for a month."""
        dose = self.dose
        paid = dose["money"] / month.lever("training.care_cost")
        month.move("training.care", dose["share"] * (paid + dose["visits"]) / MONTHS)
        persons = dose["share"] * dose["listed"] * month.villages["full_home"]
        hours = persons * dose["visits"] * dose["visit_hours"] / MONTHS
        month.move("effort.hours_taken", hours)
        month.book(yuan=month.intensity * persons * dose["money"] / MONTHS, hours=month.intensity * hours)
