"""What decides the outcomes of a study, as a table: levels of each scenario, and differences from the baseline."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.analysis.sensitivity.dependent import are_dependent
from sim.analysis.sensitivity.designs import Elementary, morris, saltelli
from sim.analysis.sensitivity.indices import Share, as_naive
from sim.analysis.sensitivity.outcome import CONSTANT, SHAPLEY, SOBOL, Decided, decide
from sim.core.config.language import message
from sim.studies.differences import difference_of
from sim.studies.exports import complete
from sim.studies.factors import Factor
from sim.studies.query import Study

Floats = NDArray[np.float64]
LEVEL, DIFFERENCE = "level", "difference"
MORRIS, SALTELLI = "morris", "saltelli"
Call = Callable[[Callable[[Any], Any], Sequence[Any]], Sequence[Any]]


@dataclass(frozen=True)
class About:
    """What an analysis is of: an outcome of a scenario, as a level or as a difference from the baseline."""

    outcome: str
    scenario: str
    of: str


@dataclass(frozen=True)
class Item:
    """What decides one outcome.

    Attributes
    ----------
    about : About
    found : Decided
    elementary : tuple of Elementary
        By input, of Morris's design.
    direct : tuple of (Share, Share)
        Total and first effect by input, straight from the runs of Saltelli's design.
    """

    about: About
    found: Decided
    elementary: tuple[Elementary, ...] = ()
    direct: tuple[tuple[Share, Share], ...] = ()


@dataclass(frozen=True)
class Sensitivity:
    """What decides the outcomes of a study.

    Attributes
    ----------
    inputs : tuple of str
        Paths of what is varied.
    items : tuple of Item
    dependent : bool
        Whether inputs depend on each other.
    design : str
        Kind of the design.
    points, seconds : int
        Points, and how many of them were run at more than one seed.
    own_seeds : bool
        Whether each point has seeds of its own; where all share them, luck that they share is nobody's share.
    refused : dict of str to tuple of str
        Outcomes that are left out, and the runs in which they have no value.
    """

    inputs: tuple[str, ...]
    items: tuple[Item, ...]
    dependent: bool
    design: str
    points: int
    seconds: int
    own_seeds: bool
    refused: dict[str, tuple[str, ...]]

    def records(self) -> list[dict[str, Any]]:
        """A row an outcome and input; indices are empty where none is printed."""
        return [each for item in self.items for each in _records(item, self.inputs)]


def places_of(factors: Sequence[Factor], rows: Sequence[dict[str, Any]]) -> Floats:
    """Places between 0 and 1 of points.

    Raises
    ------
    ValueError
        If nothing is varied, or a point leaves a factor as the scenario has it.
    """
    if not factors:
        raise ValueError(message("nothing is varied in this study"))
    found = np.array([[factor.place(row[factor.path]) for factor in factors] for row in rows], float)
    if (gaps := np.isnan(found).any(axis=0)).any():
        paths = ", ".join(np.array([factor.path for factor in factors])[gaps])
        raise ValueError(message("points leave {paths} as the scenario has it, which has no place", paths=paths))
    return np.asarray(np.clip(found, 0.0, 1.0))


def sensitivity(
    study: Study, outcomes: Sequence[str] | None = None, call: Call = lambda function, items: list(map(function, items))
) -> Sensitivity:
    """Find what decides the outcomes of a study.

    Parameters
    ----------
    study : Study
        Whose runs are done.
    outcomes : sequence of str, optional
        All that it keeps, if left out.
    call : callable
        Calls a function on each item, in workers for instance.

    Raises
    ------
    MissingValues
        If a run is not done.
    ValueError
        If nothing is varied, or no outcome has a value in all runs.
    """
    prepared, chosen = study.prepared, tuple(outcomes or study.outcomes)
    places = places_of(prepared.factors, prepared.design.to_pylist())
    single = len(prepared.titles) < 2
    frame = complete(study.frame(list(chosen), differences=not single), prepared.requested.num_rows, ())
    refused = {each: tuple(frame.loc[frame[each].isna(), "run"]) for each in chosen if frame[each].isna().any()}
    design = prepared.study["design"]
    kind = str(design["kind"])
    # Points that were sampled are independent, whatever correlation chance gives a pair of many inputs.
    dependent = kind == "plausible" or (kind == "file" and are_dependent(places))
    jobs = []
    for scenario, of in _arms(prepared.titles, study.baseline):
        rows = frame[frame["scenario"].astype(str) == scenario]
        for outcome in (each for each in chosen if each not in refused):
            y = rows[difference_of(outcome) if of == DIFFERENCE else outcome].to_numpy(float)
            jobs.append(_Job(About(outcome, scenario, of), places, rows["row"].to_numpy(), y, dependent, design))
    if not jobs:
        raise ValueError(message("no outcome has a value in all runs: {outcomes}", outcomes=", ".join(refused)))
    paths = tuple(factor.path for factor in prepared.factors)
    seconds = int(frame.loc[frame["replicate"] > 0, "row"].nunique())
    own = prepared.study.get("second") is not None
    return Sensitivity(paths, tuple(call(worked_out, jobs)), dependent, kind, len(places), seconds, own, refused)


def _arms(titles: Sequence[str], baseline: str | int) -> list[tuple[str, str]]:
    """Scenarios and what is taken of each: the level of the baseline first, then differences, then other levels."""
    if len(titles) < 2 or not isinstance(baseline, str):
        return [(title, LEVEL) for title in titles]
    others = [title for title in titles if title != baseline]
    return [(baseline, LEVEL), *((each, DIFFERENCE) for each in others), *((each, LEVEL) for each in others)]


@dataclass(frozen=True)
class _Job:
    """One outcome of one scenario: a row a run."""

    about: About
    places: Floats
    row: NDArray[np.int_]
    y: Floats
    dependent: bool
    design: dict[str, Any]


def worked_out(job: _Job) -> Item:
    """What decides one outcome; a function of a module, so that workers can be handed it."""
    found = decide(job.places[job.row], job.y, job.dependent)
    kind = job.design["kind"]
    if kind not in (MORRIS, SALTELLI) or found.verdict == CONSTANT:
        return Item(job.about, found)
    means = np.bincount(job.row, job.y) / np.bincount(job.row)  # a row as it was drawn, one drawn twice included
    if kind == MORRIS:
        return Item(job.about, found, elementary=tuple(morris(job.places, means, job.design["trajectories_levels"])))
    direct = zip(*saltelli(job.places, means, job.design["second_order"]), strict=True)
    return Item(job.about, found, direct=tuple(direct))


def _records(item: Item, inputs: Sequence[str]) -> list[dict[str, Any]]:
    """Rows of an outcome, the strongest input first."""
    found, gap = item.found, math.nan
    seed = found.seed or Share(gap, gap, gap)
    common = {**vars(item.about), "verdict": found.verdict, "r2": found.r2, "deviation": found.deviation}
    common |= {"seed": seed.value, "seed_low": seed.low, "seed_high": seed.high}
    rows = []
    for place, path in enumerate(inputs):
        row: dict[str, Any] = {**common, "input": path}
        names = ("total", "first") if found.verdict != SHAPLEY else ("shapley",)
        for name, table in zip(names, (found.total, found.first), strict=False):
            share = table.get(
                place, Share(0.0, 0.0, 0.0) if found.verdict in (SOBOL, SHAPLEY) else Share(gap, gap, gap)
            )
            row |= {name: share.value, f"{name}_low": share.low, f"{name}_high": share.high}
        if found.verdict == SOBOL:
            row["naive_total"] = as_naive(row["total"], seed.value)
        if item.elementary:
            row |= {f"elementary_{name}": value for name, value in vars(item.elementary[place]).items()}
        if item.direct:
            for name, share in zip(("direct_total", "direct_first"), item.direct[place], strict=True):
                row |= {name: share.value, f"{name}_low": share.low, f"{name}_high": share.high}
        rows.append(row)
    return sorted(rows, key=lambda row: -np.nan_to_num(row.get("total", row.get("shapley", 0.0))))
