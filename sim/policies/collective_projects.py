"""Collective-economy projects (I21): grants for projects that a village proposes and pays a part of.

does   While grants are on offer a village proposes a project more often, and a grant pays for what its meeting has
       passed, but for the village's own part. Plans for more years make fewer projects for show. Offers can be kept to
       villages whose leadership is able.
costs  The grants, in the month in which a project starts, and 10,000 yuan a year for plans and advice.
fails  Many projects fail at the start, by the capacity of the secretary. Where documentation takes much of the time
       more of them are for show: these count in reports and soon end. After a grant the village proposes less of its
       own for two years. What a weak village gets is spent the worse.
items  D60-D67: weak collective economy, bias to the private one, waiting for help, copied projects, show for
       inspection in place of a long plan.

集体经济项目
做什么  拨款期间，村更常提出项目；会议通过的项目由拨款支付，村自筹部分除外。规划年限越长，展示性项目越少。
        可只给领导力较强的村。
成本    项目开始当月拨付，另有每年10,000元规划和咨询费。
反效果  不少项目起步即失败，视书记能力而定。留痕占去大部分时间时，展示性项目更多：计入报告，很快结束。
        得到拨款后两年内，村自己提出的项目减少。给弱村的钱用得更差。
"""

from __future__ import annotations

from sim.core.config.calendar import MONTHS
from sim.core.declarations.parameters import ASSUMED, Param, assumed, convention
from sim.policies.common.policy import Bought, Policy, PolicyMonth, priced


class CollectiveProjects(Policy):
    """Grants for projects, own parts, plans of some years."""

    idle = {"offers": 0, "own_share": 0, "horizon": 3}
    bought = Bought(doses=("offers", "grant_size"))

    # fmt: off
    offers = assumed(0.03, "1/month", low=0, high=0.1, raises="projects_started",
        note="a village proposes a project for the grant", note_zh="村为拨款提出项目")
    grant_size = Param(200000, "yuan", "A", "unit-costs", low=100000, high=500000, raises="grants",
        note="size of a project with a grant", note_zh="有拨款的项目规模")
    own_share = assumed(0.2, "share", low=0, high=0.5, lowers="grants",
        note="of it that the village pays itself, as far as its fund goes", note_zh="其中由村自筹，以村集体资金为限")
    horizon = assumed(5, "years", low=1, high=10, lowers="show_share",
        note="years for which a project must be planned; odds of a show project are as 1 to the years",
        note_zh="要求的规划年限；展示性项目的比值比与年限成反比")
    horizon_usual = convention(3, "years", either="held fixed",
        note="years of a plan where nothing is asked: a term of office before 2018",
        note_zh="无要求时的规划年限：2018年前的一届任期")
    leader_least = assumed(0, "0-1", low=0, high=0.6, lowers="projects_started",
        note="leadership capacity from which on there are offers", note_zh="可获拨款的最低领导力")
    advice = priced(10000, "yuan/year", ASSUMED, note="plans and advice, a village", note_zh="每村规划和咨询费")
    # fmt: on

    def apply(self, month: PolicyMonth) -> None:
        """Offer grants for a month, and pay for the projects that start in it."""
        dose, villages = self.dose, month.villages
        able = villages["leadership"] >= dose["leader_least"]
        month.move("collective_economy.show", dose["horizon_usual"] / dose["horizon"], where=able)
        month.move("collective_economy.own_share", dose["own_share"], where=able)
        month.book(yuan=month.intensity * dose["advice"] / MONTHS, where=able)
        if dose["offers"] > 0:
            month.move("collective_economy.grant_offers", dose["offers"], where=able)
            month.move("collective_economy.grant_size", dose["grant_size"], where=able)
            # What was passed last month starts now, where the economy has its hours; the grant is paid then.
            staffed = villages["economy_hours"] >= month.lever("collective_economy.project_hours")
            starts = able & villages["project_passed"] & staffed
            own = month.lever("collective_economy.own_share") + month.intensity * dose["own_share"]
            month.book(yuan=(1 - own) * dose["grant_size"], where=starts)
