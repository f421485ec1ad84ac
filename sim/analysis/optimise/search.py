"""Search for the best compromises between outcomes under a budget: NSGA-II, whose every portfolio is within its money.

A portfolio that costs too much is moved along the straight way to the cheapest one until it does not, before it is
looked at. All portfolios that were looked at are kept, and those that none of them dominates are the front.

References
----------
Deb, K., Pratap, A., Agarwal, S. and Meyarivan, T. (2002). A fast and elitist multiobjective genetic algorithm: NSGA-II.
IEEE Transactions on Evolutionary Computation 6, 182-197 (from memory).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.core.config.language import message

Floats = NDArray[np.float64]
Function = Callable[[Floats], Floats]
EVALUATIONS = 20_000
POPULATION = 100
MUTATION = 50
"""Index of the mutation's distribution: how near to a portfolio its mutants lie."""
HALVINGS = 30


@dataclass(frozen=True)
class Found:
    """Portfolios that none of those looked at dominates.

    Attributes
    ----------
    x : float array, shape (portfolios, levers)
        Places between 0 and 1.
    values : float array, shape (portfolios, outcomes)
        The larger, the better.
    cost : float array, shape (portfolios,)
    evaluations : int
    dearest : float
        Cost of the dearest portfolio that was looked at.
    """

    x: Floats
    values: Floats
    cost: Floats
    evaluations: int
    dearest: float


@dataclass(frozen=True)
class Money:
    """What portfolios may cost.

    Attributes
    ----------
    cost : callable
        Cost of each portfolio, from places of shape (portfolios, levers).
    budget : float
    cheapest : float array, shape (levers,)
        Place of each lever at which it costs least; NaN for one that costs nothing, and stays where it is.
    """

    cost: Function
    budget: float
    cheapest: Floats

    def within(self, x: Floats) -> Floats:
        """Portfolios within the budget: those that cost more are moved towards the cheapest.

        Raises
        ------
        ValueError
            If the cheapest one costs more.
        """
        found = np.array(x, float)
        over = np.flatnonzero(self.cost(found) > self.budget)
        if not over.size:
            return found
        far = found[over]
        near = np.where(np.isnan(self.cheapest), far, self.cheapest)
        if (least := float(self.cost(near).max())) > self.budget:
            fault = message(
                "the least that these levers can cost is {least}: more than the budget of {budget}",
                least=f"{least:.4g}",
                budget=f"{self.budget:g}",
            )
            raise ValueError(fault)
        low, high = np.zeros(len(over)), np.ones(len(over))
        for _ in range(HALVINGS):
            middle = (low + high) / 2
            dear = self.cost(near + middle[:, None] * (far - near)) > self.budget
            low, high = np.where(dear, low, middle), np.where(dear, middle, high)
        found[over] = near + low[:, None] * (far - near)
        return found


def free(levers: int) -> Money:
    """No budget."""
    return Money(lambda x: np.zeros(len(x)), 0.0, np.full(levers, np.nan))


def search(
    values: Function, levers: int, money: Money | None = None, *, evaluations: int = EVALUATIONS, seed: int = 1
) -> Found:
    """Look for the front.

    Parameters
    ----------
    values : callable
        Outcomes of each portfolio, the larger the better: from places of shape (portfolios, levers), between 0 and 1,
        to shape (portfolios, outcomes).
    levers : int
    money : Money, optional
        No budget if left out.
    evaluations : int
        Portfolios that are looked at.
    seed : int

    Raises
    ------
    ModuleNotFoundError
        If pymoo is not installed.
    ValueError
        If nothing can be had for the budget.

    Examples
    --------
    >>> import numpy as np
    >>> from sim.analysis.optimise.search import Money, search
    >>> both = lambda x: np.column_stack([x[:, 0], x[:, 1]])
    >>> found = search(both, 2, Money(lambda x: x.sum(axis=1), 1.0, np.zeros(2)), evaluations=1200)
    >>> bool((found.cost <= 1).all()), round(float((found.values.sum(axis=1)).min()), 1)
    (True, 1.0)
    """
    pymoo = require_pymoo()
    within = money or free(levers)
    seen: list[tuple[Floats, Floats, Floats]] = []

    class Levers(pymoo.Problem):  # type: ignore[name-defined]
        def _evaluate(self, x: Floats, out: dict[str, Any], *rest: Any, **more: Any) -> None:
            found = np.asarray(values(x), float)
            seen.append((np.array(x, float), found, np.asarray(within.cost(x), float)))
            out["F"] = -found

    class Within(pymoo.Repair):  # type: ignore[name-defined]
        def _do(self, problem: Any, x: Floats, **rest: Any) -> Floats:
            return within.within(x)

    outcomes = np.asarray(values(within.within(np.full((1, levers), 0.5)))).shape[1]
    problem = Levers(n_var=levers, n_obj=outcomes, xl=0.0, xu=1.0)
    algorithm = pymoo.NSGA2(pop_size=POPULATION, mutation=pymoo.PM(eta=MUTATION), repair=Within())
    pymoo.minimize(problem, algorithm, ("n_eval", evaluations), seed=seed, verbose=False)
    x, y, cost = (np.concatenate(each) for each in zip(*seen, strict=True))
    best = undominated(y)
    return Found(x[best], y[best], cost[best], len(y), float(cost.max()))


def undominated(values: Floats) -> NDArray[np.int64]:
    """Rows that no other dominates, the first of equal ones; the larger, the better."""
    _, first = np.unique(values, axis=0, return_index=True)
    rows = values[first]
    order = np.argsort(-rows.sum(axis=1), kind="stable")
    kept: list[int] = []
    best = np.empty((0, values.shape[1]))
    for place in order:  # a row is dominated only by one of a larger sum
        row = rows[place]
        if not ((best >= row).all(axis=1)).any():
            kept.append(int(place))
            best = np.vstack([best, row])
    return np.sort(first[np.array(kept, np.int64)])


@dataclass(frozen=True)
class _Pymoo:
    """What is used of pymoo."""

    NSGA2: Any
    PM: Any
    Problem: Any
    Repair: Any
    minimize: Any


def require_pymoo() -> _Pymoo:
    """What is used of pymoo; says at once if it is missing.

    Raises
    ------
    ModuleNotFoundError
        Saying what installs it.
    """
    try:
        from pymoo.algorithms.moo.nsga2 import NSGA2
        from pymoo.core.problem import Problem
        from pymoo.core.repair import Repair
        from pymoo.operators.mutation.pm import PM
        from pymoo.optimize import minimize
    except ModuleNotFoundError:
        fault = message("optimise needs pymoo: pip install 'ruralparty[optimise]'")
        raise ModuleNotFoundError(fault) from None
    return _Pymoo(NSGA2, PM, Problem, Repair, minimize)
