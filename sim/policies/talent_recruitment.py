"""Young talent (I3): recruitment of the able and skilled, and a package for those who come home.

does   More places for new members, given to those with ability and digital skill rather than to whoever is known, and
       money for a number of adults away to come home, some of whom found enterprises where returnees do so.
costs  30,000 yuan for each person who comes home because of the package.
fails  Recruits are the most mobile: with migration unchanged they leave, stay in the denominator, and more calls
       fail. Who comes home meets the same wages and may leave again.
items  A53, C25, C56-C59, D34, D55: compound talents, young members with digital skill, rural elites, graduates rarely
       return.

青年人才发展与返乡支持
做什么  增加发展党员名额，向能力和数字技能倾斜，而不是只看熟人；以资金支持一定人数的外出成年人返乡；
        有返乡创业之处，其中一部分人创办企业。
成本    每名因支持而返乡者30,000元。
反效果  新党员流动性最高；外出条件不变时仍会外出，留在应到会人数中，使更多会议达不到法定人数。
        返乡者面对的工资没有变，可能再次外出。
"""

from __future__ import annotations

import numpy as np

from sim.core.config.calendar import MONTHS
from sim.core.declarations.parameters import Param, assumed
from sim.policies.common.policy import Bought, Policy, PolicyMonth, priced

TABLES = "census-projection"
WHO = "moves who is admitted, not how many"
MEAN_RETURN = "mean factor of sex and age in returning, adults away: 1.42 labour-exporting, 1.40 national, 2020"


class TalentRecruitment(Policy):
    """Places for the able and young, and a package for returning."""

    idle = {"quota": 1, "ability": 1, "skill": 1, "threshold": -10, "returnees": 0}
    bought = Bought(doses=("returnees",))

    # fmt: off
    quota = assumed(1.5, "factor", low=1, high=2, raises="admissions", note="places for new members",
        note_zh="发展党员名额的倍数")
    ability = assumed(2, "factor", low=1, high=5, either=WHO, note="weight of ability; 2 takes .2 to .4",
        note_zh="能力权重的倍数；2使0.2升为0.4")
    skill = assumed(3, "factor", low=1, high=5, either=WHO, note="weight of digital skill; 3 takes .1 to .3",
        note_zh="数字技能权重的倍数；3使0.1升为0.3")
    threshold = assumed(-10, "score", low=-10, high=1, lowers="admissions", note="least score; -10 = none",
        note_zh="最低分；-10=无门槛")
    returnees = assumed(2, "persons/year", low=0, high=20, lowers="share_away",
        note="come home by the package, a village", note_zh="每村因支持而返乡者")
    package = priced(30000, "yuan/person", note="package of one person", note_zh="一人的返乡支持")
    return_by_age = Param(1.42, "factor", "D", TABLES, low=1.2, high=1.6, fitted=True,
        either="turns a number of persons into a factor", note=MEAN_RETURN, note_zh="外出成年人返乡的性别年龄平均系数")
    # fmt: on

    def apply(self, month: PolicyMonth) -> None:
        """Offer places and packages for a month."""
        dose = self.dose
        month.move("membership.quota", dose["quota"])
        month.move("membership.score_ability", dose["ability"])
        month.move("membership.score_skill", dose["skill"])
        month.move("membership.threshold", np.maximum(dose["threshold"] - month.lever("membership.threshold"), 0))
        away = month.villages["adults"] - month.villages["adults_home"]
        usual = month.lever("migration.back") * dose["return_by_age"] * np.maximum(away, 1)
        month.move("migration.back", 1 + dose["returnees"] / MONTHS / usual, where=away > 0)
        month.book(yuan=month.intensity * dose["returnees"] / MONTHS * dose["package"], where=away > 0)
