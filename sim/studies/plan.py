"""Specification of a study, what its file says: what is varied, what is held, how often, and what is kept."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sim.core.config.given_files import given_path
from sim.core.config.language import message
from sim.runs.identity import Plain
from sim.studies.factors import Factor
from sim.studies.stopping import CAP, LEAST_PAIRS, StoppingRule

NAME = "study.yaml"
KINDS = {
    "full": "every combination of the levels",
    "fractional": "two levels, a fraction of the combinations (SALib ff)",
    "lhs": "Latin hypercube (scipy.stats.qmc)",
    "sobol": "Sobol sequence (scipy.stats.qmc)",
    "saltelli": "Saltelli's design for Sobol indices (SALib)",
    "morris": "Morris trajectories (SALib)",
    "one_at_a_time": "the scenario as it is, then each factor moved alone",
    "file": "the points of a CSV or Parquet file",
    "plausible": "the points of the plausible set, at each every combination of the levers",
    "none": "the scenarios as they are",
}
ENTRIES: Mapping[str, tuple[str, ...]] = {
    "full": ("levels",),
    "fractional": (),
    "lhs": ("points", "seed"),
    "sobol": ("points", "seed"),
    "saltelli": ("points", "seed", "second_order"),
    "morris": ("points", "seed", "trajectories_levels"),
    "one_at_a_time": ("levels",),
    "file": ("file",),
    "plausible": ("levels",),
    "none": (),
}
"""Entries of ``design:`` beside the kind that mean anything to a kind; any other is refused."""
SAMPLED = tuple(kind for kind, entries in ENTRIES.items() if "points" in entries)
BY_STEPS = tuple(kind for kind, entries in ENTRIES.items() if "levels" in entries)
TABLES = ("scalars", "yearly", "monthly")
BATCH = 5
"""Most pairs of a contrast whose number is not fixed, and pairs added at a time."""


@dataclass(frozen=True)
class DesignPlan(Plain):
    """How the points are chosen.

    Attributes
    ----------
    kind : str
        One of :data:`KINDS`.
    points : tuple of int
        Sizes of the batches: points (``lhs``, ``sobol``), base points (``saltelli``) or trajectories (``morris``); or
        how many of the plausible set are run (``plausible``).
    seed : int
    levels : int
        Steps of ranges in factorial designs.
    trajectories_levels : int
        Levels of Morris' grid.
    second_order : bool
        Whether Saltelli's design allows indices of second order.
    file : str
        File of the points.
    """

    kind: str = "none"
    points: tuple[int, ...] = ()
    seed: int = 1
    levels: int = 2
    trajectories_levels: int = 4
    second_order: bool = False
    file: str = ""


@dataclass(frozen=True)
class Precision(Plain):
    """When replicates are enough.

    Attributes
    ----------
    widths : dict of str to float
        Half-width of the 95 % interval wanted of the paired difference, by outcome.
    baseline : str or int
        Name of a scenario, or row of a point.
    least, cap, batch : int
        Fewest and most pairs of a contrast, and pairs added at a time.
    """

    widths: Mapping[str, float]
    baseline: str | int
    least: int = LEAST_PAIRS
    cap: int = CAP
    batch: int = BATCH

    @property
    def rule(self) -> StoppingRule:
        """The same without names."""
        return StoppingRule(tuple(self.widths.values()), self.least, self.cap, self.batch)

    def baseline_of(self, row: int, place: int, titles: Sequence[str]) -> tuple[int, int] | None:
        """Row and place of the scenario that a run is compared with; None if it is the baseline itself."""
        at = (row, titles.index(self.baseline)) if isinstance(self.baseline, str) else (self.baseline, place)
        return None if at == (row, place) else at


@dataclass(frozen=True)
class StudyPlan:
    """A study file, checked.

    Attributes
    ----------
    name, title, rationale : str
    scenarios : tuple of Scenario
        Resolved, constants set.
    factors : tuple of Factor
    design : DesignPlan
    replicates, seed : int
        Replicate k has ``seed + k``.
    precision : Precision, optional
        When replicates are enough, if their number is not fixed; ``replicates`` is then that of the first batch.
    outcomes : tuple of str
    window : str
        Months over which scalars are taken.
    keep : tuple of str
        Tables kept of each run.
    second : int, optional
        Points that have a second seed, the first of the design, where each point has seeds of its own.
    """

    name: str
    title: str = ""
    rationale: str = ""
    scenarios: tuple[Any, ...] = ()
    factors: tuple[Factor, ...] = ()
    design: DesignPlan = field(default_factory=DesignPlan)
    replicates: int = 1
    seed: int = 1
    outcomes: tuple[str, ...] = ()
    window: str = "12"
    keep: tuple[str, ...] = ("scalars", "yearly")
    precision: Precision | None = None
    second: int | None = None

    @property
    def most_replicates(self) -> int:
        """Most replicates of a point."""
        return self.precision.cap if self.precision else self.replicates


def study_place(given: str | Path) -> Path:
    """Path that a study is given by, whatever is there.

    Raises
    ------
    TypeError, ValueError
        If it is no path, or none that a file can have.
    """
    fault = message("a study is given by its folder or its {name}, not by {given!r}", name=NAME, given=given)
    if not isinstance(given, str | Path):
        raise TypeError(fault)
    if not str(given).strip():
        raise ValueError(fault)
    return given_path(given)


def study_file(given: str | Path) -> Path:
    """File of a study given by its folder or by the file itself.

    Raises
    ------
    FileNotFoundError
        If there is none.
    TypeError, ValueError
        If what is given is no path.
    """
    path = study_place(given)
    file = path / NAME if os.path.isdir(path) else path
    if not os.path.lexists(file):
        fault = message("there is no study at {given}: a study is a folder that holds {name}", given=given, name=NAME)
        raise FileNotFoundError(fault)
    return file


def fitting(changes: Mapping[str, Any], policies: Mapping[str, Any]) -> dict[str, Any]:
    """Those of the changes that mean anything in a scenario with these policies."""
    return {path: value for path, value in changes.items() if applies(path, policies)}


def applies(path: str, policies: Mapping[str, Any]) -> bool:
    """Whether a path means anything in a scenario with these policies; a dose of a policy it lacks does not."""
    steps = path.split(".")
    return steps[0] != "policies" or len(steps) == 2 or steps[1] in policies
