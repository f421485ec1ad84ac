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
"""

from __future__ import annotations

from sim.core.declarations.parameters import Param
from sim.policies.common.policy import Policy, PolicyMonth

ASSUMED = "assumption"
PRICE = "moves costs only"
QUALITY = "platform_quality"
MODIFIER = "a modifier of tier 2"


class PlatformUpkeep(Policy):
    """Hours, money, content and network for the platform."""

    idle = dict.fromkeys(("hours", "money", "local", "network", "choice", "short_form"), 0) | {"reply": 1}

    # fmt: off
    hours = Param(15, "hour/month", "A", ASSUMED, low=0, high=40, raises=QUALITY, note="hours of a post, paid")
    money = Param(700, "yuan/month", "A", ASSUMED, low=0, high=2000, raises=QUALITY,
        note="money for content; 700 holds it at .7")
    local = Param(1, "share", "A", ASSUMED, low=0, high=1, raises=QUALITY,
        note="effort to make content local; with a capacity of .6 it takes .5 to .8")
    network = Param(0.1, "share", "A", ASSUMED, low=0, high=0.3, raises="device_share", note="coverage added")
    reply = Param(0.33, "factor", "A", ASSUMED, low=0.2, high=1, either="acts on messages only, of which there are few",
        note="on the days until a message is answered; .33 takes 15 to 5")
    choice = Param(0, "share", "A", ASSUMED, low=0, high=1, raises="digital_reach",
        note="members choose among activities")
    choice_adoption = Param(0.03, "1/year", "A", ASSUMED, low=0.03, high=0.03, either=MODIFIER,
        note="adoption that full choice adds")
    choice_attendance = Param(1, "log odds", "A", ASSUMED, low=1, high=1, either=MODIFIER,
        note="attendance online that full choice adds")
    short_form = Param(0, "share", "A", ASSUMED, low=0, high=0.5, raises="digital_reach",
        note="short and varied formats: adoption rises, correction online falls")
    hour_price = Param(100, "yuan/hour", "A", "unit-costs", low=50, high=200, either=PRICE, note="an hour of the post")
    network_price = Param(300000, "yuan", "A", ASSUMED, low=150000, high=600000, either=PRICE,
        note="full coverage where there was none")
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
