"""Interval of a mean of independent values, by Student's t."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np

CONFIDENCE = 0.95


def t_quantile(freedom: int, confidence: float = CONFIDENCE) -> float:
    """Quantile of Student's t that bounds a two-sided interval; NaN without a degree of freedom."""
    return float(t_quantiles(freedom, confidence)[freedom]) if freedom >= 1 else math.nan


@lru_cache(maxsize=8)
def _table_of_t(most: int, confidence: float) -> np.ndarray:
    """Quantiles for 0 to ``most`` degrees of freedom; NaN for none."""
    from scipy.special import stdtrit

    quantiles: np.ndarray = np.r_[math.nan, stdtrit(np.arange(1, most + 1), 0.5 + confidence / 2)]
    return quantiles


def t_quantiles(most: int, confidence: float) -> np.ndarray:
    """Quantiles for at least so many degrees of freedom, from a table that is worked out once."""
    return _table_of_t(1 << max(8, most.bit_length()), confidence)


def mean_interval(values: np.ndarray, confidence: float = CONFIDENCE) -> tuple[float, float, float]:
    """Mean and t-interval of independent values.

    Returns
    -------
    mean, low, high : float
        The bounds are NaN for a single value.
    """
    mean = float(np.mean(values))
    if len(values) < 2:
        return mean, math.nan, math.nan
    half = t_quantile(len(values) - 1, confidence) * float(np.std(values, ddof=1)) / math.sqrt(len(values))
    return mean, mean - half, mean + half
