"""Graduate officials (I4): a post for a graduate in each village, who also runs the platform.

does   A village gets a post for a graduate: hours, digital skill, the capacity of somebody new to the work. Political
       training brings more of them into the branch; a full member may follow in the secretary's office after two
       years.
costs  The pay of the post, by default 60,000 yuan a year, and 200 yuan a day of training. What a contract costs that
       runs on after the end of delivery is not booked.
fails  Some leave every month and the next one starts anew. Papers are given to the one who can type: the share of
       hours that reaches villagers and the platform falls as formalism rises.
items  A57-A58, C71, E48: student village officials as a reserve, quick to learn, targeted hiring, a full-time team.

大学生村官与信息化岗位
做什么  每村设一个大学生村官岗位，增加工时和数字技能，能力如同新手。政治培训使其中更多人进入支部；
        正式党员两年后可接任书记。
成本    岗位工资，默认每年60,000元，培训每天200元。实施结束后尚未到期的合同不计费用。
反效果  每月都有人离开，接任者从头开始。会打字的人被安排做材料：形式主义越重，能用于群众和平台的工时越少。
"""

from __future__ import annotations

from sim.core.config.calendar import MONTHS
from sim.core.declarations.parameters import Param, assumed
from sim.policies.common.policy import PRICE, Bought, Policy, PolicyMonth, priced

FOLLOW = "a graduate follows only where nobody of the village accepts"


class GraduateOfficial(Policy):
    """Posts for graduates, their pay and training."""

    idle = {"posts": 0}
    bought = Bought(doses=("pay", "training_days"), reach=("posts",))

    # fmt: off
    posts = assumed(1, "persons", low=0, high=1, raises="graduate_officials",
        note="posts of a village; below 1 the share of villages with one",
        note_zh="每村岗位数；小于1时为有岗位的村的比例")
    pay = Param(5000, "yuan/month", "A", "unit-costs", low=2500, high=8000, raises="graduate_officials",
        note="pay of the post; more pay, less turnover", note_zh="岗位工资；工资高则流动少")
    members = assumed(2, "odds ratio", low=1, high=4, either=FOLLOW,
        note="graduates who are full members, raised by political training; 2 takes .5 to .67",
        note_zh="其中正式党员，因政治培训增加；2使0.5升为0.67")
    training_days = assumed(5, "day/year", low=0, high=20, either=PRICE, note="political training",
        note_zh="政治培训天数")
    day_price = priced(200, "yuan/day", note="a day, one person", note_zh="一人一天")
    # fmt: on

    def apply(self, month: PolicyMonth) -> None:
        """Keep the posts for a month."""
        dose = self.dose
        if dose["posts"] == 0:
            return
        month.move("graduate_officials.posts", dose["posts"])
        month.move("graduate_officials.pay", dose["pay"] - month.lever("graduate_officials.pay"), whole=True)
        month.move("graduate_officials.member_share", dose["members"], whole=True)
        training = dose["training_days"] * dose["day_price"] / MONTHS
        month.book(yuan=month.intensity * dose["posts"] * (dose["pay"] + training))
