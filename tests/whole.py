"""Small runs of the whole model, and digests to compare them bit for bit."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import numpy as np

from sim.model import RuralParty
from sim.scenario.scenario import Scenario, from_plain

SMALL: dict[str, Any] = {
    "name": "small",
    "title": "small",
    "horizon": {"start": "2021-01", "months": 24, "burn_in": 12},
    "world": {
        "archetype": "labour-exporting",
        "counties": 1,
        "townships": 2,
        "villages": 2,
        "village_size": 300,
        "drivers": "constant",
    },
}


def small(changes: Mapping[str, Any] | None = None, policies: Mapping[str, Any] | None = None) -> Scenario:
    """A scenario of four villages of about 300 persons, two years after a year of burn-in.

    Parameters
    ----------
    changes : mapping, optional
        By dotted path, as ``Scenario.changed`` takes them.
    policies : mapping, optional
        Policies by name, each a table of ``dose`` and delivery settings.
    """
    scenario = from_plain({**SMALL, "policies": dict(policies or {})})
    return scenario.changed(changes) if changes else scenario


def run(scenario: Scenario, seed: int = 1, months: int | None = None, **options: Any) -> RuralParty:
    """A model that has lived through its scenario, or through so many months of it, checked after each."""
    model = RuralParty(scenario, rng=seed, **{"check": True, **options})
    model.run_for(scenario.horizon.months if months is None else months)
    return model


def village_state(model: RuralParty, village: int) -> bytes:
    """Digest of all that a village holds: its persons, households, office, table row and history of tallies."""
    digest = hashlib.blake2b(digest_size=16)
    V = model.villages.columns
    for store, first, last in (
        (model.people, "first", "last"),
        (model.households, "household_first", "household_last"),
    ):
        rows = slice(int(V[first][village]), int(V[last][village]))
        for array in store.columns.arrays.values():
            digest.update(np.ascontiguousarray(array[rows]).tobytes())
    for name in V.dtype.names:
        if not name.endswith(("first", "last", "room")) and name not in ("branch", "township", "county"):
            digest.update(V[name][village].tobytes())
    for name in model.offices.columns.dtype.names:
        if name != "holder_row":
            digest.update(model.offices.columns[name][village].tobytes())
    digest.update(np.ascontiguousarray(model.recorder.kept[: model.recorder.month, village]).tobytes())
    return digest.digest()


def states(model: RuralParty) -> dict[int, bytes]:
    """State of every village by its identity."""
    return {int(identity): village_state(model, v) for v, identity in enumerate(model.villages.columns["identity"])}
