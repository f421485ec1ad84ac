"""A shallow regression tree of differences, by scikit-learn: points parted where effects part, tried on fresh ones."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.analysis.discover.prim import Where
from sim.analysis.robust.turns import is_number
from sim.core.config.language import message

DEPTH, LEAST_LEAF, LEAST_GAIN = 2, 0.1, 0.03
"""Splits after one another, smallest share of the points in a leaf, least share of the variance that a split takes."""
Condition = tuple[str, str, Any]


@dataclass(frozen=True)
class Leaf:
    """Points that the tree puts together.

    Attributes
    ----------
    conditions : tuple of (factor, "<=", ">", "is" or "is not", value)
    points, fresh_points : int
    mean, fresh_mean, fresh_error : float
        Mean difference on the points that it was grown on; on fresh ones, with its standard error.
    """

    conditions: tuple[Condition, ...]
    points: int
    mean: float
    fresh_points: int
    fresh_mean: float
    fresh_error: float


@dataclass(frozen=True)
class Grown:
    """A tree.

    Attributes
    ----------
    leaves : list of Leaf
    explained : float
        Share of the variance of fresh points that it explains; below 0 if it does worse than their mean.
    """

    leaves: list[Leaf]
    explained: float


def grow(factors: Mapping[str, np.ndarray], steps: np.ndarray, fresh: Where) -> Grown:
    """Grow a tree on the points that are not fresh, and try it on those that are.

    Parameters
    ----------
    factors : dict of str to array, shape (points,)
        Numbers; of words each is a switch.
    steps : float array, shape (points,)
        Differences.
    fresh : bool array, shape (points,)

    Raises
    ------
    ModuleNotFoundError
        If scikit-learn is not installed.
    """
    try:
        from sklearn.tree import DecisionTreeRegressor
    except ModuleNotFoundError:
        raise ModuleNotFoundError(message("discover needs scikit-learn: pip install 'ruralparty[analysis]'")) from None
    names, columns = _columns(factors)
    least = LEAST_GAIN * float(steps[~fresh].var())
    tree = DecisionTreeRegressor(
        max_depth=DEPTH, min_samples_leaf=LEAST_LEAF, min_impurity_decrease=least, random_state=0
    )
    tree.fit(columns[~fresh], steps[~fresh])
    at, nodes = tree.apply(columns), tree.tree_
    leaves = []
    for leaf, conditions in _leaves(nodes, names):
        here, held_out = at == leaf, (at == leaf) & fresh
        mine = steps[held_out]
        error = float(mine.std(ddof=1) / math.sqrt(len(mine))) if len(mine) > 1 else math.nan
        mean = float(mine.mean()) if len(mine) else math.nan
        seen = steps[here & ~fresh]
        leaves.append(Leaf(conditions, len(seen), float(seen.mean()), len(mine), mean, error))
    return Grown(leaves, _explained(steps[fresh], tree.predict(columns[fresh]) if fresh.any() else np.zeros(0)))


def _columns(factors: Mapping[str, np.ndarray]) -> tuple[list[tuple[str, Any]], np.ndarray]:
    """Columns of numbers, with the factor of each and, of a switch, its word."""
    names: list[tuple[str, Any]] = []
    columns = []
    for name, values in factors.items():
        if is_number(values):
            names.append((name, None))
            columns.append(values.astype(float))
            continue
        for word in sorted(set(values.tolist()), key=str):
            names.append((name, word))
            columns.append((values == word).astype(float))
    return names, np.column_stack(columns)


def _leaves(nodes: Any, names: list[tuple[str, Any]]) -> list[tuple[int, tuple[Condition, ...]]]:
    def below(node: int, conditions: tuple[Condition, ...]) -> list[tuple[int, tuple[Condition, ...]]]:
        if nodes.children_left[node] < 0:
            return [(node, conditions)]
        name, word = names[nodes.feature[node]]
        cut = float(nodes.threshold[node])
        left, right = (
            ((name, "<=", cut), (name, ">", cut)) if word is None else ((name, "is not", word), (name, "is", word))
        )
        return [
            *below(int(nodes.children_left[node]), (*conditions, left)),
            *below(int(nodes.children_right[node]), (*conditions, right)),
        ]

    return below(0, ())


def _explained(found: np.ndarray, predicted: np.ndarray) -> float:
    apart = float(((found - found.mean()) ** 2).sum()) if len(found) > 1 else 0.0
    return 1 - float(((found - predicted) ** 2).sum()) / apart if apart else math.nan
