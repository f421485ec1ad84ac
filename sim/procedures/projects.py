"""Money of the village: who proposes a project, and how much of what comes from outside is well spent.

Two mechanisms ask each of these: the proposal is made where the agenda is (votes), by the rules of the collective
economy; grants come with a project or on their own.
"""

from __future__ import annotations

from sim.core.compute.draws import stream, uniform
from sim.core.compute.elementary import exp
from sim.core.compute.functions import logistic
from sim.core.compute.kernels import kernel

PROJECT = stream("collective_economy.project")
PROPOSAL, KIND, START = 0, 1, 2  # draws of a village
NONE, BY_THE_VILLAGE, BY_THE_POSTED = 0, 1, 2  # who proposes
MIDDLE = 0.5


@kernel
def proposes_a_project(V, C, wrong, v, month, seed):  # type: ignore[no-untyped-def]
    """Who in a village with no project in hand puts one on the agenda, if anybody does.

    It may be done if the fund is large enough or a grant is on offer. The village does so by a constant hazard, lower
    after money from outside and, where ``misreading`` is on, with the wrong beliefs of the secretary (``wrong``, 0 to
    1); a first secretary at work there does so beside it, by a hazard that rises with the fund. A village that has
    taken over a practice proposes it at once.
    """
    if V["project_waiting"][v]:
        return NONE
    able = float(V["fund"][v]) >= float(C["fund_least"][v])
    offered = float(C["grant_offers"][v]) > 0.0
    if not (able or offered):
        return NONE
    if float(V["copied"][v]) > 0.0:
        return BY_THE_VILLAGE
    hazard = float(C["grant_offers"][v]) if offered else 0.0
    if able:
        aided = int(V["months_since_aid"][v]) < float(C["aid_months"][v])
        own = float(C["initiation"][v]) * (1.0 - (float(C["aid_crowding"][v]) if aided else 0.0))
        hazard += own * (1.0 - float(C["misreading"][v]) * wrong)
    luck = uniform(seed, PROJECT, V["identity"][v], month, PROPOSAL)
    if luck < 1.0 - exp(-hazard):
        return BY_THE_VILLAGE
    if able and float(V["posted_hours"][v]) > 0.0:
        hazard += float(C["posted_initiation"][v]) * min(1.0, float(V["fund"][v]) / float(C["project_most"][v]))
        return BY_THE_POSTED if luck < 1.0 - exp(-hazard) else NONE
    return NONE


@kernel
def grant_efficiency(V, R, v):  # type: ignore[no-untyped-def]
    """Share of outside money that is spent on what it was meant for, by leadership and formalism of last month."""
    lean = float(R["efficiency"][v]) + float(R["efficiency_leadership"][v]) * (float(V["leadership"][v]) - MIDDLE)
    lean -= float(R["efficiency_formalism"][v]) * (float(V["formalism"][v]) - float(R["formalism_usual"][v]))
    return logistic(lean)
