"""History matching against answers that are known: synthetic truths, Ishigami's function, hmer's SIR example."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import chisquare, qmc, spearmanr

from sim.analysis.calibration.emulator import fit, pooled_variance
from sim.analysis.calibration.implausibility import CUT, Goal
from sim.analysis.calibration.space import Wave, draw, latin_hypercube
from tests.analysis.calibration.toys import ISHIGAMI_VARIANCE, ishigami, sir_places, smooth, smooth_emulators, table

TRUTHS = 200
DEVIATIONS = np.array([0.1, 0.08, 0.05])
SIR = {"nS": Goal(580, 651), "nI": Goal(169, 169, 8.45), "nR": Goal(199, 221)}
AS_ONE = {"nS": 0.5, "nI": 0.9, "nR": 0.7}
"""Rank correlations with the reference that are asked for."""


def test_of_two_hundred_truths_at_least_nineteen_in_twenty_are_kept():
    rng, emulators = np.random.default_rng(7), smooth_emulators()
    kept = 0
    for _ in range(TRUTHS):
        truth = rng.random((1, 4))
        seen = smooth(truth)[0] + rng.normal(size=3) * DEVIATIONS
        goals = tuple(Goal(value, value, deviation) for value, deviation in zip(seen, DEVIATIONS, strict=True))
        kept += bool(Wave(emulators, goals).inside(truth, CUT)[0])
    assert kept >= 0.95 * TRUTHS


@pytest.mark.verify
def test_truths_have_uniform_ranks_among_the_points_that_are_kept():
    """A band laid at random over the truth leaves a uniform posterior on what is kept."""
    rng, emulators = np.random.default_rng(11), smooth_emulators()
    population, ranks = latin_hypercube(600, 4, rng), []
    for _ in range(TRUTHS):
        truth, width = rng.random((1, 4)), 4 * DEVIATIONS
        low = smooth(truth)[0] - rng.random(3) * width
        wave = Wave(emulators, tuple(Goal(*ends) for ends in zip(low, low + width, strict=True)))
        sample = draw([wave], population, 100, rng)
        ranks.append((sample.points < truth).mean(axis=0))
    for places in np.array(ranks).T:
        counts, _ = np.histogram(places, bins=10, range=(0, 1))
        assert chisquare(counts).pvalue > 0.01


def test_the_share_of_the_seed_is_found_on_ishigami_with_noise():
    share, rows, seeds = 0.2, 256, 8
    deviation = np.sqrt(ISHIGAMI_VARIANCE * share / (1 - share))
    rng, x = np.random.default_rng(3), qmc.Sobol(3, rng=2).random(rows)
    values = ishigami(x)[:, None] + rng.normal(0.0, deviation, (rows, seeds))
    noise = pooled_variance(list(values))
    emulator = fit(x, values.mean(axis=1), seeds, noise)
    of_means = emulator.predict(np.random.default_rng(4).random((4000, 3)))[0].var()
    assert noise / (noise + of_means) == pytest.approx(share, abs=0.02)


def test_an_output_that_nothing_moves_is_moved_by_nothing():
    rng = np.random.default_rng(2)
    x = latin_hypercube(200, 20, rng)
    still = fit(x, rng.normal(size=200), 1, 1.0)
    assert not still.moved
    assert still.inputs == ()
    assert fit(x, x[:, 4] + rng.normal(0, 0.3, 200), 1, 0.09).inputs == (4,)
    assert Wave((still,), (Goal(50.0, 50.0, 1.0),)).inside(x, CUT).all()  # it rules nothing out either


@pytest.fixture(scope="module")
def sir():
    """Emulators of the SIR model, trained on the published runs."""
    sample = table("sir_sample")
    training = sample["set"] == "training"
    x = sir_places(sample)[training]
    return {name: fit(x, sample[name][training]) for name in SIR}


def test_no_point_of_the_published_third_wave_is_ruled_out(sir):
    waves = table("sir_waves")
    last = waves["wave"] == 3
    for name, goal in SIR.items():
        assert goal.implausibility(*sir[name].predict(sir_places(waves)[last])).max() <= CUT


def test_points_kept_are_kept_by_the_reference_and_implausibilities_agree_by_rank(sir):
    reference = table("sir_implausibility")
    places = sir_places(reference)
    found = {name: goal.implausibility(*sir[name].predict(places)) for name, goal in SIR.items()}
    kept = np.max(list(found.values()), axis=0) < CUT
    assert kept.any()
    assert reference["I"][kept].max() < CUT
    for name, least in AS_ONE.items():
        assert spearmanr(found[name], reference[name]).statistic >= least
