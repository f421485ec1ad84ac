"""Emulators of differences: what they foretell, their bars, the arrays they are shipped as, what is kept of runs."""

from __future__ import annotations

import time

import numpy as np
import pytest

from sim.analysis.emulator.arrays import as_bytes, packed
from sim.analysis.emulator.difference import fit_difference
from sim.analysis.emulator.kept import kept_rows
from sim.analysis.emulator.scale import Bar, Scale
from sim.analysis.emulator.speak import Speaker

INPUTS = 6


def toy(rows=400, noise=0.2, seed=1, seconds=100):
    """Pairs whose difference is known: two inputs, the baseline's outcome, and luck."""
    rng = np.random.default_rng(seed)
    x = rng.random((rows, INPUTS))
    x = np.vstack([x, x[:seconds]])
    state = np.concatenate([np.arange(rows), np.arange(seconds)])
    before = rng.random(len(x))
    mean = 2 * x[:, 0] * before + np.sin(3 * x[:, 1])
    return x, before, before + mean + rng.normal(0, noise, len(x)), state, mean


def test_what_noise_leaves_is_foretold_and_noise_is_told():
    x, before, after, state, mean = toy()
    found = fit_difference(x, before, after, state)
    assert found.r2 > 0.95
    assert found.bar.noise == pytest.approx(0.04, rel=0.35)
    assert np.sqrt(((found.predict(x, before) - mean) ** 2).mean()) < 0.08


def test_bars_hold_nine_in_ten():
    x, before, after, state, _ = toy()
    found = fit_difference(x, before, after, state)
    fresh, fresh_before, fresh_after, _, _ = toy(seed=2, seconds=0)
    told = found.predict(fresh, fresh_before)
    held = np.abs(fresh_after - fresh_before - told) <= found.bar.of(told)
    assert 0.85 <= held.mean() <= 0.95


def test_pure_luck_is_not_foretold():
    x, before, after, state, mean = toy()
    found = fit_difference(x, before, after - mean, state)
    assert not found.r2 > 0.3


def test_shares_that_saturate_are_taken_on_log_odds():
    rng = np.random.default_rng(3)
    x, before = rng.random((400, 3)), rng.uniform(0.02, 0.98, 400)
    after = 1 / (1 + np.exp(-(np.log(before / (1 - before)) + 3 * x[:, 0])))
    found = fit_difference(x, before, after, np.arange(400), saturating=True)
    assert found.scale.saturates
    assert found.r2 > 0.99
    assert not fit_difference(x, before, before + 0.01 * x[:, 0], np.arange(400), saturating=True).scale.saturates


def test_log_odds_and_back():
    scale = Scale(True, 0.0, 1.0)
    before = np.array([0.0, 0.2, 0.99, 1.0])
    step = scale.turned(before + 0.01 * (before < 0.9)) - scale.turned(before)
    assert scale.difference(before, step) == pytest.approx([0.01 - 1e-4, 0.01, 0.0, 0.0])
    assert scale.place(np.array([-1.0, 0.5, 2.0])).tolist() == [0.0, 0.5, 1.0]


def test_more_pairs_lessen_the_part_of_luck():
    bar = Bar(floor=5.0, slope=0.0, factor=2.0, noise=16.0)
    assert bar.of(np.array(0.0)) == pytest.approx(10.0)
    assert bar.of(np.array(0.0), 1e9) == pytest.approx(6.0)
    assert Bar(5.0, 0.0, 2.0, 100.0).of(np.array(0.0), 1e9) == pytest.approx(2 * np.sqrt(2.5))


@pytest.fixture(scope="module")
def shipped():
    x, before, after, state, mean = toy(200, seconds=20)
    saturating = 1 / (1 + np.exp(-(np.log(before / (1 - before)) + x[:, 2])))
    one = fit_difference(x, before, after, state)
    two = fit_difference(x, before, saturating, state, saturating=True)
    names = [f"input {place}" for place in range(INPUTS)]
    return packed({"trust": one, "coverage": two}, names, {"reference": "none"}), (one, two), x, before


def test_arrays_answer_as_the_fit_does(shipped):
    arrays, fits, x, before = shipped
    made = Speaker(arrays)
    for row in range(0, 200, 20):
        told = made.predict(x[row], dict.fromkeys(made.outcomes, before[row]))
        for name, fit in zip(made.outcomes, fits, strict=True):
            wanted = float(fit.predict(x[row : row + 1], before[row : row + 1])[0])
            assert told[name].difference == pytest.approx(wanted, abs=5e-3)
            assert told[name].bar == pytest.approx(float(fit.bar.of(np.array(told[name].difference))))


def test_of_an_outcome_whose_baseline_is_not_known_nothing_is_said(shipped):
    made = Speaker(shipped[0])
    assert set(made.predict(shipped[2][0], {"trust": 0.5})) == {"trust"}


def test_the_file_is_the_same_every_time_and_holds_no_pickle(shipped, tmp_path):
    content = as_bytes(shipped[0])
    assert content == as_bytes(shipped[0])
    (tmp_path / "made.npz").write_bytes(content)
    with np.load(tmp_path / "made.npz", allow_pickle=False) as arrays:
        assert Speaker(dict(arrays)).outcomes == ("trust", "coverage")


def test_sixty_answers_take_no_longer_than_a_look(shipped):
    _, (one, _), x, before = shipped
    made = Speaker(packed({f"o{place}": one for place in range(60)}, [str(i) for i in range(INPUTS)], {}))
    known = dict.fromkeys(made.outcomes, before[0])
    times = []
    for _ in range(20):
        begun = time.perf_counter()
        made.predict(x[0], known)
        times.append(time.perf_counter() - begun)
    assert min(times) < 0.02  # 2 ms on an idle machine; `make verify` prints it


def said_of(item):
    return "no" if item < 0 else [item, item**2]


def test_rows_are_kept_and_errors_too(tmp_path):
    first = kept_rows({"a": 1.0, "b": -1.0}, said_of, tmp_path, "a test", jobs=1)
    assert first == {"a": [1.0, 1.0], "b": "no"}
    again = kept_rows({"c": 3.0, "a": 100.0}, said_of, tmp_path, "a test", jobs=1)  # what is kept is not asked again
    assert again == {"c": [3.0, 9.0], "a": [1.0, 1.0]}
    assert list(again) == ["c", "a"]
