"""Discipline and openness (I26): checks of reality, open accounts, and oversight of who holds the office.

does   Checks of what was really done come more often; accounts and lists are published; the office is overseen, so that
       less is misused and fewer kin come on lists.
costs  3,000 yuan a check of reality (two auditors for three days and the journey) and 1,200 yuan a year for publishing.
       Publishing takes hours of the secretary.
fails  What was hidden comes to light: detected cases lower trust and leave offices vacant before there are fewer of
       them.
items  B12-B13, B18, B32-B33, B50: tighter discipline, clean government, rules that confine power, bargaining for gain,
       work in the open.

纪律监督与公开
做什么  实地核查增多；账目和名单公开；对任职者加强监督，占用减少，名单上的亲属减少。
成本    每次核查3,000元（两人三天及路费），公开每年1,200元，另有书记工时。
反效果  原来隐藏的问题暴露：个案减少之前，先降低信任，使职位空缺。
"""

from __future__ import annotations

import numpy as np

from sim.core.config.calendar import MONTHS
from sim.core.declarations.parameters import ASSUMED, assumed
from sim.policies.common.policy import Bought, Policy, PolicyMonth, priced


class Openness(Policy):
    """Checks of reality, publication and oversight."""

    idle = {"audit": 0, "open": 0, "oversight": 0, "hours": 0}
    bought = Bought(doses=("audit",))

    # fmt: off
    audit = assumed(0.1, "1/month", low=0, high=0.3, lowers="fabricated_share",
        note="checks of reality, together with those there are", note_zh="实地核查（连同原有）")
    open = assumed(True, "switch", raises="misconduct_detected", note="accounts and lists are published",
        note_zh="账目和名单公开")
    oversight = assumed(0.3, "share", low=0, high=0.35, lowers="misconduct",
        note="oversight of the office, beside what there is", note_zh="在原有之外对任职者的监督")
    hours = assumed(1, "hour/month", low=0, high=4, lowers="secretary_hours",
        note="hours of the secretary for publishing", note_zh="书记用于公开的工时")
    audit_price = priced(3000, "yuan", ASSUMED, note="a check of reality", note_zh="一次实地核查")
    publishing = priced(1200, "yuan/year", ASSUMED, note="boards, copies, posts", note_zh="公开栏、复印和发布")
    # fmt: on

    def apply(self, month: PolicyMonth) -> None:
        """Check and publish for a month."""
        dose = self.dose
        more = np.maximum(dose["audit"] - month.lever("supervision.audit"), 0)
        month.move("supervision.audit", more)
        month.move("supervision.openness", dose["open"])
        month.move("supervision.oversight", dose["oversight"])
        month.move("effort.hours_taken", dose["hours"])
        yuan = more * dose["audit_price"] + dose["open"] * dose["publishing"] / MONTHS
        month.book(yuan=month.intensity * yuan, hours=month.intensity * dose["hours"])
