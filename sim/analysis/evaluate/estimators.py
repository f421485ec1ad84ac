"""Estimators of the mean effect of a pilot on the villages that get it.

The difference of means and the difference in differences are worked out here, cohort by cohort against the villages
that never get it; two-way fixed effects, Sun and Abraham's, Gardner's two stages and local projections give the numbers
of pyfixest, with standard errors clustered by village and t distributions of one degree of freedom less than villages.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from sim.analysis.evaluate.panels import NEVER, NONE, Estimate, Panel
from sim.analysis.evaluate.plan import DID, DIFFERENCE, PROJECTIONS, SUN_ABRAHAM, TWO_STAGE, TWO_WAY
from sim.analysis.evaluate.regression import Fit, least_squares, two_stages

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def estimate(panel: Panel, estimator: str) -> Estimate:
    """The estimate of one of :data:`~sim.analysis.evaluate.plan.ESTIMATORS`; none where it cannot be worked out."""
    if not panel.cohorts or np.all(panel.first != NEVER):
        return NONE
    try:
        with _quiet():
            found = BY_NAME[estimator](panel)
    except np.linalg.LinAlgError:  # what is seen does not tell villages and periods apart
        return NONE
    return found if np.isfinite([found.value, found.error]).all() and found.error > 0 else NONE


def difference(panel: Panel) -> Estimate:
    """Means of the periods under the pilot, less those of villages that never get it."""
    return _contrast(panel, before=False)


def difference_in_differences(panel: Panel) -> Estimate:
    """The same, less the difference there was on average before the pilot began."""
    return _contrast(panel, before=True)


def two_way_fixed_effects(panel: Panel) -> Estimate:
    """Regression on whether the pilot is on, with an effect of each village and of each period."""
    rows = _Rows.of(panel)
    fit = least_squares(rows.y, rows.under[:, None], rows.cluster, (rows.village, rows.period), nested=1)
    return _estimate(fit, np.ones(1))


def sun_abraham(panel: Panel) -> Estimate:
    """Effects of each cohort and period since its beginning, weighted by their villages and periods."""
    fit, cells, counts = cohort_effects(panel)
    weight = np.where([period >= cohort for cohort, period in cells], counts, 0.0)
    return _estimate(fit, weight / weight.sum())


def cohort_effects(panel: Panel) -> tuple[Fit, list[tuple[int, int]], Floats]:
    """Effects of each cohort and period relative to the one before it begins (Sun and Abraham 2021 [RECALLED]).

    Beside villages that never get the pilot.

    Returns
    -------
    fit : Fit
        A coefficient for each cell.
    cells : list of (int, int)
        Cohort and period.
    counts : float array, shape (cells,)
        Villages seen in each.
    """
    rows = _Rows.of(panel)
    cells = [(cohort, period) for cohort in panel.cohorts for period in range(panel.values.shape[1])]
    cells = [(cohort, period) for cohort, period in cells if period != cohort - 1]
    columns = np.column_stack([(rows.first == cohort) & (rows.period == period) for cohort, period in cells])
    fit = least_squares(rows.y, columns.astype(float), rows.cluster, (rows.village, rows.period), nested=1)
    return fit, cells, columns.sum(axis=0).astype(float)


def two_stage(panel: Panel) -> Estimate:
    """Effects of villages and periods from where the pilot is not on, and what is above them where it is.

    The error knows of the first stage (Gardner 2021 [RECALLED]). Of villages seen twice at least before it is on, as
    pyfixest has it.
    """
    seen = (np.isfinite(panel.values) & ~panel.under).sum(axis=1)
    rows = _Rows.of(panel.some(np.flatnonzero(seen > 1)))
    value, error, clusters = two_stages(rows.y, rows.under, rows.cluster, (rows.village, rows.period))
    return Estimate(value, error, clusters - 1)


def local_projections(panel: Panel, after: int = 0) -> Estimate:
    """What has changed since the period before the beginning, beside villages that do not have the pilot yet.

    Means over some periods after the beginning; those that even the last cohort has, if their number is left out (Dube
    and others 2023 [RECALLED]).
    """
    periods = panel.values.shape[1]
    after = after or periods - panel.cohorts[-1]
    starts = range(1, periods - after + 1)
    change = np.column_stack([panel.values[:, at : at + after].mean(axis=1) - panel.values[:, at - 1] for at in starts])
    begins = np.column_stack([panel.first == at for at in starts])
    clean = np.column_stack([~panel.under[:, at + after - 1] for at in starts])
    use = (begins | clean) & np.isfinite(change)
    village, period = np.nonzero(use)
    cluster = village if panel.cluster is None else panel.cluster[village]
    fit = least_squares(change[use], begins[use].astype(float)[:, None], cluster, (period,), nested=0)
    return _estimate(fit, np.ones(1))


@dataclass(frozen=True)
class _Rows:
    """What is seen, a row for each village and period."""

    y: Floats
    village: Ints
    period: Ints
    first: Ints
    under: Floats
    cluster: Ints

    @classmethod
    def of(cls, panel: Panel) -> Self:
        village, period = np.nonzero(np.isfinite(panel.values))
        under = panel.under[village, period].astype(float)
        cluster = village if panel.cluster is None else panel.cluster[village]
        return cls(panel.values[village, period], village, period, panel.first[village], under, cluster)


def _estimate(fit: Fit, weight: Floats) -> Estimate:
    """A weighted mean of coefficients, those without weight left out."""
    value = float(weight[weight > 0] @ fit.coefficients[weight > 0])
    return Estimate(value, float(np.sqrt(weight @ fit.variance @ weight)), fit.clusters - 1)


def _contrast(panel: Panel, before: bool) -> Estimate:
    """Weighted mean over cohorts of (cohort - never), with the variance of independent villages.

    Villages that never get the pilot stand for each cohort in turn, so that what they add is one number a village.
    Degrees of freedom are Welch's.
    """
    values, never = panel.values, panel.first == NEVER
    spells = [values.shape[1] - cohort for cohort in panel.cohorts]
    sizes = [int((panel.first == cohort).sum()) for cohort in panel.cohorts]
    weights = np.array([size * spell for size, spell in zip(sizes, spells, strict=True)], float)
    weights /= weights.sum()
    total, parts = 0.0, []
    others = np.zeros(int(never.sum()))
    for cohort, weight in zip(panel.cohorts, weights, strict=True):
        gained = _means(values, cohort, values.shape[1])
        if before:
            gained = gained - _means(values, 0, cohort)
        own = gained[panel.first == cohort]
        total += weight * np.nanmean(own)
        parts.append(weight * own)
        others += weight * gained[never]
    parts.append(others)
    variances = np.array([np.nanvar(part, ddof=1) / np.isfinite(part).sum() for part in parts])
    counts = np.array([np.isfinite(part).sum() for part in parts])
    freedom = variances.sum() ** 2 / (variances**2 / (counts - 1)).sum()
    return Estimate(float(total - np.nanmean(others)), float(np.sqrt(variances.sum())), float(freedom))


def _means(values: Floats, since: int, until: int) -> Floats:
    """Means of periods that are seen, shape (villages,)."""
    return np.asarray(np.nanmean(values[:, since:until], axis=1))


@contextmanager
def _quiet() -> Iterator[None]:
    """Without warnings of empty means."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        yield


BY_NAME: Mapping[str, Callable[[Panel], Estimate]] = {
    DIFFERENCE: difference,
    DID: difference_in_differences,
    TWO_WAY: two_way_fixed_effects,
    SUN_ABRAHAM: sun_abraham,
    TWO_STAGE: two_stage,
    PROJECTIONS: local_projections,
}
