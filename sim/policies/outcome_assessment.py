"""Assessment by outcomes (I13): villagers are asked, results are seen, and promotion follows them.

does   Households are surveyed every December, so that superiors see more of service and Party life; promotion goes by
       what the survey shows, in part, and comes more often. The weights of the subjects can be moved, and digital work
       can be given one.
costs  60 yuan a household asked, once a year.
fails  What weighs more takes the hours of what weighs less. A weight on digital work is earned with accounts and posts,
       used or not, and adds to documentation. Few households asked are a noisy survey, and its noise promotes the
       lucky.
items  B39-B44, B56, B58, D39, E49-E50: incentives and sound assessment, no promotion and no drive, key tasks as
       indicators, villagers' view, digital work in the evaluation of leaders.

实绩考核与晋升
做什么  每年十二月入户调查，上级看到更多服务和组织生活；晋升部分依据调查结果，次数增加。各事项权重可调，
        也可给数字化工作权重。
成本    每访一户60元，每年一次。
反效果  权重增加的事项占去其他事项的工时。数字化工作的权重靠账号和推送即可得分，不论是否使用，还增加留痕。
        受访户少则误差大，运气好者得到晋升。
"""

from __future__ import annotations

import numpy as np

from sim.core.config.calendar import DECEMBER, MONTHS
from sim.core.declarations.parameters import assumed
from sim.policies.common.policy import Bought, Policy, PolicyMonth, priced


class OutcomeAssessment(Policy):
    """Results are seen, weighed and rewarded."""

    idle = dict.fromkeys(
        ("seen_service", "seen_party", "promotion", "service", "economy", "party", "documents"), 1
    ) | dict.fromkeys(("merit", "digital"), 0)
    bought = Bought(reach=("survey",))

    # fmt: off
    seen_service = assumed(3, "odds ratio", low=1, high=6, raises="secretary_service_hours",
        note="service that superiors see; 3 takes .30 to .56", note_zh="上级看到的服务；3使0.30升为0.56")
    seen_party = assumed(2, "odds ratio", low=1, high=4, raises="secretary_party_hours",
        note="Party life that they see; 2 takes .40 to .57", note_zh="上级看到的组织生活；2使0.40升为0.57")
    survey = assumed(1, "share", low=0.05, high=1,
        either="fewer make promotion by results noisier; what follows depends on who comes after",
        note="households asked; a tenth of them triples the error", note_zh="受访户比例；十分之一时误差为三倍")
    merit = assumed(0.5, "share", low=0, high=1,
        either="changes who is promoted; what follows depends on who comes after",
        note="weight of the survey in promotion", note_zh="晋升中调查结果的权重")
    promotion = assumed(2, "factor", low=1, high=5, raises="motivation", note="on promotions a year",
        note_zh="年晋升数的倍数")
    service = assumed(1, "factor", low=0.2, high=3, raises="secretary_service_hours", note="on the weight of service",
        note_zh="服务权重的倍数")
    economy = assumed(1, "factor", low=0.2, high=3, raises="secretary_economy_hours",
        note="on the weight of the economy", note_zh="经济权重的倍数")
    party = assumed(1, "factor", low=0.2, high=3, raises="secretary_party_hours", note="on the weight of Party life",
        note_zh="组织生活权重的倍数")
    documents = assumed(1, "factor", low=0, high=1.25, raises="formalism", note="on the weight of documents",
        note_zh="台账权重的倍数")
    digital = assumed(0, "weight", low=0, high=0.5, raises="formalism", note="weight of digital work",
        note_zh="数字化工作的权重")
    price = priced(60, "yuan", note="asking a household", note_zh="每户访问费")
    # fmt: on

    def apply(self, month: PolicyMonth) -> None:
        """Let a month's assessment be known."""
        dose = self.dose
        month.move("effort.seen_service", dose["seen_service"])
        month.move("effort.seen_party", dose["seen_party"])
        month.move("supervision.merit", dose["merit"])
        if dose["merit"] > 0:
            month.move("supervision.survey_noise", 1 / np.sqrt(dose["survey"]), whole=True)
        month.move("supervision.promotion_rate", dose["promotion"])
        month.move("effort.weight_service", dose["service"])
        month.move("effort.weight_economy", dose["economy"])
        month.move("effort.weight_party", dose["party"])
        month.move("effort.weight_documents", dose["documents"])
        month.move("effort.weight_digital", dose["digital"])
        if month.month % MONTHS == DECEMBER:
            households = month.villages["household_last"] - month.villages["household_first"]
            month.book(yuan=month.intensity * dose["survey"] * households * dose["price"])
