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
"""

from __future__ import annotations

import numpy as np

from sim.core.config.calendar import DECEMBER, MONTHS
from sim.core.declarations.parameters import Param
from sim.policies.common.policy import Policy, PolicyMonth

ASSUMED = "assumption"
PRICE = "moves costs only"


class OutcomeAssessment(Policy):
    """Results are seen, weighed and rewarded."""

    idle = dict.fromkeys(
        ("seen_service", "seen_party", "promotion", "service", "economy", "party", "documents"), 1
    ) | dict.fromkeys(("merit", "digital"), 0)

    # fmt: off
    seen_service = Param(3, "odds ratio", "A", ASSUMED, low=1, high=6, raises="secretary_service_hours",
        note="service that superiors see; 3 takes .30 to .56")
    seen_party = Param(2, "odds ratio", "A", ASSUMED, low=1, high=4, raises="secretary_party_hours",
        note="Party life that they see; 2 takes .40 to .57")
    survey = Param(1, "share", "A", ASSUMED, low=0.05, high=1,
        either="fewer make promotion by results noisier; what follows depends on who comes after",
        note="households asked; a tenth of them triples the error")
    merit = Param(0.5, "share", "A", ASSUMED, low=0, high=1,
        either="changes who is promoted; what follows depends on who comes after",
        note="weight of the survey in promotion")
    promotion = Param(2, "factor", "A", ASSUMED, low=1, high=5, raises="motivation", note="on promotions a year")
    service = Param(1, "factor", "A", ASSUMED, low=0.2, high=3, raises="secretary_service_hours",
        note="on the weight of service")
    economy = Param(1, "factor", "A", ASSUMED, low=0.2, high=3, raises="secretary_economy_hours",
        note="on the weight of the economy")
    party = Param(1, "factor", "A", ASSUMED, low=0.2, high=3, raises="secretary_party_hours",
        note="on the weight of Party life")
    documents = Param(1, "factor", "A", ASSUMED, low=0, high=1.25, raises="formalism",
        note="on the weight of documents")
    digital = Param(0, "weight", "A", ASSUMED, low=0, high=0.5, raises="formalism", note="weight of digital work")
    price = Param(60, "yuan", "A", "unit-costs", low=30, high=120, either=PRICE, note="asking a household")
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
