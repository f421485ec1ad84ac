"""Entry and exit (I19): who is admitted, who is removed, and where membership is kept.

does   A score below which places stay empty, a longer time as activist, no bonus for relatives of cadres. Members at
       home who stay away are put to the vote; members who live elsewhere transfer; those out of contact are suspended.
       Where branches have lists of those not due, the review of the register has them ask for one sooner.
costs  50 yuan a member and year for the files, and hours of review, which are taken from the secretary's month.
fails  A removal needs a quorum: a branch that cannot meet removes nobody. Each removal costs the other members habit.
       Transfers, suspensions and empty places make branches small, down to where they have to join another.
items  A53, D73-D75: quality at the entry, lax entry, blocked exit, passive members who stay in the denominator.

党员入口、出口与组织关系管理
做什么  低于最低分则名额空缺，积极分子考察期延长，干部亲属不加分。在村不参加组织生活者提交表决；住在别处者转接关系；
        失去联系者停止党籍。实行不计入应到会名单的地方，核查名册使支部更早申请名单。
成本    每名党员每年档案费50元，另有取自书记当月工时的审核工时。
反效果  处置须达法定人数：开不成会的支部处置不了任何人。每处置一人，其他党员参加的习惯减弱。转出、
        停止党籍和空缺使支部变小，直至并入别的支部。
"""

from __future__ import annotations

import numpy as np

from sim.core.config.calendar import MONTHS
from sim.core.declarations.parameters import ASSUMED, Param, assumed
from sim.policies.common.policy import Bought, Policy, PolicyMonth, priced

RULES = "party-rules"
WAYS_OUT = ("exit_open", "transfer_duty", "suspension")


class EntryExitManagement(Policy):
    """Thresholds and time at the entry, ways out, lists of those not due."""

    idle = {"threshold": -10, "kin": 1, **dict.fromkeys(("months", "probation", "ask", *WAYS_OUT), 0)}
    bought = Bought()

    # fmt: off
    threshold = assumed(0.3, "score", low=-10, high=1, lowers="admissions",
        note="least score, at which about half of the activists are admissible; -10 = none",
        note_zh="最低分，约半数积极分子可达；-10=无门槛")
    months = assumed(6, "month", low=0, high=12, lowers="admissions", note="longer as activist",
        note_zh="积极分子考察期延长")
    probation = Param(0, "month", "D", "admission-rules", low=0, high=12, raises="months_to_full",
        note="longer on probation", note_zh="预备期延长")
    kin = assumed(0, "factor", low=0, high=1, either="decides who is admitted, not how many",
        note="on the bonus of relatives of cadres", note_zh="干部亲属加分的倍数")
    exit_open = assumed(0.5, "1/year", low=0, high=1, raises="exits",
        note="removal of a member at home who stays away for six months is put to the vote",
        note_zh="在村六个月不参加组织生活者提交表决")
    transfer_duty = Param(0.05, "1/month", "D", RULES, low=0, high=0.2, raises="exits",
        note="a full member six months away transfers to where she lives", note_zh="外出六个月的正式党员转接关系")
    suspension = Param(0.2, "1/month", "D", RULES, low=0, high=1, lowers="quorum_failure",
        note="a full member six months away and out of contact is suspended", note_zh="外出六个月且失去联系者停止党籍")
    ask = assumed(0.1, "1/month", low=0, high=0.4, lowers="quorum_failure",
        note="added to the hazard that a branch asks for a list of those not due, where branches have them",
        note_zh="实行不计入应到会名单的地方，支部申请名单比率的增加")
    price = priced(50, "yuan/person-year", ASSUMED, note="files of a member", note_zh="每名党员的档案费")
    review = assumed(0.25, "hour/person-year", low=0, high=1, lowers="secretary_hours",
        note="of the secretary, for each full member", note_zh="每名正式党员占用的书记工时")
    # fmt: on

    def apply(self, month: PolicyMonth) -> None:
        """Manage entry and exit for a month."""
        dose = self.dose
        month.move("membership.threshold", np.maximum(dose["threshold"] - month.lever("membership.threshold"), 0))
        month.move("membership.activist_months", dose["months"])
        month.move("membership.probation_months", dose["probation"])
        month.move("membership.score_kin", dose["kin"])
        for way_out in WAYS_OUT:
            month.move(f"membership.{way_out}", dose[way_out])
        by_list = month.has("meetings.denominator", "list")
        month.move("meetings.list_ask", dose["ask"], where=by_list)
        members = month.villages["full_members"]
        ways = dose["exit_open"] + dose["transfer_duty"] + dose["suspension"] + dose["ask"] * by_list > 0
        hours = ways * dose["review"] * members / MONTHS
        month.move("effort.hours_taken", hours)
        month.book(yuan=month.intensity * dose["price"] * members / MONTHS, hours=month.intensity * hours)
