"""What portfolios do and cost, as far as the runs of a study tell: emulators of differences over its levers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.analysis.calibration.emulator import require_scikit
from sim.analysis.emulator.difference import Difference, fit_difference
from sim.analysis.optimise.levers import Levers
from sim.analysis.optimise.search import Money
from sim.core.config.language import message
from sim.indicators import indicator_named
from sim.studies.exports import complete
from sim.studies.query import Study

Floats = NDArray[np.float64]
Call = Callable[[Callable[[Any], Any], Sequence[Any]], Sequence[Any]]
SATURATING = ("share", "0-1")
"""Units of outcomes that lie between 0 and 1."""
LEAST_R2 = 0.5
"""Share of what noise leaves that is to be foretold out of sample, below which an outcome is not sought."""
MANY = 1e6
"""Pairs of a bar in which luck is no part."""
MOVES_COST = 0.01
"""Part of the range of costs that a lever has to move alone, to count as one that costs."""


@dataclass(frozen=True)
class Runs:
    """Pairs of a study as arrays.

    Attributes
    ----------
    places : float array, shape (pairs, levers)
    before, after : dict of str to float array, shape (pairs,)
    cost : float array, shape (pairs,)
        Yuan for a registered person and year, beyond the baseline's.
    row : int array, shape (pairs,)
        Point of the design.
    """

    places: Floats
    before: dict[str, Floats]
    after: dict[str, Floats]
    cost: Floats
    row: NDArray[np.int64]


@dataclass(frozen=True)
class Surface:
    """What is foretold of portfolios.

    Attributes
    ----------
    levers : Levers
    outcomes : tuple of str
    fitted : dict of str to Difference
        By outcome, those that are foretold too badly among them.
    cost : Difference
        Of yuan.
    before : dict of str to float
        Mean of each outcome in the baseline.
    """

    levers: Levers
    outcomes: tuple[str, ...]
    fitted: dict[str, Difference]
    cost_fit: Difference
    before: dict[str, float]

    def differences(self, places: Floats) -> Floats:
        """Differences of outcomes, shape (portfolios, outcomes)."""
        x = self.levers.inputs(places)
        found = [self.fitted[each].predict(x, np.full(len(x), self.before[each])) for each in self.outcomes]
        return np.column_stack(found)

    def bars(self, differences: Floats) -> Floats:
        """Half-widths that hold nine in ten of the means over many pairs."""
        found = [self.fitted[each].bar.of(differences[:, k], MANY) for k, each in enumerate(self.outcomes)]
        return np.column_stack(found)

    def cost(self, places: Floats) -> Floats:
        """Yuan for a registered person and year, the mean over many pairs as foretold, and its bar on top."""
        snapped = self.levers.snapped(places)
        found = self.cost_fit.predict(self.levers.inputs(snapped), np.zeros(len(snapped)))
        return np.asarray(np.maximum(found, 0.0) + self.cost_fit.bar.of(found, MANY))

    def gains(self, places: Floats) -> Floats:
        """Differences turned so that the larger is the better, of what can be had at these places."""
        sides = np.array([indicator_named(each).better for each in self.outcomes], float)
        return np.asarray(self.differences(self.levers.snapped(places)) * sides)

    @cached_property
    def cheapest(self) -> Floats:
        """Place of each lever at which it costs least, NaN where it hardly moves the cost."""
        count = len(self.levers.factors)
        middle = np.full((2 * count, count), 0.5)
        for place in range(count):
            middle[2 * place, place], middle[2 * place + 1, place] = 0.0, 1.0
        cost = self.cost(middle).reshape(count, 2)
        top = float(self.cost(np.where(cost[:, 1] >= cost[:, 0], 1.0, 0.0)[None, :])[0])
        moves = np.abs(cost[:, 1] - cost[:, 0]) > MOVES_COST * max(top, 1e-9)
        return np.where(moves, np.where(cost[:, 1] >= cost[:, 0], 0.0, 1.0), np.nan)

    def money(self, budget: float) -> Money:
        """What a budget allows."""
        return Money(self.cost, budget, self.cheapest)


def runs_of(study: Study, outcomes: Sequence[str]) -> tuple[Runs, Levers]:
    """The pairs of a study whose runs are done.

    Raises
    ------
    MissingValues
        If runs are not done or have no value; they are named.
    ValueError
        If the study is not one of a baseline and a portfolio with levers.
    """
    prepared = study.prepared
    levers = Levers(tuple(factor for factor in prepared.factors if factor.role == "lever"))
    arms = [each for each in prepared.titles if each != study.baseline]
    if len(arms) != 1 or not isinstance(study.baseline, str) or not levers.factors:
        raise ValueError(
            message(
                "optimise takes a study of two scenarios, a baseline and one whose policies have levers; "
                "`ruralparty new study optimise FOLDER` writes one"
            )
        )
    frame = complete(study.frame(outcomes), prepared.requested.num_rows, outcomes)
    keys = ["row", "replicate"]
    base = frame[frame["scenario"] == study.baseline].set_index(keys)
    mine = frame[frame["scenario"] == arms[0]].set_index(keys)
    base = base.loc[mine.index]
    places = np.array([[factor.place(value) for value in mine[factor.path]] for factor in levers.factors]).T
    if np.isnan(places).any():
        raise ValueError(message("points of this study leave levers as the scenario has them"))
    cost = (mine["cost_yuan"] / mine["person_years"] - base["cost_yuan"] / base["person_years"]).to_numpy(float)
    return (
        Runs(
            places,
            {each: base[each].to_numpy(float) for each in outcomes},
            {each: mine[each].to_numpy(float) for each in outcomes},
            cost,
            mine.index.get_level_values("row").to_numpy(np.int64),
        ),
        levers,
    )


def surface_of(runs: Runs, levers: Levers, outcomes: Sequence[str], call: Call) -> Surface:
    """Fit what the runs tell; an outcome that is foretold too badly is not sought.

    Raises
    ------
    ValueError
        If none of the outcomes has a better side, or none is foretold well enough.
    """
    require_scikit()
    judged = [each for each in outcomes if indicator_named(each).better]
    if not judged:
        raise ValueError(message("no direction is better of any of these outcomes: there is nothing to seek"))
    x = levers.inputs(levers.snapped(runs.places))
    tasks = [
        (x, runs.before[each], runs.after[each], runs.row, indicator_named(each).unit in SATURATING) for each in judged
    ]
    tasks.append((x, np.zeros(len(x)), runs.cost, runs.row, False))
    *found, cost = call(partial(_fit), tasks)
    fitted = dict(zip(judged, found, strict=True))
    sought = tuple(each for each in judged if fitted[each].r2 >= LEAST_R2)
    if not sought:
        told = ", ".join(f"{each} {fitted[each].r2:.2f}" for each in judged)
        raise ValueError(
            message(
                "none of the outcomes is foretold well enough (R² out of sample of what noise leaves: {told}; at least "
                "{least}): more points are needed",
                told=told,
                least=LEAST_R2,
            )
        )
    return Surface(levers, sought, fitted, cost, {each: float(runs.before[each].mean()) for each in judged})


def _fit(task: tuple[Floats, Floats, Floats, NDArray[np.int64], bool]) -> Difference:
    return fit_difference(*task)
