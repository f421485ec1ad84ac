"""Online branch (I6): a platform on which members meet, learn and keep their records.

does   Members who join a meeting online count as present; a launch team keeps content at a level for half a year;
       members with an account learn at their own pace; records follow the member, so that more transfers are
       completed.
costs  20,000 yuan to set up and 6,000 a year in each village.
fails  It is one platform more, with its documentation, unless platforms are merged (``platform_integration``). When
       the launch team leaves, a secretary with few hours and little skill lets it fall silent; at low quality few
       join.
items  C14-C17, E09-E22: away members miss meetings, electronic files, learning at any place, files of mobile members.
"""

from __future__ import annotations

from sim.core.config.calendar import MONTHS
from sim.core.declarations.parameters import Param
from sim.policies.common.policy import Policy, PolicyMonth

ASSUMED = "assumption"
COSTS = "unit-costs"
PRICE = "moves costs only"
QUALITY = "platform_quality"
COUNTED = "members who join online count as present"


class OnlineBranch(Policy):
    """Meetings, learning and records on a platform of the branch."""

    idle = dict.fromkeys(("quorum_online", "launch_quality", "launch_hours", "learning_units", "platforms"), 0)
    idle["transfer"] = 1

    # fmt: off
    quorum_online = Param(True, "switch", "A", "online-branch-rules", raises="attendance", note=COUNTED)
    launch_quality = Param(0.6, "0-1", "A", ASSUMED, low=0, high=1, raises=QUALITY,
        note="content held by the launch team")
    launch_hours = Param(10, "hour/month", "A", ASSUMED, low=0, high=20, raises=QUALITY,
        note="hours of the launch team")
    launch_months = Param(6, "month", "A", ASSUMED, low=0, high=24, raises=QUALITY, note="until the launch team leaves")
    learning_units = Param(1, "units/year", "A", ASSUMED, low=0, high=4, raises="capacity",
        note="16-hour courses online, members with account")
    transfer = Param(6, "odds ratio", "A", ASSUMED, low=1, high=12, lowers="pocket_members",
        note="transfer completed; 6 takes .6 to .9")
    platforms = Param(1, "platforms", "A", ASSUMED, low=0, high=1, lowers=QUALITY, note="platforms beside those in use")
    set_up = Param(20000, "yuan", "A", COSTS, low=10000, high=40000, either=PRICE, note="setting up in a village")
    upkeep = Param(6000, "yuan/year", "A", COSTS, low=3000, high=12000, either=PRICE, note="running it in a village")
    # fmt: on

    def apply(self, month: PolicyMonth) -> None:
        """Run the online branch for a month."""
        dose = self.dose
        month.move("meetings.online", dose["quorum_online"])
        month.move("training.online_units", dose["learning_units"])
        month.move("membership.transfer", dose["transfer"])
        month.move("digital.platforms", dose["platforms"])
        if month.since < dose["launch_months"]:
            month.move("digital.launch_quality", dose["launch_quality"])
            month.move("digital.launch_hours", dose["launch_hours"])
        month.book(yuan=dose["set_up"], where=month.first)
        month.book(yuan=month.intensity * dose["upkeep"] / MONTHS)
