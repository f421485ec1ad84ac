"""Burden reduction (I14): fewer document inspections, shorter preparation, fewer platforms, reports handed in once.

does   Inspections come less often and ask for less; files are kept and handed in once for all departments; platforms
       above a number are closed.
costs  2,000 yuan in each village, once, to merge reports and close platforms.
fails  Inspections see a part of what goes wrong: with few checks of reality beside them, less misconduct and fewer
       made-up records come to light. Where fewer look at the work, less comes of its hours.
items  C19, D76: less duplicate posting and spending, inspections that are a formality.

基层减负
做什么  检查次数减少，每次要求的材料减少；台账合并，一次报送各部门；超出数目的平台关闭。
成本    合并报表、关闭平台每村一次性2,000元。
反效果  检查能看到一部分问题：实地核查少时，违规和虚记更少被发现。看的人少了，同样工时做出的也少。
"""

from __future__ import annotations

import numpy as np

from sim.core.declarations.parameters import assumed
from sim.policies.common.policy import Bought, Policy, PolicyMonth, priced


class BurdenReduction(Policy):
    """Less to be documented."""

    idle = {"inspections": 1, "preparation": 1, "files": 1, "platforms": 5}
    bought = Bought()

    # fmt: off
    inspections = assumed(0.5, "factor", low=0.25, high=1, raises="formalism", note="on document inspections",
        note_zh="台账检查次数的倍数")
    preparation = assumed(0.75, "factor", low=0.5, high=1, raises="formalism",
        note="on hours of papers for an inspection", note_zh="每次检查材料工时的倍数")
    files = assumed(0.7, "factor", low=0.5, high=1, raises="formalism", note="on hours of files, merged",
        note_zh="合并报送后台账工时的倍数")
    platforms = assumed(1, "platforms", low=1, high=5, raises="formalism",
        note="most platforms, of those in use before", note_zh="原有平台中最多保留数")
    price = priced(2000, "yuan", note="merging, for a village", note_zh="每村合并费用")
    # fmt: on

    def apply(self, month: PolicyMonth) -> None:
        """Ask for less for a month."""
        dose = self.dose
        month.move("supervision.inspections", dose["inspections"])
        month.move("effort.inspection_hours", dose["preparation"])
        month.move("effort.file_hours", dose["files"])
        month.move("digital.platforms", np.minimum(dose["platforms"] - month.lever("digital.platforms"), 0))
        month.book(yuan=dose["price"], where=month.first)
