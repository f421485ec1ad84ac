"""Social organisations (I23): more of them come, and public money is added to theirs.

does   Social organisations come more often, with a grant and half a year of service each; to each yuan of theirs
       public money is added.
costs  The public money, booked by what is to be expected of a village's leadership, and 3,000 yuan a year for liaison.
fails  They go where leadership is able already, so that villages grow apart; where it is weak or documentation takes
       much of the time, a large part of the money is spent on something else. Money from outside makes a village
       propose less of its own.
items  A05, A11-A14: leading other organisations, people and social organisations take part, funds and talent, funds
       only work if they are well directed.

社会组织参与
做什么  更多社会组织来村，每个带来资金和半年服务；其每一元配以公共资金。
成本    公共资金，按该村领导力的预期计算；另有每年3,000元联络费。
反效果  它们去领导力本已较高的村，村与村差距扩大；领导力低或留痕重的地方，大部分钱用在别处。有了外来资金，
        村自己提出的项目减少。
"""

from __future__ import annotations

from sim.core.compute.elementary import exps, powers
from sim.core.config.calendar import MONTHS
from sim.core.declarations.parameters import ASSUMED, assumed
from sim.policies.common.policy import Bought, Policy, PolicyMonth, priced

MIDDLE = 0.5


class SocialOrganisations(Policy):
    """More social organisations, and money beside theirs."""

    idle = {"factor": 1, "matching": 0}
    bought = Bought(doses=("factor", "matching"))

    # fmt: off
    factor = assumed(3, "factor", low=1, high=3, raises="organisations", note="social organisations that come",
        note_zh="来村社会组织数的倍数")
    matching = assumed(0.5, "ratio", low=0, high=1, raises="grants", note="public money added to each yuan of theirs",
        note_zh="其每一元所配的公共资金")
    liaison = priced(3000, "yuan/year", ASSUMED, note="liaison, a village", note_zh="每村联络费")
    # fmt: on

    def apply(self, month: PolicyMonth) -> None:
        """Invite social organisations for a month."""
        dose = self.dose
        month.move("outside_resources.organisations", dose["factor"])
        month.move("outside_resources.matching", dose["matching"])
        rate = month.lever("outside_resources.organisations") * powers(dose["factor"], month.intensity)
        lean = month.lever("outside_resources.organisation_leadership") * (month.villages["leadership"] - MIDDLE)
        spread = month.lever("outside_resources.organisation_spread")
        mean = month.lever("outside_resources.organisation_grant") * exps(0.5 * spread**2)
        matched = rate * exps(lean) * mean * month.intensity * dose["matching"]
        month.book(yuan=matched + month.intensity * dose["liaison"] / MONTHS)
