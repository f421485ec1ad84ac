"""First secretaries (I5): somebody from a unit of the county, city or province is posted to a village for a term.

does   Of the villages reached a share gets a first secretary, by the rule those with the lowest leadership first. He
       works full-time, learns the village, brings money of his unit and leaves after the term; who follows at once in
       the same village can learn beside him during a handover. Resident teams have three persons or more. He may
       propose projects for the fund, and a share of the money may go to households on the list.
costs  150,000 yuan of wages and 20,000 yuan of expenses a person and year, and the money that the unit gives, by the
       expected mix of levels. What a term costs that runs on after the end of delivery is not booked.
fails  The village's own people do less while he is there, and documents take a larger share of what they still do.
       What he knows of the village goes with him, and four fifths of the money. Units of different levels bring
       unequal sums.
items  A54-A56, D03, D11, D63: posted by a list of priorities, funds of the home unit, dispatch by need, waiting and
       relying on help.

选派第一书记和工作队
做什么  所及各村中一定比例得到第一书记，默认领导力最低的村在先。第一书记全职工作，逐步熟悉村情，带来派出单位的资金，
        任期满后离开；紧接着派来的人可在交接期内跟班。驻村工作队为三人以上。
        可为村集体资金提出项目，资金的一部分可用于在册农户。
成本    每人每年工资150,000元、工作经费20,000元，另加派出单位资金，按预计的层级构成计算。
        实施结束后尚未期满的任期不计费用。
反效果  第一书记在村时，本村干部做得少些，所做的事中留痕比例更大。离开时带走对村情的了解和五分之四的资金。
        不同层级单位带来的资金不等。
"""

from __future__ import annotations

from sim.core.config.calendar import MONTHS
from sim.core.declarations.parameters import Param, assumed
from sim.policies.common.policy import Bought, Policy, PolicyMonth, priced
from sim.procedures.targets import RULES

RULE = "first-secretary-rules"


class FirstSecretary(Policy):
    """Postings: how many, where, for how long, from which level."""

    idle = {"coverage": 0}
    bought = Bought(doses=("team",), reach=("coverage",))

    # fmt: off
    coverage = assumed(1, "share", low=0, high=1, raises="first_secretaries",
        note="of the villages reached, with a first secretary at any time", note_zh="所及各村中随时有第一书记的比例")
    rule = assumed("weakest", "rule", choices=RULES, either="decides where they go, not how many",
        note="which of the villages reached come first; weakest = lowest leadership capacity",
        note_zh="所及各村中哪些在先；weakest=领导力最低")
    term = Param(24, "month", "D", RULE, low=12, high=36, raises="posted_hours", note="length of a posting",
        note_zh="任期")
    team = Param(1, "persons", "D", RULE, low=1, high=5, raises="posted_hours", note="persons posted to a village",
        note_zh="每村派驻人数")
    city_share = assumed(0.3, "share", low=0, high=0.5, raises="grants", note="sent by the city", note_zh="由市级选派")
    province_share = assumed(0.1, "share", low=0, high=0.5, raises="grants",
        note="sent by the province; the rest is sent by the county", note_zh="由省级选派，其余由县级选派")
    handover = assumed(0, "month", low=0, high=6, raises="posted_hours",
        note="months that who follows learns beside the one before", note_zh="接任者与前任共事的月数")
    wage = priced(150000, "yuan/year", note="wages of a person", note_zh="每人工资")
    expenses = priced(20000, "yuan/year", note="expenses of a person", note_zh="每人工作经费")
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
