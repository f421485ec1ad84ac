"""What every experiment shares: the reduced or full sweep of its study, and small tables.

Run from the root of the repository: ``python -m experiments.x11_denominator.run``, ``--full`` for the full size.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from sim.core.config.yaml_lines import read
from sim.execution.files import make_folder, publish
from sim.execution.progress import on_stderr
from sim.studies.folder import prepare
from sim.studies.query import Study
from sim.studies.sweep import ready, sweep

FULL_FOLDER = "full"
DIGITS = 6
FULL_WORLD = {
    "horizon.months": 120,
    "horizon.burn_in": 24,
    "world.townships": 3,
    "world.villages": 5,
    "world.village_size": 1300,
}
"""The shipped baseline's world, which full sizes are run in."""


def options(about: str) -> argparse.Namespace:
    """Switches of a ``run.py``: ``--full`` and ``-j``."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("--full", action="store_true", help="the full size; hours on two cores")
    parser.add_argument("-j", "--jobs", type=int, default=0, help="processes, 0 = one for each processor")
    return parser.parse_args()


def run(
    file: str,
    about: str,
    full: Mapping[str, Any],
    tables: Callable[[Study], Mapping[str, pd.DataFrame]],
    before: Callable[[Path], None] | None = None,
    after: Callable[[bool], Mapping[str, pd.DataFrame]] | None = None,
) -> None:
    """Do what is missing of a study and write its tables.

    Parameters
    ----------
    file : str
        ``__file__`` of the experiment's ``run.py``.
    about : str
        What it asks, for ``--help``.
    full : mapping
        Entries of the study file that differ at full size; constants are merged.
    tables : callable
        Makes the tables from the finished study, by name.
    before : callable, optional
        Writes a file of points into the folder before the study is read.
    after : callable, optional
        Makes further tables that need other runs than those of the study; is told whether the size is full.

    Raises
    ------
    SystemExit
        If a run failed.
    """
    chosen = options(about)
    folder = Path(file).resolve().parent
    if before:
        before(folder)
    place = full_study(folder, full) if chosen.full else folder
    design_for_the_present_model(place)
    done = sweep(place, jobs=chosen.jobs, progress=on_stderr())
    if done.failures:
        raise SystemExit(f"{len(done.failures)} runs failed; the first: {done.failures[0]['error']}")
    for name, table in tables(Study(place)).items():
        write(place, name, table)
    for name, table in (after(chosen.full) if after else {}).items():
        write(place, name, table)


def design_for_the_present_model(place: Path) -> None:
    """Design a study anew if the model or its scenarios have changed since it was designed: tables are of today."""
    try:
        ready(place)
    except ValueError as changed:
        print(f"designed anew: {changed}")
        prepare(place, command=("make", "experiments"))


def full_study(folder: Path, full: Mapping[str, Any]) -> Path:
    """Write the study file of the full size beside the reduced one and return its folder."""
    from ruamel.yaml import YAML

    problems: list[Any] = []
    tree = read(folder / "study.yaml", problems)
    if tree is None or problems:
        raise SystemExit("\n".join(map(str, problems)))
    plan = tree.plain
    plan["constants"] = plan.get("constants", {}) | full.get("constants", {})
    plan |= {key: value for key, value in full.items() if key != "constants"}
    plan["scenarios"] = [f"../{each}" if each.endswith(".yaml") else each for each in plan["scenarios"]]
    if "file" in plan.get("design", {}):
        plan["design"]["file"] = f"../{plan['design']['file']}"
    place = folder / FULL_FOLDER
    make_folder(place)
    publish(place / "study.yaml", lambda temporary: YAML().dump(plan, Path(temporary)))
    return place


def write(folder: Path, name: str, table: pd.DataFrame) -> None:
    """Write a table as CSV, numbers to six significant digits."""
    make_folder(folder / "tables")
    publish(
        folder / "tables" / f"{name}.csv",
        lambda temporary: table.to_csv(temporary, index=False, float_format=f"%.{DIGITS}g"),
    )
    print(f"{name}: {len(table)} rows")


def write_points(folder: Path, points: Sequence[Mapping[str, Any]]) -> None:
    """Write the points of a design as ``points.csv``; what a point leaves out stays as the scenario has it."""
    publish(folder / "points.csv", lambda temporary: pd.DataFrame(points).to_csv(temporary, index=False))


def moved_alone(frame: pd.DataFrame, factors: Sequence[str]) -> pd.Series:
    """Policy whose coverage is 1 in a run of a one-at-a-time design over coverages; empty for the baseline."""
    arm = pd.Series("", index=frame.index)
    for path in factors:
        if path.endswith(".coverage"):
            arm[frame[path] == 1] = path.split(".")[1]
    return arm
