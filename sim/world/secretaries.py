"""Secretaries of the start population: the best of the full members at home, and their close relatives."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.agents.codes import FULL, NOBODY
from sim.agents.secretary import Secretary
from sim.core.columns import TableStore
from sim.world.deviates import beta, normal, uniforms

SECRETARY_AGES = (30, 62)


def draw_secretaries(
    P: Any, V: np.ndarray, H: Any, ages: NDArray[np.int64], key: np.uint64, settings: np.ndarray
) -> TableStore:
    """Give each branch the best of its home full members as secretary, and mark the households of close relatives."""
    offices = TableStore(Secretary, len(V))
    O = offices.columns
    score_u, term_u, integrity_u, shoulder_u = uniforms(V["identity"], 2, key)
    O["term_months"] = np.floor(60 * term_u)
    weight, mean = float(settings["integrity_weight"][0]), float(settings["integrity_mean"][0])
    O["integrity"] = beta(integrity_u, weight * mean, weight * (1 - mean))
    O["one_shoulder"] = shoulder_u < settings["one_shoulder"]
    for v in range(len(V)):
        a, b = int(V["first"][v]), int(V["last"][v])
        age = ages[a:b]
        able = (
            (P.stage[a:b] == FULL)
            & ~P.away[a:b]
            & ~P.frail[a:b]
            & (age >= SECRETARY_AGES[0])
            & (age <= SECRETARY_AGES[1])
        )
        candidates = np.flatnonzero(able)
        if not len(candidates):
            continue
        noise = normal(uniforms(P.identity[a:b][candidates], 9, key)[0])
        score = (
            0.65 * P.capacity[a:b][candidates]
            + 0.45 * P.willingness[a:b][candidates]
            + 0.1 * P.skill[a:b][candidates]
            + 0.1 * noise
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
