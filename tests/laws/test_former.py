"""The scenario ``former`` gives the numbers of the version before the baseline was held against history, bit for bit.

``former.csv`` holds a digest of every tally's monthly sums, and one of the hashes of all lives, of that version: four
scenarios under what ``former`` sets, seed 1. Tallies that came later are not in it.
"""

from __future__ import annotations

import csv
import hashlib
from pathlib import Path

import numpy as np
import pytest

from sim.mechanisms import all_parameters
from sim.runs.run import TRAJECTORIES, Job, Run
from sim.runs.simulate import simulate
from sim.scenario.scenario import Scenario, load

TABLE = Path(__file__).with_name("former.csv")
LIVES = "lives"
PRICED_ANEW = {"everything_thin": {"policies.secretary_pay.dose.rise": 1.0107}}
"""Doses of packages that were changed since for the sake of equal money in a dated world."""


def recorded() -> dict[str, dict[str, str]]:
    """Digest by scenario and tally."""
    with TABLE.open(newline="") as file:
        rows = list(csv.DictReader(file))
    return {name: {row["tally"]: row[name] for row in rows} for name in rows[0] if name != "tally"}


def digest(*arrays: np.ndarray) -> str:
    """Digest of the bytes of arrays."""
    return hashlib.blake2b(b"".join(np.ascontiguousarray(each).tobytes() for each in arrays), digest_size=4).hexdigest()


def under_former(name: str) -> Scenario:
    """A shipped scenario in the former world."""
    former = load("former")
    changes = {f"parameters.{path}": value for path, value in former.parameters.items()}
    return load(name if name != "baseline" else "former").changed(
        {**changes, **PRICED_ANEW.get(name, {}), "world.drivers": former.world.drivers}
    )


@pytest.mark.parametrize("name", list(recorded()))
def test_the_former_scenario_gives_the_numbers_of_before(name: str) -> None:
    found = simulate(Job(under_former(name), 1, layers=(TRAJECTORIES,)))
    assert isinstance(found, Run), found
    assert found.trajectories is not None
    digests = {tally: digest(found.sums[:, place]) for place, tally in enumerate(found.tallies)}
    digests[LIVES] = digest(*found.trajectories)
    expected = recorded()[name]
    moved = {tally for tally, value in expected.items() if digests.get(tally) != value}
    assert not moved


def test_the_former_scenario_sets_every_moved_default_to_its_former_value() -> None:
    declared = {path: param.former for path, param in all_parameters().items() if param.former is not None}
    given = dict(load("former").parameters)
    assert declared.items() <= given.items()
    assert set(given) - set(declared) == {"migration.place", "migration.place_back"}


def test_no_former_value_is_the_default() -> None:
    assert not [path for path, param in all_parameters().items() if param.former == param.default]
