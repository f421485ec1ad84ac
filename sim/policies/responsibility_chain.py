"""Responsibility chain and task lists (I15): each task has a person and a date, and each level asks for proof.

does   Tasks are set, performed, assessed and pursued: coordination of the two committees rises as far as the weakest
       of these links allows. Task lists and departments that work together shorten an attempt, and higher levels
       answer more of what is passed up.
costs  2,000 yuan in each village, once, for drawing up the lists, and the hours of documentation that each level asks
       for.
fails  Without more hours the lists take them from the work they are for. Coordination stays at the weakest link if
       assessment or sanctions do not follow. Where no money from outside comes, sanctions make documents a cover
       against blame.
items  B45-B57, D04: press responsibility layer by layer, task lists, departments' barriers, a chain of four links.

责任链条与任务清单
做什么  定责、履责、考核、追责成链：“两委”协调提高到最弱一环所容许的程度。任务清单和部门协作缩短每次办理的工时，
        上级对上报事项回应更多。
成本    编制清单每村一次性2,000元，另有各层级要求的留痕工时。
反效果  不增加工时，清单就占用办事的工时。考核或追责跟不上，协调停在最弱一环。没有外来资金的地方，
        追责使台账成为免责的凭据。
"""

from __future__ import annotations

import numpy as np

from sim.core.declarations.parameters import ASSUMED, assumed
from sim.policies.common.policy import Bought, Policy, PolicyMonth, priced

SERVED = "service_fulfilment"


class ResponsibilityChain(Policy):
    """Coordination by lists, assessment and sanctions."""

    idle = {"coordination": 0, "assessment": 0, "sanction": 0, "attempt": 1, "relay": 1, "layer_hours": 0, "blame": 0}
    bought = Bought()

    # fmt: off
    coordination = assumed(0.9, "0-1", low=0, high=1, raises="chain",
        note="coordination set for the two committees, if it was lower", note_zh="规定的“两委”协调程度（原先较低时）")
    assessment = assumed(0.8, "0-1", low=0, high=1, raises="chain",
        note="strength of assessment, if it was lower; .8 allows a coordination of .9",
        note_zh="考核强度（原先较低时）；0.8容许协调0.9")
    sanction = assumed(0.8, "0-1", low=0, high=1, raises="chain",
        note="strength of sanctions, if it was lower; .8 allows a coordination of .9",
        note_zh="追责强度（原先较低时）；0.8容许协调0.9")
    attempt = assumed(0.85, "factor", low=0.7, high=1, lowers=SERVED, note="on hours of an attempt",
        note_zh="每次办理工时的倍数")
    relay = assumed(2.43, "odds ratio", low=1, high=4, raises=SERVED,
        note="responsiveness of higher levels; 2.43 takes .7 to .85", note_zh="上级回应；2.43使0.7升为0.85")
    layer_hours = assumed(2, "hour/layer", low=0, high=4, raises="formalism",
        note="documentation that each level asks for", note_zh="每层级要求的留痕工时")
    blame = assumed(0.1, "weight", low=0, high=0.5, raises="formalism",
        note="of not being blamed, where no money from outside has come for a year",
        note_zh="一年内无外来资金处“免责”的权重")
    price = priced(2000, "yuan", ASSUMED, note="drawing up lists, for a village", note_zh="每村编制清单费用")
    # fmt: on

    def apply(self, month: PolicyMonth) -> None:
        """Keep the chain for a month."""
        dose = self.dose
        for name, lever in (
            ("coordination", "effort.coordination"),
            ("assessment", "supervision.assessment"),
            ("sanction", "supervision.sanction"),
        ):
            month.move(lever, np.maximum(dose[name] - month.lever(lever), 0))
        month.move("service.need_hours", dose["attempt"])
        month.move("service.relay", dose["relay"])
        month.move("supervision.layer_hours", dose["layer_hours"])
        month.move("effort.blame", dose["blame"])
        month.book(yuan=dose["price"], where=month.first)
        month.book(hours=month.intensity * dose["layer_hours"] * month.lever("supervision.layers"))
