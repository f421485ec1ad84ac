"""Pairs that the emulator of differences is made from: baseline and alternative of a state at one seed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.analysis.compare import WINDOW
from sim.analysis.emulator.kept import Row, kept_rows
from sim.analysis.emulator.space import Space, scenarios_of, space
from sim.execution.progress import Progress
from sim.indicators import INDICATORS
from sim.runs.run import Failure, Job, Run
from sim.runs.simulate import simulate
from sim.runs.window import window_of

Floats = NDArray[np.float64]
SEED = 20_000
"""Seed that states are drawn with, and before the first seed of a run."""
APART = 1_000_000
"""Second seeds lie so far behind the first."""
WHAT = "pairs of the emulator"


@dataclass(frozen=True)
class Pair:
    """A pair to be run: of the state of this number, its first or its second."""

    number: int
    second: bool = False

    @property
    def name(self) -> str:
        """What it is kept under."""
        return f"{self.number}{'b' if self.second else 'a'}"


@dataclass(frozen=True)
class Table:
    """What pairs have said.

    Attributes
    ----------
    number : int array, shape (pairs,)
        Of the state.
    x : float array, shape (pairs, inputs)
    before, after : dict of str to float array, shape (pairs,)
        By outcome; NaN where there is nothing to divide by.
    failures : dict of str to str
        Pairs that cannot be run, with why.
    """

    number: NDArray[np.int64]
    x: Floats
    before: Mapping[str, Floats]
    after: Mapping[str, Floats]
    failures: Mapping[str, str]

    def known(self, outcome: str) -> NDArray[np.bool_]:
        """Pairs in which an outcome has a value on both sides."""
        found: NDArray[np.bool_] = np.isfinite(self.before[outcome]) & np.isfinite(self.after[outcome])
        return found


def run_pair(pair: Pair) -> Row:
    """Outcomes of the baseline, then of the alternative; the error if either fails."""
    found: list[float] = []
    try:
        scenarios = scenarios_of(space().draw(SEED, pair.number))
    except ValueError as error:  # two policies that set one thing outright
        return str(error)
    for scenario in scenarios:
        run = simulate(Job(scenario, SEED + pair.number + APART * pair.second))
        if isinstance(run, Failure):
            return run.error
        found += _outcomes(run, scenario)
    return found


def _outcomes(run: Run, scenario: Any) -> list[float]:
    window = window_of(WINDOW, scenario.horizon.start, scenario.horizon.months)
    return [float(run.value(indicator, *window)) for indicator in INDICATORS.values()]


def gather(pairs: Iterable[Pair], folder: Path, jobs: int = 0, progress: Progress | None = None) -> Table:
    """Run the pairs that are not there, and read all of them.

    Parameters
    ----------
    pairs : iterable of Pair
    folder : Path
        Where they are kept, batch by batch: what was interrupted goes on.
    jobs : int
        Workers.
    progress : Progress, optional
    """
    asked = {pair.name: pair for pair in pairs}
    rows = kept_rows(asked, run_pair, folder, WHAT, jobs=jobs, progress=progress)
    return table_of(list(asked.values()), rows, space())


def table_of(pairs: Sequence[Pair], rows: Mapping[str, Row], where: Space) -> Table:
    """Rows as arrays."""
    kept = [pair for pair in pairs if not isinstance(rows[pair.name], str)]
    values = np.array([rows[pair.name] for pair in kept], float).reshape(len(kept), 2, len(INDICATORS))
    inputs = [where.inputs(where.draw(SEED, pair.number)) for pair in kept]
    return Table(
        np.array([pair.number for pair in kept], np.int64),
        np.array(inputs).reshape(len(kept), len(where.names)),
        {name: values[:, 0, place] for place, name in enumerate(INDICATORS)},
        {name: values[:, 1, place] for place, name in enumerate(INDICATORS)},
        {name: said for name, said in rows.items() if isinstance(said, str)},
    )
