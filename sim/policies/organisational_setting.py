"""Organisational setting (I17): who meets with whom, and how small a branch may be.

does   Members away, or those of a cooperative, get a sub-branch of their own; the others count a quorum without them.
       The sizes below which villages join and above which branches are divided can be set anew.
costs  2,000 yuan a year in each village, and hours of organisation, which are taken from the secretary's month.
fails  A small branch that is divided falls apart: a part with fewer members than a branch needs is dissolved. A higher
       least size sends villages to meet in another one. Responsibility across territories is less clear: the two
       committees are coordinated the worse.
items  A15-A17, C11, D43-D45: coverage of all members, joint branches of few members, new economic organisations and
       groups that cut across villages.
"""

from __future__ import annotations

from sim.core.config.calendar import MONTHS
from sim.core.declarations.parameters import Param
from sim.policies.common.policy import Policy, PolicyMonth

ASSUMED = "assumption"
PRICE = "moves costs only"
KINDS = ("economic", "mobile")


class OrganisationalSetting(Policy):
    """Functional sub-branches, joint branches, divided branches."""

    idle = {"functional": 0, "joint_least": 0, "general_members": 0, "hamlet_members": 0}

    # fmt: off
    functional = Param(True, "switch", "A", ASSUMED, raises="attendance",
        note="a sub-branch beside those of the territory")
    kind = Param("mobile", "setting", "A", ASSUMED, choices=KINDS,
        either="who is there, and how many, differs between villages",
        note="of members of a cooperative, or of those away")
    joint_least = Param(0, "persons", "A", ASSUMED, low=0, high=10,
        either="fewer small branches, more who meet elsewhere",
        note="fewest full members of a branch or sub-branch; 0 = the rule in force, which is 3")
    general_members = Param(0, "persons", "A", ASSUMED, low=0, high=1000,
        either="small sub-branches fail sooner or later than one large branch, by attendance",
        note="full members above which a branch is divided by hamlet; 0 = the rule in force, which is 50")
    hamlet_members = Param(0, "persons", "A", ASSUMED, low=0, high=50,
        either="small sub-branches fail sooner or later than large ones, by attendance",
        note="full members for each sub-branch by hamlet; 0 = as it is, which is 25")
    blurring = Param(0.1, "0-1", "A", ASSUMED, low=0, high=0.3, lowers="chain",
        note="coordination lost where a sub-branch cuts across territories")
    hours = Param(2, "hour/month", "A", ASSUMED, low=0, high=8, lowers="secretary_hours",
        note="of organisation, taken from the secretary's month while there is a functional sub-branch")
    price = Param(2000, "yuan/year", "A", ASSUMED, low=1000, high=4000, either=PRICE,
        note="rooms and travel, a village")
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
