"""Signs of an effect over points, and with which unknown they turn.

A turn is told where it is beyond what luck gives: the best of all splits, or of all rank correlations, is held against
the best that the same points give when the effects are dealt out to them anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.analysis.robust.shares import Share, share_of

SPLIT, RANK = "split", "rank"
BELOW, ABOVE, IS, IS_NOT = "below", "above", "is", "is_not"
OTHER_SIDE = {BELOW: ABOVE, IS: IS_NOT}
CUTS = np.linspace(0.1, 0.9, 17)
"""Parts of the points at which a number is tried as a split."""
LEAST_SIDE = 0.1
FEWEST = 30
"""Points below which no turn is looked for."""
DEALS, CONFIDENCE = 400, 0.99
LEAST_RANK = 0.3
"""Rank correlation below which nothing is said, however sure it is."""


@dataclass(frozen=True)
class Turn:
    """With what an effect turns.

    Attributes
    ----------
    factor : str
    kind : {"split", "rank"}
        Whether the sign is another on one side of a value, or the effect goes with the factor all along.
    strength, luck : float
        Of a split the chi-square of its two sides, else the rank correlation; and what luck keeps below in 99 of 100.
    side : str
        Of a split: ``below``, ``above``, ``is`` or ``is_not``: where the sign is the other one.
    at : float or str
        Its value.
    there, elsewhere : Share, optional
        Points with the same sign on this side and on the other.
    """

    factor: str
    kind: str
    strength: float
    luck: float
    side: str = ""
    at: Any = None
    there: Share | None = None
    elsewhere: Share | None = None


@dataclass(frozen=True)
class Signs:
    """Signs of an effect over points.

    Attributes
    ----------
    sign : {-1, 0, 1}
        Sign at more of the points; 0 if there is no difference at any.
    same : Share
        Points with this sign; those without any difference are not among them.
    turn : Turn, optional
        Nothing where none is strong.
    """

    sign: int
    same: Share
    turn: Turn | None = None


def signs_of(steps: np.ndarray, factors: Mapping[str, np.ndarray], seed: int = 1) -> Signs:
    """Sign of an effect over points, how many have it, and with what it turns.

    Parameters
    ----------
    steps : float array, shape (points,)
        Differences; points where there is none (NaN) are left out.
    factors : dict of str to array, shape (points,)
        Numbers or words by which the points differ.
    seed : int
        Of the deals.

    Examples
    --------
    >>> import numpy as np
    >>> from sim.analysis.robust.turns import signs_of
    >>> most = np.arange(100) / 10
    >>> found = signs_of(np.where(most < 3, -1.0, 1.0), {"volunteers": most, "other": most % 0.7})
    >>> found.sign, found.same.count, found.turn.factor, found.turn.side, round(found.turn.at, 2)
    (1, 70, 'volunteers', 'below', 2.95)
    """
    known = np.isfinite(steps)
    steps = np.asarray(steps, float)[known]
    up, down = int((steps > 0).sum()), int((steps < 0).sum())
    sign = 0 if up == down == 0 else 1 if up >= down else -1
    same = np.sign(steps) == sign
    turn = turn_of(steps, same, {name: np.asarray(each)[known] for name, each in factors.items()}, seed)
    return Signs(sign, share_of(same if sign else np.zeros(len(steps), bool)), turn if sign else None)


def turn_of(
    steps: np.ndarray, same: NDArray[np.bool_], factors: Mapping[str, np.ndarray], seed: int = 1
) -> Turn | None:
    """The best single split at which the sign turns, or the best rank correlation; nothing where none is strong.

    Parameters
    ----------
    steps : float array, shape (points,)
    same : bool array, shape (points,)
        Whether a point has the sign of most.
    factors, seed
        As of :func:`signs_of`.
    """
    if len(steps) < FEWEST:
        return None
    rng = np.random.default_rng(seed)
    deals = np.array([np.arange(len(steps)), *(rng.permutation(len(steps)) for _ in range(DEALS))])
    return _split(same, factors, deals) or _rank(steps, factors, deals)


def _split(same: NDArray[np.bool_], factors: Mapping[str, np.ndarray], deals: np.ndarray) -> Turn | None:
    part = same.mean()
    tried = [each for name, values in factors.items() for each in _sides(name, values)]
    if part in (0, 1) or not tried:
        return None
    sides = np.array([side for *_, side in tried], float)
    sizes = sides.sum(axis=1)[:, None]
    points = len(same)
    there = sides @ same[deals.T].astype(float) / sizes
    strength = (there - part) ** 2 * sizes * points / (points - sizes) / (part * (1 - part))
    luck = float(np.quantile(strength[:, 1:].max(axis=0), CONFIDENCE))
    best = int(strength[:, 0].argmax())
    name, at, kind, side = tried[best]
    if strength[best, 0] <= luck:
        return None
    within, outside = share_of(same[side]), share_of(same[~side])
    if within.value > outside.value:
        kind, within, outside = OTHER_SIDE[kind], outside, within
    if not within.value < 0.5 < outside.value:  # the effect is smaller there and does not turn
        return None
    return Turn(name, SPLIT, float(strength[best, 0]), luck, kind, at, within, outside)


def _sides(name: str, values: np.ndarray) -> list[tuple[str, Any, str, NDArray[np.bool_]]]:
    """Splits of the points by a factor: its name, the value, how it parts them, and those on its side."""
    least = max(2, int(LEAST_SIDE * len(values)))
    found: list[tuple[str, Any, str, NDArray[np.bool_]]] = []
    if is_number(values):
        ordered = np.sort(values)
        places = np.unique((CUTS * len(values)).astype(int))
        cuts = np.unique((ordered[places - 1] + ordered[places]) / 2)
        found = [(name, float(cut), BELOW, values < cut) for cut in cuts]
    else:
        found = [(name, word, IS, values == word) for word in dict.fromkeys(values.tolist())]
    return [each for each in found if least <= each[3].sum() <= len(values) - least]


def is_number(values: np.ndarray) -> bool:
    """Whether a factor has an order: numbers, and neither words nor switches."""
    return np.asarray(values).dtype.kind in "iuf"


def _rank(steps: np.ndarray, factors: Mapping[str, np.ndarray], deals: np.ndarray) -> Turn | None:
    from scipy.stats import rankdata

    def standard(values: np.ndarray) -> np.ndarray:
        ranks = rankdata(values)
        apart: np.ndarray = ranks - ranks.mean()
        scaled: np.ndarray = apart / np.sqrt((apart**2).sum())
        return scaled

    names = [name for name, values in factors.items() if is_number(values) and np.ptp(values) > 0]
    if not names or np.ptp(steps) == 0:
        return None
    found = np.array([standard(factors[name]) for name in names]) @ standard(steps)[deals.T]
    luck = float(np.quantile(abs(found[:, 1:]).max(axis=0), CONFIDENCE))
    best = int(abs(found[:, 0]).argmax())
    strength = float(found[best, 0])
    return Turn(names[best], RANK, strength, luck) if abs(strength) > max(luck, LEAST_RANK) else None
