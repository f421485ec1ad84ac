"""Coordination (I27): one person holds both offices, the committees coordinate, Party life becomes joint work.

does   The secretary is also director of the villagers' committee: no hours are lost between the two. The committees
       coordinate, as far as assessment and sanctions carry it. A larger part of Party life counts for service and
       economy at the same time.
costs  5,000 yuan a year in each village for joint projects. The documents of the second office are in the hours.
fails  The second office brings its documents, and oversight of the holder is weaker. Joint work is a share of the
       hours of Party life: where documents leave few of these, the label is worth little.
items  B35, D03, D36, D46-D48, D69: two skins, Party work in every part of poverty work, two committees that wrangle,
       an overloaded secretary.

“两委”协调、一肩挑与“党建+”
做什么  书记兼任村主任，两职之间不再损失工时。“两委”在考核和追责所容许的程度内协调。
        党内生活中更大部分同时服务民生和经济。
成本    衔接项目每村每年5,000元。第二个职务的台账计入工时。
反效果  第二个职务带来自己的台账，对任职者的监督减弱。衔接工作是组织生活工时的一部分：留痕使其所剩无几时，只有名义。
"""

from __future__ import annotations

import numpy as np

from sim.core.config.calendar import MONTHS
from sim.core.declarations.parameters import ASSUMED, Param, assumed
from sim.policies.common.policy import Bought, Policy, PolicyMonth, priced

SERVED = "service_fulfilment"


class Coordination(Policy):
    """One person in both offices, joint sittings, joint work."""

    idle = {"one_shoulder": 0, "coordination": 0, "joint_work": 0}
    bought = Bought()

    # fmt: off
    one_shoulder = Param(True, "switch", "D", "one-shoulder", raises="formalism",
        note="secretary and director are one person", note_zh="书记与村主任一人担任")
    coordination = assumed(0.75, "0-1", low=0, high=1, raises="chain", note="of the two committees, if it was lower",
        note_zh="“两委”协调程度（原先较低时）")
    joint_work = assumed(0.3, "share", low=0, high=0.7, raises=SERVED, note="more of Party life that is joint work",
        note_zh="党内生活中增加的衔接工作")
    price = priced(5000, "yuan/year", ASSUMED, note="joint projects, a village", note_zh="每村衔接项目费用")
    # fmt: on

    def apply(self, month: PolicyMonth) -> None:
        """Keep the offices together for a month."""
        dose = self.dose
        month.move("offices.one_shoulder", dose["one_shoulder"])
        coordination = np.maximum(dose["coordination"] - month.lever("effort.coordination"), 0)
        month.move("effort.coordination", coordination)
        month.move("effort.joint_work", dose["joint_work"])
        month.book(yuan=month.intensity * dose["price"] / MONTHS)
