"""Rotation (I16): a limit of terms, open scores of candidates, and a reserve of trained successors.

does   Who has served a number of terms on end may not be nominated for the next. Scores of candidates are open: luck
       and the support of kin count for less. Trained successors stand ready, so that an office is not vacant for long.
costs  Training of the reserve, 200 yuan a person and day.
fails  It takes away the one who accepts. Where few others do, offices fall vacant and outsiders come who do not know
       the village.
items  C60, C62: clear and fair rotation of leading bodies, better selection and reserve.
"""

from __future__ import annotations

import numpy as np

from sim.core.config.calendar import MONTHS
from sim.core.declarations.parameters import Param
from sim.policies.common.policy import Policy, PolicyMonth

ASSUMED = "assumption"
PRICE = "moves costs only"


class Rotation(Policy):
    """Who may stand, how they are scored, who stands ready."""

    idle = {"terms": 0, "luck": 1, "kin": 1, "reserve": 0}

    # fmt: off
    terms = Param(2, "terms", "A", ASSUMED, low=0, high=3,
        either="offices fall vacant where few others accept; elsewhere who follows may be more or less able",
        note="most terms on end; 0 = no limit")
    luck = Param(0.5, "factor", "A", ASSUMED, low=0, high=1, lowers="secretary_capacity",
        note="on what nobody can see of candidates")
    kin = Param(0.5, "factor", "A", ASSUMED, low=0, high=1,
        either="the candidate of a large kin group may be more or less able than the others",
        note="on the support of kin groups")
    reserve = Param(1, "persons", "A", ASSUMED, low=0, high=2, lowers="vacancy", note="trained successors")
    reserve_days = Param(10, "day/year", "A", ASSUMED, low=2, high=30, either=PRICE, note="training of a successor")
    day_price = Param(200, "yuan/day", "A", "unit-costs", low=100, high=400, either=PRICE, note="a day, one person")
    # fmt: on

    def apply(self, month: PolicyMonth) -> None:
        """Keep the rules and the reserve for a month."""
        dose = self.dose
        usual = month.lever("offices.most_terms")
        if dose["terms"] > 0:
            stricter = np.where(usual > 0, np.minimum(usual, dose["terms"]), dose["terms"])
            month.move("offices.most_terms", stricter - usual, whole=True)
        month.move("offices.score_noise", dose["luck"])
        month.move("offices.kin_support", dose["kin"])
        month.move("offices.reserve", dose["reserve"])
        days = dose["reserve"] * dose["reserve_days"] / MONTHS
        month.book(yuan=month.intensity * days * dose["day_price"])
