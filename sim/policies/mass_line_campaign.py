"""Mass-line campaign (I11): months in which cadres and members go from house to house.

does   Extra hours of visits, a number of visits that go before all else, and months of practice that raise members'
       service consciousness. A campaign lasts some months and comes again after a while.
costs  500 yuan a village and month, and the hours of the visits. A part of these is taken from the secretary's month.
fails  The secretary's part is missing elsewhere, for the economy above all where there are few hours. Each repeat
       within two years has less effect and costs as much. Where photographs stand for visits, the weight of documents
       rises and fewer visits are made.
items  A59-A62, C69: mass-line education and practice, members stay advanced, needs known in depth, difficulties
       solved, visits beside collected data.
"""

from __future__ import annotations

from sim.core.compute.elementary import powers
from sim.core.declarations.parameters import Param
from sim.policies.common.policy import Policy, PolicyMonth

ASSUMED = "assumption"
PRICE = "moves costs only"


class MassLineCampaign(Policy):
    """Visits and practice for some months, and again after a while."""

    idle = {"hours": 0, "visit_floor": 0, "practice": 0, "photographs": 1}

    # fmt: off
    hours = Param(30, "hour/month", "A", ASSUMED, low=0, high=60, raises="visits", note="extra hours of visits")
    secretary_hours = Param(10, "hour/month", "A", ASSUMED, low=0, high=16, lowers="secretary_economy_hours",
        note="of these, taken from the secretary's month; the others are given beside the usual hours")
    visit_floor = Param(30, "visits/month", "A", ASSUMED, low=0, high=100, raises="visits",
        note="visits that go before slots and messages")
    practice = Param(1, "share", "A", ASSUMED, low=0, high=1, raises="willingness",
        note="strength of practice in service; 1 adds .06 of what is missing a month")
    photographs = Param(1, "factor", "A", ASSUMED, low=1, high=2, raises="formalism",
        note="on the weight of documents, where visits are proved by photographs; 1 = they are not")
    months = Param(6, "month", "A", ASSUMED, low=1, high=12, raises="visits", note="length of a campaign")
    interval = Param(12, "month", "A", ASSUMED, low=6, high=60, lowers="visits",
        note="from the beginning of one campaign to that of the next")
    kept = Param(0.7, "factor", "A", ASSUMED, low=0.5, high=1, raises="willingness",
        note="on the effect of hours and practice, for each campaign begun in the months before")
    remembered = Param(24, "month", "A", ASSUMED, low=12, high=36, lowers="willingness",
        note="months for which a campaign makes the next one weaker")
    price = Param(500, "yuan/month", "A", "unit-costs", low=250, high=1000, either=PRICE, note="a month in a village")
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
