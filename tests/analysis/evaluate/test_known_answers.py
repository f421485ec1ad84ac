"""Estimators of an evaluation: published figures, pyfixest, closed forms (results/verification.csv)."""

from __future__ import annotations

from importlib.resources import files

import numpy as np
import pandas
import pytest
from scipy.stats import nct
from scipy.stats import t as student

from sim.analysis.evaluate.estimators import cohort_effects, estimate, local_projections
from sim.analysis.evaluate.panels import NEVER, Panel
from sim.analysis.evaluate.plan import DID, DIFFERENCE, ESTIMATORS, PROJECTIONS, SUN_ABRAHAM, TWO_STAGE, TWO_WAY
from sim.analysis.evaluate.regression import two_stages
from tests.analysis.evaluate.bacon import bacon
from tests.analysis.evaluate.by_pyfixest import by_pyfixest
from tests.analysis.evaluate.drawn import drawn
from tests.limits import Limits

FITTED = (TWO_WAY, SUN_ABRAHAM, TWO_STAGE, PROJECTIONS)
TIGHT = {TWO_STAGE: 1e-5}
"""Relative difference allowed from pyfixest, whose first stage is found by steps; 1e-8 of the others."""
YEARS = range(1990, 2021)


@pytest.fixture(scope="module")
def published() -> pandas.DataFrame:
    """The data set that comes with pyfixest, first of did2s: 1,500 units of 40 states in 31 years, two cohorts."""
    return pandas.read_csv(str(files("pyfixest.did.data") / "df_het.csv"))


@pytest.fixture(scope="module")
def units(published: pandas.DataFrame) -> Panel:
    """It as a panel, errors clustered by state."""
    wide = published.sort_values(["unit", "year"])
    values = wide["dep_var"].to_numpy().reshape(-1, len(YEARS))
    first, state = (wide[name].to_numpy().reshape(-1, len(YEARS))[:, 0] for name in ("g", "state"))
    return Panel(values, np.where(first == 0, NEVER, first - YEARS[0]).astype(int), state.astype(int))


# What the difference-in-differences tutorial of pyfixest prints (version 0.40.1): estimate and standard error.
TUTORIAL = {TWO_WAY: (1.982540, 0.019338), TWO_STAGE: (2.230482, 0.024709), PROJECTIONS: (2.506746, 0.071420)}
BY_YEAR = {0: (1.38732, 0.061787), 5: (2.065588, 0.061803), 10: (2.515993, 0.060297), 20: (2.911501, 0.091093)}
"""Of the same page: Sun and Abraham's effects by years since the beginning, errors clustered by unit."""


@pytest.mark.limit
@pytest.mark.parametrize("estimator", TUTORIAL)
def test_published_estimates(units: Panel, estimator: str, limit: Limits) -> None:
    found = local_projections(units, after=21) if estimator == PROJECTIONS else estimate(units, estimator)
    for what, wanted, got in zip(("estimate", "error"), TUTORIAL[estimator], (found.value, found.error), strict=True):
        limit("V40", f"published {what} of {estimator}", wanted, got, 1.5e-6)


@pytest.mark.limit
def test_published_effects_by_year(units: Panel, limit: Limits) -> None:
    fit, cells, counts = cohort_effects(Panel(units.values, units.first))
    for since, (value, error) in BY_YEAR.items():
        weight = np.where([period - cohort == since for cohort, period in cells], counts, 0.0)
        weight /= weight.sum()
        found = float(weight @ fit.coefficients), float(np.sqrt(weight @ fit.variance @ weight))
        limit("V40", f"published effect {since} years on", value, found[0], 1e-5)
        limit("V40", f"published error {since} years on", error, found[1], 1e-5)


@pytest.mark.limit
def test_published_two_stages_with_effects_of_states(published: pandas.DataFrame, limit: Limits) -> None:
    """As the page of the package did2s (R) has it: 2.152, standard error .0476."""
    state, year = published["state"].to_numpy(), published["year"].to_numpy()
    on = published["treat"].to_numpy().astype(float)
    value, error, _ = two_stages(published["dep_var"].to_numpy(), on, state, (state, year))
    limit("V40", "published two stages, effects of states", 2.152, value, 5e-4)
    limit("V40", "published error, effects of states", 0.0476, error, 5e-5)


@pytest.mark.parametrize("estimator", FITTED)
@pytest.mark.parametrize("holes", [0.0, 0.08])
@pytest.mark.parametrize("cohorts", [{2: 25}, {2: 12, 3: 13}])
def test_as_pyfixest_has_it(estimator: str, holes: float, cohorts: dict[int, int]) -> None:
    panel = drawn(np.random.default_rng(1), cohorts=cohorts, never=25, periods=5, effect=1.0, holes=holes)
    found = estimate(panel, estimator)
    assert (found.value, found.error) == pytest.approx(by_pyfixest(panel, estimator), rel=TIGHT.get(estimator, 1e-8))


def grows(cohort: np.ndarray, since: np.ndarray) -> np.ndarray:
    """Effects that grow with time, faster in the first cohort."""
    return np.where(cohort == 2, 1.0, 0.4) * (1 + since)


@pytest.mark.limit
def test_two_way_fixed_effects_are_off_by_the_weights_of_goodman_bacon(limit: Limits) -> None:
    """On a linear staggered panel with effects that differ, and none of Sun and Abraham's."""
    shape = {"cohorts": {2: 20, 4: 20}, "never": 10, "periods": 6, "effect": grows}
    plain = drawn(np.random.default_rng(1), **shape, village=0.0, noise=0.0)
    effects = np.where(plain.under, grows(plain.first[:, None], np.arange(6) - plain.first[:, None]), 0.0)
    true = float(effects[plain.under].mean())
    off = bacon(plain) - true
    assert abs(off) > 0.1  # there is something to find
    limit("V40", "bias of two-way fixed effects: Goodman-Bacon", off, estimate(plain, TWO_WAY).value - true, 0.01)
    rng = np.random.default_rng(2)
    noisy = [drawn(rng, **shape, noise=0.5) for _ in range(200)]
    for estimator, wanted in ((TWO_WAY, off), (SUN_ABRAHAM, 0.0)):
        found = np.array([estimate(panel, estimator).value - true for panel in noisy])
        error = float(found.std(ddof=1) / np.sqrt(len(found)))
        tolerance = 2 * error if estimator == SUN_ABRAHAM else 0.01
        limit("V40", f"200 noisy panels: bias of {estimator}", wanted, float(found.mean()), tolerance)


@pytest.mark.limit
@pytest.mark.verify
@pytest.mark.parametrize("estimator", ESTIMATORS)
def test_false_findings_of_nothing(estimator: str, limit: Limits) -> None:
    """Without an effect, villages by lot: 3 to 7 % at the 5 % level; intervals hold nought as often as they say."""
    rng = np.random.default_rng(3)
    found = [estimate(drawn(rng, cohorts={2: 15, 3: 15}, never=30), estimator).p < 0.05 for _ in range(2000)]
    limit("V40", f"2,000 panels of nothing: findings of {estimator}", 0.05, float(np.mean(found)), 0.02)


@pytest.mark.limit
@pytest.mark.parametrize(("estimator", "before"), [(DIFFERENCE, 0), (DID, 2)])
@pytest.mark.parametrize(("villages", "effect"), [(20, 0.8), (60, 0.5)])
def test_power_is_that_of_the_noncentral_t(
    estimator: str, before: int, villages: int, effect: float, limit: Limits
) -> None:
    """Two groups of equal size: the closed form of power."""
    rng = np.random.default_rng(4)
    half, between = villages // 2, 0.6 if estimator == DIFFERENCE else 5.0  # villages differ, and it does not matter
    shape = {"cohorts": {2: half}, "never": half, "effect": effect, "village": between}
    found = [estimate(drawn(rng, **shape), estimator).p < 0.05 for _ in range(3000)]
    spread = np.sqrt(1 / 2 + (1 / before if before else between**2))
    far, limit_of_t = effect / spread * np.sqrt(half / 2), student.isf(0.025, villages - 2)
    wanted = nct.sf(limit_of_t, villages - 2, far) + nct.cdf(-limit_of_t, villages - 2, far)
    limit("V40", f"power of {estimator}, {villages} villages", float(wanted), float(np.mean(found)), 0.03)


def test_the_contrasts_by_hand() -> None:
    values = np.array([[1.0, 5.0, 7.0], [3.0, 6.0, 8.0], [2.0, 2.0, 4.0], [4.0, 4.0, 4.0]])
    panel = Panel(values, np.array([1, 1, NEVER, NEVER]))
    means, changes = estimate(panel, DIFFERENCE), estimate(panel, DID)
    assert means.value == pytest.approx((6 + 7) / 2 - (3 + 4) / 2)
    assert means.error == pytest.approx(np.sqrt(0.5 / 2 + 0.5 / 2))  # of 6 and 7, and of 3 and 4
    assert changes.value == pytest.approx((5 + 4) / 2 - (1 + 0) / 2)
    assert means.freedom == pytest.approx(2)


@pytest.mark.parametrize("estimator", ESTIMATORS)
def test_nothing_is_estimated_without_villages_to_compare_with(estimator: str) -> None:
    panel = drawn(np.random.default_rng(5), cohorts={2: 6}, never=6)
    for first in (np.full(12, NEVER), np.full(12, 2)):
        assert np.isnan(estimate(Panel(panel.values, first), estimator).value)
