"""What can be checked once the points of a study are counted or made: its size, its baseline, its scenarios there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from sim.core.config.language import message
from sim.core.config.yaml_lines import Node, read
from sim.studies.factors import Point
from sim.studies.plan import Precision, StudyPlan, fitting
from sim.studies.points import changes_at
from sim.studies.size import BYTES_A_GIGABYTE, MOST_MEMORY, size_of

TRIED_IN_FULL = 500
"""Points whose scenarios are checked in full when they are designed; those of all others are checked where they run."""


def check_size(path: Path, plan: StudyPlan, points: int) -> None:
    """Refuse a study that is too large to be designed, with the arithmetic.

    Parameters
    ----------
    path : Path
        The study file.
    plan : StudyPlan
    points : int
        Points of its design.

    Raises
    ------
    ScenarioError
        With the line of the design.
    """
    from sim.scenario.scenario import ScenarioError

    size = size_of(plan, points, plan.replicates)
    if size.fits:
        return
    fault = message("is too large: {size}", size=size)
    allowed = message(
        "at most {most:g} GB; `ruralparty design {study} --dry-run` says core-hours and gigabytes of the runs too",
        most=MOST_MEMORY / BYTES_A_GIGABYTE, study=path,
    )  # fmt: skip
    raise ScenarioError([Node(None, str(path), _line(path, "design")).problem("design", fault, allowed)])


def check_row(path: Path, precision: Precision | None, points: int) -> None:
    """Refuse a baseline that is a row which the design does not have, or its only one.

    Raises
    ------
    ScenarioError
        With the line of the study file.
    """
    from sim.scenario.scenario import ScenarioError

    if precision is None or isinstance(precision.baseline, str) or precision.baseline < points > 1:
        return
    node = Node(precision.baseline, str(path), _line(path, "replicates", "baseline"))
    if points > 1:
        fault, allowed = message("there is no such row"), message("{low} to {high}", low=0, high=points - 1)
    else:
        fault, allowed = message("there is no other point to compare with"), message("the name of a scenario")
    raise ScenarioError([node.problem("replicates.baseline", fault, allowed)])


def try_points(path: Path, plan: StudyPlan, points: Sequence[Point]) -> None:
    """Check scenarios at their points, where settings that are good alone might not go together.

    Raises
    ------
    ScenarioError
        With the line of the design, of the first point that is not allowed.
    """
    from sim.scenario.scenario import ScenarioError

    for row, point in enumerate(points[:TRIED_IN_FULL]):
        for scenario in plan.scenarios:
            if changes := fitting(changes_at(point, plan.factors), scenario.policies):
                try:
                    scenario.changed(changes)
                except ScenarioError as error:
                    at = message("row {row} of the design, {name}", row=row, name=scenario.name)
                    raise ScenarioError(
                        [
                            replace(each, file=str(path), line=_line(path, "design"), key=f"{at}: {each.key}")
                            for each in error.problems
                        ]
                    ) from None


def _line(path: Path, *keys: str) -> int | None:
    """Line of an entry of a study file."""
    node = read(path, [])
    for key in keys:
        node = node.value.get(key) if node else None
    return node.line if node else None
