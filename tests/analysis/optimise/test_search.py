"""The search against fronts that are known: hypervolume, noise, and a budget that is never broken."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.analysis.optimise.search import Money, search, undominated

pytest.importorskip("pymoo")
REFERENCE = 1.1
SHARE = 0.98
SEEDS = 10


def zdt(x, h):
    """The ZDT problems of 30 levers, to be made small."""
    first, g = x[:, 0], 1 + 9 * x[:, 1:].mean(axis=1)
    return np.column_stack([first, g * h(first / g, first)])


PROBLEMS = {
    "ZDT1": (30, lambda x: zdt(x, lambda r, f: 1 - np.sqrt(r))),
    "ZDT2": (30, lambda x: zdt(x, lambda r, f: 1 - r**2)),
    "ZDT3": (30, lambda x: zdt(x, lambda r, f: 1 - np.sqrt(r) - r * np.sin(10 * math.pi * f))),
    "DTLZ2": (12, lambda x: dtlz2(x)),
}


def dtlz2(x):
    """DTLZ2 of three outcomes."""
    g = ((x[:, 2:] - 0.5) ** 2).sum(axis=1)
    a, b = x[:, 0] * math.pi / 2, x[:, 1] * math.pi / 2
    parts = [np.cos(a) * np.cos(b), np.cos(a) * np.sin(b), np.sin(a)]
    return (1 + g)[:, None] * np.column_stack(parts)


def known_volume(name):
    """Hypervolume of the front itself, by its formula."""
    if name == "DTLZ2":
        return REFERENCE**3 - math.pi / 6
    f = np.linspace(0, 1, 2_000_001)
    front = {"ZDT1": 1 - np.sqrt(f), "ZDT2": 1 - f**2}.get(name, 1 - np.sqrt(f) - f * np.sin(10 * math.pi * f))
    reached = np.minimum.accumulate(front)  # what is dominated adds nothing
    inside = float(((REFERENCE - reached) * (f[1] - f[0]))[:-1].sum())
    return inside + (REFERENCE - 1) * float(REFERENCE - reached[-1])


def volume(values):
    from pymoo.indicators.hv import HV

    return float(HV(ref_point=np.full(values.shape[1], REFERENCE))(values[(values < REFERENCE).all(axis=1)]))


def share_of(name, seed):
    levers, problem = PROBLEMS[name]
    found = search(lambda x: -problem(x), levers, seed=seed)
    assert found.evaluations == 20_000 or found.evaluations < 20_060
    return volume(-found.values) / known_volume(name)


@pytest.mark.parametrize("name", ["ZDT1", "DTLZ2"])
def test_one_search_reaches_the_known_front(name):
    assert share_of(name, 1) >= SHARE


@pytest.mark.verify
@pytest.mark.parametrize("name", PROBLEMS)
@pytest.mark.limit
def test_ten_searches_reach_the_known_front(name, limit):
    shares = [share_of(name, seed) for seed in range(1, SEEDS + 1)]
    limit("V41", f"{name}: least hypervolume of ten seeds, of the known front's", 1.0, min(shares), 1 - SHARE)


def test_a_noisy_problem_leaves_points_near_the_front():
    """ZDT1 with noise: what is found on a surface fitted to noisy values lies near the front when looked at again."""
    from sim.analysis.emulator.difference import fit_difference

    levers, problem = 3, lambda x: zdt(x, lambda r, f: 1 - np.sqrt(r))
    rng = np.random.default_rng(1)
    x = rng.random((400, levers))
    noisy = problem(x) + rng.normal(0, 0.05, (400, 2))
    still = np.zeros(400)
    fitted = [fit_difference(x, still, noisy[:, place], np.arange(400)) for place in range(2)]
    surface = lambda z: -np.column_stack([each.predict(z, np.zeros(len(z))) for each in fitted])  # noqa: E731
    found = search(surface, levers, evaluations=6000)
    again = problem(found.x)
    above = again[:, 1] - (1 - np.sqrt(np.clip(again[:, 0], 0, 1)))
    assert np.median(above) <= 0.02


def test_the_budget_is_never_broken():
    rng = np.random.default_rng(2)
    x = rng.random((10_000, 8))
    prices = rng.random(8) * 10
    money = Money(lambda z: (prices * z**2).sum(axis=1) + z[:, 0] * z[:, 1], 7.0, np.zeros(8))
    assert (money.cost(x) > 7.0).mean() > 0.5
    inside = money.within(x)
    assert (money.cost(inside) <= 7.0).all()
    cheap = money.cost(x) <= 7.0
    assert (inside[cheap] == x[cheap]).all()
    assert np.median(money.cost(inside[~cheap])) > 7.0 - 1e-6
    found = search(lambda z: np.column_stack([z[:, 0] + z[:, 2], z[:, 1]]), 8, money, evaluations=10_000)
    assert found.dearest <= 7.0


def test_levers_that_cost_nothing_stay_and_an_impossible_budget_is_told():
    money = Money(lambda z: 10 * z[:, 0] + 1, 5.0, np.array([0.0, np.nan]))
    assert money.within(np.array([[1.0, 0.7]]))[0].tolist() == pytest.approx([0.4, 0.7])
    with pytest.raises(ValueError, match="more than the budget"):
        Money(lambda z: 10 * z[:, 0] + 6, 5.0, np.array([0.0, np.nan])).within(np.array([[1.0, 0.7]]))


def test_the_same_seed_gives_the_same_front():
    one, two = (search(lambda x: np.column_stack([x[:, 0], 1 - x[:, 0] ** 2]), 3, evaluations=600) for _ in range(2))
    assert (one.x == two.x).all()
    assert (one.values == two.values).all()


def test_undominated_rows():
    values = np.array([[1.0, 0.0], [0.0, 1.0], [0.5, 0.5], [0.5, 0.4], [1.0, 0.0]])
    assert undominated(values).tolist() == [0, 1, 2]
