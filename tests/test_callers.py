"""What callers in Python hand to public names: taken where its meaning is clear, else refused in one sentence."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import sim
from sim.scenario.files import shipped_folder

TINY = {
    "name": "tiny",
    "title": "tiny",
    "horizon": {"months": 2, "burn_in": 0},
    "world": {"townships": 1, "villages": 2, "village_size": 100},
}
LARGEST = 4294967295


def refused(what, *arguments, **named):
    with pytest.raises(ValueError, match=r"\A[^\n]+\Z") as found:
        what(*arguments, **named)
    return str(found.value)


@pytest.mark.parametrize("seed", [3, np.int64(3), np.uint8(3), "3"])
def test_whole_numbers_of_every_kind_are_seeds(seed):
    assert sim.RuralParty(TINY, rng=seed).seed == 3
    assert [run.seed for run in sim.run(TINY, seed=seed, jobs=1, store=False).runs["tiny"]] == [3]


def test_a_model_without_a_seed_draws_one():
    assert 0 <= sim.RuralParty(TINY).seed <= LARGEST


@pytest.mark.parametrize("seed", [1.5, True, "x", -1, LARGEST + 1, 10**30, float("nan"), [1], np.float64(2)])
def test_what_is_no_seed_is_refused_by_name(seed):
    assert refused(sim.RuralParty, TINY, rng=seed).startswith("rng ")
    assert refused(sim.run, TINY, seed=seed, jobs=1).startswith("seed ")
    assert refused(sim.run, TINY, seeds=[seed], jobs=1).startswith("seed ")


def test_seeds_beyond_the_last_are_refused_before_any_is_listed():
    assert refused(sim.run, TINY, seed=LARGEST, reps=10**12) == (
        f"1000000000000 seeds from {LARGEST} on are out of range: 0 to {LARGEST}"
    )


@pytest.mark.parametrize("seeds", [[], "12", 3])
def test_seeds_are_a_list(seeds):
    assert "seed" in refused(sim.run, TINY, seeds=seeds, jobs=1)


@pytest.mark.parametrize("reps", [0, -2, 1.5, None, True, "many"])
def test_repetitions_are_counted_from_one(reps):
    assert refused(sim.run, TINY, reps=reps, jobs=1).startswith("reps is ")


@pytest.mark.parametrize(
    ("name", "value"), [("jobs", -1), ("jobs", 1.5), ("jobs", None), ("check", "no"), ("county", 1.5)]
)
def test_other_arguments_are_refused_by_name(name, value):
    assert refused(sim.run, TINY, **{name: value}).startswith(f"{name} ")


@pytest.mark.parametrize(("name", "value"), [("threads", 0), ("threads", 1.5), ("check", "yes")])
def test_arguments_of_the_model_are_refused_by_name(name, value):
    assert refused(sim.RuralParty, TINY, rng=1, **{name: value}).startswith(f"{name} ")


def test_a_scenario_is_a_name_a_path_a_table_or_loaded():
    path = shipped_folder() / "baseline.yaml"
    assert isinstance(path, Path)
    names = [
        sim.run(each, reps=1, jobs=1, store=False).scenarios[0].name for each in (TINY, sim.RuralParty(TINY).future)
    ]
    assert names == ["tiny", "tiny"]
    assert sim.load(path) == sim.load(str(path)) == sim.load("baseline")


@pytest.mark.parametrize("scenario", [None, 3, b"baseline", object])
def test_what_is_no_scenario_is_refused_in_one_sentence(scenario):
    for entry in (sim.load, sim.run, sim.RuralParty):
        assert refused(entry, scenario).startswith("a scenario is given as ")
    assert refused(sim.compare, "baseline", scenario).startswith("a scenario is given as ")


@pytest.mark.parametrize("scenario", [None, 3, [1]])
def test_what_cannot_be_registered_is_refused(scenario):
    assert "cannot be registered" in refused(sim.register, scenario)


def test_months_are_whole_numbers():
    model = sim.RuralParty(TINY, rng=1)
    model.run_for(np.int64(1))
    for wrong in (True, -1, 1.5, "two", None, float("inf")):
        assert refused(model.run_for, wrong).startswith("duration is ")
        assert refused(model.outcome, "trust", window=wrong).startswith("window is ")
