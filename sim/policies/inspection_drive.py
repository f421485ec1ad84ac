"""Inspection drive (I12): documents are inspected more often and weigh more; on request, accounts are mandated.

does   Superiors come to look at files more often, and documents weigh more in the assessment. Where a share is
       mandated, that part of the owners of a device who have no account is enrolled in the first month of each year of
       the drive.
costs  400 yuan an inspection (two persons, a day each). The secretary documents for every further inspection.
fails  Hours of documentation are missing elsewhere, until hardly any service is left; who fears for the mark makes up
       records, and documents seldom tell. Who is enrolled without skill, on a poor platform, falls silent at once: the
       accounts are there, their users are not. Some work that nobody would have looked at is done.
items  C45, D76, E40: digital work as an inspection tool, inspection as a formality, downloads for inspection.
"""

from __future__ import annotations

from sim.core.compute.elementary import powers
from sim.core.config.calendar import MONTHS
from sim.core.declarations.parameters import Param
from sim.policies.common.policy import Policy, PolicyMonth

ASSUMED = "assumption"
PRICE = "moves costs only"


class InspectionDrive(Policy):
    """More inspections of documents."""

    idle = {"inspections": 1, "weight": 1, "mandate": 0}

    inspections = Param(2, "factor", "A", ASSUMED, low=1, high=4, raises="formalism", note="on document inspections")
    weight = Param(
        1.25, "factor", "A", ASSUMED, low=1, high=1.25, raises="formalism", note="on the weight of documents; .8 to 1"
    )
    mandate = Param(
        0,
        "share",
        "A",
        ASSUMED,
        low=0,
        high=1,
        raises="accounts_reported",
        note="owners of a device without account, enrolled once a year",
    )
    price = Param(400, "yuan", "A", ASSUMED, low=200, high=800, either=PRICE, note="an inspection, for its superiors")

    def apply(self, month: PolicyMonth) -> None:
        """Inspect for a month."""
        dose = self.dose
        month.move("supervision.inspections", dose["inspections"])
        month.move("effort.weight_documents", dose["weight"])
        if month.since % MONTHS == 0:
            month.move("digital.mandate", dose["mandate"])
        usual = month.lever("supervision.inspections")
        more = usual * (powers(dose["inspections"], month.intensity) - 1)
        month.book(yuan=more * dose["price"], hours=more * month.lever("effort.inspection_hours"))
