"""Indices straight from runs of designs that are made for them, Morris's and Saltelli's, by SALib.

Both take the seed's scatter for the inputs': where a point has second seeds, or the noise is known otherwise, total
effects are corrected by the law ST (1 - n) + n; elementary effects are not.

References
----------
Morris, M. D. (1991). Technometrics 33, 161-174 (from memory).
Campolongo, F., Cariboni, J. and Saltelli, A. (2007). Environmental Modelling and Software 22, 1509-1518 (from memory).
Saltelli, A. and others (2010). Computer Physics Communications 181, 259-270 (from memory).
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.analysis.sensitivity.indices import Share

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Elementary:
    """Elementary effects of an input: mean of their sizes with its interval, and standard deviation."""

    size: float
    low: float
    high: float
    spread: float


def morris(x: Floats, y: Floats, levels: int) -> list[Elementary]:
    """Elementary effects from trajectories.

    Parameters
    ----------
    x : float array, shape (points, inputs)
        Trajectories one after another, as SALib draws them.
    y : float array, shape (points,)
    levels : int
        Of the grid.
    """
    from SALib.analyze import morris as analyse

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = analyse.analyze(_problem(x), x, y, num_levels=levels, seed=1)
    rows = zip(*(np.asarray(found[name], float) for name in ("mu_star", "mu_star_conf", "sigma")), strict=True)
    return [Elementary(size, max(size - half, 0.0), size + half, spread) for size, half, spread in rows]


def saltelli(x: Floats, y: Floats, second_order: bool = False) -> tuple[list[Share], list[Share]]:
    """Total and first effects from Saltelli's design, the seed's scatter among them.

    Parameters
    ----------
    x : float array, shape (points, inputs)
        As SALib draws them.
    y : float array, shape (points,)
    second_order : bool
        Whether the design allows effects of two inputs.
    """
    from SALib.analyze import sobol as analyse

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = analyse.analyze(_problem(x), y, calc_second_order=second_order, seed=1)
    return tuple(  # type: ignore[return-value]
        [
            Share(float(value), float(value - half), float(value + half))
            for value, half in zip(found[name], found[f"{name}_conf"], strict=True)
        ]
        for name in ("ST", "S1")
    )


def _problem(x: Floats) -> dict[str, object]:
    names = [f"x{place}" for place in range(x.shape[1])]
    return {"num_vars": len(names), "names": names, "bounds": [[0.0, 1.0]] * len(names)}
