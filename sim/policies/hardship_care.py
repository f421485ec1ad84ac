"""Care for members in hardship (I20): 600 yuan and two visits a year.

does   Old members at home who have fallen into hardship are paid and called on. Whoever is reached is out of hardship
       and comes to meetings the more readily; whoever is not becomes bitter, and so do relatives near by.
costs  600 yuan a person and year, and the hours of the visits, for the members whom the village keeps on its list.
fails  The visits are made in the secretary's usual hours: other villagers are called on and served the less.
items  B43, D33: old members in hardship whom nobody looks after, members who are served feel they belong.

困难党员关怀帮扶
做什么  向在村生活困难的年长党员发放补助并走访。得到帮扶者脱离困难，更愿意到会；未得到者心生怨气，附近亲属也受影响。
成本    按村里名单，每人每年600元，另有走访工时。
反效果  走访占用书记平常工时：其他村民的走访和服务减少。
"""

from __future__ import annotations

from sim.core.config.calendar import MONTHS
from sim.core.declarations.parameters import Param, assumed
from sim.policies.common.policy import PRICE, Bought, Policy, PolicyMonth


class HardshipCare(Policy):
    """Money and visits for members in hardship."""

    idle = {"money": 0, "visits": 0}
    bought = Bought(doses=("money", "visits"), reach=("share",))

    # fmt: off
    money = Param(600, "yuan/person-year", "A", "unit-costs", low=0, high=1200, raises="habit",
        note="money for a case; 600 end a case of hardship, paid at any time of the year",
        note_zh="慰问金；600元可解除一例困难，全年任何时候发放")
    visits = assumed(2, "1/person-year", low=0, high=6, raises="habit", note="visits, beside the usual ones",
        note_zh="平常之外的走访")
    share = assumed(0.8, "share", low=0, high=1, raises="habit", note="members in hardship who are reached",
        note_zh="困难党员中得到帮扶的比例")
    listed = assumed(0.05, "share", low=0.02, high=0.1, either=PRICE,
        note="full members at home who are on the list: whom it is paid for", note_zh="在村正式党员中列入名单并领款者")
    visit_hours = assumed(1.5, "hour", low=0.5, high=2, lowers="secretary_hours",
        note="of the secretary, for a visit, way and papers included", note_zh="书记每次走访工时，含路途和材料")
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
