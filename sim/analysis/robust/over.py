"""Signs of the differences of a comparison over the points that its pairs were run at."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from sim.analysis.comparison import Comparison
from sim.analysis.robust.turns import Signs, signs_of
from sim.runs.run import values

FEWEST_POINTS = 2


def signs_over(comparison: Comparison) -> dict[tuple[str, str], Signs]:
    """Signs of each difference over the points, by alternative and outcome; empty unless it was run at several.

    Pairs at one point are averaged first.
    """
    if not comparison.points:
        return {}
    place: dict[tuple[Any, ...], int] = {}
    at = np.array([place.setdefault(tuple(point.values()), len(place)) for point in comparison.points])
    if len(place) < FEWEST_POINTS:
        return {}
    first = [comparison.points[int(np.argmax(at == each))] for each in range(len(place))]
    factors = {path: np.array([point[path] for point in first]) for path in first[0]}
    before = comparison.runs[comparison.baseline]
    found: dict[tuple[str, str], Signs] = {}
    for outcome in comparison.outcomes:
        after = comparison.runs[outcome.scenario]
        steps = values(after, outcome.indicator, comparison.window) - values(
            before, outcome.indicator, comparison.window
        )
        found[outcome.scenario, outcome.indicator.name] = signs_of(_by_point(steps, at), _varied(factors))
    return found


def _by_point(steps: np.ndarray, at: np.ndarray) -> np.ndarray:
    """Means over the pairs of a point; NaN where none has a value."""
    known = np.isfinite(steps)
    count = np.bincount(at[known], minlength=at.max() + 1)
    total = np.bincount(at[known], steps[known], minlength=at.max() + 1)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)


def _varied(factors: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    return {path: values for path, values in factors.items() if len(set(values.tolist())) > 1}
