"""Criteria of decisions under deep uncertainty: what a policy is worth over futures whose chances nobody knows.

After the collection of McPhail and others [1]_ (RECALLED), with three changes. Nothing is divided by a baseline or by a
spread, so that every criterion but the skew has the unit of the outcome and means the same in any unit. The
mean-variance criterion is the mean less the standard deviation. Undesirable deviations are a mean and not a sum.

References
----------
.. [1] McPhail, C., Maier, H. R., Kwakkel, J. H., Giuliani, M., Castelletti, A. and Westra, S. (2018). Robustness
   metrics: how are they calculated, when should they be used and why do they give different results? Earth's Future
   6(2), 169-191.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
OPTIMISM = 0.5
"""Weight of the best future in Hurwicz's criterion."""
LARGE_REGRET = 0.9
"""Share of futures whose regret is not larger than the regret that is reported."""
TAIL = 0.1
SMALLER_IS_BETTER = ("regret_max", "regret_90", "regret_mean", "deviations")
HAVE_ERRORS = ("laplace", "mean_variance", "deviations", "skew", "regret_90", "regret_mean")
"""Criteria whose error over the points can be told by resampling them; the extreme ones hang on single points."""
RESAMPLES = 400


def criteria(values: Floats, better: int = 1, optimism: float = OPTIMISM) -> dict[str, Floats]:
    """The criteria of every policy.

    Parameters
    ----------
    values : float array, shape (..., policies, futures)
    better : {1, -1}
        Whether more of the outcome is better, or less.
    optimism : float
        Weight of the best future in Hurwicz's criterion, from 0 to 1.

    Returns
    -------
    dict of str to float array, shape (..., policies)
        ``maximin`` (the worst future), ``maximax`` (the best), ``hurwicz`` (between the two), ``laplace`` (the mean),
        ``mean_variance`` (a standard deviation worse than the mean), in the unit of the outcome; ``skew`` from -1 to 1,
        above 0 where the good tail is the longer one (NaN without a spread); ``deviations`` (mean shortfall from the
        policy's own median), ``regret_max``, ``regret_90`` and ``regret_mean`` (of the loss against the best policy of
        the same future), of which less is better always.

    Examples
    --------
    >>> import numpy as np
    >>> from sim.analysis.robust.criteria import criteria
    >>> found = criteria(np.array([[1.0, 5.0], [3.0, 3.0]]))
    >>> found["maximin"].tolist(), found["regret_max"].tolist()
    ([1.0, 3.0], [2.0, 2.0])
    """
    good = better * np.asarray(values, float)
    worst, best = good.min(axis=-1), good.max(axis=-1)
    low, middle, high = np.quantile(good, (TAIL, 0.5, 1 - TAIL), axis=-1)
    regret = good.max(axis=-2, keepdims=True) - good
    with np.errstate(invalid="ignore", divide="ignore"):
        skew = ((high + low) / 2 - middle) / ((high - low) / 2)
    return {
        "maximin": better * worst,
        "maximax": better * best,
        "hurwicz": better * (optimism * best + (1 - optimism) * worst),
        "laplace": better * good.mean(axis=-1),
        "mean_variance": better * (good.mean(axis=-1) - good.std(axis=-1)),
        "skew": skew,
        "deviations": np.maximum(middle[..., None] - good, 0.0).mean(axis=-1),
        "regret_max": regret.max(axis=-1),
        "regret_90": np.quantile(regret, LARGE_REGRET, axis=-1),
        "regret_mean": regret.mean(axis=-1),
    }


def errors_of(values: Floats, better: int = 1, seed: int = 1) -> dict[str, Floats]:
    """Standard errors of criteria over the points, by drawing points with replacement.

    Parameters
    ----------
    values, better
        As of :func:`criteria`, of shape (policies, futures).
    seed : int
        Of the draws.
    """
    futures = values.shape[-1]
    drawn = np.random.default_rng(seed).integers(futures, size=(RESAMPLES, futures))
    resampled = criteria(np.moveaxis(np.asarray(values, float)[:, drawn], 0, 1), better)
    return {name: resampled[name].std(axis=0, ddof=1) for name in HAVE_ERRORS}


def chosen(found: Mapping[str, Floats], better: int) -> dict[str, NDArray[np.bool_]]:
    """Which policies each criterion chooses; several where they are equal, none by skew, which ranks nothing."""
    picks = {}
    for name, worth in found.items():
        if name != "skew":
            side = -1 if name in SMALLER_IS_BETTER else better
            picks[name] = side * worth == (side * worth).max()
    return picks


def is_best(values: Floats, better: int) -> NDArray[np.bool_]:
    """Where a policy is as good as any, shape (policies, futures); several are where they are equal."""
    good = better * np.asarray(values, float)
    best: NDArray[np.bool_] = good == good.max(axis=0)
    return best


def is_dominated(values: Floats, better: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Where another policy is as good in every outcome and better in one.

    Parameters
    ----------
    values : float array, shape (outcomes, policies, futures)
    better : int array, shape (outcomes,)

    Returns
    -------
    bool array, shape (policies, futures)
    """
    good = np.asarray(better)[:, None, None] * np.asarray(values, float)
    found = np.zeros(good.shape[1:], bool)
    for other in range(good.shape[1]):
        rival = good[:, other][:, None]
        found |= (rival >= good).all(axis=0) & (rival > good).any(axis=0)
    return found


def radius(good_enough: NDArray[np.bool_], distances: Floats) -> tuple[float, bool]:
    """How far from what is held likeliest a policy first fails: satisficing by distance.

    Parameters
    ----------
    good_enough : bool array, shape (futures,)
    distances : float array, shape (futures,)
        Of each future from the reference.

    Returns
    -------
    distance : float
        Of the nearest future in which it fails; of the furthest one if it fails in none.
    fails : bool
        Whether it fails anywhere.
    """
    failed = ~good_enough
    return (float(distances[failed].min()), True) if failed.any() else (float(distances.max()), False)
