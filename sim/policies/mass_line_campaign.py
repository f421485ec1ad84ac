"""Mass-line campaign (I11): months in which cadres and members go from house to house.

does   Extra hours of visits, a number of visits that go before all else, and months of practice that raise members'
       service consciousness. A campaign lasts some months and comes again after a while.
costs  500 yuan a village and month, and the hours of the visits. A part of these is taken from the secretary's month.
fails  The secretary's part is missing elsewhere, for the economy above all where there are few hours. Each repeat
       within two years has less effect and costs as much. Where photographs stand for visits, the weight of documents
       rises and fewer visits are made.
items  A59-A62, C69: mass-line education and practice, members stay advanced, needs known in depth, difficulties
       solved, visits beside collected data.

群众路线实践活动（走访）
做什么  增加走访工时，一定次数的走访优先于其他事项，实践活动提高党员服务意识。一次活动持续数月，隔一段时间再开展。
成本    每村每月500元，另有走访工时，其中一部分取自书记当月工时。
反效果  书记的这部分工时在别处缺少，工时少的村首先减少经济工作。两年内每重复一次，效果递减，费用不变。
        若以照片证明走访，台账权重上升，实际走访减少。
"""

from __future__ import annotations

from sim.core.compute.elementary import powers
from sim.core.declarations.parameters import assumed
from sim.policies.common.policy import Bought, Policy, PolicyMonth, priced


class MassLineCampaign(Policy):
    """Visits and practice for some months, and again after a while."""

    idle = {"hours": 0, "visit_floor": 0, "practice": 0, "photographs": 1}
    bought = Bought(doses=("hours", "months"))

    # fmt: off
    hours = assumed(30, "hour/month", low=0, high=60, raises="visits", note="extra hours of visits",
        note_zh="增加的走访工时")
    secretary_hours = assumed(10, "hour/month", low=0, high=16, lowers="secretary_economy_hours",
        note="of these, taken from the secretary's month; the others are given beside the usual hours",
        note_zh="其中取自书记当月工时；其余在平常工时之外")
    visit_floor = assumed(30, "visits/month", low=0, high=100, raises="visits",
        note="visits that go before slots and messages", note_zh="优先于其他事项的走访")
    practice = assumed(1, "share", low=0, high=1, raises="willingness",
        note="strength of practice in service; 1 adds .06 of what is missing a month",
        note_zh="服务实践的力度；1为每月补上差距的0.06")
    photographs = assumed(1, "factor", low=1, high=2, raises="formalism",
        note="on the weight of documents, where visits are proved by photographs; 1 = they are not",
        note_zh="以照片证明走访时台账权重的倍数；1=不要求照片")
    months = assumed(6, "month", low=1, high=12, raises="visits", note="length of a campaign", note_zh="一次活动的月数")
    interval = assumed(12, "month", low=6, high=60, lowers="visits",
        note="from the beginning of one campaign to that of the next", note_zh="两次活动开始之间的月数")
    kept = assumed(0.7, "factor", low=0.5, high=1, raises="willingness",
        note="on the effect of hours and practice, for each campaign begun in the months before",
        note_zh="此前每开展一次，工时和实践效果的倍数")
    remembered = assumed(24, "month", low=12, high=36, lowers="willingness",
        note="months for which a campaign makes the next one weaker", note_zh="前次活动使下次减弱的月数")
    price = priced(500, "yuan/month", note="a month in a village", note_zh="每村每月")
    # fmt: on

    def apply(self, month: PolicyMonth) -> None:
        """Campaign for a month, or rest between two campaigns."""
        dose = self.dose
        before, under_way = divmod(month.since, dose["interval"])
        if under_way >= dose["months"]:
            return
        effect = powers(dose["kept"], min(before, dose["remembered"] // dose["interval"]))
        month.move("service.campaign_hours", effect * dose["hours"])
        month.move("service.visit_floor", dose["visit_floor"])
        month.move("training.campaign", effect * dose["practice"])
        month.move("effort.weight_documents", dose["photographs"])
        month.move("effort.hours_taken", min(dose["secretary_hours"], dose["hours"]))
        month.book(yuan=month.intensity * dose["price"], hours=month.intensity * dose["hours"])
