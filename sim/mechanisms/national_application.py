"""National application: a learning application that superiors require of members (tier 2, off by default).

Where it is ``required``, a member with a device is active on it if her luck, drawn once for life, is below

    σ(base + by_stakes stakes weight − old_unskilled 1[60+] (1 − skill))

where stakes and the weight of digital work are those of the assessment (``effort``): what it offers does not enter. Of
those active the share 1 − exp(−idling stakes weight) let it run and do not attend; superiors see all of them. Whoever
attends spends ``hours`` a month, which are taken from what a member has for the Party before she serves, as a course
does, and learns ``training.application_learning`` of what a course of these hours teaches.

reads   group, stage, device, skill; stakes and weight of digital work of ``effort``
writes  application; application_hours of the village
draws   national_application.use (persons 0 active, 1 attends; of no month)
tested  shares active and attending, hours and learning by their equations; reported is real without stakes
"""

from __future__ import annotations

from typing import Any

from sim.agents.codes import AGES, ATTENDING, LEFT_RUNNING, NOT_ACTIVE, PROBATIONARY
from sim.core.compute.draws import stream, uniform
from sim.core.compute.elementary import exp
from sim.core.compute.functions import logistic
from sim.core.compute.kernels import kernel
from sim.core.declarations.mechanism import Mechanism
from sim.core.declarations.parameters import Param, assumed

USE = stream("national_application.use")
FOR_LIFE = 0  # in the place of a month
OLD = 60


@kernel
def log_in(P, V, S, E, T, members, seed, lo, hi):  # type: ignore[no-untyped-def]
    """Say of each member whether she is active this month, and whether she attends to it."""
    for v in range(lo, hi):
        required = float(S["required"][v]) > 0.0
        V["application_hours"][v] = float(S["hours"][v]) if required else 0.0
        pressed = float(E["stakes"][v]) * float(E["weight_digital"][v])
        lean, old = float(S["base"][v]) + float(S["by_stakes"][v]) * pressed, float(S["old_unskilled"][v])
        idle = 1.0 - exp(-float(S["idling"][v]) * pressed)
        active = attending = 0
        for m in range(int(V["member_first"][v]), int(V["member_last"][v])):
            i = int(members[m])
            group = int(P.group[i])
            state = NOT_ACTIVE
            if required and group != 0 and int(P.stage[i]) >= PROBATIONARY and P.device[i]:
                odds = lean - (old * (1.0 - float(P.skill[i])) if (group - 1) % AGES >= OLD else 0.0)
                if uniform(seed, USE, P.identity[i], FOR_LIFE, 0) < logistic(odds):
                    state = LEFT_RUNNING if uniform(seed, USE, P.identity[i], FOR_LIFE, 1) < idle else ATTENDING
            P.application[i] = state
            active += state != NOT_ACTIVE
            attending += state == ATTENDING
        T["application_reported"][v] = active
        T["application"][v] = attending


class NationalApplication(Mechanism):
    """What members do on an application that is required of them, and what superiors see of it."""

    by_village = True

    # fmt: off
    required = Param(False, "switch", "A", "assumption", law="or", raises="application_reported",
        note="members are required to use a national learning application (tier 2)",
        note_zh="要求党员使用全国性学习应用（第二层修正）")
    base = assumed(0.0, "log odds", low=-1.5, high=1.5, symbol="x0", raises="application_reported",
        note="being active where digital work has no weight in the assessment",
        note_zh="数字工作不计入考核时保持活跃的水平")
    by_stakes = assumed(4.0, "log odds", low=0.0, high=8.0, symbol="x1", raises="application_reported",
        note="effect on it of stakes times the weight of digital work", note_zh="考核激励强度与数字工作权重之积的影响")
    old_unskilled = assumed(3.0, "log odds", low=0.0, high=6.0, symbol="x2", lowers="application_reported",
        note="being active less of members of 60 and over without digital skill",
        note_zh="60岁及以上且无数字技能者保持活跃水平的降低")
    idling = assumed(4.0, "1", low=0.0, high=10.0, lowers="application",
        note="how fast the share of the active who only let it run grows with stakes times this weight",
        note_zh="仅挂机的活跃者比例随考核激励强度与该权重之积增长的快慢")
    hours = assumed(4.0, "hour/month", low=0.0, high=8.0, law="sum", lowers="service_fulfilment",
        note="hours that a member who attends spends on it, before service",
        note_zh="认真学习的党员每月所用工时，先于服务")
    # fmt: on

    def step(self, model: Any) -> None:
        """Let members use it for a month."""
        P, V, E, T = model.people.columns, model.villages.columns, model.settings["effort"], model.recorder.now
        model.over_villages(log_in, P, V, self.settings(model), E, T, model.members, model.key)
