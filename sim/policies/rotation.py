"""Rotation (I16): a limit of terms, open scores of candidates, and a reserve of trained successors.

does   Who has served a number of terms on end may not be nominated for the next. Scores of candidates are open: luck
       and the support of kin count for less. Trained successors stand ready, so that an office is not vacant for long.
costs  Training of the reserve, 200 yuan a person and day.
fails  It takes away the one who accepts. Where few others do, offices fall vacant and outsiders come who do not know
       the village.
items  C60, C62: clear and fair rotation of leading bodies, better selection and reserve.

轮换、任期与后备队伍
做什么  连任若干届者不得再被提名。候选人评议公开，运气和家族支持的作用减小。受训的后备人选随时可接任，空缺不长。
成本    后备人选培训，每人每天200元。
反效果  它换下的正是愿意任职的人。其他愿意者少时，职位空缺，来的外人不了解村情。
"""

from __future__ import annotations

import numpy as np

from sim.core.config.calendar import MONTHS
from sim.core.declarations.parameters import assumed
from sim.policies.common.policy import PRICE, Bought, Policy, PolicyMonth, priced


class Rotation(Policy):
    """Who may stand, how they are scored, who stands ready."""

    idle = {"terms": 0, "luck": 1, "kin": 1, "reserve": 0}
    bought = Bought(doses=("reserve", "reserve_days"))

    # fmt: off
    terms = assumed(2, "terms", low=0, high=3,
        either="offices fall vacant where few others accept; elsewhere who follows may be more or less able",
        note="most terms on end; 0 = no limit", note_zh="连任届数上限；0=不限")
    luck = assumed(0.5, "factor", low=0, high=1, lowers="secretary_capacity",
        note="on what nobody can see of candidates", note_zh="评议中看不到的部分的倍数")
    kin = assumed(0.5, "factor", low=0, high=1,
        either="the candidate of a large kin group may be more or less able than the others",
        note="on the support of kin groups", note_zh="家族支持的倍数")
    reserve = assumed(1, "persons", low=0, high=2, lowers="vacancy", note="trained successors", note_zh="受训后备人选")
    reserve_days = assumed(10, "day/year", low=2, high=30, either=PRICE, note="training of a successor",
        note_zh="每名后备人选的培训天数")
    day_price = priced(200, "yuan/day", note="a day, one person", note_zh="一人一天")
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
