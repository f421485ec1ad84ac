"""Runs of a wave: those that are kept are read, the others are done, and each batch is kept as it ends."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.analysis.calibration.study import CalibrationPlan
from sim.execution.runner import Runner
from sim.execution.simulator import lost_job
from sim.execution.tables import publish_table, read_table
from sim.runs.run import Failure, Job
from sim.validation.dated_runs import observe

Floats = NDArray[np.float64]
BATCH = 64
"""Runs after which what they say is written down."""
PARTS = "runs"
MOST_POINTS = 100_000


def run_points(
    plan: CalibrationPlan, points: Floats, folder: Path, runner: Runner, wave: int
) -> tuple[Floats, list[Failure]]:
    """What the runs of some points say of each figure.

    Parameters
    ----------
    plan : CalibrationPlan
    points : float array, shape (points, inputs)
    folder : Path
        Of the wave; what is done is kept there, and read when the same is asked for again.
    runner : Runner
    wave : int
        Seeds of a point are its own: no two points of any wave share the luck of their persons.

    Returns
    -------
    values : float array, shape (points, seeds, figures)
        NaN where a run failed or has nothing to divide by.
    failures : list of Failure
    """
    keys = [each.key for each in plan.figures]
    values = np.full((len(points), plan.seeds, len(keys)), np.nan)
    done = np.zeros((len(points), plan.seeds), bool)
    (folder / PARTS).mkdir(parents=True, exist_ok=True)
    parts = sorted((folder / PARTS).glob("part-*.parquet"))
    for part in parts:
        point, seed, found = _read(part, keys)
        values[point, seed], done[point, seed] = found, True
    runner.progress.spare(int(done.sum()))
    todo = np.argwhere(~done)
    settings = plan.values(points)
    failures: list[Failure] = []
    for at in range(0, len(todo), BATCH):
        batch = todo[at : at + BATCH]
        scenarios = {int(point): plan.scenario_at(settings[point]) for point in np.unique(batch[:, 0])}
        jobs = [Job(scenarios[int(point)], seed_of(plan, wave, int(point), int(seed))) for point, seed in batch]
        said = runner.map(observe, jobs, lost_job)
        rows = np.array([_row(each, keys) for each in said])
        failures += [each for each in said if isinstance(each, Failure)]
        _write(folder / PARTS / f"part-{len(parts) + at // BATCH:05d}.parquet", batch, rows, keys)
        values[batch[:, 0], batch[:, 1]] = rows
    return values, failures


def seed_of(plan: CalibrationPlan, wave: int, point: int, replicate: int) -> int:
    """Seed of a run."""
    return plan.seed + (wave * MOST_POINTS + point) * plan.seeds + replicate


def _row(found: dict[str, float] | Failure, keys: Sequence[str]) -> list[float]:
    return [np.nan] * len(keys) if isinstance(found, Failure) else [found[key] for key in keys]


def _write(path: Path, places: NDArray[np.int_], rows: Floats, keys: Sequence[str]) -> None:
    import pyarrow as arrow

    columns: dict[str, Any] = {"point": places[:, 0].astype(np.int32), "seed": places[:, 1].astype(np.int32)}
    columns |= {key: rows[:, place] for place, key in enumerate(keys)}
    publish_table(path, arrow.table(columns), "runs of a calibration")


def _read(path: Path, keys: Sequence[str]) -> tuple[NDArray[np.int_], NDArray[np.int_], Floats]:
    table = read_table(path, "runs of a calibration")
    found = np.column_stack([table.column(key).to_numpy() for key in keys])
    return table.column("point").to_numpy(), table.column("seed").to_numpy(), found


def wipe(folder: Path) -> None:
    """Delete the runs of a wave whose table is written."""
    for part in (folder / PARTS).glob("part-*.parquet"):
        part.unlink()
    if (folder / PARTS).is_dir():
        (folder / PARTS).rmdir()
