"""Fresh pairs of portfolios: at seeds that the search has not seen, kept as they are done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.analysis.emulator.kept import kept_rows
from sim.core.config.language import message
from sim.execution.progress import Progress
from sim.indicators import indicator_named
from sim.runs import sources
from sim.runs.identity import canonical, digest_of
from sim.runs.run import Failure, Job
from sim.runs.simulate import simulate
from sim.runs.window import window_of
from sim.studies.points import set_point

Floats = NDArray[np.float64]
APART = 1_000_000
"""Fresh seeds lie so far behind those of the study."""
WHAT = "fresh runs of portfolios"
BASELINE = "baseline"


@dataclass(frozen=True)
class Asked:
    """A run of a scenario at a seed.

    Attributes
    ----------
    plain : dict
        The scenario in plain tables.
    seed : int
    outcomes : tuple of str
    window : str
    """

    plain: dict[str, Any]
    seed: int
    outcomes: tuple[str, ...]
    window: str


@dataclass(frozen=True)
class Fresh:
    """What came of fresh pairs.

    Attributes
    ----------
    steps : dict of str to float array, shape (pairs, outcomes)
        Differences from the baseline, by portfolio.
    cost : dict of str to float
        Yuan for a registered person and year beyond the baseline's, mean over the pairs.
    pairs : int
    """

    steps: Mapping[str, Floats]
    cost: Mapping[str, float]
    pairs: int


def lived(asked: Asked) -> list[float] | str:
    """Outcomes and yuan for a registered person and year of a run; its error if it fails."""
    from sim.scenario.scenario import from_plain

    scenario = from_plain(asked.plain)
    run = simulate(Job(scenario, asked.seed))
    if isinstance(run, Failure):
        return run.error
    window = window_of(asked.window, scenario.horizon.start, scenario.horizon.months)
    values = [float(run.value(indicator_named(name), *window)) for name in asked.outcomes]
    return [*values, float(run.yuan.sum()) / run.person_years]


def fresh_pairs(
    baseline: dict[str, Any],
    scenario: dict[str, Any],
    changes: Mapping[str, Mapping[str, Any]],
    outcomes: Sequence[str],
    folder: Path,
    *,
    pairs: int,
    seed: int,
    window: str = "12",
    jobs: int = 0,
    progress: Progress | None = None,
) -> Fresh:
    """Run portfolios and the baseline at fresh seeds.

    Parameters
    ----------
    baseline, scenario : dict
        In plain tables.
    changes : dict of str to dict
        Levers of each portfolio by path.
    outcomes : sequence of str
    folder : Path
        Where what is done is kept: the same question costs nothing, a changed one only what is new.
    pairs, seed : int
        Pairs of each portfolio, and the first seed of the study.
    window : str
    jobs : int
    progress : Progress, optional

    Raises
    ------
    ValueError
        If a run fails or has no value; it is named.
    """
    plains = {BASELINE: baseline, **{name: set_point(scenario, dict(each)) for name, each in changes.items()}}
    model, kept = sources.numbers_hash(), tuple(outcomes)
    keys: dict[tuple[str, int], str] = {}
    items: dict[str, Asked] = {}
    for name, plain in plains.items():
        text = canonical(plain)
        for at in range(pairs):
            own = seed + APART + at
            keys[name, at] = digest_of(model, text, str(own), window, *kept)
            items.setdefault(keys[name, at], Asked(plain, own, kept, window))
    rows = kept_rows(items, lived, folder, WHAT, jobs=jobs, progress=progress)
    table = {key: _numbers(key, rows[name], kept) for key, name in keys.items()}
    names = [name for name in plains if name != BASELINE]
    before = np.array([table[BASELINE, at] for at in range(pairs)])
    after = {name: np.array([table[name, at] for at in range(pairs)]) for name in names}
    return Fresh(
        {name: (each - before)[:, :-1] for name, each in after.items()},
        {name: float((each - before)[:, -1].mean()) for name, each in after.items()},
        pairs,
    )


def _numbers(key: tuple[str, int], said: list[float] | str, outcomes: Sequence[str]) -> list[float]:
    name, at = key
    if isinstance(said, str):
        raise ValueError(message("run {at} of {name} failed: {error}", at=at, name=name, error=said))
    if gaps := [each for each, value in zip(outcomes, said, strict=False) if not np.isfinite(value)]:
        raise ValueError(message("run {at} of {name} has no value of {gaps}", at=at, name=name, gaps=", ".join(gaps)))
    return said
