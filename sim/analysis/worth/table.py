"""What it is worth to know the unknowns of a study: by outcome, or in yuan, for each unknown, each set, everything."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.analysis.sensitivity.table import places_of
from sim.analysis.worth.value import Value, null, of_sample, perfect
from sim.core.config.language import message
from sim.indicators import INDICATORS
from sim.studies.differences import difference_of
from sim.studies.exports import complete
from sim.studies.query import Study

Floats = NDArray[np.float64]
UNKNOWN, SET, EVERYTHING, SAMPLE = "unknown", "set", "everything", "sample"
YUAN = "yuan"
SURE = 1.645
"""Standard errors by which a value that is stated exceeds nought."""
Call = Callable[[Callable[[Any], Any], Sequence[Any]], Sequence[Any]]


@dataclass(frozen=True)
class Sample:
    """A sample that could be taken: of which unknown, the error of an observation, and how many of them."""

    path: str
    error: float
    observations: int


@dataclass(frozen=True)
class Known:
    """What it is worth to know something.

    Attributes
    ----------
    kind : str
        One of :data:`UNKNOWN`, :data:`SET`, :data:`EVERYTHING`, :data:`SAMPLE`.
    name : str
        Path of an unknown, or name of a set.
    found : Value
    null : float
        Value that chance alone seldom exceeds; below it nothing is stated.
    """

    kind: str
    name: str
    found: Value
    null: float

    @property
    def stated(self) -> bool:
        """Whether the value exceeds what chance alone finds, and nought by more than its error leaves open."""
        return self.found.value > max(self.null, SURE * self.found.error)


@dataclass(frozen=True)
class Decision:
    """A choice between the scenarios of a study by one outcome.

    Attributes
    ----------
    outcome, unit : str
        Unit of the values: that of the outcome, or yuan a registered person and year.
    options : tuple of str
        The baseline first.
    means, errors : tuple of float
        Net benefit of each option against the baseline, and its standard error.
    chosen : str
        What is best as things are known.
    known : tuple of Known
    """

    outcome: str
    unit: str
    options: tuple[str, ...]
    means: tuple[float, ...]
    errors: tuple[float, ...]
    chosen: str
    known: tuple[Known, ...]


@dataclass(frozen=True)
class Worth:
    """What it is worth to know the unknowns of a study.

    Attributes
    ----------
    decisions : tuple of Decision
    points, runs : int
        Points, and runs of each scenario.
    unjudged : tuple of str
        Outcomes of which no direction is better.
    refused : dict of str to tuple of str
        Outcomes that are left out, and the runs in which they have no value.
    """

    decisions: tuple[Decision, ...]
    points: int
    runs: int
    unjudged: tuple[str, ...]
    refused: dict[str, tuple[str, ...]]

    def records(self) -> list[dict[str, Any]]:
        """A row for each thing that could be known."""
        return [
            {
                "outcome": decision.outcome,
                "unit": decision.unit,
                "chosen": decision.chosen,
                "kind": known.kind,
                "known": known.name,
                **vars(known.found),
                "null": known.null,
                "stated": known.stated,
            }
            for decision in self.decisions
            for known in decision.known
        ]

    def choices(self) -> list[dict[str, Any]]:
        """A row for each option of each decision."""
        return [
            {"outcome": each.outcome, "unit": each.unit, "scenario": option, "net": mean, "error": error}
            for each in self.decisions
            for option, mean, error in zip(each.options, each.means, each.errors, strict=True)
        ]


@dataclass(frozen=True)
class _Job:
    """One decision: places, values in units, net benefits by point, and what is asked for."""

    outcome: str
    unit: str
    options: tuple[str, ...]
    x: Floats
    net: Floats
    paths: tuple[str, ...]
    values: Mapping[str, Floats]
    sets: Mapping[str, tuple[int, ...]]
    samples: tuple[Sample, ...]


def worth(
    study: Study,
    outcomes: Sequence[str] | None = None,
    *,
    prices: Mapping[str, float] | None = None,
    sets: Mapping[str, Sequence[str]] | None = None,
    samples: Sequence[Sample] = (),
    call: Call = lambda function, items: list(map(function, items)),
) -> Worth:
    """Work out what it is worth to know the unknowns of a study.

    Parameters
    ----------
    study : Study
        Whose runs are done, with the options as scenarios.
    outcomes : sequence of str, optional
        All that it keeps, if left out; those of which no direction is better are passed over.
    prices : mapping of str to float, optional
        Yuan for a unit of an outcome, for a registered person and a year; costs are then taken off.
    sets : mapping of str to sequence of str, optional
        Unknowns that would be known together, by name; those of each mechanism, if left out.
    samples : sequence of Sample
        Samples that could be taken.
    call : callable
        Calls a function on each item, in workers for instance.

    Raises
    ------
    ValueError
        If there is nothing to choose between, nothing varied, or an unknown or outcome that is asked for is none.
    """
    prepared, baseline = study.prepared, study.baseline
    if not isinstance(baseline, str) or len(prepared.titles) < 2:
        raise ValueError(message("there is nothing to choose between: the study has a single scenario"))
    chosen = tuple(outcomes or study.outcomes)
    paths = tuple(factor.path for factor in prepared.factors)
    rows = prepared.design.to_pylist()
    x = places_of(prepared.factors, rows)
    groups = _sets(paths, sets)
    values = {each.path: _values(rows, paths, each) for each in samples}
    frame = complete(study.frame(list(chosen), differences=True), prepared.requested.num_rows, ())
    refused = {each: tuple(frame.loc[frame[each].isna(), "run"]) for each in chosen if frame[each].isna().any()}
    priced = dict(prices or {})
    if others := [each for each in priced if each not in chosen]:
        raise ValueError(message("no such outcome in this study: {names}", names=", ".join(others)))
    judged = [each for each in chosen if each not in refused and (INDICATORS[each].better or each in priced)]
    options = (baseline, *(title for title in prepared.titles if title != baseline))
    jobs = []
    for outcome in judged:
        net = _net(frame, outcome, options, len(rows), priced.get(outcome))
        unit = YUAN if outcome in priced else INDICATORS[outcome].unit
        jobs.append(_Job(outcome, unit, options, x, net, paths, values, groups, tuple(samples)))
    unjudged = tuple(each for each in chosen if each not in judged and each not in refused)
    runs = len(frame) // len(options)
    return Worth(tuple(call(decided, jobs)), len(rows), runs, unjudged, refused)


def decided(job: _Job) -> Decision:
    """One decision; a function of a module, so that workers can be handed it."""
    moving = [place for place in range(len(job.paths)) if np.ptp(job.x[:, place]) > 0]
    single = [[place] for place in moving]
    groups = {name: each for name, each in job.sets.items() if len(each) > 1}
    several: list[Sequence[int]] = [*groups.values(), moving]
    found = perfect(job.x, job.net, [*single, *several])
    null_alone = null(job.x, job.net, single)
    null_sets = max(null(job.x, job.net, several), null_alone)
    kinds = [UNKNOWN] * len(single) + [SET] * len(groups) + [EVERYTHING]
    names = [*(job.paths[place] for place in moving), *groups, EVERYTHING]
    known = [
        Known(kind, name, value, null_alone if kind == UNKNOWN else null_sets)
        for kind, name, value in zip(kinds, names, found, strict=True)
    ]
    for each in job.samples:
        place = job.paths.index(each.path)
        value = of_sample(job.x[:, place], job.values[each.path], job.net, each.error, each.observations)
        known.append(Known(SAMPLE, f"{each.path}={each.error:g},{each.observations}", value, null_alone))
    means = job.net.mean(axis=0)
    errors = job.net.std(axis=0, ddof=1) / np.sqrt(len(job.net))
    best = job.options[int(means.argmax())]
    order = sorted(known, key=lambda each: (each.kind != EVERYTHING, each.kind, -each.found.value))
    return Decision(
        job.outcome, job.unit, job.options, tuple(means.tolist()), tuple(errors.tolist()), best, tuple(order)
    )


def _net(frame: Any, outcome: str, options: Sequence[str], points: int, price: float | None) -> Floats:
    """Net benefit of each option against the baseline, a mean over the seeds of each point; (points, options)."""
    net = np.zeros((points, len(options)))
    yearly = (frame["cost_yuan"] / frame["person_years"]).to_numpy() if price is not None else None
    keys = list(zip(frame["row"], frame["replicate"], strict=True))
    scenario = frame["scenario"].astype(str).to_numpy()
    spent = {} if yearly is None else {key: yearly[at] for at, key in enumerate(keys) if scenario[at] == options[0]}
    for place, option in enumerate(options[1:], 1):
        mine = scenario == option
        row = frame["row"].to_numpy()[mine]
        steps = frame[difference_of(outcome)].to_numpy(float)[mine] * (INDICATORS[outcome].better or 1)
        if price is not None and yearly is not None:
            before = np.array([spent[key] for key, here in zip(keys, mine, strict=True) if here])
            steps = steps * price - (yearly[mine] - before)
        net[:, place] = np.bincount(row, steps, points) / np.bincount(row, minlength=points)
    return net


def _sets(paths: Sequence[str], given: Mapping[str, Sequence[str]] | None) -> dict[str, tuple[int, ...]]:
    """Places of the unknowns of each set; sets of each mechanism if none is given."""
    if given is None:
        found: dict[str, list[int]] = {}
        for place, path in enumerate(paths):
            found.setdefault(".".join(path.split(".")[:2]), []).append(place)
        return {name: tuple(places) for name, places in found.items()}
    for path in (path for each in given.values() for path in each):
        _check_varied(path, paths)
    return {name: tuple(paths.index(path) for path in each) for name, each in given.items()}


def _check_varied(path: str, paths: Sequence[str]) -> None:
    if path not in paths:
        raise ValueError(message("{path} is not varied in this study; {paths} are", path=path, paths=", ".join(paths)))


def _values(rows: Sequence[Mapping[str, Any]], paths: Sequence[str], sample: Sample) -> Floats:
    """Values of an unknown in its own unit."""
    _check_varied(sample.path, paths)
    found = [row[sample.path] for row in rows]
    if any(isinstance(each, bool | str) for each in found):
        raise ValueError(message("{path} is no number, which a sample could measure", path=sample.path))
    return np.array(found, float)
