"""What decides one outcome: the verdict, the seed's share, and effects of inputs with intervals."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.analysis.calibration.emulator import one_thread
from sim.analysis.sensitivity.dependent import Copula, shapley
from sim.analysis.sensitivity.fitted import DRAWS, Fitted, fit_outcome
from sim.analysis.sensitivity.indices import Share, effects_of

Floats = NDArray[np.float64]
CONSTANT, NOTHING, UNSURE, SOBOL, SHAPLEY = "constant", "nothing", "unsure", "sobol", "shapley"
"""Verdicts: the same in all runs; moved by no input that was seen; too little foretold for indices; indices."""
FEW_DRAWS = 24
LEAST_PLAYER = 0.01
"""Total effect, as if inputs were independent, below which an input shares one player with all others like it."""
MOST_PLAYERS = 9
GRID = 60
SPARING = 3.0
"""Variance that neither seed nor process explains, if there is any, is expected to be the seed's over this."""


@dataclass(frozen=True)
class Decided:
    """What decides one outcome.

    Attributes
    ----------
    verdict : str
        One of :data:`CONSTANT`, :data:`NOTHING`, :data:`UNSURE`, :data:`SOBOL`, :data:`SHAPLEY`.
    r2 : float
        Of what noise leaves, out of sample.
    seed : Share or None
        The seed's share of what varies between runs; None for a constant.
    total, first : dict of int to Share
        By input, shares of what the inputs move; Shapley effects stand under ``total``, and ``first`` is then empty.
        An input that is not there was not seen to matter.
    deviation : float
        Standard deviation of what the inputs move.
    points, runs : int
    """

    verdict: str
    r2: float
    seed: Share | None
    total: dict[int, Share]
    first: dict[int, Share]
    deviation: float
    points: int
    runs: int


def decide(x: Floats, y: Floats, dependent: bool = False) -> Decided:
    """Find what decides one outcome.

    Parameters
    ----------
    x : float array, shape (runs, inputs)
        Inputs, each between 0 and 1; runs of a point have equal rows.
    y : float array, shape (runs,)
        Levels, or differences from the baseline at the same point and seed.
    dependent : bool
        Whether inputs depend on each other, so that Shapley effects stand in place of Sobol indices.

    Raises
    ------
    ValueError
        If a value is not finite.

    Examples
    --------
    >>> import numpy as np
    >>> from sim.analysis.sensitivity.outcome import decide
    >>> x = (np.arange(80)[:, None] * [0.618034, 0.414214, 0.302776]) % 1
    >>> found = decide(x, x[:, 0] + 2 * x[:, 1])
    >>> found.verdict, round(found.total[1].value, 2), round(found.seed.value, 2)
    ('sobol', 0.8, 0.0)
    >>> decide(x, np.ones(80)).verdict
    'constant'
    """
    fitted = fit_outcome(x, y)
    counts = len(fitted.scatter.y), len(y)
    if fitted.still:
        return Decided(CONSTANT, math.nan, None, {}, {}, 0.0, *counts)
    if not fitted.moved:
        return Decided(NOTHING, math.nan, Share(1.0, _least_seed(fitted), 1.0), {}, {}, 0.0, *counts)
    with one_thread():
        effects = effects_of(fitted)
        variance = _over_points(fitted) if dependent else effects.variance
        seed = seed_share(fitted, variance)
        deviation = math.sqrt(float(variance[1:].mean()))
        if not fitted.told:
            return Decided(UNSURE, fitted.r2, seed, {}, {}, deviation, *counts)
        if dependent:
            total = _shapley(fitted, effects.total[:, 0])
            return Decided(SHAPLEY, fitted.r2, seed, total, {}, deviation, *counts)
    # The middle of the draws: they hold what the runs leave open, which the mean alone would make too small.
    total, first = (
        {place: Share.of(float(table[place, 1:].mean()), table[place, 1:]) for place in fitted.inputs}
        for table in (effects.total, effects.first)
    )
    return Decided(SOBOL, fitted.r2, seed, total, first, deviation, *counts)


def seed_share(fitted: Fitted, variance: Floats, seed: int = 1) -> Share:
    """The seed's share of what varies between runs, with what is not known of both parts.

    Parameters
    ----------
    fitted : Fitted
    variance : float array
        What the inputs move, of the mean and of draws.
    seed : int
        Of the draws.
    """
    assert fitted.sizes is not None
    own, rest = _own_and_rest(fitted, np.random.default_rng(seed), len(variance) - 1)
    shares = own / np.maximum(own + rest + variance[1:], 1e-300)
    return Share.of(float(shares.mean()), shares)


def _own_and_rest(fitted: Fitted, rng: np.random.Generator, draws: int) -> tuple[Floats, Floats]:
    """Draws of the variance between seeds, and of what neither seed nor process explains.

    Points tell of the sum of both, second seeds of the first alone. Beforehand it is even whether the process explains
    all that the inputs do; if not, what it misses has an exponential prior in the variance between seeds.
    """
    assert fitted.sizes is not None
    total = fitted.sizes.seed + fitted.sizes.rest
    told, freedom = max(fitted.freedom_of_points, 1.0), fitted.scatter.freedom
    own = total * np.exp(np.linspace(-6.0, 1.5, GRID))
    parts = np.concatenate([[0.0], np.exp(np.linspace(-6.0, 6.0, GRID))]) if freedom else np.zeros(1)
    s, r = own[:, None], own[:, None] * parts[None, :]
    logs = -0.5 * told * (np.log((s + r) / total) + total / (s + r))
    if freedom:
        prior = np.log(SPARING * np.gradient(parts)) - SPARING * parts  # cells are wider where parts are larger
        prior[0] = np.log(np.exp(prior[1:]).sum())
        logs = logs - 0.5 * (freedom * np.log(s) + fitted.scatter.squares / s) + prior
    weights = np.exp(logs - logs.max()).ravel()
    chosen = rng.choice(weights.size, draws, p=weights / weights.sum())
    return np.broadcast_to(s, r.shape).ravel()[chosen], r.ravel()[chosen]


def _over_points(fitted: Fitted) -> Floats:
    """What the inputs move, of the mean and of draws, as the points lie and not as if inputs were independent."""
    _, coefficients = fitted.coefficients(DRAWS, np.random.default_rng(0))
    return fitted.expansion.evaluate(fitted.scatter.x[:, fitted.inputs], coefficients).var(axis=0)


def _least_seed(fitted: Fitted) -> float:
    """Lower end of the seed's share where no input was seen to move anything: what second seeds alone tell."""
    total = fitted.seed_variance
    if not fitted.scatter.freedom or total <= 0:
        return 0.0
    from scipy.stats import chi2

    sure = fitted.scatter.squares / chi2.ppf(0.975, fitted.scatter.freedom)
    return float(min(1.0, sure / total))


def _shapley(fitted: Fitted, alone: Floats) -> dict[int, Share]:
    """Shapley effects of the inputs that do most; those that do least share one player, which is left out."""
    inputs = sorted(fitted.inputs, key=lambda place: -alone[place])
    strong = [place for place in inputs if alone[place] >= LEAST_PLAYER][:MOST_PLAYERS]
    rest = [place for place in inputs if place not in strong]
    places = {place: at for at, place in enumerate(fitted.inputs)}
    players = [[places[place]] for place in strong] + ([[places[place] for place in rest]] if rest else [])
    constants, coefficients = fitted.coefficients(FEW_DRAWS, np.random.default_rng(0))
    copula = Copula.of(fitted.scatter.x[:, fitted.inputs])
    effects, _ = shapley(lambda x: fitted.expansion.evaluate(x, coefficients) + constants, copula, players)
    return {place: Share.of(float(effects[at, 0]), effects[at, 1:]) for at, place in enumerate(strong)}
