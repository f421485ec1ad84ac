"""Targeting reform (I22): more dimensions than income, appraisal by villagers, data, and looking back.

does   Deprivations count in the score of a household. The villagers' representatives appraise the list of the poor,
       until 2020. Data of other offices add to what is known and single out households at risk. Every two years a
       survey from outside adds and removes.
costs  80 yuan a household for each survey, 5,000 yuan a year for the data, and hours of the meeting, which are taken
       from the secretary's month.
fails  Without a quorum the old list stands for another year, and this happens where most delegates are away. What is
       counted beside income has to be seen: where nobody calls on households, deprivations are mistaken. A list by
       many dimensions finds fewer of those who are poor by income. A survey corrects once: errors come back.
items  D06-D16, D49-D50: precise objects, measures and exits, many dimensions, false exits, democratic appraisal.

识别与退出机制改革
做什么  农户评分除收入外也计其他维度的贫困；2020年以前由村民代表评议名单；其他部门的数据补充走访所知，找出风险户；
        每两年由外来调查增补和剔除。
成本    每次调查每户80元，数据每年5,000元，另有评议占用的书记工时。
反效果  达不到法定人数时旧名单再用一年，而这多发生在代表外出最多的村。收入以外的维度要看得见：无人走访，就会判错。
        按多维度排的名单，找到的收入贫困户较少。调查只纠正一次，错误还会回来。
"""

from __future__ import annotations

from sim.core.config.calendar import DECEMBER, JUNE, MONTHS
from sim.core.declarations.parameters import ASSUMED, Param, assumed
from sim.policies.common.policy import Bought, Policy, PolicyMonth, priced


class TargetingReform(Policy):
    """Dimensions, appraisal, data, surveys."""

    idle = {"md_weight": 0, "appraisal": 0, "bigdata": 0, "look_back": 0}
    bought = Bought(spacing=("look_back",))

    # fmt: off
    md_weight = assumed(0.5, "share", low=0, high=0.8, either="finds the deprived and misses the poor by income",
        note="weight of deprivations in the score", note_zh="多维贫困指标的权重")
    appraisal = Param(True, "switch", "A", "four-discussions",
        either="better lists where enough come, none where they do not", note="representatives appraise the list",
        note_zh="村民代表评议名单")
    bigdata = assumed(0.3, "0-1", low=0, high=0.5, raises="risk_found",
        note="added to what is known; share of households at risk that data single out in a year",
        note_zh="对了解农户的补充；一年中由数据找出的风险户比例")
    look_back = assumed(24, "month", low=0, high=36, either="off at 0, then rarer with every month",
        note="months between surveys, 0 = none", note_zh="“回头看”间隔月数，0=无")
    meeting_hours = assumed(16, "hour", low=4, high=16, lowers="secretary_hours",
        note="of the secretary, for the appraisal in December", note_zh="书记用于十二月评议的工时")
    survey_price = priced(80, "yuan/household", note="a survey", note_zh="每户调查费")
    data_price = priced(5000, "yuan/year", ASSUMED, note="data, a village", note_zh="每村数据费")
    # fmt: on

    def apply(self, month: PolicyMonth) -> None:
        """Keep the rules of targeting for a month."""
        dose = self.dose
        month.move("targeting.md_weight", dose["md_weight"])
        month.move("targeting.appraisal", dose["appraisal"])
        month.move("targeting.bigdata", dose["bigdata"])
        if dose["bigdata"] > 0:
            month.book(yuan=month.intensity * dose["data_price"] / MONTHS)
        monitored = month.month // MONTHS + 1900 >= month.lever("targeting.monitoring_from")
        if dose["appraisal"] and month.month % MONTHS == DECEMBER:
            month.move("effort.hours_taken", dose["meeting_hours"], where=~monitored)
            month.book(hours=month.intensity * dose["meeting_hours"], where=~monitored)
        every = int(dose["look_back"])
        if every > 0:
            month.move("targeting.look_back", every)
            if month.month % every == JUNE % every:
                households = month.villages["household_last"] - month.villages["household_first"]
                month.book(yuan=dose["survey_price"] * households)
