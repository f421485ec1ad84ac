"""What is told of a difference over points of the plausible set."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from experiments import over
from experiments.over import runs_over, share_of_luck, told
from experiments.policies_at_money.over import stages
from sim.indicators import INDICATORS
from sim.scenario.scenario import load

POINTS = [{"parameters.a.b": place / 100, "parameters.c.d": 1.0} for place in range(100)]
SMALL = {
    "horizon.months": 24,
    "horizon.burn_in": 12,
    "world.townships": 1,
    "world.villages": 2,
    "world.village_size": 300,
}


def frame(steps: np.ndarray, pairs: int = 1) -> tuple[pd.Series, pd.Series, pd.Series]:
    seeds = pd.RangeIndex(len(steps) * pairs, name="seed")
    before = pd.Series(np.linspace(1, 2, len(seeds)), seeds)
    return before, before + np.tile(steps, pairs), pd.Series(np.tile(np.arange(len(steps)), pairs), seeds)


def test_the_band_the_signs_and_the_unknown_that_turns_a_difference() -> None:
    found = told(*frame(np.where(np.arange(100) < 30, -1.0, 1.0)), POINTS)
    assert found["difference"] == pytest.approx(0.4)
    assert (found["band_low"], found["band_high"]) == (pytest.approx(-1), pytest.approx(1))
    assert (found["sign"], found["same"], found["points"], found["pairs"]) == (1, 0.7, 100, 100)
    assert found["same_low"] < 0.7 < found["same_high"]
    assert found["turns_with"] == "a.b"
    assert found["turn"].startswith("below 0.29")
    assert np.isnan(found["luck"])


def test_pairs_at_a_point_count_as_one_point() -> None:
    once, thrice = (told(*frame(np.linspace(-1, 3, 100), pairs), POINTS) for pairs in (1, 3))
    assert thrice["pairs"] == 3 * once["pairs"]
    for name in ("difference", "low", "high", "band_low", "band_high", "same", "points"):
        assert thrice[name] == pytest.approx(once[name])
    assert thrice["luck"] == pytest.approx(0)


def test_luck_is_all_of_the_variance_where_points_do_not_differ() -> None:
    rng = np.random.default_rng(1)
    noise, place = pd.Series(rng.normal(size=8000)), np.repeat(np.arange(2000), 4)
    assert share_of_luck(noise.groupby(place)) == pytest.approx(1, abs=0.1)
    assert share_of_luck((noise + 0.5 * rng.normal(size=2000)[place]).groupby(place)) == pytest.approx(0.5, abs=0.05)


def test_pairs_without_a_value_are_left_out() -> None:
    before, after, place = frame(np.linspace(1, 2, 100))
    after[:10] = np.nan
    assert told(before, after, place, POINTS)["points"] == 90
    assert told(before * np.nan, after, place, POINTS) == {}


def test_a_further_pass_adds_runs_and_changes_none(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RURALPARTY_STORE", str(tmp_path))
    points = over.points_of(2)
    scenarios = {"": load("baseline").changed(SMALL)}
    first, second, again = (
        runs_over(scenarios, points, [INDICATORS["trust"]], 5, number, jobs=1) for number in (1, 2, 1)
    )
    assert [first["seed"].tolist(), second["seed"].tolist()] == [[5, 6], [7, 8]]
    pd.testing.assert_frame_equal(first, again)
    assert first["trust"].nunique() == 2


def test_more_passes_begin_with_those_of_fewer() -> None:
    few, more = (list(stages(passes)) for passes in (1, 3))
    assert more[: len(few)] == few
    assert len(set(more)) == len(more) == len(few) + 2
