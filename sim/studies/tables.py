"""The tables of a study folder: points and requested runs, written and read as those of one study and of no other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from sim.core.config.language import message
from sim.execution.names import names_of
from sim.execution.tables import Damaged, publish_table, read_table
from sim.studies.manifest import check_hash, unusable
from sim.studies.points import places_in

DESIGN, WANTED, PRECISION = "design.parquet", "wanted.parquet", "precision.parquet"
COLUMNS = ("run", "row", "scenario", "replicate", "seed")
"""Of requested runs."""


def write_tables(folder: Path, design: Any, requested: Any, study: Mapping[str, Any], model: str) -> None:
    """Publish the tables of points and of requested runs of a study in plain tables."""
    publish_table(folder / DESIGN, design, _design_of(study))
    write_requested(folder, requested, study, model)


def write_requested(folder: Path, requested: Any, study: Mapping[str, Any], model: str) -> None:
    """Publish the table of requested runs."""
    publish_table(folder / WANTED, requested, _runs_of(study, model), use_dictionary=["scenario"])


def read_design(folder: Path, study: Mapping[str, Any], paths: Sequence[str]) -> Any:
    """The table of points: row, point, and a column for each path of a factor.

    Raises
    ------
    ValueError
        If it is missing, damaged, or the design of another study; with what makes it anew.
    """
    import pyarrow as arrow

    found = _read(folder, DESIGN, _design_of(study))
    if found.column_names == ["row", "point", *paths] and found.column("row").type == arrow.int32():
        rows = found.column("row").to_numpy()
        if len(rows) and (rows == np.arange(len(rows))).all():
            check_hash(folder, study, found.column("point").to_pylist())
            return found
    raise unusable(folder, message("{path} is no design of this study", path=folder / DESIGN))


def read_requested(folder: Path, study: Mapping[str, Any], model: str, points: int, titles: Sequence[str]) -> Any:
    """The table of requested runs: run, row, scenario, replicate, seed.

    Parameters
    ----------
    folder : Path
    study : mapping
    model : str
        Hash for which the runs are named.
    points : int
        Rows of the design.
    titles : sequence of str
        Names of the scenarios.

    Raises
    ------
    ValueError
        If it is missing, damaged, or another study's; with what makes it anew.
    """
    found = _read(folder, WANTED, _runs_of(study, model))
    if not _fits(found, points, titles):
        raise unusable(folder, message("{path} holds no runs of this study", path=folder / WANTED))
    return found


def _design_of(study: Mapping[str, Any]) -> str:
    return f"design of study {study['hash']}"


def _runs_of(study: Mapping[str, Any], model: str) -> str:
    return f"runs of study {study['hash']} with model {model}"


def _read(folder: Path, file: str, what: str) -> Any:
    path = folder / file
    try:
        return read_table(path, what)
    except FileNotFoundError:
        raise unusable(folder, message("{path} is missing", path=path)) from None
    except Damaged as error:
        raise unusable(folder, error) from None


def _fits(table: Any, points: int, titles: Sequence[str]) -> bool:
    """Whether a table is one of runs at so many points of these scenarios."""
    import pyarrow as arrow
    import pyarrow.compute as compute

    kinds = {"run": arrow.string(), "row": arrow.int32(), "replicate": arrow.int32(), "seed": arrow.int64()}
    if table.column_names != list(COLUMNS):
        return False
    if any(table.column(name).type != kind or table.column(name).null_count for name, kind in kinds.items()):
        return False
    try:
        names_of(table.column("run"))
        scenarios = table.column("scenario").cast(arrow.string())
        if not compute.all(compute.is_in(scenarios, arrow.array(list(titles))), min_count=0).as_py():
            return False
    except arrow.ArrowException:  # a name that is none
        return False
    row, _, replicate = places_in(table, titles)
    return bool((row >= 0).all() and (row < points).all() and (replicate >= 0).all())
