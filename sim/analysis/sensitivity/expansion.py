"""Orthonormal expansion of a function of several inputs: a constant, effects of one input, of two, and of three.

Each part is a sum of products of Legendre polynomials, so that all parts are uncorrelated where inputs are independent
and uniform between 0 and 1, and the variance of a part is the sum of its squared coefficients.

References
----------
Sudret, B. (2008). Global sensitivity analysis using polynomial chaos expansions. Reliability Engineering and System
Safety 93, 964-979 (from memory).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
MAIN = 10
"""Degrees of an effect of one input."""
PAIRED = ((8, 5), (14, 4), (10_000, 3))
"""Inputs up to which, and degrees of each input in an effect of two."""
THREE, OF_THREE = 3, 6
"""Degrees in an effect of three, and inputs up to which there are such."""
BLOCK = 4096


def polynomials(x: Floats, degrees: int) -> Floats:
    """Orthonormal polynomials of degree 1 and more, shape (points, inputs, degrees).

    Examples
    --------
    >>> import numpy as np
    >>> from sim.analysis.sensitivity.expansion import polynomials
    >>> np.round(polynomials(np.array([[0.0], [0.5], [1.0]]), 2)[:, 0], 3).tolist()
    [[-1.732, 2.236], [0.0, -1.118], [1.732, 2.236]]
    """
    places, found = 2.0 * np.asarray(x, float) - 1.0, np.empty((*x.shape, degrees))
    before, now = np.ones_like(places), places
    for degree in range(1, degrees + 1):
        found[..., degree - 1] = now * np.sqrt(2 * degree + 1)
        before, now = now, ((2 * degree + 1) * places * now - degree * before) / (degree + 1)
    return found


@dataclass(frozen=True)
class Expansion:
    """The parts of a function of so many inputs, and the order in which their coefficients stand.

    Parameters
    ----------
    inputs : int
    """

    inputs: int

    @cached_property
    def degrees(self) -> tuple[int, ...]:
        """Degrees of each input in effects of one, of two, and of three."""
        pairs = next(degrees for most, degrees in PAIRED if self.inputs <= most)
        return (MAIN, pairs, THREE) if self.inputs <= OF_THREE else (MAIN, pairs)

    @cached_property
    def parts(self) -> tuple[tuple[int, ...], ...]:
        """Inputs of each part."""
        orders = range(1, min(len(self.degrees), self.inputs) + 1)
        return tuple(part for order in orders for part in combinations(range(self.inputs), order))

    @cached_property
    def part_of(self) -> NDArray[np.int_]:
        """Place of the part to which each coefficient belongs."""
        sizes = [self.degrees[len(part) - 1] ** len(part) for part in self.parts]
        return np.repeat(np.arange(len(sizes)), sizes)

    def features(self, x: Floats) -> Floats:
        """Values of all products, shape (points, coefficients)."""
        single = polynomials(x, MAIN)
        blocks = []
        for part in self.parts:
            degrees = self.degrees[len(part) - 1]
            block = single[:, part[0], :degrees]
            for place in part[1:]:
                block = (block[:, :, None] * single[:, place, None, :degrees]).reshape(len(x), -1)
            blocks.append(block)
        return np.concatenate(blocks, axis=1) if blocks else np.empty((len(x), 0))

    def spread(self, falls: Floats, order: int) -> Floats:
        """Variances by degree of each input in effects of an order, before weights; shape (inputs, degrees)."""
        return np.exp(-np.outer(falls, np.arange(self.degrees[order - 1])))

    def variances(self, weights: Floats, falls: Floats, orders: Floats) -> Floats:
        """Prior variance of each coefficient.

        Parameters
        ----------
        weights, falls : float arrays, shape (inputs,)
            Size of an input's effects, and how fast it falls from degree to degree, as an exponent.
        orders : float array
            Factor of each order.
        """
        found = []
        for part in self.parts:
            own = weights[:, None] * self.spread(falls, len(part))
            block = own[part[0]]
            for place in part[1:]:
                block = np.outer(block, own[place]).ravel()
            found.append(orders[len(part) - 1] * block)
        return np.concatenate(found) if found else np.empty(0)

    def shares(self, coefficients: Floats) -> Floats:
        """Variance of each part, shape (parts, functions)."""
        found = np.zeros((len(self.parts), coefficients.shape[1]))
        np.add.at(found, self.part_of, coefficients**2)
        return found

    def evaluate(self, x: Floats, coefficients: Floats) -> Floats:
        """Values of functions at points, shape (points, functions)."""
        blocks = [self.features(x[at : at + BLOCK]) @ coefficients for at in range(0, len(x), BLOCK)]
        return np.concatenate(blocks) if blocks else np.empty((0, coefficients.shape[1]))
