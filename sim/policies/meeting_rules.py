"""Meeting rules (I18): when members are called, who counts, and how many steps a decision takes.

does   Regular calls fall so that one of them, or the only one, is in the month of the Spring Festival, when many are
       back. Members who are frail or have been away for six months may be left out of the denominator, if it is
       approved. Where branches have lists of those not due, they ask for one sooner, and renew it on those due under
       it. Absent members can send written opinions on admissions. The steps of a decision can be set.
costs  Next to nothing: 300 yuan a year for notices and post, and the hours of a list of who is left out.
fails  With an adjusted denominator more meetings are legal, but few and old members decide, and people are served as
       before. A list that stands outlives the policy. With one call a year urgent matters lapse and others wait. More
       steps take longer.
items  A27, D49, D70: meetings postponed for low attendance, matters decided by two committees alone, cumbersome
       decisions.

会议规则
做什么  例会之一或唯一一次安排在春节月份，外出者多已返乡。失能或外出六个月的党员经批准可不计入应到会人数。
        实行不计入应到会名单的地方，支部更早申请名单，并按名单扣除后的应到会人数续期。
        未到会者可就接收党员提交书面意见。决策程序的步骤可定。
成本    几乎没有费用：每年300元通知和邮寄，另有列出不计入者名单的工时。
反效果  调整应到会人数后，合规的会议增多，但由少数年长者决定，群众得到的服务照旧。长期有效的名单在政策结束后
        仍然有效。一年只开一次会，急事失效，其他事等待。步骤越多，越慢。
"""

from __future__ import annotations

from sim.core.config.calendar import MONTHS
from sim.core.declarations.parameters import ASSUMED, Param, assumed
from sim.policies.common.policy import Bought, Policy, PolicyMonth, priced

FAILED = "quorum_failure"


class MeetingRules(Policy):
    """Months of calls, denominator or list of those not due, written opinions, steps."""

    idle = {"festival": 0, "only_festival": 0, "adjusted": 0, "approval": 1, "written": 0, "steps": 0}
    bought = Bought()

    # fmt: off
    festival = assumed(True, "switch", raises="attendance",
        note="one of the regular calls is in the month of the festival", note_zh="例会之一在春节月份")
    only_festival = assumed(False, "switch", raises="decision_lag",
        note="the only regular call of the year is in that month", note_zh="全年唯一例会在该月")
    adjusted = Param(True, "switch", "D", "election-rules", lowers=FAILED,
        note="members who are excused do not count, if it is approved; where branches have lists, they ask for one",
        note_zh="获准者不计入应到会人数；实行名单的地方则由支部申请名单")
    ask = assumed(0.3, "1/month", low=0, high=0.4, lowers=FAILED,
        note="added to the hazard that a branch asks for a list, where branches have them",
        note_zh="实行名单的地方，支部申请名单比率的增加")
    renewed = assumed(True, "switch", lowers=FAILED,
        note="a list is renewed on those due under it, where branches have them",
        note_zh="实行名单的地方，按名单扣除后的应到会人数续期")
    approval = assumed(1, "odds ratio", low=0.25, high=4, lowers=FAILED, note="of such an excuse",
        note_zh="此类批准的比值比")
    written = assumed(0.5, "share", low=0, high=1,
        either="a vote that does not carry is taken again: admissions come earlier, hardly more of them",
        note="absent members who send a written opinion on admissions", note_zh="未到会者就接收党员提交书面意见")
    steps = Param(0, "steps", "D", "four-discussions", low=0, high=3, raises="decision_lag",
        note="steps of an admission; 1 members' meeting, 2 and representatives, 3 and a month before; 0 = as in force",
        note_zh="接收步骤；1党员大会，2加代表会议，3再加一个月公示；0=现行规定")
    list_hours = assumed(6, "hour/year", low=0, high=24, lowers="secretary_hours",
        note="of the secretary, to list who is left out and have it approved", note_zh="书记列出不计入者并报批的工时")
    price = priced(300, "yuan/year", ASSUMED, note="notices and post, a village", note_zh="每村通知和邮寄费")
    # fmt: on

    def apply(self, month: PolicyMonth) -> None:
        """Keep the rules for a month."""
        dose = self.dose
        if dose["festival"] or dose["only_festival"]:
            month.move("meetings.call_month", month.lever("meetings.festival_month"))
        if dose["only_festival"]:
            month.move("meetings.call_interval", MONTHS)
        if dose["adjusted"]:
            by_list = month.has("meetings.denominator", "list")
            month.move("meetings.denominator", 1, where=~by_list)  # adjusted
            month.move("meetings.list_ask", dose["ask"], where=by_list)
            if dose["renewed"]:
                month.move("meetings.list_renew", 0, where=by_list)  # on those due
            month.move("effort.hours_taken", dose["list_hours"] / MONTHS)
            month.book(hours=month.intensity * dose["list_hours"] / MONTHS)
        month.move("meetings.excuses_approved", dose["approval"])
        month.move("votes.written", dose["written"])
        if dose["steps"] > 0:
            month.move("votes.steps", dose["steps"])
        month.book(yuan=month.intensity * dose["price"] / MONTHS)
