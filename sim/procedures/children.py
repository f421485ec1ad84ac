"""Children: the row and traits of a newborn, keyed to her mother, and going on to the next level of schooling.

A newborn's traits are those of the start population at age 0 (§5 of the model description): ability, capacity, skill,
willingness and misperception are drawn under her own identity, trust is her mother's. Other mechanisms meet them when
she comes of age.
"""

from __future__ import annotations

from sim.agents.codes import AWAY_STEP, NOBODY, PRIMARY, SCHOOL_AGES, SEX_STEP, TERTIARY, WOMAN
from sim.core.compute.draws import child_id, normal, stream, uniform
from sim.core.compute.functions import clip
from sim.core.compute.kernels import kernel
from sim.core.config.calendar import MONTHS

BIRTH = stream("demography.birth")
QUANTILES = 256
# Draws of a newborn in the month of birth.
SEX, PLACE, ABILITY, CAPACITY, WILLINGNESS, MISPERCEPTION, SKILL = 4, 5, 6, 7, 8, 9, 10
# Rows of the table of quantiles.
OF_WILLINGNESS, OF_MISPERCEPTION, OF_SKILL = 0, 1, 2


@kernel
def enter(P, S, B, v, i, mother, first, quantiles, month, seed):  # type: ignore[no-untyped-def]
    """Write row ``i`` as the newborn of the woman in row ``mother``.

    Columns that are not written here hold their defaults: no schooling, no account, no need, outside the Party.

    Parameters
    ----------
    P : columns of persons
    S, B : structured arrays, shape (villages,)
        Settings of demography and of the start population.
    v, i, mother, first : int
        Village, row of the newborn, row of the mother, first row of the village.
    quantiles : float array, shape (3, QUANTILES)
        Of willingness, misperception and skill.
    month : int
        Calendar month of birth.
    seed : uint64
        World seed.
    """
    order = int(P.births[mother]) + 1
    identity = child_id(seed, P.identity[mother], order)
    boys = float(S["boys_per_girl"][v])
    woman = uniform(seed, BIRTH, identity, month, SEX) >= boys / (1.0 + boys)
    away = bool(P.away[mother]) and uniform(seed, BIRTH, identity, month, PLACE) >= float(S["birth_home"][v])
    ability = normal(uniform(seed, BIRTH, identity, month, ABILITY))
    spread = float(B["capacity_spread"][v]) * normal(uniform(seed, BIRTH, identity, month, CAPACITY))
    capacity = float(B["capacity_mean"][v]) + spread + float(B["capacity_ability"][v]) * ability
    capacity = clip(capacity - float(B["capacity_unschooled"][v]))
    skill = float(quantiles[OF_SKILL, int(uniform(seed, BIRTH, identity, month, SKILL) * QUANTILES)])
    skill = clip(skill - float(B["skill_schooling"][v]))
    willingness = float(quantiles[OF_WILLINGNESS, int(uniform(seed, BIRTH, identity, month, WILLINGNESS) * QUANTILES)])
    place = int(uniform(seed, BIRTH, identity, month, MISPERCEPTION) * QUANTILES)
    misperception = float(quantiles[OF_MISPERCEPTION, place])
    husband = int(P.spouse[mother])

    P.births[mother] = order
    P.identity[i] = identity
    P.birth_month[i] = month
    P.sex[i] = WOMAN if woman else 0
    P.away[i] = away
    P.group[i] = 1 + (SEX_STEP if woman else 0) + (AWAY_STEP if away else 0)
    P.household[i] = P.household[mother]
    P.kin[i] = P.kin[mother]
    P.mother[i] = mother - first
    P.father[i] = husband if husband != NOBODY and int(P.group[first + husband]) != 0 else NOBODY
    P.ability[i] = ability
    P.trust[i] = P.trust[mother]
    P.trust_base[i] = P.trust_base[mother]
    P.misperception[i] = misperception
    P.willingness[i] = willingness
    P.willingness_start[i] = willingness
    P.capacity[i] = capacity
    P.capacity_start[i] = capacity
    P.skill[i] = skill
    P.skill_start[i] = skill


SCHOOLING = 1  # draw of the birth stream in the month in which a level begins


@kernel
def go_to_school(P, S, B, v, i, month, seed):  # type: ignore[no-untyped-def]
    """Go on to the level that begins in this month of age, or not; each level raises skill, the first one capacity."""
    age = month - int(P.birth_month[i])
    level = int(P.education[i])
    if level >= TERTIARY or age != MONTHS * SCHOOL_AGES[level] or int(P.group[i]) == 0:
        return
    going_on = float(S["to_junior"][v]), float(S["to_senior"][v]), float(S["to_tertiary"][v])
    if uniform(seed, BIRTH, P.identity[i], month, SCHOOLING) >= going_on[level]:
        return
    P.education[i] = level + 1
    P.skill[i] = clip(float(P.skill[i]) + float(B["skill_schooling"][v]))
    P.skill_start[i] = clip(float(P.skill_start[i]) + float(B["skill_schooling"][v]))
    if level == PRIMARY:
        P.capacity[i] = clip(float(P.capacity[i]) + float(B["capacity_unschooled"][v]))
        P.capacity_start[i] = clip(float(P.capacity_start[i]) + float(B["capacity_unschooled"][v]))
