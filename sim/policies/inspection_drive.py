"""Inspection drive (I12): documents are inspected more often and weigh more; on request, accounts are mandated.

does   Superiors come to look at files more often, and documents weigh more in the assessment. Where a share is
       mandated, that part of the owners of a device who have no account is enrolled in the first month of each year of
       the drive.
costs  400 yuan an inspection (two persons, a day each). The secretary documents for every further inspection.
fails  Hours of documentation are missing elsewhere, until hardly any service is left; who fears for the mark makes up
       records, and documents seldom tell. Who is enrolled without skill, on a poor platform, falls silent at once: the
       accounts are there, their users are not. Some work that nobody would have looked at is done.
items  C45, D76, E40: digital work as an inspection tool, inspection as a formality, downloads for inspection.

台账检查
做什么  上级更常来查台账，考核中台账权重增加。可要求一定比例的有设备无账号者每年第一个月注册。
成本    每次检查400元（两人各一天）。每多一次检查，书记就多做一次材料。
反效果  留痕工时挤占其他事项，直至服务所剩无几；担心扣分者虚记，而看台账很少能发现。在差的平台上被要求注册、
        又没有技能者，随即沉默：账号在，用户不在。有些原本无人过问的事得到办理。
"""

from __future__ import annotations

from sim.core.compute.elementary import powers
from sim.core.config.calendar import MONTHS
from sim.core.declarations.parameters import ASSUMED, assumed
from sim.policies.common.policy import Bought, Policy, PolicyMonth, priced


class InspectionDrive(Policy):
    """More inspections of documents."""

    idle = {"inspections": 1, "weight": 1, "mandate": 0}
    bought = Bought(doses=("inspections",))

    # fmt: off
    inspections = assumed(2, "factor", low=1, high=4, raises="formalism", note="on document inspections",
        note_zh="台账检查次数的倍数")
    weight = assumed(1.25, "factor", low=1, high=1.25, raises="formalism", note="on the weight of documents; .8 to 1",
        note_zh="台账权重的倍数；0.8升为1")
    mandate = assumed(0, "share", low=0, high=1, raises="accounts_reported",
        note="owners of a device without account, enrolled once a year", note_zh="每年一次要求有设备无账号者注册")
    price = priced(400, "yuan", ASSUMED, note="an inspection, for its superiors", note_zh="上级每次检查的费用")
    # fmt: on

    def apply(self, month: PolicyMonth) -> None:
        """Inspect for a month."""
        dose = self.dose
        month.move("supervision.inspections", dose["inspections"])
        month.move("effort.weight_documents", dose["weight"])
        if month.since % MONTHS == 0:
            month.move("digital.mandate", dose["mandate"])
        usual = month.lever("supervision.inspections")
        more = usual * (powers(dose["inspections"], month.intensity) - 1)
        month.book(yuan=more * dose["price"], hours=more * month.lever("effort.inspection_hours"))
