"""Graduate officials: hired, drawn into documentation, run the platform, leave (S6).

A village with a post hires a graduate, in the next month again if one has left. Each month some leave before their
time, more where they are paid less than is usual; the others stay until the contract of two to three years ends. Of
their hours a share goes to documentation, the share of last month's formalism: papers are given to the one who can
type. A full member of the branch may follow in the secretary's office after two years (``offices``).

reads   ``formalism`` of last month
writes  the graduate officials, ``graduate_hours``, ``graduate_skill``
draws   offices.graduate_official: leaving by village and month (0), posts by village (0, month 0); length of the
        contract (0) and membership (1) by village and number of contracts
tested  time to leaving is geometric, length of contracts, share of documentation, posts
"""

from __future__ import annotations

import math
from typing import Any

from sim.core.compute.draws import stream, uniform
from sim.core.compute.elementary import exp, log
from sim.core.compute.kernels import kernel
from sim.core.declarations.mechanism import Mechanism
from sim.core.declarations.parameters import Param, assumed, convention, held

OFFICIAL = stream("offices.graduate_official")


@kernel
def contract(V, G, S, v, seed):  # type: ignore[no-untyped-def]
    """Months of the present contract: each length from the shortest to the longest is as likely."""
    least, most = float(S["contract_least"][v]), float(S["contract_most"][v])
    luck = uniform(seed, OFFICIAL, V["identity"][v], int(G["postings"][v]), 0)
    return least + math.floor(luck * max(most - least + 1, 1.0))


@kernel
def leaving(S, v):  # type: ignore[no-untyped-def]
    """Probability of leaving this month before the contract ends; pay moves the hazard by its elasticity."""
    pay = float(S["pay"][v]) / float(S["pay_usual"][v])
    if pay <= 0:
        return 1.0
    answer = -float(S["pay_answer"][v]) * log(pay)
    return 1 - exp(-float(S["turnover"][v]) * exp(answer))


@kernel
def live_a_month(V, G, S, T, month, seed, lo, hi):  # type: ignore[no-untyped-def]
    """Let some leave, fill the posts that were empty before, and share out the hours of those who work."""
    for v in range(lo, hi):
        identity = V["identity"][v]
        if G["posted"][v]:
            gone = int(G["tenure"][v]) >= contract(V, G, S, v, seed)
            if gone or uniform(seed, OFFICIAL, identity, month, 0) < leaving(S, v):
                G["posted"][v] = G["member"][v] = False
                G["tenure"][v] = 0
                G["capacity"][v] = G["willingness"][v] = G["skill"][v] = 0.0
        elif uniform(seed, OFFICIAL, identity, 0, 0) < float(S["posts"][v]):
            G["posted"][v] = True
            G["postings"][v] += 1
            G["tenure"][v] = 0
            G["capacity"][v] = float(S["capacity"][v])
            G["willingness"][v] = float(S["willingness"][v])
            G["skill"][v] = float(S["skill"][v])
            member = uniform(seed, OFFICIAL, identity, int(G["postings"][v]), 1)
            G["member"][v] = member < float(S["member_share"][v])
        V["graduate_hours"][v] = V["graduate_skill"][v] = 0.0
        if G["posted"][v]:
            G["tenure"][v] += 1
            V["graduate_hours"][v] = float(S["hours"][v]) * (1 - float(V["formalism"][v]))
            V["graduate_skill"][v] = float(G["skill"][v])
            T["graduate_officials"][v] += 1
            T["graduate_hours"][v] += float(V["graduate_hours"][v])


RULE = "graduate-official-rules"


class GraduateOfficials(Mechanism):
    """Graduate officials: posts, contracts, turnover, and the share of papers."""

    by_village = True

    # fmt: off
    posts = assumed(0, "persons", low=0, high=1, raises="graduate_officials", law="sum",
        note="posts of a village; between 0 and 1 the share of villages with one",
        note_zh="每村岗位数；小于1时为有岗位的村的比例")
    hours = assumed(128, "hour/month", low=100, high=160, raises="graduate_hours",
        note="hours of a graduate official, documentation included", note_zh="大学生村官工时，含材料工作")
    capacity = assumed(0.55, "0-1", low=0.4, high=0.7, raises="leadership", note="capacity of a graduate official",
        note_zh="大学生村官的能力")
    willingness = assumed(0.6, "0-1", low=0.45, high=0.75, either="counts only for those who become secretary",
        note="service consciousness of a graduate official", note_zh="大学生村官的服务意识")
    skill = assumed(0.85, "0-1", low=0.7, high=0.95, raises="platform_quality",
        note="digital skill of a graduate official", note_zh="大学生村官的数字技能")
    turnover = assumed(0.03, "1/month", lowers="graduate_officials", symbol="cg_turn", law="product",
        note="hazard of leaving before the contract ends", note_zh="合同期满前离任的比率")
    contract_least = held(24, "month", "D", RULE, raises="graduate_officials", note="shortest contract",
        note_zh="最短合同期")
    contract_most = held(36, "month", "D", RULE, raises="graduate_officials", note="longest contract",
        note_zh="最长合同期")
    pay = Param(5000, "yuan/month", "A", "unit-costs", low=2500, high=8000, raises="graduate_officials", law="sum",
        note="pay of a graduate official; at the usual pay turnover is what it says", note_zh="大学生村官工资")
    pay_usual = held(5000, "yuan/month", "A", "unit-costs", lowers="graduate_officials",
        note="pay at which turnover was set", note_zh="确定离任率时的工资水平")
    pay_answer = assumed(1, "1", low=0, high=2, either="lowers turnover where pay is above the usual, raises it below",
        note="elasticity with which turnover falls with pay", note_zh="离任率随工资下降的弹性")
    member_share = assumed(0.5, "share", low=0.2, high=0.8, lowers="vacancy", law="odds",
        note="graduates who are full members of the branch", note_zh="大学生村官中正式党员比例")
    candidate_months = convention(24, "month", raises="vacancy",
        note="months in post before a graduate may follow in the secretary's office",
        note_zh="任职多少个月后可接任书记")
    # fmt: on

    def step(self, model: Any) -> None:
        """Let graduate officials come, work and leave."""
        V, G, T = model.villages.columns, model.graduate_officials.columns, model.recorder.now
        model.over_villages(live_a_month, V, G, self.settings(model), T, int(model.month), model.key)
