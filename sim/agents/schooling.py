"""Going on to the next level of schooling, and what it adds to a person."""

from __future__ import annotations

from sim.agents.codes import JUNIOR, PRIMARY, SCHOOL_AGES, TERTIARY
from sim.agents.newborn import BIRTH
from sim.core.calendar import MONTHS
from sim.core.draws import uniform
from sim.core.functions import clip
from sim.core.kernels import kernel

SCHOOLING = 1  # draw of the birth stream in the month in which a level begins


@kernel
def go_to_school(P, S, B, v, i, month, seed):  # type: ignore[no-untyped-def]
    """Go on to the level that begins in this month of age, or not; each level raises skill, the first one capacity."""
    age = month - int(P.birth_month[i])
    level = int(P.education[i])
    if level >= TERTIARY or age != MONTHS * SCHOOL_AGES[level] or int(P.group[i]) == 0:
        return
    chance = (
        float(S["to_junior"][v])
        if level == PRIMARY
        else float(S["to_senior"][v])
        if level == JUNIOR
        else float(S["to_tertiary"][v])
    )
    if uniform(seed, BIRTH, P.identity[i], month, SCHOOLING) >= chance:
        return
    P.education[i] = level + 1
    P.skill[i] = clip(float(P.skill[i]) + float(B["skill_schooling"][v]))
    P.skill_start[i] = clip(float(P.skill_start[i]) + float(B["skill_schooling"][v]))
    if level == PRIMARY:
        P.capacity[i] = clip(float(P.capacity[i]) + float(B["capacity_unschooled"][v]))
        P.capacity_start[i] = clip(float(P.capacity_start[i]) + float(B["capacity_unschooled"][v]))
