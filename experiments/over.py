"""Runs at points of the plausible set, and what is told of a difference over them.

Each point has a seed of its own in each pass, so that luck and unknowns are both drawn anew; a further pass adds seeds
and changes none of the runs that are there. Runs are kept in the store, so that every command goes on where it stopped.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from itertools import batched
from typing import Any

import numpy as np
import pandas as pd

from sim.analysis.budget import ACCOUNTS, cost_of
from sim.analysis.effects import paired_difference
from sim.analysis.robust.turns import RANK, signs_of
from sim.execution.progress import on_stderr
from sim.execution.simulator import Simulator
from sim.runs.jobs import Named, jobs_of
from sim.runs.run import Run
from sim.studies.plausible import plausible_set

POINTS = 100
BAND = (0.05, 0.95)
"""Quantiles of the points' differences between which nine tenths of the points lie."""
TOGETHER = 8
"""Scenarios handed to the processes at a time; their runs are let go of before the next."""
YEAR = 12


def options(about: str, passes: int = 1) -> argparse.Namespace:
    """Switches of a script that runs over the plausible set: ``--points``, ``--passes`` and ``-j``."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("--points", type=int, default=POINTS, help=f"points of the plausible set ({POINTS})")
    parser.add_argument("--passes", type=int, default=passes, help=f"pairs a point ({passes})")
    parser.add_argument("-j", "--jobs", type=int, default=0, help="processes, 0 = one for each processor")
    return parser.parse_args()


def points_of(number: int) -> tuple[dict[str, Any], ...]:
    """The first points of the plausible set, whose order is by chance."""
    found = plausible_set(number)
    for note in found.notes:
        print(note, file=sys.stderr)
    return found.points


def runs_over(
    scenarios: Mapping[str, Any],
    points: Sequence[Mapping[str, Any]],
    outcomes: Sequence[Any],
    first_seed: int,
    number: int = 1,
    jobs: int = 0,
    years: Iterable[int] = (),
) -> pd.DataFrame:
    """Run scenarios at points once, in one pass.

    Parameters
    ----------
    scenarios : dict of str to Scenario
        By arm.
    points : sequence of mapping
    outcomes : sequence of Indicator
    first_seed : int
        Seed of the first point in the first pass.
    number : int
        Which pass, from 1.
    jobs : int
    years : iterable of int
        Years of the run whose means are taken, from 1; the last one if left out.

    Returns
    -------
    DataFrame
        A row an arm, place and year: arm, place, year, seed, yuan, hours (a registered person and year over the whole
        run), outcomes.

    Raises
    ------
    SystemExit
        If a run failed.
    """
    seeds = [first_seed + (number - 1) * len(points) + place for place in range(len(points))]
    at = dict(zip(seeds, points, strict=True))
    last = next(iter(scenarios.values())).horizon.months // YEAR
    wanted = [(year, ((year - 1) * YEAR, year * YEAR)) for year in (years or (last,))]
    rows: list[dict[str, Any]] = []
    began, progress = time.monotonic(), on_stderr()
    progress.plan(len(scenarios) * len(seeds))
    with Simulator(jobs, progress) as simulator:
        for together in batched(scenarios.items(), TOGETHER):
            found = simulator.results([job for _, each in together for job in jobs_of([Named(each)], seeds, points=at)])
            for order, run in enumerate(found):
                if not isinstance(run, Run):
                    raise SystemExit(f"a run failed: {run.command}: {run.error}")
                name, place = together[order // len(seeds)][0], order % len(seeds)
                costs = {account: cost_of(run, account) for account in ACCOUNTS}
                rows += [
                    {"arm": name, "place": place, "year": year, "seed": run.seed, **costs}
                    | {each.name: run.value(each, *window) for each in outcomes}
                    for year, window in wanted
                ]
        counted = simulator.counted
    print(f"pass {number}: {counted.done} runs done, {counted.stored} read, {time.monotonic() - began:.0f} s")
    return pd.DataFrame(rows)


def told(before: pd.Series, after: pd.Series, place: pd.Series, points: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """What is told of a difference over points: its mean, band and signs, and the unknown that it turns with.

    Pairs at one point are averaged first, so that points count alike.

    Parameters
    ----------
    before, after : Series
        An outcome without and with, row by row the same seed.
    place : Series
        Place of the row's point among ``points``.
    points : sequence of mapping

    Returns
    -------
    dict
        baseline, difference, low, high (95 % t-interval of the mean over points), band_low, band_high, points, pairs,
        sign, same, same_low, same_high (share of points with that sign, Wilson's interval), luck (share of the
        variance of the points' means that comes of the seeds; NaN with one pair a point), turns_with, turn, p. Empty
        if no pair has a value on both sides.
    """
    steps = (after - before).dropna()
    by_place = pd.DataFrame({"before": before, "after": after, "place": place}).loc[steps.index].groupby("place").mean()
    found = paired_difference(by_place["before"].to_numpy(float), by_place["after"].to_numpy(float))
    if found is None:
        return {}
    means = (by_place["after"] - by_place["before"]).to_numpy(float)
    where = [points[each] for each in by_place.index]
    factors = {path: np.array([each[path] for each in where]) for path in where[0]}
    signs = signs_of(means, {path: values for path, values in factors.items() if len(set(values.tolist())) > 1})
    low, high = np.quantile(means, BAND)
    return {
        "baseline": found.baseline,
        "difference": found.difference,
        "low": found.low,
        "high": found.high,
        "band_low": low,
        "band_high": high,
        "points": len(means),
        "pairs": len(steps),
        "sign": signs.sign,
        "same": signs.same.value,
        "same_low": signs.same.low,
        "same_high": signs.same.high,
        "luck": share_of_luck(steps.groupby(place.loc[steps.index])),
        "turns_with": signs.turn.factor.removeprefix("parameters.") if signs.turn else "",
        "turn": turn_in_words(signs.turn) if signs.turn else "",
        "p": found.p,
    }


def turn_in_words(turn: Any) -> str:
    """Where the sign turns and in how many of the points there it is still that of most; or the rank correlation."""
    if turn.kind == RANK:
        return f"rank {turn.strength:+.2f}"
    at = f"{turn.at:.3g}" if isinstance(turn.at, float) else str(turn.at)
    sides = (f"{each.count} of {each.points}" for each in (turn.there, turn.elsewhere))
    return f"{turn.side} {at}: {' there, '.join(sides)} elsewhere"


def share_of_luck(by_place: Any) -> float:
    """Share of the variance of the points' means that the seeds make, by one-way analysis of variance; NaN with one."""
    count, spread, means = by_place.size(), by_place.var(ddof=1), by_place.mean()
    usable = count > 1
    if usable.sum() < 2 or not (in_all := float(means[usable].var(ddof=1))):
        return float("nan")
    return min(float((spread[usable] / count[usable]).mean()) / in_all, 1.0)
