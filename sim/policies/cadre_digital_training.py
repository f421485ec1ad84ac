"""Digital training of cadres (I10): the secretary learns to run the platform; enterprises help for nothing.

does   The secretary is taught a number of hours a year and gives the platform more attention. Enterprises and
       institutes put hours on the platform in the months in which they come.
costs  200 yuan a day of training. Its hours are taken from the secretary before the rest is shared out.
fails  The hours are missing in service. Help for nothing comes every other month; freshness falls in between. What is
       learnt is lost with the person, when the office changes hands.
items  C24-C30, C61, C73, E41, E46-E47: most know Party work but not digital, slow cadres, regular training, unpaid
       training by enterprises, skill panic.
"""

from __future__ import annotations

from sim.core.config.calendar import MONTHS
from sim.core.declarations.parameters import Param
from sim.policies.common.policy import Policy, PolicyMonth

ASSUMED = "assumption"
PRICE = "moves costs only"
QUALITY = "platform_quality"


class CadreDigitalTraining(Policy):
    """Skill and attention of who runs the platform, and unpaid help."""

    idle = {"hours": 0, "attention": 1, "enterprise_hours": 0}

    # fmt: off
    hours = Param(24, "hour/year", "A", ASSUMED, low=0, high=96, lowers="secretary_service_hours",
        note="hours of training for the secretary")
    attention = Param(2, "odds ratio", "A", ASSUMED, low=1, high=4, raises=QUALITY,
        note="attention to the platform; 2 takes .50 to .67")
    enterprise_hours = Param(10, "hour/month", "A", ASSUMED, low=0, high=40, raises=QUALITY,
        note="hours of enterprises in a month in which they come")
    day_hours = Param(8, "hour/day", "A", ASSUMED, low=8, high=8, either=PRICE, note="hours of a day of training")
    day_price = Param(200, "yuan/day", "A", "unit-costs", low=100, high=400, either=PRICE, note="a day of training")
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
