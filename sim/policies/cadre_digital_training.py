"""Digital training of cadres (I10): the secretary learns to run the platform; enterprises help for nothing.

does   The secretary is taught a number of hours a year and gives the platform more attention. Enterprises and
       institutes put hours on the platform in the months in which they come.
costs  200 yuan a day of training. Its hours are taken from the secretary before the rest is shared out.
fails  The hours are missing in service. Help for nothing comes every other month; freshness falls in between. What is
       learnt is lost with the person, when the office changes hands.
items  C24-C30, C61, C73, E41, E46-E47: most know Party work but not digital, slow cadres, regular training, unpaid
       training by enterprises, skill panic.

干部数字能力培训
做什么  书记每年学习若干小时，更重视平台。企业和院校在来的月份投入平台工时。
成本    培训每天200元；学时从当月工时中先行扣除。
反效果  这些工时在服务中缺少。无偿支持隔月才来，其间更新中断。换届后所学随人离开。
"""

from __future__ import annotations

from sim.core.config.calendar import MONTHS
from sim.core.declarations.parameters import assumed, convention
from sim.policies.common.policy import PRICE, Bought, Policy, PolicyMonth, priced

QUALITY = "platform_quality"


class CadreDigitalTraining(Policy):
    """Skill and attention of who runs the platform, and unpaid help."""

    idle = {"hours": 0, "attention": 1, "enterprise_hours": 0}
    bought = Bought(doses=("hours",))

    # fmt: off
    hours = assumed(24, "hour/year", low=0, high=96, lowers="secretary_service_hours",
        note="hours of training for the secretary", note_zh="书记培训学时")
    attention = assumed(2, "odds ratio", low=1, high=4, raises=QUALITY,
        note="attention to the platform; 2 takes .50 to .67", note_zh="对平台的重视；2使0.50升为0.67")
    enterprise_hours = assumed(10, "hour/month", low=0, high=40, raises=QUALITY,
        note="hours of enterprises in a month in which they come", note_zh="企业来时当月的工时")
    day_hours = convention(8, "hour/day", either=PRICE, note="hours of a day of training", note_zh="一天的学时")
    day_price = priced(200, "yuan/day", note="a day of training", note_zh="一天的培训费")
    # fmt: on

    def apply(self, month: PolicyMonth) -> None:
        """Train and help for a month."""
        dose = self.dose
        hours = dose["hours"] / MONTHS
        month.move("digital.secretary_taught", hours)
        month.move("effort.hours_taken", hours)
        month.move("digital.attention", dose["attention"])
        month.move("outside_resources.enterprise_hours", dose["enterprise_hours"])
        month.book(yuan=month.intensity * hours / dose["day_hours"] * dose["day_price"], hours=month.intensity * hours)
