"""Parts of an effect: what each of several levers adds, from runs in which only some of them act.

The effect of all levers is the sum, over all sets of them, of what each set adds to its own parts (Harsanyi's
dividends), exactly. Shapley's value of a lever is its mean addition over all orders in which the levers can be switched
on; the values add up to the effect, exactly. With many levers the orders are sampled, and the values still add up.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import factorial

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
MOST_EXACT = 6
"""Levers of which all sets are run; above, orders are sampled."""


def members(place: int, number: int) -> tuple[int, ...]:
    """Players of the set at a place: the set is the bits of its place.

    Examples
    --------
    >>> from sim.analysis.why.parts import members
    >>> members(5, 3)
    (0, 2)
    """
    return tuple(player for player in range(number) if place >> player & 1)


def dividends(values: Floats) -> Floats:
    """What each set adds to all its parts.

    Parameters
    ----------
    values : float array, shape (2**players, ...)
        An outcome in which the players of a set act, by the bits of its place; the first is that of none.

    Returns
    -------
    float array of the same shape
        The first is the value of none; all others add up to the effect of all.

    Examples
    --------
    >>> import numpy as np
    >>> from sim.analysis.why.parts import dividends
    >>> dividends(np.array([1.0, 3.0, 2.0, 9.0])).tolist()
    [1.0, 2.0, 1.0, 5.0]
    """
    found = np.array(values, float)
    for player in range(players_of(found)):
        inside = np.arange(len(found)) >> player & 1 == 1
        found[inside] -= found[np.flatnonzero(inside) - (1 << player)]
    return found


def shapley(values: Floats) -> Floats:
    """Shapley's value of each player, exactly.

    Parameters
    ----------
    values : float array, shape (2**players, ...)
        As of :func:`dividends`.

    Returns
    -------
    float array, shape (players, ...)

    Examples
    --------
    >>> import numpy as np
    >>> from sim.analysis.why.parts import shapley
    >>> shapley(np.array([1.0, 3.0, 2.0, 9.0])).tolist()
    [4.5, 3.5]
    """
    values = np.asarray(values, float)
    number = players_of(values)
    places = np.arange(len(values))
    sizes = np.array([int(place).bit_count() for place in places])
    found = np.empty((number, *values.shape[1:]))
    for player in range(number):
        without = places[places >> player & 1 == 0]
        shares = [
            factorial(int(size)) * factorial(number - int(size) - 1) / factorial(number) for size in sizes[without]
        ]
        found[player] = np.tensordot(shares, values[without + (1 << player)] - values[without], 1)
    return found


def players_of(values: Floats) -> int:
    """Number of players of so many sets.

    Raises
    ------
    ValueError
        If it is no power of two.
    """
    number = len(values).bit_length() - 1
    if len(values) != 1 << number:
        raise ValueError(f"{len(values)} sets are not all sets of any number of players")
    return number


def joined(values: Floats, groups: Sequence[Sequence[int]]) -> Floats:
    """Values of the sets of whole groups, out of those of all sets of players.

    Parameters
    ----------
    values : float array, shape (2**players, ...)
    groups : sequence of sequences of int
        Players of each group; every player in one.
    """
    masks = [sum(1 << player for player in group) for group in groups]
    places = [sum(masks[group] for group in members(place, len(groups))) for place in range(1 << len(groups))]
    return np.asarray(values, float)[places]


def orders(number: int, seed: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """An order of the players drawn for a pair of runs, and its reverse.

    Examples
    --------
    >>> from sim.analysis.why.parts import orders
    >>> one, other = orders(7, seed=3)
    >>> sorted(one), one == other[::-1]
    ([0, 1, 2, 3, 4, 5, 6], True)
    """
    one = tuple(int(player) for player in np.random.default_rng([number, seed]).permutation(number))
    return one, one[::-1]


def prefixes(order: Sequence[int]) -> list[int]:
    """Places of the sets that an order goes through, from none to all.

    Examples
    --------
    >>> from sim.analysis.why.parts import prefixes
    >>> prefixes((2, 0, 1))
    [0, 4, 5, 7]
    """
    found = [0]
    for player in order:
        found.append(found[-1] | 1 << player)
    return found


def additions(order: Sequence[int], along: Floats) -> Floats:
    """What each player adds along an order; the additions sum to the effect of all.

    Parameters
    ----------
    order : sequence of int
    along : float array, shape (players + 1, ...)
        Values of the sets of :func:`prefixes`.

    Returns
    -------
    float array, shape (players, ...)
        By player.
    """
    along = np.asarray(along, float)
    found = np.empty((len(order), *along.shape[1:]))
    found[list(order)] = along[1:] - along[:-1]
    return found
