"""Which portfolio: the front under a budget as it is foretold, and what fresh pairs leave of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.analysis.budget import Budget
from sim.analysis.calibration.emulator import one_thread
from sim.analysis.optimise.fresh import Fresh, fresh_pairs
from sim.analysis.optimise.portfolios import FRONT, Portfolio, held_against, of_front
from sim.analysis.optimise.search import EVALUATIONS, Found, search
from sim.analysis.optimise.surface import Call, Surface, runs_of, surface_of
from sim.core.compute.intervals import mean_interval
from sim.execution.progress import Progress
from sim.indicators import indicator_named
from sim.studies.query import Study

Floats = NDArray[np.float64]
PORTFOLIOS, PAIRS = 30, 40
"""Portfolios that are run again at most, and the fresh pairs of each."""
COST = "yuan"
BROKEN = 1.02
"""Part of the budget from which a portfolio is said to have cost more."""


@dataclass(frozen=True)
class Dominance:
    """A portfolio of the front that is foretold to be better than another in all outcomes that are sought.

    Attributes
    ----------
    better, worse : str
    survives : bool
        Whether fresh pairs see the other better in none (95 % interval of the paired difference), and the front's is
        ahead in one at least.
    lost : tuple of str
        Outcomes in which the other is seen to be better.
    behind : tuple of str
        Outcomes in which the mean of the front's is the smaller, seen or not.
    """

    better: str
    worse: str
    survives: bool
    lost: tuple[str, ...]
    behind: tuple[str, ...]


@dataclass(frozen=True)
class Curse:
    """Estimate less fresh of an outcome, mean over the portfolios of the front, in the outcome's better direction."""

    outcome: str
    mean: float
    low: float
    high: float


@dataclass(frozen=True)
class Optimised:
    """What is found.

    Attributes
    ----------
    surface : Surface
    budget : Budget
    found : Found
        All that the search kept.
    portfolios : tuple of Portfolio
        Those that were run again.
    estimates, bars : float arrays, shape (portfolios, outcomes)
        Differences as foretold, and the half-widths of nine in ten.
    priced : float array, shape (portfolios,)
        What was foretold that they cost, its bar included.
    fresh : Fresh
    dominances : tuple of Dominance
    curses : tuple of Curse
    points : int
        Pairs that the surface was made from.
    """

    surface: Surface
    budget: Budget
    found: Found
    portfolios: tuple[Portfolio, ...]
    estimates: Floats
    bars: Floats
    priced: Floats
    fresh: Fresh
    dominances: tuple[Dominance, ...]
    curses: tuple[Curse, ...]
    points: int

    @property
    def outcomes(self) -> tuple[str, ...]:
        """Outcomes that are sought."""
        return self.surface.outcomes

    def dearer(self) -> list[str]:
        """Portfolios that have cost more than the budget."""
        limit = self.budget.amount * BROKEN
        return [each.name for each in self.portfolios if self.fresh.cost[each.name] > limit]

    def records(self) -> list[dict[str, Any]]:
        """A row a portfolio."""
        rows = []
        for place, each in enumerate(self.portfolios):
            row: dict[str, Any] = {"portfolio": each.name, "kind": each.kind}
            row |= self.surface.levers.changes(each.places)
            row |= {"cost_estimate": float(self.priced[place]), "cost_fresh": self.fresh.cost[each.name]}
            for column, outcome in enumerate(self.outcomes):
                mean, low, high = mean_interval(self.fresh.steps[each.name][:, column])
                row |= {
                    f"{outcome}_estimate": float(self.estimates[place, column]),
                    f"{outcome}_bar": float(self.bars[place, column]),
                    f"{outcome}_fresh": mean,
                    f"{outcome}_low": low,
                    f"{outcome}_high": high,
                }
            rows.append(row)
        return rows

    def fits(self) -> list[dict[str, Any]]:
        """A row an outcome: how well it is foretold; the last is that of the cost."""
        rows: list[dict[str, Any]] = [
            {"outcome": name, "r2": found.r2, "sought": name in self.outcomes, "pairs": found.rows}
            for name, found in self.surface.fitted.items()
        ]
        cost = self.surface.cost_fit
        return [*rows, {"outcome": COST, "r2": cost.r2, "sought": False, "pairs": cost.rows}]

    def stated(self) -> list[dict[str, Any]]:
        """A row a dominance."""
        return [
            {
                "better": each.better,
                "worse": each.worse,
                "survives": each.survives,
                "lost": ", ".join(each.lost),
                "behind": ", ".join(each.behind),
            }
            for each in self.dominances
        ]


def optimise(
    study: Study,
    budget: Budget,
    outcomes: Sequence[str] | None = None,
    *,
    folder: Path,
    portfolios: int = PORTFOLIOS,
    pairs: int = PAIRS,
    evaluations: int = EVALUATIONS,
    call: Call = lambda function, items: list(map(function, items)),
    jobs: int = 0,
    progress: Progress | None = None,
) -> Optimised:
    """Look for portfolios under a budget, and run them again.

    Parameters
    ----------
    study : Study
        Of a baseline and one scenario, the doses and targets of whose policies are levers; its runs are done.
    budget : Budget
        For a registered person and year.
    outcomes : sequence of str, optional
        All that the study keeps and of which a side is better, if left out.
    folder : Path
        Where fresh runs are kept.
    portfolios, pairs : int
        Portfolios that are run again at most, and the fresh pairs of each.
    evaluations : int
        Portfolios that the search looks at.
    call : callable
        Calls a function on each item, in workers or not.
    jobs, progress
        Of the fresh runs.

    Raises
    ------
    ValueError
        If the study is none of the kind, nothing can be had for the budget, or no outcome is foretold well enough.
    """
    chosen = list(outcomes or [each for each in study.outcomes if indicator_named(each).better])
    runs, levers = runs_of(study, chosen)
    surface = surface_of(runs, levers, chosen, call)
    money = surface.money(budget.amount)
    held = study.prepared.study
    seed = int(held["seed"])
    with one_thread():  # once: looking for what to limit takes longer than an evaluation
        found = search(surface.gains, len(levers.factors), money, evaluations=evaluations, seed=seed)
        others = held_against(levers, money)
        again = (*of_front(found.x, found.values, levers, max(portfolios - len(others), 1)), *others)
        places = np.array([each.places for each in again])
        estimates, priced = surface.differences(places), surface.cost(places)
    scenarios = {each["name"]: each for each in held["scenarios"]}
    arm = next(name for name in scenarios if name != study.baseline)
    fresh = fresh_pairs(
        scenarios[str(study.baseline)],
        scenarios[arm],
        {each.name: levers.changes(each.places) for each in again},
        surface.outcomes,
        folder,
        pairs=pairs,
        seed=seed,
        window=str(held["kept"]["window"]),
        jobs=jobs,
        progress=progress,
    )
    sides = np.array([indicator_named(each).better for each in surface.outcomes], float)
    bars = surface.bars(estimates)
    return Optimised(
        surface,
        budget,
        found,
        again,
        estimates,
        bars,
        priced,
        fresh,
        dominances(again, estimates * sides, bars, fresh, surface.outcomes, sides),
        curses(again, estimates * sides, fresh, surface.outcomes, sides),
        len(runs.row),
    )


def dominances(
    again: Sequence[Portfolio], gains: Floats, bars: Floats, fresh: Fresh, outcomes: Sequence[str], sides: Floats
) -> tuple[Dominance, ...]:
    """What is stated of the front: behind in nothing, and ahead by more than the bar in something."""
    found = []
    for mine, one in enumerate(again):
        for other, two in enumerate(again):
            lead = gains[mine] - gains[other]
            if one.kind != FRONT or two.kind == FRONT or (lead < 0).any() or not (lead > bars[mine]).any():
                continue
            steps = (fresh.steps[one.name] - fresh.steps[two.name]) * sides
            spans = [mean_interval(steps[:, column]) for column in range(len(outcomes))]
            lost = tuple(name for name, (_, _, high) in zip(outcomes, spans, strict=True) if high < 0)
            behind = tuple(name for name, (mean, _, _) in zip(outcomes, spans, strict=True) if mean < 0)
            ahead = any(mean > 0 for mean, _, _ in spans)
            found.append(Dominance(one.name, two.name, not lost and ahead, lost, behind))
    return tuple(found)


def curses(
    again: Sequence[Portfolio], gains: Floats, fresh: Fresh, outcomes: Sequence[str], sides: Floats
) -> tuple[Curse, ...]:
    """Estimate less fresh over the front; the interval is that of the fresh pairs, whose seeds all portfolios share."""
    mine = [place for place, each in enumerate(again) if each.kind == FRONT]
    steps = np.mean([fresh.steps[again[place].name] for place in mine], axis=0) * sides
    found = []
    for column, outcome in enumerate(outcomes):
        mean, low, high = mean_interval(gains[mine, column].mean() - steps[:, column])
        found.append(Curse(outcome, mean, low, high))
    return tuple(found)
