"""The plausible set: points of the active parameters that no published figure rules out, as calibration has left them.

It lies outside of what runs are named after, and says which model it was made with.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from sim.core.config.callers import whole_number
from sim.core.config.language import message
from sim.runs import sources
from sim.runs.identity import digest_of
from sim.runs.run import Job, Run
from sim.runs.simulate import simulate
from sim.scenario.scenario import load

DATA = Path(__file__).parent / "data"
NAME = "plausible"
POINT = "point"
SMALL = {"world.townships": 1, "world.villages": 2, "world.village_size": 300, "horizon.months": 24}
"""Size of the runs by which a set is told to be of this model."""
TRUTHS = {"True": True, "False": False}


@dataclass(frozen=True)
class PlausibleSet:
    """Points that are not ruled out.

    Attributes
    ----------
    points : tuple of dict
        Values by dotted path (``parameters.migration.leave``).
    in_all : int
        Points of the whole set.
    earlier : bool
        Whether it was made with a version of the model that gives other numbers.
    """

    points: tuple[dict[str, Any], ...]
    in_all: int
    earlier: bool

    @property
    def notes(self) -> list[str]:
        """What a user ought to know about it."""
        if not self.earlier:
            return []
        return [
            message("the plausible set was made with an earlier version of the model; `make plausible` makes it anew")
        ]


def plausible_set(number: int | None = None, folder: Path | None = None) -> PlausibleSet:
    """Read the plausible set.

    Parameters
    ----------
    number : int, optional
        Points, the first of the set, whose order is by chance; all if left out.
    folder : Path, optional
        Where ``plausible.csv`` and ``plausible.json`` lie; those of the package if left out.

    Raises
    ------
    ValueError
        If there is none, it has not so many points, or a parameter of it is none of the model.
    """
    place = folder or DATA
    table, about = place / f"{NAME}.csv", place / f"{NAME}.json"
    if not table.is_file() or not about.is_file():
        raise ValueError(message("there is no plausible set yet: `make plausible` makes it"))
    with table.open(encoding="utf-8", newline="") as file:
        rows = [{path: value for path, value in row.items() if path != POINT} for row in csv.DictReader(file)]
    _check_known(rows[0] if rows else {})
    wanted = len(rows) if number is None else whole_number("over", number)
    if not 1 <= wanted <= len(rows):
        raise ValueError(
            message("the plausible set has {count} points; {number} are asked for", count=len(rows), number=wanted)
        )
    held = json.loads(about.read_text(encoding="utf-8"))
    points = tuple({path: _value(text) for path, text in row.items()} for row in rows[:wanted])
    return PlausibleSet(points, len(rows), not _is_of_this_model(held))


def _is_of_this_model(held: Mapping[str, Any]) -> bool:
    """Whether the set was made with these sources, or with others that give the same numbers."""
    return held.get("model") == sources.model_hash() or held.get("reference") == reference_digest()


@cache
def reference_digest() -> str:
    """Digest of the numbers of three small runs: a dated world, one of default parameters and one of a policy."""
    dated = {"world.archetype": "national", "world.tables": 2010, "horizon.start": "2010-11"}
    worlds = (load("baseline").changed(dated | SMALL), load("baseline").changed(SMALL), load("training").changed(SMALL))
    found = [simulate(Job(world, 1)) for world in worlds]
    return digest_of(*(run.digest if isinstance(run, Run) else run.error for run in found))


def _check_known(row: Mapping[str, str]) -> None:
    from sim.mechanisms import all_parameters

    known = {f"parameters.{name}" for name in all_parameters()}
    if unknown := [path for path in row if path not in known]:
        raise ValueError(
            message(
                "the plausible set holds {paths}, which the model has not: `make plausible` makes it anew",
                paths=", ".join(unknown),
            )
        )


def _value(text: str) -> Any:
    """A value as it was written."""
    if text in TRUTHS:
        return TRUTHS[text]
    try:
        return float(text)
    except ValueError:
        return text
