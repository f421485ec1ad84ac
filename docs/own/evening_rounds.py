"""Evening rounds: cadres call on households after supper.

does   On so many evenings a month two cadres go from house to house.
costs  Three hours of two cadres an evening, and 40 yuan for their supper.
fails  Who calls at supper is remembered; whoever works away is not at home in the evening either.

夜访农户
做什么  每月若干个晚上，两名干部入户走访。
成本    每晚两名干部各3小时，另加餐费40元。
反效果  打扰晚饭；外出务工者晚上也不在家。
"""

from sim.core.declarations.parameters import Param
from sim.policies.common.policy import Bought, Policy


class EveningRounds(Policy):
    """Visits in the evening."""

    idle = {"evenings": 0}
    bought = Bought(doses=("evenings",))
    evenings = Param(4, "visits/month", "A", "assumption", low=0, high=12, raises="visits", note="evenings a month",
        note_zh="每月晚数")  # fmt: skip

    def apply(self, month):
        """Go round for a month."""
        month.move("service.campaign_hours", 6 * self.dose["evenings"])
        month.book(month.intensity * self.dose["evenings"] * 40, month.intensity * self.dose["evenings"] * 6)
