"""Design of experiments: which points of the factors' ranges are run.

Samplers are those of ``scipy.stats.qmc`` and SALib. They give places between 0 and 1, which the factors turn into
values, so that choices, whole numbers and logarithmic ranges fit in every design.
"""

from __future__ import annotations

import itertools
import math
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from sim.core.config.language import message
from sim.studies.design_file import read_points
from sim.studies.factors import Factor, Point
from sim.studies.plan import SAMPLED, DesignPlan
from sim.studies.plausible import plausible_set

BATCHED = ("lhs", "morris")
"""Designs whose points depend on how many are asked for: they grow by further batches."""


def points_of(plan: DesignPlan, factors: Sequence[Factor], folder: Path) -> list[Point]:
    """All points of a design, in order.

    Parameters
    ----------
    plan : DesignPlan
    factors : sequence of Factor
    folder : Path
        Folder of the study, from which ``plan.file`` is looked up.

    Returns
    -------
    list of tuple
        A point may stand there twice where the sampler draws it twice.

    Raises
    ------
    ValueError
        If the design does not fit the factors.

    References
    ----------
    Latin hypercubes: McKay, M. D., Beckman, R. J. and Conover, W. J. (1979). Technometrics 21, 239-245.
    Sobol sequences: Sobol', I. M. (1967). USSR Computational Mathematics and Mathematical Physics 7(4), 86-112.
    Saltelli's design: Saltelli, A. and others (2010). Computer Physics Communications 181, 259-270.
    Trajectories: Morris, M. D. (1991). Technometrics 33, 161-174.
    """
    if plan.kind == "none" or (not factors and plan.kind != "file"):
        return [()]
    if plan.kind in SAMPLED:
        return [
            tuple(factor.at(float(u)) for factor, u in zip(factors, row, strict=True)) for row in _units(plan, factors)
        ]
    return BY_LEVELS[plan.kind](plan, factors, folder)


def grown(plan: DesignPlan, before: DesignPlan | None) -> DesignPlan:
    """The plan in batches that keep the points of the design there was.

    Parameters
    ----------
    plan : DesignPlan
        As the study file has it.
    before : DesignPlan or None
        The design there was, over the same factors.

    Returns
    -------
    DesignPlan
        ``points: 150`` after ``points: 100`` becomes the batches 100 and 50.
    """
    if before is None or plan.kind not in BATCHED or len(plan.points) != 1:
        return plan
    same = (plan.kind, plan.seed, plan.trajectories_levels) == (before.kind, before.seed, before.trajectories_levels)
    had, requested = sum(before.points), plan.points[0]
    if not same or requested < had:
        return plan
    batches = before.points if requested == had else (*before.points, requested - had)
    return DesignPlan(**{**vars(plan), "points": batches})


def problem_of(factors: Sequence[Factor]) -> dict[str, Any]:
    """The factors as SALib names them, on places between 0 and 1."""
    return {
        "num_vars": len(factors),
        "names": [factor.path for factor in factors],
        "bounds": [[0.0, 1.0]] * len(factors),
    }


def _units(plan: DesignPlan, factors: Sequence[Factor]) -> np.ndarray:
    sizes = plan.points if plan.kind in BATCHED else (sum(plan.points),)
    return np.concatenate([_sample(plan, factors, size, plan.seed + place) for place, size in enumerate(sizes)])


def _sample(plan: DesignPlan, factors: Sequence[Factor], size: int, seed: int) -> np.ndarray:
    """Places between 0 and 1, shape (points, factors)."""
    with warnings.catch_warnings():
        # Sampling sequences in other sizes than powers of two is told by `notes`, in words of this package.
        warnings.simplefilter("ignore", UserWarning)
        if plan.kind in ("lhs", "sobol"):
            from scipy.stats import qmc

            sampler = qmc.LatinHypercube if plan.kind == "lhs" else qmc.Sobol
            return np.asarray(sampler(len(factors), rng=seed).random(size))
        if plan.kind == "saltelli":
            from SALib.sample import sobol

            found = sobol.sample(problem_of(factors), size, calc_second_order=plan.second_order, seed=seed)
            return np.asarray(found)
        from SALib.sample import morris

        found = morris.sample(problem_of(factors), size, num_levels=plan.trajectories_levels, seed=seed)
        return np.asarray(found)


def notes(plan: DesignPlan) -> list[str]:
    """What a user ought to know about a design."""
    size = sum(plan.points)
    if plan.kind in ("sobol", "saltelli") and math.log2(size) % 1:
        nearest = 2 ** round(math.log2(size))
        return [
            message(
                "{size} is no power of two: the sequence is balanced at powers of two, such as {nearest}",
                size=size, nearest=nearest,
            )
        ]  # fmt: skip
    return []


def _full(plan: DesignPlan, factors: Sequence[Factor], folder: Path) -> list[Point]:
    return list(itertools.product(*(factor.steps(plan.levels) for factor in factors)))


def _fractional(plan: DesignPlan, factors: Sequence[Factor], folder: Path) -> list[Point]:
    from SALib.sample import ff

    ends = [(factor.at(0.0), factor.at(1.0)) for factor in factors]
    places = ff.sample(problem_of(factors))[:, : len(factors)]
    rows = [tuple(pair[int(u > 0.5)] for pair, u in zip(ends, row, strict=True)) for row in places]
    return list(dict.fromkeys(rows))


def _one_at_a_time(plan: DesignPlan, factors: Sequence[Factor], folder: Path) -> list[Point]:
    still: Point = (None,) * len(factors)
    rows = [still]
    for place, factor in enumerate(factors):
        rows += [(*still[:place], value, *still[place + 1 :]) for value in factor.steps(plan.levels)]
    return rows


def _from_file(plan: DesignPlan, factors: Sequence[Factor], folder: Path) -> list[Point]:
    return read_points(folder / plan.file, factors)


def _plausible(plan: DesignPlan, factors: Sequence[Factor], folder: Path) -> list[Point]:
    """Each combination of the levers at every point of the plausible set."""
    points = plausible_set(sum(plan.points)).points
    levers = [factor for factor in factors if factor.role == "lever"]
    rows = []
    for chosen in itertools.product(*(factor.steps(plan.levels) for factor in levers)):
        set_to: dict[str, Any] = {lever.path: value for lever, value in zip(levers, chosen, strict=True)}
        rows += [tuple({**point, **set_to}.get(factor.path) for factor in factors) for point in points]
    return rows


BY_LEVELS: dict[str, Callable[[DesignPlan, Sequence[Factor], Path], list[Point]]] = {
    "full": _full,
    "fractional": _fractional,
    "one_at_a_time": _one_at_a_time,
    "file": _from_file,
    "plausible": _plausible,
}
