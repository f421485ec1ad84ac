"""The estimates that pyfixest makes of a panel of villages."""

from __future__ import annotations

import warnings

import numpy as np
import pandas
import pyfixest

from sim.analysis.evaluate.panels import NEVER, Panel
from sim.analysis.evaluate.plan import PROJECTIONS, SUN_ABRAHAM, TWO_STAGE, TWO_WAY

COLUMNS = ("y", "village", "period", "first")
CLUSTERED = {"CRV1": "village"}


def frame_of(panel: Panel) -> pandas.DataFrame:
    """A row for each village and period, periods from 1, and 0 for villages that never get the pilot."""
    villages, periods = panel.values.shape
    return pandas.DataFrame(
        {
            "village": np.repeat(np.arange(villages), periods),
            "period": np.tile(np.arange(1, periods + 1), villages),
            "first": np.repeat(np.where(panel.first == NEVER, 0, panel.first + 1), periods),
            "y": panel.values.ravel(),
            "under": panel.under.ravel().astype(float),
        }
    )


def by_pyfixest(panel: Panel, estimator: str) -> tuple[float, float]:
    """Estimate and standard error."""
    whole = frame_of(panel)
    seen = whole.dropna(subset="y").reset_index(drop=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if estimator == TWO_WAY:
            fit = pyfixest.feols("y ~ under | village + period", seen, vcov=CLUSTERED)
            return float(fit.coef().iloc[0]), float(fit.se().iloc[0])
        if estimator == TWO_STAGE:
            before = (np.isfinite(panel.values) & ~panel.under).sum(axis=1)
            seen = seen[seen["village"].isin(np.flatnonzero(before > 1))].reset_index(drop=True)
            fit = pyfixest.event_study(seen, *COLUMNS, estimator="did2s", cluster="village")
            return float(fit.coef().iloc[0]), float(fit.se().iloc[0])
        if estimator == SUN_ABRAHAM:
            return _saturated(seen)
        assert estimator == PROJECTIONS
        after = panel.values.shape[1] - panel.cohorts[-1] - 1
        table = pyfixest.lpdid(whole, *COLUMNS, vcov=CLUSTERED, pre_window=-1, post_window=after).tidy()
    return float(table["Estimate"].iloc[0]), float(table["Std. Error"].iloc[0])


def _saturated(seen: pandas.DataFrame) -> tuple[float, float]:
    """With a column for each cell: the saturated regression of pyfixest takes the first period seen for the start."""
    names, weight = [], []
    for cohort in sorted(set(seen["first"]) - {0}):
        for period in sorted(set(seen["period"]) - {cohort - 1}):
            name = f"cell_{cohort}_{period}"
            seen[name] = ((seen["first"] == cohort) & (seen["period"] == period)).astype(float)
            names.append(name)
            weight.append(seen[name].sum() if period >= cohort else 0.0)
    fit = pyfixest.feols(f"y ~ {' + '.join(names)} | village + period", seen, vcov=CLUSTERED)
    shares = np.array(weight) / sum(weight)
    assert list(fit._coefnames) == names
    return float(shares @ fit._beta_hat), float(np.sqrt(shares @ fit._vcov @ shares))
