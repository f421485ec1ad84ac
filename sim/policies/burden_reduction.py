"""Burden reduction (I14): fewer document inspections, shorter preparation, fewer platforms, reports handed in once.

does   Inspections come less often and ask for less; files are kept and handed in once for all departments; platforms
       above a number are closed.
costs  2,000 yuan in each village, once, to merge reports and close platforms.
fails  Inspections see a part of what goes wrong: with few checks of reality beside them, less misconduct and fewer
       made-up records come to light. Where fewer look at the work, less comes of its hours.
items  C19, D76: less duplicate posting and spending, inspections that are a formality.
"""

from __future__ import annotations

import numpy as np

from sim.core.declarations.parameters import Param
from sim.policies.common.policy import Policy, PolicyMonth

ASSUMED = "assumption"
PRICE = "moves costs only"


class BurdenReduction(Policy):
    """Less to be documented."""

    idle = {"inspections": 1, "preparation": 1, "files": 1, "platforms": 5}

    inspections = Param(
        0.5, "factor", "A", ASSUMED, low=0.25, high=1, raises="formalism", note="on document inspections"
    )
    preparation = Param(
        0.75, "factor", "A", ASSUMED, low=0.5, high=1, raises="formalism", note="on hours of papers for an inspection"
    )
    files = Param(0.7, "factor", "A", ASSUMED, low=0.5, high=1, raises="formalism", note="on hours of files, merged")
    platforms = Param(
        1, "platforms", "A", ASSUMED, low=1, high=5, raises="formalism", note="most platforms, of those in use before"
    )
    price = Param(2000, "yuan", "A", "unit-costs", low=1000, high=4000, either=PRICE, note="merging, for a village")

    def apply(self, month: PolicyMonth) -> None:
        """Ask for less for a month."""
        dose = self.dose
        month.move("supervision.inspections", dose["inspections"])
        month.move("effort.inspection_hours", dose["preparation"])
        month.move("effort.file_hours", dose["files"])
        month.move("digital.platforms", np.minimum(dose["platforms"] - month.lever("digital.platforms"), 0))
        month.book(yuan=dose["price"], where=month.first)
