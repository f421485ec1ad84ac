"""Who is taken into the Party, by what is looked at when recruits are chosen."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from sim.agents.codes import AGES, PROBATIONARY
from sim.agents.villager import Villager
from sim.model import RuralParty
from tests.claims.knock_out import frozen, lived_model

WORLD: dict[str, Any] = {
    "world.villages": 12,
    "world.village_size": 1300,
    "horizon.months": 36,
    "meetings.denominator": "adjusted",
    "membership.quota": 0.002,
    "migration.schooling": 0.0,
}
ALONE = {"quota": 1.0, "ability": 1.0, "skill": 1.0, "returnees": 0.0}
WEIGHTS = {"ability": 0.2, "capacity": 0.3, "willingness": 0.2, "skill": 0.1, "trust": 0.1}


@cache
def lived(*changes: tuple[str, Any]) -> RuralParty:
    """The world after three years, lived once."""
    return lived_model(tuple({**WORLD, **dict(changes)}.items()))


def recruits(**changes: Any) -> tuple[Villager, np.ndarray]:
    """All persons, and which of them applied and were admitted in the run."""
    model = lived(*((name.replace("__", "."), frozen(value)) for name, value in changes.items()))
    P = model.people.columns
    return P, (P.stage >= PROBATIONARY) & (P.group != 0) & (P.applied >= 0) & (P.stage_months < 36)


def merit(**changes: Any) -> float:
    """Mean score of recruits, apart from kin and from what has nothing to do with merit."""
    P, chosen = recruits(**changes)
    return float(sum(weight * getattr(P, name)[chosen].mean() for name, weight in WEIGHTS.items()))


def test_lax_entry_lets_those_of_less_merit_in() -> None:
    assert merit(membership__entry_noise=1.0) < merit(membership__entry_noise=0.0) - 0.02


def test_a_standard_at_the_entry_takes_fewer_of_more_merit() -> None:
    lax, strict = (recruits(membership__threshold=least)[1].sum() for least in (-10.0, 0.6))
    assert 0 < strict < lax
    assert merit(membership__threshold=0.6) > merit(membership__threshold=-10.0) + 0.02


def test_a_weight_on_digital_skill_brings_recruits_who_are_more_skilled_and_younger() -> None:
    skills, ages = [], []
    for weight in (1.0, 5.0):
        P, chosen = recruits(policies__talent_recruitment={**ALONE, "skill": weight})
        skills.append(float(P.skill[chosen].mean()))
        ages.append(float(((P.group[chosen].astype(int) - 1) % AGES).mean()))
    assert skills[1] > skills[0] + 0.015
    assert ages[1] < ages[0]
