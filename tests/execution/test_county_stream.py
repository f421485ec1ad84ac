"""Worlds lived county by county: one digest however the counties are shared out, nothing done twice, nothing held."""

from __future__ import annotations

import gc
import weakref
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.analysis.compare import compare
from sim.execution.county_files import CountyFiles
from sim.execution.county_stream import live_share, stream
from sim.execution.run import run
from sim.model import RuralParty
from sim.runs.jobs import Job
from sim.runs.run import Failure, Run
from sim.runs.simulate import simulate
from tests.execution import invented_counties as invented
from tests.execution.invented_counties import QUICK, world


@pytest.fixture(autouse=True)
def nothing_done():
    for each in (invented.done, invented.stopping_at, invented.failing_at):
        each.clear()
    yield
    invented.stopping_at.clear()


def streamed(keep: Path, counties: int = 7, **options: Any) -> Run:
    found = stream([world(counties)], [1], keep=keep, **{"do": QUICK, "engine": "sequential", **options})[0]
    assert isinstance(found, Run), found.error
    return found


def numbers_of(found: Run) -> list[bytes]:
    assert found.by_group is not None
    arrays = [found.sums, found.yuan, found.hours, found.by_group.kept, *found.places.values(), *found.traits.values()]
    return [array.tobytes() for array in arrays]


def test_one_process_two_processes_and_shards_in_any_order_give_one_digest(tmp_path):
    alone = streamed(tmp_path / "alone")
    together = streamed(tmp_path / "together", engine="process", jobs=2)
    for place in (3, 1, 2):
        share = live_share(
            [world(7)], [1], (place, 3), tmp_path / "shards", do=QUICK, engine="sequential", chunk_seconds=1e-9
        )
    assert (share.finished, share.requested) == (7, 7)
    merged = streamed(tmp_path / "shards")
    assert alone.digest == together.digest == merged.digest
    assert numbers_of(alone) == numbers_of(together) == numbers_of(merged)
    assert streamed(tmp_path / "six", 6).digest != alone.digest


def test_shares_are_every_nth_county_and_together_all(tmp_path):
    shares = []
    for place in (1, 2, 3):
        invented.done.clear()
        live_share([world(7)], [1], (place, 3), tmp_path, do=QUICK, engine="sequential")
        shares.append(sorted(invented.done))
    assert shares == [[1, 4, 7], [2, 5], [3, 6]]


def test_an_interrupted_world_goes_on_where_it_stopped(tmp_path):
    invented.stopping_at.add(4)
    with pytest.raises(KeyboardInterrupt):
        streamed(tmp_path)
    assert invented.done == [1, 2, 3]
    invented.stopping_at.clear()
    whole = streamed(tmp_path)
    assert sorted(invented.done) == [1, 2, 3, 4, 5, 6, 7]
    assert whole.digest == streamed(tmp_path / "other").digest


def test_a_world_that_grows_keeps_the_counties_it_had(tmp_path):
    streamed(tmp_path, 3)
    invented.done.clear()
    assert streamed(tmp_path, 5).villages == 15
    assert sorted(invented.done) == [4, 5]


def test_other_seeds_scenarios_and_things_kept_have_folders_of_their_own(tmp_path):
    streamed(tmp_path, 2)
    stream([world(2)], [2], keep=tmp_path, do=QUICK, engine="sequential")
    stream([world(2, {"world.archetype": "hollow"})], [1], keep=tmp_path, do=QUICK, engine="sequential")
    kept = streamed(tmp_path, 2, by_village=True)
    assert len(list(tmp_path.iterdir())) == 4
    assert kept.digest == streamed(tmp_path, 2).digest


def test_a_county_that_fails_is_named_and_the_others_are_kept(tmp_path):
    invented.failing_at.add(2)
    (found,) = stream([world(3)], [1], keep=tmp_path, do=QUICK, engine="sequential")
    assert isinstance(found, Failure)
    assert found.error == "county 2: ValueError: no luck"
    assert "'world.first_county': 2" in found.command
    invented.failing_at.clear()
    invented.done.clear()
    streamed(tmp_path, 3)
    assert invented.done == [2]


def test_two_counties_are_never_in_memory_together(tmp_path, monkeypatch):
    streamed(tmp_path, 9)
    read, alive, most = CountyFiles.read, weakref.WeakSet(), [0]

    class Holder:
        """A weak reference needs something to refer to: arrays of a run have none of their own."""

    def watched(self: CountyFiles, number: int) -> Run:
        found = read(self, number)
        holder = Holder()
        alive.add(holder)
        object.__setattr__(found, "_holder", holder)
        gc.collect()
        most[0] = max(most[0], len(alive))
        return found

    monkeypatch.setattr(CountyFiles, "read", watched)
    whole = streamed(tmp_path, 9)
    assert most[0] == 2  # the last one is let go of when the next has been read
    assert whole.spread == {}
    assert len(whole.counties) == 9


def test_the_model_streamed_is_the_model_lived_as_one():
    named = world(3, {"world.villages": 2})
    (whole,) = stream([named], [5], engine="sequential")
    assert isinstance(whole, Run)
    in_one_process = simulate(Job(named.scenario, 5))
    assert isinstance(in_one_process, Run)
    assert whole.digest == in_one_process.digest
    assert numbers_of(whole) == numbers_of(in_one_process)
    joint = RuralParty(named.scenario, rng=5)
    joint.run_for(14)
    np.testing.assert_allclose(whole.sums, joint.recorder.kept.sum(axis=1, dtype=float), rtol=1e-14)
    assert {name: places.tolist() for name, places in whole.places.items()} == {
        name: places.tolist() for name, places in joint.recorder.places.items()
    }


def test_run_and_compare_take_worlds_of_several_counties():
    scenario = world(2, {"world.villages": 2}).scenario
    found = run(scenario, seeds=[5], jobs=1)
    (whole,) = found.runs["baseline"]
    assert whole.villages == 4
    (second,) = run(scenario, seeds=[5], jobs=1, county=2).runs["baseline"]
    assert np.array_equal(second.sums, whole.counties[1].sums)
    trained = scenario.changed({"name": "trained", "policies.training": {"start": "2021-02"}})
    compared = compare(scenario, [trained], reps=2, jobs=1, outcomes=["capacity"])
    assert compared.stopping.pairs == 2
    assert compared.costs["trained"].yuan > 0
