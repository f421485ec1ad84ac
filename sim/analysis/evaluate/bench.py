"""One world on the bench: every estimate that could have been made in it, beside the truth."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.analysis.evaluate.estimators import estimate
from sim.analysis.evaluate.measure import seen
from sim.analysis.evaluate.panels import NEVER, Panel
from sim.analysis.evaluate.plan import EvaluationPlan
from sim.analysis.evaluate.worlds import World

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
SURVEY, SUBSET = 1, 2
"""Luck of an evaluation, which is none of the model's."""


class Result(NamedTuple):
    """One estimate in one world.

    Attributes
    ----------
    seed : int
    rule, outcome, measure, estimator : str
    villages : int
        In the evaluation.
    pilot : bool
        Whether there was one; without it the truth is nought.
    truth : float
        Mean effect on the villages of the evaluation that the pilot reached, over the periods under it.
    estimate, error, low, high, p : float
        NaN if there is no estimate.
    """

    seed: int
    rule: str
    outcome: str
    measure: str
    estimator: str
    villages: int
    pilot: bool
    truth: float
    estimate: float
    error: float
    low: float
    high: float
    p: float


class Asked(NamedTuple):
    """A world and what is asked of it."""

    plan: EvaluationPlan
    world: World


def results_of(asked: Asked) -> list[Result]:
    """All estimates of one world: by rule, outcome, measure, villages and estimator, with the pilot and without."""
    return list(_results(*asked))


def _results(plan: EvaluationPlan, world: World) -> Iterator[Result]:
    for rule in plan.rules:
        planned, begun = world.planned[rule], world.begun[rule]
        subsets = {size: subset(planned, size, rng_of(world.seed, SUBSET)) for size in plan.sizes}
        for place, look in enumerate(plan.looks):
            sources = {False: world.without, True: {name: world.served[rule, name] for name in plan.columns}}
            whole = {
                pilot: Panel(seen(found[look.column], look, plan.survey, rng_of(world.seed, SURVEY, place)), planned)
                for pilot, found in sources.items()
            }
            gained = sources[True][look.outcome] - sources[False][look.outcome]
            for size, rows in subsets.items():
                truths = {False: 0.0, True: truth(gained[rows], begun[rows])}
                for estimator in plan.estimators:
                    for pilot, panel in whole.items():
                        found = estimate(panel.some(rows), estimator)
                        low, high = found.interval(plan.level)
                        key = (world.seed, rule, look.outcome, look.measure, estimator, size, pilot)
                        yield Result(*key, truths[pilot], found.value, found.error, low, high, found.p)


def truth(gained: Floats, begun: Ints) -> float:
    """Mean effect where the pilot is on, by twins: village and period counted alike; NaN if it is on nowhere.

    Parameters
    ----------
    gained : float array, shape (villages, periods)
        Outcome with the pilot less that of the same world without it.
    begun : int array, shape (villages,)
        Period with which it begins.
    """
    on = Panel(gained, begun).under & np.isfinite(gained)
    return float(gained[on].mean()) if on.any() else float("nan")


def spilled(world: World, rule: str, outcome: str) -> float:
    """Mean difference in villages that the pilot never reaches, from its first period on."""
    begun = world.begun[rule]
    first = begun[begun != NEVER].min()
    gained = (world.served[rule, outcome] - world.without[outcome])[begun == NEVER, first:]
    return float(np.nanmean(gained))


def subset(planned: Ints, size: int, rng: np.random.Generator) -> Ints:
    """Villages of a smaller evaluation, drawn by lot with the shares of the waves kept; a larger one holds the smaller.

    Parameters
    ----------
    planned : int array, shape (villages,)
        Period with which the pilot is to begin.
    size : int
    rng : Generator
    """
    place = rng.permutation(len(planned))
    waves = [place[planned[place] == wave] for wave in np.unique(planned)]
    wanted = np.array([len(wave) * size / len(planned) for wave in waves])
    counts = np.floor(wanted).astype(int)
    for wave in np.argsort(counts - wanted, kind="stable")[: size - counts.sum()]:
        counts[wave] += 1
    return np.sort(np.concatenate([wave[:count] for wave, count in zip(waves, counts, strict=True)]))


def rng_of(*key: int) -> np.random.Generator:
    """Luck of an evaluation by key, so that none depends on what else is asked."""
    return np.random.default_rng(key)


def columns_of(results: Sequence[Result]) -> dict[str, list[Any]]:
    """The results by column."""
    return {name: [getattr(each, name) for each in results] for name in Result._fields}
