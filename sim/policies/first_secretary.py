"""First secretaries (I5): somebody from a unit of the county, city or province is posted to a village for a term.

does   Of the villages reached a share gets a first secretary, by the rule those with the lowest leadership first. He
       works full-time, learns the village, brings money of his unit and leaves after the term; who follows at once in
       the same village can learn beside him during a handover. Resident teams have three persons or more.
costs  150,000 yuan of wages and 20,000 yuan of expenses a person and year, and the money that the unit gives, by the
       expected mix of levels. What a term costs that runs on after the end of delivery is not booked.
fails  The village's own people do less while he is there, and documents take a larger share of what they still do.
       What he knows of the village goes with him, and four fifths of the money. Units of different levels bring
       unequal sums.
items  A54-A56, D03, D11, D63: posted by a list of priorities, funds of the home unit, dispatch by need, waiting and
       relying on help.
"""

from __future__ import annotations

from sim.core.config.calendar import MONTHS
from sim.core.declarations.parameters import Param
from sim.policies.common.policy import Policy, PolicyMonth
from sim.procedures.targets import RULES

ASSUMED, RULE, COSTS = "assumption", "first-secretary-rules", "unit-costs"
PRICE = "moves costs only"


class FirstSecretary(Policy):
    """Postings: how many, where, for how long, from which level."""

    idle = {"coverage": 0}

    # fmt: off
    coverage = Param(1, "share", "A", ASSUMED, low=0, high=1, raises="first_secretaries",
        note="of the villages reached, with a first secretary at any time")
    rule = Param("weakest", "rule", "A", ASSUMED, choices=RULES, either="decides where they go, not how many",
        note="which of the villages reached come first; weakest = lowest leadership capacity")
    term = Param(24, "month", "D", RULE, low=12, high=36, raises="posted_hours", note="length of a posting")
    team = Param(1, "persons", "D", RULE, low=1, high=5, raises="posted_hours", note="persons posted to a village")
    city_share = Param(0.3, "share", "A", ASSUMED, low=0, high=0.5, raises="grants", note="sent by the city")
    province_share = Param(0.1, "share", "A", ASSUMED, low=0, high=0.5, raises="grants",
        note="sent by the province; the rest is sent by the county")
    handover = Param(0, "month", "A", ASSUMED, low=0, high=6, raises="posted_hours",
        note="months that who follows learns beside the one before")
    wage = Param(150000, "yuan/year", "A", COSTS, low=75000, high=300000, either=PRICE, note="wages of a person")
    expenses = Param(20000, "yuan/year", "A", COSTS, low=10000, high=40000, either=PRICE, note="expenses of a person")
    # fmt: on

    def apply(self, month: PolicyMonth) -> None:
        """Post and pay for a month."""
        dose = self.dose
        if dose["coverage"] == 0:
            return
        month.move("first_secretaries.coverage", dose["coverage"])
        for name in ("rule", "term", "team", "city_share", "province_share", "handover"):
            month.move(f"first_secretaries.{name}", dose[name])
        city, province = dose["city_share"], dose["province_share"]
        money = (1 - city - province) * month.lever("first_secretaries.county_resources")
        money = money + city * month.lever("first_secretaries.city_resources")
        money = money + province * month.lever("first_secretaries.province_resources")
        yearly = dose["team"] * (dose["wage"] + dose["expenses"]) + money
        month.book(yuan=month.intensity * dose["coverage"] * yearly / MONTHS)
