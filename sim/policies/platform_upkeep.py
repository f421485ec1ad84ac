"""Platform upkeep (I8): a post and money to keep the platform, content about the place, the network, quick replies.

does   Somebody is paid for hours on the platform; content is bought and renewed, and made about the place as far as who
       runs it is able; masts and lines are built; messages are answered sooner. Members can be let choose among
       activities, and content be made short and varied.
costs  100 yuan an hour (a post of 15 hours a month: 18,000 yuan a year), the money for content, and 30,000 yuan once to
       bring the network to a tenth more of the village.
fails  When the money stops, nobody posts any more and content is out of date by half in little more than two years.
       What is kept well stays idle where few have a device and the skill to use it.
items  C36-C41, C65-C70, E34-E38, E43: no maintenance, slow updates, sites without substance, funds for keeping up,
       timely response.

平台运维、内容与基础设施
做什么  有人领酬运维平台；购买和更新内容，并按负责人能力做成本地内容；建设网络；更快答复诉求。可让党员自选活动，
        内容可做得短而多样。
成本    每工时100元（每月15小时，一年18,000元），另有内容经费；网络覆盖增加一成一次性30,000元。
反效果  经费一停，无人更新，内容两年多就过时一半。设备和技能少的地方，维护得好也少有人用。
"""

from __future__ import annotations

from sim.core.declarations.parameters import ASSUMED, assumed, convention
from sim.policies.common.policy import Bought, Policy, PolicyMonth, priced

QUALITY = "platform_quality"
MODIFIER = "a modifier of tier 2"


class PlatformUpkeep(Policy):
    """Hours, money, content and network for the platform."""

    idle = dict.fromkeys(("hours", "money", "local", "network", "choice", "short_form"), 0) | {"reply": 1}
    bought = Bought(doses=("hours", "money", "network"))

    # fmt: off
    hours = assumed(15, "hour/month", low=0, high=40, raises=QUALITY, note="hours of a post, paid",
        note_zh="有酬岗位工时")
    money = assumed(700, "yuan/month", low=0, high=2000, raises=QUALITY, note="money for content; 700 holds it at .7",
        note_zh="内容经费；700元可维持在0.7")
    local = assumed(1, "share", low=0, high=1, raises=QUALITY,
        note="effort to make content local; with a capacity of .6 it takes .5 to .8",
        note_zh="内容本地化力度；能力0.6时由0.5升为0.8")
    network = assumed(0.1, "share", low=0, high=0.3, raises="device_share", note="coverage added",
        note_zh="增加的网络覆盖")
    reply = assumed(0.33, "factor", low=0.2, high=1, either="acts on messages only, of which there are few",
        note="on the days until a message is answered; .33 takes 15 to 5", note_zh="答复天数的倍数；0.33使15天降为5天")
    choice = assumed(0, "share", low=0, high=1, raises="digital_reach", note="members choose among activities",
        note_zh="党员自选活动")
    choice_adoption = convention(0.03, "1/year", either=MODIFIER, note="adoption that full choice adds",
        note_zh="全部自选时增加的使用")
    choice_attendance = convention(1, "log odds", either=MODIFIER, note="attendance online that full choice adds",
        note_zh="全部自选时增加的线上参会")
    short_form = assumed(0, "share", low=0, high=0.5, raises="digital_reach",
        note="short and varied formats: adoption rises, correction online falls",
        note_zh="短而多样的形式：使用增加，线上更正减少")
    hour_price = priced(100, "yuan/hour", note="an hour of the post", note_zh="岗位每工时")
    network_price = priced(300000, "yuan", ASSUMED, note="full coverage where there was none",
        note_zh="从无到全覆盖的费用")
    # fmt: on

    def apply(self, month: PolicyMonth) -> None:
        """Keep the platform for a month."""
        dose = self.dose
        month.move("digital.designated_hours", dose["hours"])
        month.move("digital.content_money", dose["money"])
        month.move("digital.local_effort", dose["local"])
        month.move("digital.network", dose["network"])
        month.move("service.reply_lag", dose["reply"])
        month.move("digital.choice", dose["choice"] * dose["choice_adoption"])
        month.move("meetings.choice", dose["choice"] * dose["choice_attendance"])
        month.move("digital.short_form", dose["short_form"])
        month.book(yuan=month.intensity * (dose["hours"] * dose["hour_price"] + dose["money"]))
        month.book(yuan=dose["network"] * dose["network_price"], where=month.first)
