"""Organisational setting (I17): who meets with whom, and how small a branch may be.

does   Members away, or those of a cooperative, get a sub-branch of their own; the others count a quorum without them.
       The sizes below which villages join and above which branches are divided can be set anew.
costs  2,000 yuan a year in each village, and hours of organisation, which are taken from the secretary's month.
fails  A small branch that is divided falls apart: a part with fewer members than a branch needs is dissolved. A higher
       least size sends villages to meet in another one. Responsibility across territories is less clear: the two
       committees are coordinated the worse.
items  A15-A17, C11, D43-D45: coverage of all members, joint branches of few members, new economic organisations and
       groups that cut across villages.

优化组织设置
做什么  外出党员或合作社党员单设党支部，其余党员另计法定人数。联合支部的下限和分设的上限可重新规定。
成本    每村每年2,000元，另有取自书记当月工时的组织工时。
反效果  小支部一分就散：人数不足的部分被撤销。下限提高，一些村要到别村开会。跨地域责任不清，“两委”协调变差。
"""

from __future__ import annotations

from sim.core.config.calendar import MONTHS
from sim.core.declarations.parameters import ASSUMED, assumed
from sim.policies.common.policy import Bought, Policy, PolicyMonth, priced

KINDS = ("economic", "mobile")


class OrganisationalSetting(Policy):
    """Functional sub-branches, joint branches, divided branches."""

    idle = {"functional": 0, "joint_least": 0, "general_members": 0, "hamlet_members": 0}
    bought = Bought()

    # fmt: off
    functional = assumed(True, "switch", raises="attendance", note="a sub-branch beside those of the territory",
        note_zh="地域支部之外另设党支部")
    kind = assumed("mobile", "setting", choices=KINDS, either="who is there, and how many, differs between villages",
        note="of members of a cooperative, or of those away", note_zh="economic=合作社党员，mobile=外出党员")
    joint_least = assumed(0, "persons", low=0, high=10, either="fewer small branches, more who meet elsewhere",
        note="fewest full members of a branch or sub-branch; 0 = the rule in force, which is 3",
        note_zh="党支部（含分设支部）最少正式党员数；0=现行规定（3人）")
    general_members = assumed(0, "persons", low=0, high=1000,
        either="small sub-branches fail sooner or later than one large branch, by attendance",
        note="full members above which a branch is divided by hamlet; 0 = the rule in force, which is 50",
        note_zh="超过此数时按自然村分设支部；0=现行规定（50人）")
    hamlet_members = assumed(0, "persons", low=0, high=50,
        either="small sub-branches fail sooner or later than large ones, by attendance",
        note="full members for each sub-branch by hamlet; 0 = as it is, which is 25",
        note_zh="每个分设支部正式党员数；0=现状（25人）")
    blurring = assumed(0.1, "0-1", low=0, high=0.3, lowers="chain",
        note="coordination lost where a sub-branch cuts across territories", note_zh="支部跨地域时减少的协调")
    hours = assumed(2, "hour/month", low=0, high=8, lowers="secretary_hours",
        note="of organisation, taken from the secretary's month while there is a functional sub-branch",
        note_zh="另设功能型支部时取自书记的组织工时")
    price = priced(2000, "yuan/year", ASSUMED, note="rooms and travel, a village", note_zh="每村场地和交通费")
    # fmt: on

    def apply(self, month: PolicyMonth) -> None:
        """Keep the setting for a month."""
        dose = self.dose
        for name in ("joint_least", "general_members", "hamlet_members"):
            if dose[name] > 0:
                month.move(f"membership.{name}", dose[name])
        if dose["functional"]:
            month.move("membership.setting", 1 + dose["kind"])
            month.move("effort.coordination", -dose["blurring"])
            month.move("effort.hours_taken", dose["hours"])
            month.book(hours=month.intensity * dose["hours"])
        month.book(yuan=month.intensity * dose["price"] / MONTHS)
