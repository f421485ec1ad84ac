"""What decides functions whose effects are known: expected and found stand in results/verification.csv."""

from __future__ import annotations

import numpy as np
import pytest
from SALib.sample import morris as morris_sample
from SALib.sample import sobol as sobol_sample
from scipy.stats import qmc

from sim.analysis.calibration.space import latin_hypercube
from sim.analysis.sensitivity.dependent import Copula, are_dependent, shapley, shapley_of_line
from sim.analysis.sensitivity.designs import morris, saltelli
from sim.analysis.sensitivity.indices import as_naive
from sim.analysis.sensitivity.outcome import CONSTANT, NOTHING, SHAPLEY, SOBOL, UNSURE, decide
from tests.analysis.calibration.toys import ISHIGAMI_VARIANCE, ishigami
from tests.analysis.sensitivity.toys import (
    ACTIVE,
    ISHIGAMI_FIRST,
    ISHIGAMI_TOTAL,
    g_effects,
    g_function,
    morris_function,
    noisy_ishigami,
    oakley,
)
from tests.limits import Limits

REPETITIONS = 200


def problem(inputs: int) -> dict[str, object]:
    return {"num_vars": inputs, "names": [f"x{k}" for k in range(inputs)], "bounds": [[0.0, 1.0]] * inputs}


def hold(limit: Limits, what: str, expected: np.ndarray, found: list[float], tolerance: float) -> None:
    for place, (wanted, value) in enumerate(zip(expected, found, strict=True), 1):
        limit("V38", f"{what} of input {place}", float(wanted), float(value), tolerance)


@pytest.mark.limit
def test_effects_of_ishigami_from_512_runs(limit: Limits) -> None:
    x = qmc.Sobol(3, rng=1).random(512)
    found = decide(x, ishigami(x))
    assert found.verdict == SOBOL
    hold(limit, "Ishigami, 512 runs: total effect", ISHIGAMI_TOTAL, [found.total[k].value for k in range(3)], 0.02)
    hold(limit, "Ishigami, 512 runs: first effect", ISHIGAMI_FIRST, [found.first[k].value for k in range(3)], 0.02)
    limit("V38", "Ishigami, 512 runs: share of the seed", 0.0, found.seed.value if found.seed else 1.0, 0.01)


@pytest.mark.limit
def test_effects_of_ishigami_by_saltelli(limit: Limits) -> None:
    x = sobol_sample.sample(problem(3), 1024, calc_second_order=False, seed=1)
    assert len(x) == 5120
    total, first = saltelli(x, ishigami(x))
    hold(limit, "Ishigami, Saltelli's 5,120 runs: total effect", ISHIGAMI_TOTAL, [each.value for each in total], 0.02)
    hold(limit, "Ishigami, Saltelli's 5,120 runs: first effect", ISHIGAMI_FIRST, [each.value for each in first], 0.02)


@pytest.mark.limit
def test_effects_of_the_g_function(limit: Limits) -> None:
    x = qmc.Sobol(6, rng=1).random(512)
    found, (total, first) = decide(x, g_function(x)), g_effects()
    hold(limit, "g-function, 512 runs: total effect", total, [found.total[k].value for k in range(6)], 0.02)
    hold(limit, "g-function, 512 runs: first effect", first, [found.first[k].value for k in range(6)], 0.02)


@pytest.mark.limit
def test_the_ten_active_inputs_of_morris_come_first(limit: Limits) -> None:
    x = morris_sample.sample(problem(20), 20, num_levels=4, seed=1)
    sizes = [each.size for each in morris(x, morris_function(x.copy()), 4)]
    limit("V38", "Morris's function: active inputs among the first ten", ACTIVE, _of_first(sizes), 0)


@pytest.mark.verify
@pytest.mark.limit
def test_the_ten_active_inputs_of_morris_come_first_in_the_process_too(limit: Limits) -> None:
    x = latin_hypercube(512, 20, np.random.default_rng(3))
    found = decide(x, morris_function(x.copy()))
    totals = [found.total[k].value if k in found.total else 0.0 for k in range(20)]
    limit("V38", "Morris's function, 512 runs: active inputs among the first ten", ACTIVE, _of_first(totals), 0)


def _of_first(sizes: list[float]) -> int:
    return sum(place < ACTIVE for place in np.argsort(sizes)[::-1][:ACTIVE])


@pytest.mark.verify
@pytest.mark.limit
def test_fifteen_inputs_fall_into_three_groups_of_five(limit: Limits) -> None:
    x = latin_hypercube(512, 15, np.random.default_rng(1))
    found = decide(x, oakley(x))
    first = np.array([found.first[k].value if k in found.first else 0.0 for k in range(15)])
    order = np.argsort(first) // 5  # the group of an input is its place
    ranks = np.empty(15, int)
    ranks[np.argsort(first)] = np.arange(15) // 5
    assert found.verdict == SOBOL, (found, order)
    for group, name in enumerate(("least", "middle", "strongest")):
        inputs = slice(5 * group, 5 * group + 5)
        limit("V38", f"Oakley and O'Hagan: inputs of the {name} group in it", 5, int((ranks[inputs] == group).sum()), 0)


@pytest.mark.parametrize("share", [0.1, 0.2])
@pytest.mark.limit
def test_the_share_of_the_seed_is_found(share: float, limit: Limits) -> None:
    found = decide(*noisy_ishigami(share, 1))
    assert found.seed is not None
    limit("V38", f"Ishigami with noise {share}, 512 + 64 runs: share of the seed", share, found.seed.value, 0.03)


@pytest.mark.verify
@pytest.mark.parametrize("share", [0.1, 0.2, 0.5])
@pytest.mark.limit
def test_effects_without_the_noise_are_found(share: float, limit: Limits) -> None:
    """Of 512 runs chance alone puts a total effect off by .02 to .04, so that the means of ten designs are held."""
    found = [decide(*noisy_ishigami(share, seed)) for seed in range(10)]
    seeds = [each.seed.value for each in found if each.seed]
    limit("V38", f"Ishigami with noise {share}, ten designs: share of the seed", share, float(np.mean(seeds)), 0.03)
    totals = np.mean([[each.total[k].value for k in range(3)] for each in found], axis=0)
    hold(limit, f"Ishigami with noise {share}, ten designs: noise-free total effect", ISHIGAMI_TOTAL, totals, 0.03)


@pytest.mark.verify
@pytest.mark.parametrize("share", [0.1, 0.2, 0.5])
@pytest.mark.limit
def test_effects_without_the_noise_are_found_in_one_large_design(share: float, limit: Limits) -> None:
    found = decide(*noisy_ishigami(share, 1, 2048, 256))
    assert found.seed is not None
    limit("V38", f"Ishigami with noise {share}, 2,048 + 256 runs: share of the seed", share, found.seed.value, 0.03)
    totals = [found.total[k].value for k in range(3)]
    hold(limit, f"Ishigami with noise {share}, 2,048 + 256 runs: noise-free total effect", ISHIGAMI_TOTAL, totals, 0.03)


@pytest.mark.limit
def test_a_design_that_takes_luck_for_inputs_finds_the_law(limit: Limits) -> None:
    share, x = 0.5, sobol_sample.sample(problem(3), 4096, calc_second_order=False, seed=1)
    noise = np.random.default_rng(2).normal(size=len(x)) * np.sqrt(ISHIGAMI_VARIANCE * share / (1 - share))
    total, _ = saltelli(x, ishigami(x) + noise)
    law = as_naive(ISHIGAMI_TOTAL, share)
    hold(limit, "Ishigami with noise 0.5: naive total effect ST (1 - n) + n", law, [each.value for each in total], 0.04)


@pytest.mark.limit
def test_shapley_effects_of_a_line_with_correlation(limit: Limits) -> None:
    rng = np.random.default_rng(3)
    covariance, slopes = np.array([[1, 0.7, 0], [0.7, 1.2, 0.3], [0, 0.3, 0.8]]), np.array([1.0, 0.5, 1.5])
    values = rng.multivariate_normal(np.zeros(3), covariance, size=2000)
    found, _ = shapley(lambda x: (x @ slopes)[:, None], Copula.of(values), [[0], [1], [2]])
    hold(limit, "Gaussian line: Shapley effect", shapley_of_line(slopes, covariance), found[:, 0].tolist(), 0.02)
    places = (values[:400] - values[:400].min(axis=0)) / np.ptp(values[:400], axis=0)
    decided = decide(places, values[:400] @ slopes, dependent=True)
    assert decided.verdict == SHAPLEY
    assert not decided.first
    sample = shapley_of_line(slopes, np.cov(values[:400], rowvar=False))
    shares = [decided.total[k].value for k in range(3)]
    hold(limit, "Gaussian line, 400 runs: Shapley effect", sample, shares, 0.02)


def test_shapley_of_two_inputs_by_hand() -> None:
    """With two inputs of variance 1, slopes 1 and 2, correlation r: the first has (1 + 2r + 1.5 r²)/(5 + 4r)."""
    for r in (-0.5, 0.0, 0.8):
        found = shapley_of_line(np.array([1.0, 2.0]), np.array([[1.0, r], [r, 1.0]]))
        assert found[0] == pytest.approx((1 + 2 * r + 1.5 * r**2) / (5 + 4 * r))
        assert found.sum() == pytest.approx(1.0)


def test_orders_are_drawn_where_there_are_many_players() -> None:
    x = np.random.default_rng(1).normal(size=(500, 10))
    found, _ = shapley(lambda x: x @ np.arange(1.0, 11.0)[:, None], Copula.of(x), [[k] for k in range(10)], 1024)
    assert found.sum() == pytest.approx(1.0)
    assert np.argmax(found[:, 0]) == 9


def test_a_design_of_independent_inputs_is_told_from_a_plausible_set() -> None:
    rng = np.random.default_rng(1)
    x = latin_hypercube(150, 40, rng)
    assert not are_dependent(x)
    x[:, 3] = 0.6 * x[:, 2] + 0.4 * x[:, 3]
    assert are_dependent(x)


@pytest.mark.verify
@pytest.mark.limit
def test_intervals_hold_the_truth(limit: Limits) -> None:
    truth, luck = np.array([0.5, 0.3, 0.2]), 0.49 / 1.49
    held = []
    for seed in range(REPETITIONS):
        rng = np.random.default_rng(seed)
        x = latin_hypercube(150, 3, rng)
        x = np.vstack([x, x[:20]])
        u = np.sqrt(3.0) * (2 * x - 1)
        y = np.sqrt(0.5) * u[:, 0] + np.sqrt(0.3) * u[:, 1] + np.sqrt(0.2) * u[:, 2] + 0.7 * rng.normal(size=len(x))
        found = decide(x, y)
        shares = [(found.total[k], truth[k]) for k in range(3)] + [(found.seed, luck)]
        held.append([each is not None and each.low <= true <= each.high for each, true in shares])
    names = [*(f"total effect of input {place}" for place in range(1, 4)), "share of the seed"]
    for name, share in zip(names, np.mean(held, axis=0), strict=True):
        limit("V38", f"{REPETITIONS} repetitions: intervals that hold the {name}", 0.94, float(share), 0.04)


def test_a_constant_is_moved_by_nothing_and_luck_by_no_input() -> None:
    rng = np.random.default_rng(5)
    x = latin_hypercube(150, 12, rng)
    found = decide(x, np.full(150, 0.3))
    assert (found.verdict, found.seed, found.total) == (CONSTANT, None, {})
    luck = decide(np.vstack([x, x[:40]]), rng.normal(size=190))
    assert luck.verdict == NOTHING
    assert luck.seed is not None
    assert luck.seed.low > 0.4


def test_what_is_not_foretold_is_not_printed() -> None:
    rng = np.random.default_rng(6)
    x = latin_hypercube(100, 3, rng)
    x = np.vstack([x, x[:40]])  # the same again: what is not foretold is no luck
    y = np.sin(40 * x[:, 0]) * np.sin(50 * x[:, 1]) + 1.2 * x[:, 2]
    found = decide(x, y)
    assert found.verdict == UNSURE
    assert not found.total
    assert found.r2 < 0.5


def test_a_gap_is_refused() -> None:
    with pytest.raises(ValueError, match="finite"):
        decide(np.zeros((3, 1)), np.array([1.0, np.nan, 2.0]))
