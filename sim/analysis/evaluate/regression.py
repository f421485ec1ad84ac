"""Least squares with effects of villages and periods, and errors clustered by village.

Plain linear algebra on the few hundred rows of one evaluation: a bench makes a hundred thousand regressions. Estimates
and errors are those of pyfixest, with its corrections for small samples.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_factor, cho_solve

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
TINY = 1e-9
"""Length of a column, relative to what it was, below which nothing is left of it once effects are taken out."""


@dataclass(frozen=True)
class Fit:
    """Coefficients and their variance.

    Attributes
    ----------
    coefficients : float array, shape (columns,)
        NaN of columns that effects explain.
    variance : float array, shape (columns, columns)
    clusters : int
    """

    coefficients: Floats
    variance: Floats
    clusters: int


class Effects:
    """An effect for each member of some groups, without the first member of all groups but the first.

    Parameters
    ----------
    *groups : int array, shape (rows,)
        Members by row.
    where : bool array, shape (rows,), optional
        Rows that effects are worked out from; all if left out.

    Raises
    ------
    LinAlgError
        If the rows do not tell the effects apart.
    """

    def __init__(self, *groups: Ints, where: NDArray[np.bool_] | None = None) -> None:
        self.groups = [np.unique(group, return_inverse=True)[1] for group in groups]
        self.sizes = [int(group.max()) + 1 for group in self.groups]
        self.weight = np.ones(len(groups[0])) if where is None else where.astype(float)
        blocks = [[self._crossed(a, b) for b in range(len(groups))] for a in range(len(groups))]
        dropped = np.cumsum([0, *self.sizes[:-1]])[1:]
        self.kept = np.delete(np.arange(sum(self.sizes)), dropped)
        whole = np.block(blocks)[np.ix_(self.kept, self.kept)]
        self._factor = cho_factor(whole)

    def _crossed(self, a: int, b: int) -> Floats:
        cell = self.groups[a] * self.sizes[b] + self.groups[b]
        found = np.bincount(cell, self.weight, self.sizes[a] * self.sizes[b])
        return found.reshape(self.sizes[a], self.sizes[b])

    def sums(self, values: Floats, by: Ints | None = None) -> Floats:
        """Sums of rows over each effect, shape (effects,), or for each cluster, shape (clusters, effects)."""
        clusters = np.zeros(len(values), int) if by is None else np.unique(by, return_inverse=True)[1]
        count = int(clusters.max()) + 1
        parts = [
            np.bincount(clusters * size + group, values, count * size).reshape(count, size)
            for group, size in zip(self.groups, self.sizes, strict=True)
        ]
        found = np.hstack(parts)[:, self.kept]
        return found[0] if by is None else found

    def solve(self, sums: Floats) -> Floats:
        """Effects that give these sums, shape (effects,)."""
        return np.asarray(cho_solve(self._factor, sums))

    def at(self, effects: Floats) -> Floats:
        """What effects add up to in each row, shape (rows,)."""
        whole = np.zeros(sum(self.sizes))
        whole[self.kept] = effects
        starts = np.cumsum([0, *self.sizes[:-1]])
        return np.asarray(sum(whole[start + group] for start, group in zip(starts, self.groups, strict=True)))

    def without(self, values: Floats) -> Floats:
        """What is left of values in all rows, shape (rows,), once the effects of the rows looked at are taken out."""
        return values - self.at(self.solve(self.sums(values * self.weight)))


def not_alone(*groups: Ints) -> NDArray[np.bool_]:
    """Rows that share each of their effects with another row: single ones say nothing."""
    keep = np.ones(len(groups[0]), bool)
    while True:
        before = keep.sum()
        for group in groups:
            counts = np.bincount(group[keep], minlength=int(group.max()) + 1)
            keep &= counts[group] > 1
        if keep.sum() == before:
            return keep


def least_squares(y: Floats, columns: Floats, cluster: Ints, absorbed: tuple[Ints, ...], nested: int) -> Fit:
    """Regress on columns, effects absorbed, with errors clustered.

    Parameters
    ----------
    y : float array, shape (rows,)
    columns : float array, shape (rows, columns)
    cluster : int array, shape (rows,)
        Villages, or what they lie in.
    absorbed : tuple of int array, shape (rows,)
        Groups whose effects are taken out.
    nested : int
        How many of them lie within clusters, and so cost no degrees of freedom; they come first.
    """
    keep = not_alone(*absorbed)
    y, columns, cluster = y[keep], columns[keep], cluster[keep]
    effects = Effects(*(group[keep] for group in absorbed))
    left = np.column_stack([effects.without(each) for each in (y, *columns.T)])
    length = np.sqrt((columns**2).sum(axis=0))
    good = np.flatnonzero(np.sqrt((left[:, 1:] ** 2).sum(axis=0)) > TINY * np.maximum(length, 1.0))
    x = left[:, 1:][:, good]
    bread = np.linalg.pinv(x.T @ x)
    beta = bread @ (x.T @ left[:, 0])
    scores = by_cluster(x * (left[:, 0] - x @ beta)[:, None], cluster)
    spent = x.shape[1] + sum(effects.sizes[nested:]) - max(len(absorbed) - 1 - nested, 0)
    rows, count = len(y), len(scores)
    factor = (rows - 1) / (rows - spent) * count / (count - 1)
    coefficients, variance = np.full(columns.shape[1], np.nan), np.zeros((columns.shape[1],) * 2)
    coefficients[good] = beta
    variance[np.ix_(good, good)] = factor * bread @ (scores.T @ scores) @ bread
    return Fit(coefficients, variance, count)


def two_stages(y: Floats, on: Floats, cluster: Ints, absorbed: tuple[Ints, ...]) -> tuple[float, float, int]:
    """Effects from the rows where something is off, and the mean of what is above them where it is on.

    Parameters
    ----------
    y, on : float array, shape (rows,)
        Outcome, and 1 where it is on.
    cluster : int array, shape (rows,)
    absorbed : tuple of int array, shape (rows,)

    Returns
    -------
    value, error : float
        The error is clustered, and knows of the first stage.
    clusters : int
    """
    off = on == 0
    effects = Effects(*absorbed, where=off)
    residual = effects.without(y)
    total = float(on.sum())
    value = float(on @ residual) / total
    scores = by_cluster((on * (residual - value))[:, None], cluster)[:, 0]
    scores -= effects.sums(residual * off, cluster) @ effects.solve(effects.sums(on))
    return value, float(np.sqrt((scores**2).sum())) / total, len(scores)


def by_cluster(values: Floats, cluster: Ints) -> Floats:
    """Sums of rows over each cluster, shape (clusters, columns)."""
    place = np.unique(cluster, return_inverse=True)[1]
    return np.column_stack([np.bincount(place, each) for each in values.T])
