"""Pairs that the emulator of differences is made from: baseline and alternative of a state at one seed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sim.analysis.compare import WINDOW
from sim.analysis.emulator.space import Space, scenarios_of, space
from sim.execution.progress import Progress
from sim.execution.runner import Runner
from sim.execution.simulator import engine_for
from sim.execution.tables import publish_table, read_table
from sim.indicators import INDICATORS
from sim.runs.run import Failure, Job, Run
from sim.runs.simulate import simulate
from sim.runs.window import window_of

Floats = NDArray[np.float64]
BATCH = 50
"""Pairs after which what they say is written down."""
SEED = 20_000
"""Seed that states are drawn with, and before the first seed of a run."""
LARGEST = 1_000_000
"""Runs of second seeds have seeds so much larger."""
WHAT = "pairs of the emulator"


@dataclass(frozen=True)
class Pair:
    """A pair to be run."""

    number: int
    second: bool = False


@dataclass(frozen=True)
class Table:
    """What pairs have said.

    Attributes
    ----------
    number : int array, shape (pairs,)
        Of the state.
    second : bool array, shape (pairs,)
        Whether it is the second pair of its state.
    x : float array, shape (pairs, inputs)
    before, after : dict of str to float array, shape (pairs,)
        By outcome; NaN where there is nothing to divide by.
    """

    number: NDArray[np.int64]
    second: NDArray[np.bool_]
    x: Floats
    before: dict[str, Floats]
    after: dict[str, Floats]


def run_pair(pair: Pair) -> list[float] | str:
    """Outcomes of the baseline and of the alternative; the error if either fails."""
    seed = SEED + pair.number + LARGEST * pair.second
    found: list[float] = []
    try:
        scenarios = scenarios_of(space().draw(SEED, pair.number))
    except ValueError as error:
        return str(error)
    for scenario in scenarios:
        run = simulate(Job(scenario, seed))
        if isinstance(run, Failure):
            return run.error
        found += outcomes_of(run, scenario)
    return found


def outcomes_of(run: Run, scenario: object) -> list[float]:
    """All outcomes over the window that comparisons take."""
    horizon = scenario.horizon  # type: ignore[attr-defined]
    window = window_of(WINDOW, horizon.start, horizon.months)
    return [float(run.value(indicator, *window)) for indicator in INDICATORS.values()]


def gather(
    pairs: Sequence[Pair], folder: Path, jobs: int = 0, progress: Progress | None = None
) -> tuple[Table, dict[Pair, str]]:
    """Run the pairs that are not there, and read all of them.

    Parameters
    ----------
    pairs : sequence of Pair
    folder : Path
        Where they are kept, batch by batch: what was interrupted goes on.
    jobs : int
        Workers.
    progress : Progress, optional

    Returns
    -------
    table : Table
    failures : dict of Pair to str
        Pairs that cannot be run: two policies that set one thing outright.
    """
    folder.mkdir(parents=True, exist_ok=True)
    done: dict[Pair, list[float] | str] = {}
    parts = sorted(folder.glob("part-*.parquet"))
    for part in parts:
        done |= _read(part)
    told = progress or Progress()
    told.spare(sum(pair in done for pair in pairs))
    todo = [pair for pair in pairs if pair not in done]
    if todo:
        with Runner(engine_for("process", jobs, len(todo)), told) as runner:
            for at in range(0, len(todo), BATCH):
                batch = todo[at : at + BATCH]
                said = runner.map(run_pair, batch, _lost)
                _write(folder / f"part-{len(parts) + at // BATCH:05d}.parquet", batch, said)
                done |= dict(zip(batch, said, strict=True))
    return _table(pairs, done, space())


def _lost(pair: Pair, error: str) -> str:
    return error


def _table(pairs: Sequence[Pair], done: dict[Pair, list[float] | str], where: Space) -> tuple[Table, dict[Pair, str]]:
    failures = {pair: said for pair in pairs if isinstance(said := done[pair], str)}
    kept = [pair for pair in pairs if pair not in failures]
    values = np.array([done[pair] for pair in kept], float).reshape(len(kept), 2, len(INDICATORS))
    inputs = [where.inputs(where.draw(SEED, pair.number)) for pair in kept]
    return (
        Table(
            np.array([pair.number for pair in kept], np.int64),
            np.array([pair.second for pair in kept], bool),
            np.array(inputs).reshape(len(kept), len(where.names)),
            {name: values[:, 0, place] for place, name in enumerate(INDICATORS)},
            {name: values[:, 1, place] for place, name in enumerate(INDICATORS)},
        ),
        failures,
    )


def _write(path: Path, batch: Sequence[Pair], said: Sequence[list[float] | str]) -> None:
    import pyarrow as arrow

    width = 2 * len(INDICATORS)
    rows = np.array([[np.nan] * width if isinstance(each, str) else each for each in said])
    names = [f"{side}:{name}" for side in ("before", "after") for name in INDICATORS]
    table = arrow.table(
        {
            "number": [pair.number for pair in batch],
            "second": [pair.second for pair in batch],
            "error": [each if isinstance(each, str) else "" for each in said],
        }
        | {name: rows[:, place] for place, name in enumerate(names)}
    )
    publish_table(path, table, WHAT)


def _read(path: Path) -> dict[Pair, list[float] | str]:
    table = read_table(path, WHAT)
    names = [f"{side}:{name}" for side in ("before", "after") for name in INDICATORS]
    rows = np.column_stack([table.column(name).to_numpy() for name in names])
    heads = zip(*(table.column(name).to_pylist() for name in ("number", "second", "error")), strict=True)
    return {Pair(number, second): error or rows[place].tolist() for place, (number, second, error) in enumerate(heads)}
