"""Secretaries of the start population: the best of the full members at home, and their close relatives.

They have come into office by the rules of ``offices`` as the scenario sets them: its ages, weights of the score,
length of a term, and how often women are put forward. Support of kin and the willingness to accept are left out.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.agents.codes import FULL, NOBODY
from sim.agents.secretary import Secretary
from sim.core.columns.columns import TableStore
from sim.procedures.candidates import score_weights
from sim.world.deviates import beta, beta_of, normal, uniforms

SITTING_FROM = 30
"""Youngest secretary at the start: whoever sits was nominated earlier, half a term ago on average, so that nobody is as
young as the youngest candidate (28)."""


def draw_secretaries(
    P: Any, V: np.ndarray, H: Any, ages: NDArray[np.int64], key: np.uint64, settings: np.ndarray, rules: np.ndarray
) -> TableStore:
    """Give each branch the best of its home full members as secretary, and mark the households of close relatives.

    Parameters
    ----------
    P, V, H : columns of persons, table of villages, columns of households
        ``cadre_kin`` of the households is written.
    ages : int64 array
        Whole years of each row of persons.
    key : uint64
        Seed of the world.
    settings, rules : structured array, one row a village
        Parameters of ``start`` and of ``offices``.

    Returns
    -------
    TableStore
        The offices.
    """
    offices = TableStore(Secretary, len(V))
    O = offices.columns
    _, term_u, integrity_u, shoulder_u = uniforms(V["identity"], 2, key)
    O["term_months"] = np.floor(rules["term"] * term_u)
    O["integrity"] = beta(integrity_u, *beta_of(settings, "integrity"))
    O["one_shoulder"] = shoulder_u < settings["one_shoulder"]
    for v in range(len(V)):
        a, b = int(V["first"][v]), int(V["last"][v])
        age = ages[a:b]
        able = (
            (P.stage[a:b] == FULL)
            & ~P.away[a:b]
            & ~P.frail[a:b]
            & (age >= max(SITTING_FROM, rules["age_least"][v]))
            & (age <= rules["age_most"][v])
        )
        candidates = np.flatnonzero(able)
        noise_u, stands_u, *_ = uniforms(P.identity[a:b][candidates], 9, key)
        stands = (P.sex[a:b][candidates] == 0) | (stands_u < rules["women_stand"][v])
        candidates, noise = candidates[stands], normal(noise_u[stands])
        if not len(candidates):
            continue
        by_capacity, by_willingness, by_skill = score_weights.function(rules, v)  # not worth compiling
        score = (
            by_capacity * P.capacity[a:b][candidates]
            + by_willingness * P.willingness[a:b][candidates]
            + by_skill * P.skill[a:b][candidates]
            + rules["score_noise"][v] * noise
        )
        best = int(candidates[np.argmax(score)])
        O["holder"][v], O["holder_row"][v] = P.identity[a + best], a + best
        O["age"][v], O["sex"][v] = age[best], P.sex[a + best]
        O["capacity"][v], O["willingness"][v], O["skill"][v] = (
            P.capacity[a + best],
            P.willingness[a + best],
            P.skill[a + best],
        )
        O["tenure"][v] = O["term_months"][v]
        relatives = [best, int(P.spouse[a + best]), int(P.mother[a + best]), int(P.father[a + best])]
        children = np.flatnonzero((P.mother[a:b] == best) | (P.father[a:b] == best))
        siblings = np.flatnonzero((P.mother[a:b] == P.mother[a + best]) & (P.mother[a:b] != NOBODY))
        for person in [*relatives, *children, *siblings]:
            if person != NOBODY:
                H.cadre_kin[int(V["household_first"][v]) + int(P.household[a + int(person)])] = True
    return offices
