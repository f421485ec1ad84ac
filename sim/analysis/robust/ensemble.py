"""Outcomes of policies over futures, taken from the table of runs of a study.

A future is what nobody sets: a combination of the uncertainties; where none is varied, a seed. A policy is what
somebody sets: a scenario, with the values of the levers that apply to it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.core.config.language import message
from sim.studies.differences import difference_of
from sim.studies.exports import SHOWN, MissingValues

if TYPE_CHECKING:
    import pandas

    from sim.studies.query import Study

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Ensemble:
    """Outcomes of policies over futures.

    Attributes
    ----------
    policies : tuple of str
    baselines : tuple of bool
        Which of them are the arm that differences are taken from.
    levels, differences : dict of str to float array, shape (policies, futures)
        By outcome, means over the seeds.
    seed_errors : dict of str to float array, shape (policies,)
        Standard errors of the mean difference by the seeds, which all futures share; NaN for a single seed.
    factors : dict of str to array, shape (futures,)
        What the futures differ by.
    distances : float array, shape (futures,)
        From the baseline's own values, in parts of the ranges: root of the mean square over the factors.
    rows : int array, shape (futures,)
        Row of the design at which each first stands.
    seeds : int
        Of each future, the fewest.
    refused : dict of str to list of str
        Outcomes left out since runs have no value, and these runs.
    """

    policies: tuple[str, ...]
    baselines: tuple[bool, ...]
    levels: Mapping[str, Floats]
    differences: Mapping[str, Floats]
    seed_errors: Mapping[str, Floats]
    factors: Mapping[str, np.ndarray]
    distances: Floats
    rows: NDArray[np.int64]
    seeds: int
    refused: Mapping[str, list[str]]

    @property
    def futures(self) -> int:
        """How many futures there are."""
        return len(self.distances)


def ensemble_of(study: Study, outcomes: Sequence[str] | None = None) -> Ensemble:
    """The ensemble of a study whose runs are all done.

    Parameters
    ----------
    study : Study
    outcomes : sequence of str, optional
        All that the study keeps, if left out.

    Raises
    ------
    MissingValues
        If runs are not done, or none of the outcomes has a value in all of them; the runs are named.
    """
    frame = study.frame(outcomes, differences=True)
    prepared = study.prepared
    if (missing := prepared.requested.num_rows - len(frame)) > 0:
        raise MissingValues(
            message(
                "{missing} of {expected} runs are not done; `ruralparty status` tells which",
                missing=missing,
                expected=prepared.requested.num_rows,
            )
        )
    chosen = list(outcomes or study.outcomes)
    gaps = {each: frame.loc[frame[each].isna(), "run"].tolist() for each in chosen}
    refused = {each: runs for each, runs in gaps.items() if runs}
    if len(refused) == len(chosen):
        raise MissingValues("; ".join(refusal(each, runs) for each, runs in refused.items()))
    levers = [factor.path for factor in prepared.factors if factor.role == "lever"]
    unknown = [factor.path for factor in prepared.factors if factor.role != "lever"]
    policy = _policies(frame, levers, {each["name"]: each["policies"] for each in prepared.study["scenarios"]})
    future = frame.groupby(unknown, sort=False, dropna=False).ngroup() if unknown else frame["replicate"]
    if not _crossed(policy, future):
        unknown, levers = [*unknown, *levers], []  # levers that are drawn with the unknowns belong to the futures
        policy, future = frame["scenario"].astype(str), frame.groupby("row", sort=False).ngroup()
    table = frame.assign(policy=policy, future=future)
    is_base = table["scenario" if isinstance(study.baseline, str) else "row"] == study.baseline
    names = tuple(dict.fromkeys(policy))
    kept = [each for each in chosen if each not in refused]
    seeds = table.groupby(["policy", "future"])["seed"].nunique()
    first = table.drop_duplicates("future").set_index("future").sort_index()
    return Ensemble(
        policies=names,
        baselines=tuple(bool(is_base[policy == name].all()) for name in names),
        levels={each: _means(table, each, names) for each in kept},
        differences={each: _means(table, difference_of(each), names) for each in kept},
        seed_errors={each: _seed_errors(table, difference_of(each), names) for each in kept},
        factors={path: first[path].to_numpy() for path in unknown},
        distances=_distances(first, prepared, unknown),
        rows=first["row"].to_numpy(np.int64),
        seeds=int(seeds.min()),
        refused=refused,
    )


def _crossed(policy: pandas.Series, future: pandas.Series) -> bool:
    """Whether every policy is run in every future."""
    return len(set(zip(policy, future, strict=True))) == int(policy.nunique()) * int(future.nunique())


def refusal(outcome: str, runs: Sequence[str]) -> str:
    """Why an outcome is left out."""
    listed = ", ".join(runs[:SHOWN]) + ", …" * (len(runs) > SHOWN)
    return message("{outcome} has no value in {count} runs: {listed}", outcome=outcome, count=len(runs), listed=listed)


def _policies(frame: pandas.DataFrame, levers: Sequence[str], policies: Mapping[str, Any]) -> pandas.Series:
    """Name of the policy of each run: its scenario, and the levers that apply to it."""
    from sim.studies.plan import applies

    labels = frame["scenario"].astype(str)
    for path in levers:
        short = path.removeprefix("policies.").removeprefix("parameters.")
        mine = frame["scenario"].map(lambda name, path=path: applies(path, policies[str(name)])).astype(bool)
        told = frame[path].map(lambda value: f"{value:g}" if isinstance(value, float) else str(value))
        labels = labels.where(~mine, labels + f", {short} " + told)
    return labels


def _means(table: pandas.DataFrame, column: str, names: Sequence[str]) -> Floats:
    wide = table.groupby(["policy", "future"])[column].mean().unstack("future")
    found: Floats = wide.loc[list(names)].to_numpy(float)
    return found


def _seed_errors(table: pandas.DataFrame, column: str, names: Sequence[str]) -> Floats:
    by_seed = table.groupby(["policy", "replicate"])[column].mean().unstack("replicate").loc[list(names)]
    count = by_seed.shape[1]
    if count < 2 or table["future"].equals(table["replicate"]):
        return np.full(len(names), math.nan)
    found: Floats = by_seed.std(axis=1, ddof=1).to_numpy(float) / math.sqrt(count)
    return found


def _distances(first: pandas.DataFrame, prepared: Any, paths: Sequence[str]) -> Floats:
    factors = {factor.path: factor for factor in prepared.factors}
    base = prepared.study["scenarios"][0]
    squares = []
    for path in paths:
        own = value_at(base, path)
        if own is None:
            continue
        factor = factors[path]
        if factor.values:
            squares.append((first[path] != own).to_numpy(float))
        else:
            squares.append((first[path].map(factor.place).to_numpy(float) - factor.place(own)) ** 2)
    return np.sqrt(np.mean(squares, axis=0)) if squares else np.zeros(len(first))


def value_at(plain: Mapping[str, Any], path: str) -> Any:
    """The value of a scenario in plain tables at a dotted path, set or declared; None where there is no fixed one."""
    from sim.mechanisms import all_parameters

    room, _, rest = path.partition(".")
    held: Any = plain.get(room, {})
    if isinstance(held, Mapping) and rest in held:
        held = held[rest]
    else:
        for step in rest.split("."):
            held = held.get(step) if isinstance(held, Mapping) else None
    if held is None and room == "parameters" and rest in (known := all_parameters()):
        held = known[rest].default
    return held if isinstance(held, bool | int | float | str) else None
