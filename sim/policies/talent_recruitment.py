"""Young talent (I3): recruitment of the able and skilled, and a package for those who come home.

does   More places for new members, given to those with ability and digital skill rather than to whoever is known, and
       money for a number of adults away to come home.
costs  30,000 yuan for each person who comes home because of the package.
fails  Recruits are the most mobile: with migration unchanged they leave, stay in the denominator, and more calls
       fail. Who comes home meets the same wages and may leave again.
items  A53, C25, C56-C59, D34, D55: compound talents, young members with digital skill, rural elites, graduates rarely
       return.
"""

from __future__ import annotations

import numpy as np

from sim.core.parameters import Param
from sim.core.policy import Policy, PolicyMonth

ASSUMED = "assumption"
MONTHS = 12


class TalentRecruitment(Policy):
    """Places for the able and young, and a package for returning."""

    idle = {"quota_more": 0, "weight_ability": 0, "weight_skill": 0, "returnees": 0}

    quota_more = Param(
        0.5,
        "share",
        "A",
        ASSUMED,
        low=0.0,
        high=1.0,
        raises="admissions",
        note="places for new members beyond the quota, as a share of it",
    )
    weight_ability = Param(
        0.2,
        "weight",
        "A",
        ASSUMED,
        low=0.0,
        high=1.0,
        raises="capacity",
        note="added to the weight of ability in selection",
    )
    weight_skill = Param(
        0.3,
        "weight",
        "A",
        ASSUMED,
        low=0.0,
        high=1.0,
        lowers="member_age",
        note="added to the weight of digital skill in selection",
    )
    returnees = Param(
        2.0,
        "persons/year",
        "A",
        ASSUMED,
        low=0.0,
        high=20.0,
        lowers="share_away",
        note="adults who come home because of the package, each village",
    )
    package = Param(
        30000.0,
        "yuan/person",
        "A",
        "unit-costs",
        low=15000.0,
        high=60000.0,
        either="moves costs only",
        note="package of one person",
    )
    return_by_age = Param(
        1.42,
        "factor",
        "D",
        "census-2020-village-tier",
        low=1.2,
        high=1.6,
        lowers="share_away",
        fitted=True,
        note="mean factor of sex and age in returning over adults away: 1.42 labour-exporting, 1.40 national",
    )

    def apply(self, month: PolicyMonth) -> None:
        """Offer places and packages for a month."""
        dose = self.dose
        month.move("membership.quota", 1 + dose["quota_more"])
        month.move("membership.weight_ability", dose["weight_ability"])
        month.move("membership.weight_skill", dose["weight_skill"])
        away = month.villages["adults"] - month.villages["adults_home"]
        usual = month.lever("migration.back") * dose["return_by_age"] * np.maximum(away, 1)
        month.move("migration.back", 1 + dose["returnees"] / MONTHS / usual, where=away > 0)
        month.book(yuan=month.intensity * dose["returnees"] / MONTHS * dose["package"], where=away > 0)
