"""Online branch (I6): a platform on which members meet, learn and keep their records.

does   Members who join a meeting online count as present; a launch team keeps content at a level for half a year;
       members with an account learn at their own pace; records follow the member, so that more transfers are
       completed. If wanted, villages begin chat groups, and people clock in there.
costs  20,000 yuan to set up and 6,000 a year in each village.
fails  It is one platform more, with its documentation, unless platforms are merged (``platform_integration``). When
       the launch team leaves, a secretary with few hours and little skill lets it fall silent; at low quality few
       join.
items  C14-C17, E09-E22: away members miss meetings, electronic files, learning at any place, files of mobile members.

网上党支部
做什么  线上参会计入到会；启动团队半年内维持内容水平；有账号的党员可自学；档案随人转移，转接完成率提高。可另行推动
        建立村微信群，并要求在群内打卡。
成本    每村启动费20,000元，每年运行费6,000元。
反效果  若不整合（platform_integration），就多一个平台及其留痕。启动团队离开后，工时少、技能低的书记难以维持更新；
        质量低则少有人参加。
"""

from __future__ import annotations

from sim.core.config.calendar import MONTHS
from sim.core.declarations.parameters import Param, assumed
from sim.policies.common.policy import Bought, Policy, PolicyMonth, priced

QUALITY = "platform_quality"
COUNTED = "members who join online count as present"


class OnlineBranch(Policy):
    """Meetings, learning and records on a platform of the branch."""

    idle = dict.fromkeys(("quorum_online", "launch_quality", "launch_hours", "learning_units", "platforms"), 0)
    bought = Bought()
    idle["transfer"] = 1
    idle |= dict.fromkeys(("groups", "clock_hours"), 0)

    # fmt: off
    quorum_online = Param(True, "switch", "A", "online-branch-rules", raises="attendance", note=COUNTED,
        note_zh="线上参会计入到会")
    launch_quality = assumed(0.6, "0-1", low=0, high=1, raises=QUALITY, note="content held by the launch team",
        note_zh="启动团队保证的内容水平")
    launch_hours = assumed(10, "hour/month", low=0, high=20, raises=QUALITY, note="hours of the launch team",
        note_zh="启动团队工时")
    launch_months = assumed(6, "month", low=0, high=24, raises=QUALITY, note="until the launch team leaves",
        note_zh="启动团队停留月数")
    learning_units = assumed(1, "units/year", low=0, high=4, raises="capacity",
        note="courses online; 16 hours each, for members with account",
        note_zh="线上课程数；每门16学时，限有账号党员")
    transfer = assumed(6, "odds ratio", low=1, high=12, lowers="pocket_members",
        note="transfer completed; 6 takes .6 to .9", note_zh="完成转接；6使0.6升为0.9")
    platforms = assumed(1, "platforms", low=0, high=1, lowers=QUALITY, note="platforms beside those in use",
        note_zh="在用平台之外新增数")
    groups = assumed(0, "1/month", low=0, high=0.15, raises="village_groups",
        note="hazard that a village without a chat group begins one", note_zh="尚无微信群的村建群的风险率")
    clock_hours = assumed(0, "hour/month", low=0, high=8, raises="formalism",
        note="documentation of clocking in through the chat group, where there is one",
        note_zh="要求在微信群打卡留痕的工时（仅限有群的村）")
    set_up = priced(20000, "yuan", note="setting up in a village", note_zh="每村启动费")
    upkeep = priced(6000, "yuan/year", note="running it in a village", note_zh="每村运行费")
    # fmt: on

    def apply(self, month: PolicyMonth) -> None:
        """Run the online branch for a month."""
        dose = self.dose
        month.move("meetings.online", dose["quorum_online"])
        month.move("training.online_units", dose["learning_units"])
        month.move("membership.transfer", dose["transfer"])
        month.move("digital.platforms", dose["platforms"])
        month.move("village_groups.start", dose["groups"])
        month.move("effort.clock_hours", dose["clock_hours"])
        if month.since < dose["launch_months"]:
            month.move("digital.launch_quality", dose["launch_quality"])
            month.move("digital.launch_hours", dose["launch_hours"])
        month.book(yuan=dose["set_up"], where=month.first)
        month.book(yuan=month.intensity * dose["upkeep"] / MONTHS)
