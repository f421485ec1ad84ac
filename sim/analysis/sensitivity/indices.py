"""Total and first effects of inputs that are independent and uniform between 0 and 1, with intervals.

The total effect of an input is the share of what the inputs move that is left, in the mean, when all others are known;
its first effect the share that knowing it alone takes away. Intervals are quantiles over functions that the runs leave
open.

References
----------
Sobol', I. M. (2001). Mathematics and Computers in Simulation 55, 271-280 (from memory).
Homma, T. and Saltelli, A. (1996). Reliability Engineering and System Safety 52, 1-17 (from memory).
Oakley, J. E. and O'Hagan, A. (2004). Journal of the Royal Statistical Society B 66, 751-769 (from memory).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.analysis.sensitivity.fitted import DRAWS, Fitted

Floats = NDArray[np.float64]
LEVEL = 0.95


@dataclass(frozen=True)
class Share:
    """A share with its 95 % interval."""

    value: float
    low: float
    high: float

    @classmethod
    def of(cls, value: float, draws: Floats, level: float = LEVEL) -> Share:
        """A value, and the quantiles of draws; never below 0 nor above 1."""
        low, high = np.quantile(draws, [(1 - level) / 2, (1 + level) / 2])
        return cls(*(float(min(max(each, 0.0), 1.0)) for each in (value, low, high)))


@dataclass(frozen=True)
class Effects:
    """Effects of all inputs, a column a function: the mean first, then draws.

    Attributes
    ----------
    total, first : float arrays, shape (inputs, functions)
        Nought for inputs that the process does not see.
    variance : float array, shape (functions,)
        What the inputs move.
    """

    total: Floats
    first: Floats
    variance: Floats


def effects_of(fitted: Fitted, draws: int = DRAWS, seed: int = 0) -> Effects:
    """Effects of all inputs on an outcome that some input moves.

    Parameters
    ----------
    fitted : Fitted
    draws : int
    seed : int
        Of the draws.

    Examples
    --------
    >>> import numpy as np
    >>> from sim.analysis.sensitivity.fitted import fit_outcome
    >>> from sim.analysis.sensitivity.indices import effects_of
    >>> x = (np.arange(80)[:, None] * [0.618034, 0.414214, 0.302776]) % 1
    >>> found = effects_of(fit_outcome(x, x[:, 0] + 2 * x[:, 1]))
    >>> np.round(found.total[:, 0], 2).tolist(), np.round(found.first[:, 0], 2).tolist()
    ([0.2, 0.8, 0.0], [0.2, 0.8, 0.0])
    """
    _, coefficients = fitted.coefficients(draws, np.random.default_rng(seed))
    expansion = fitted.expansion
    shares = expansion.shares(coefficients)
    variance = shares.sum(axis=0)
    total = np.zeros((fitted.scatter.x.shape[1], draws + 1))
    first = np.zeros_like(total)
    for part, share in zip(expansion.parts, shares, strict=True):
        for place in part:
            total[fitted.inputs[place]] += share / variance
        if len(part) == 1:
            first[fitted.inputs[part[0]]] = share / variance
    return Effects(total, first, variance)


def as_naive[Size: (float, Floats)](total: Size, seed: float) -> Size:
    """Total effect that a design finds which takes the seed's scatter for the inputs': ST (1 - n) + n.

    Parameters
    ----------
    total : float or float array
        Of what the inputs move.
    seed : float
        The seed's share of what varies between runs.

    Examples
    --------
    >>> from sim.analysis.sensitivity.indices import as_naive
    >>> as_naive(0.25, 0.5)
    0.625
    """
    return total * (1 - seed) + seed
