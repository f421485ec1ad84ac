"""A run as arrays says the same as the recorder it came from."""

from __future__ import annotations

import numpy as np
import pytest

from sim.core.recording.outcomes import trailing
from sim.core.recording.recorder import Recorder
from sim.indicators import INDICATORS
from sim.indicators.tallies import Tallies
from sim.runs.run import Failure, Job, Run, bands
from sim.runs.simulate import simulate
from tests.report.invented import invented_run, wave

VILLAGES, MONTHS, BURN_IN = 3, 30, 6


@pytest.fixture(scope="module")
def recorded():
    """A recorder filled with invented tallies, and the run made of it."""
    recorder = Recorder(Tallies, VILLAGES, MONTHS)
    for month in range(MONTHS):
        for place, name in enumerate(recorder.names):
            recorder.now[name] = [round(50 * wave(place, village)[month]) for village in range(VILLAGES)]
        recorder.close()
    sums = recorder.kept.sum(axis=1, dtype=np.float64)
    return recorder, Run("x", 1, 1400, BURN_IN, tuple(recorder.names), sums, VILLAGES, by_village=recorder.kept)


@pytest.mark.parametrize("name", list(INDICATORS))
def test_values_and_series_are_the_recorders(recorded, name):
    recorder, run = recorded
    indicator = INDICATORS[name]
    expected = recorder.indicator(indicator, BURN_IN + 4, BURN_IN + 16, by_month=False)
    assert run.value(indicator, 4, 16) == pytest.approx(float(expected), nan_ok=True)
    np.testing.assert_allclose(run.series(indicator), recorder.indicator(indicator, BURN_IN), rtol=1e-6)


def test_one_village_of_a_run_is_the_recorders_village(recorded):
    recorder, run = recorded
    indicator = INDICATORS["attendance"]
    expected = recorder.indicator(indicator, BURN_IN, by_village=True)[:, 1]
    np.testing.assert_allclose(run.village(1).series(indicator), expected, rtol=1e-6)


def test_a_village_cannot_be_had_from_a_run_that_kept_none():
    with pytest.raises(ValueError, match="by_village=True"):
        invented_run("baseline", 1).village(0)


def test_moving_sums_hold_the_last_months_and_are_exact_zeros():
    assert trailing(np.array([1.0, 2.0, 3.0, 4.0]), 2).tolist() == [1, 3, 5, 7]
    assert trailing(np.array([0.1, 0.2, 0.0, 0.0]), 2)[-1] == 0.0


def test_bands_hold_the_median_over_seeds():
    runs = [invented_run("baseline", seed) for seed in range(1, 8)]
    low, median, high = bands(runs, INDICATORS["trust"])
    assert ((low <= median) & (median <= high)).all()
    assert median[-1] == np.median([run.series(INDICATORS["trust"], 12)[-1] for run in runs])


def test_a_run_that_fails_is_a_record_with_the_command_that_replays_it():
    found = simulate(Job(None, 7, "ruralparty run x --seed 7"))
    assert isinstance(found, Failure)
    assert found.seed == 7
    assert found.command == "ruralparty run x --seed 7"
    assert "Traceback" in found.trace
