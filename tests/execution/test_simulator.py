"""The simulator: workers, shares and counties change nothing about results, and nothing that was done is lost."""

from __future__ import annotations

import gc
import multiprocessing
import weakref
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.analysis.compare import compare
from sim.execution.cache import RunStore, stored_runs
from sim.execution.progress import Progress
from sim.execution.run import run
from sim.execution.simulator import Counties, ShareDone, Simulator
from sim.execution.workers import killed_text, start_method
from sim.indicators import INDICATORS
from sim.model import RuralParty
from sim.runs.counties import Fold, county_jobs
from sim.runs.layers import digest_of_run
from sim.runs.run import RUN, VILLAGES, Failure, Job, Run
from sim.runs.simulate import simulate
from sim.scenario.scenario import load
from tests.execution import invented_counties
from tests.execution.invented_counties import MONTHS, world
from tests.studies.invented import POISON, invented

pytestmark = pytest.mark.usefixtures("unmoved_sources")
COUNTY = "tests.execution.invented_counties:quick"
SPREADS = ("coverage_villages", "digital_theil", "precision_people")
SHORT = {"horizon.months": 24, "horizon.burn_in": 0}


@pytest.fixture(autouse=True)
def nothing_done():
    for each in (invented_counties.done, invented_counties.stopping_at, invented_counties.failing_at):
        each.clear()
    yield
    invented_counties.stopping_at.clear()


class Impatient(Progress):
    """Presses Ctrl-C when the first run has ended."""

    def done(self, runs: int = 1) -> None:
        raise KeyboardInterrupt


def jobs(count: int) -> list[Job]:
    scenario = load("baseline").changed(SHORT)
    return [Job(scenario, seed, f"replay {seed}") for seed in range(1, count + 1)]


def results(given: list[Job], store: Path | bool, do: str = "quick", **options: Any) -> list[Run | Failure]:
    """Invented runs of jobs."""
    engine = invented(do, options.pop("engine", "sequential"), options.pop("workers", 2))
    with Simulator(store=store, engine=engine, chunk_seconds=1e-9, **options) as simulator:
        return simulator.results(given)


def of_world(store: Path, counties: int = 7, layers: tuple[str, ...] = (RUN,), **options: Any) -> Run:
    """An invented world, county by county."""
    (found,) = results([Job(world(counties).scenario, 1, layers=layers)], store, COUNTY, **options)
    assert isinstance(found, Run), found.error
    return found


def numbers_of(found: Run) -> list[bytes]:
    assert found.by_group is not None
    arrays = [found.sums, found.yuan, found.hours, found.by_group.kept, *found.places.values(), *found.traits.values()]
    return [array.tobytes() for array in arrays]


def test_workers_are_never_forked():
    assert start_method() in ("forkserver", "spawn")


@pytest.mark.parametrize("engine", ["process", "sequential"])
def test_results_come_in_the_order_of_the_jobs_whatever_the_engine(tmp_path, engine):
    expected = results(jobs(5), False)
    found = results(jobs(5), tmp_path, engine=engine)
    assert [run.seed for run in found] == [1, 2, 3, 4, 5]
    assert all((a.sums == b.sums).all() for a, b in zip(expected, found, strict=True))


def test_a_run_that_kills_its_worker_is_recorded_and_all_others_are_finished(tmp_path):
    found = results(jobs(POISON + 1), tmp_path, "deadly", engine="process")
    failed = [each for each in found if isinstance(each, Failure)]
    error = killed_text("3 times", RuntimeError("the worker died, exit code -9, SIGKILL"))
    assert [(each.seed, each.error, each.command) for each in failed] == [(POISON, error, f"replay {POISON}")]
    assert [each.seed for each in found] == list(range(1, POISON + 2))


def test_ctrl_c_leaves_no_worker_behind_and_what_was_done_is_kept(tmp_path):
    before = set(multiprocessing.active_children())
    with pytest.raises(KeyboardInterrupt):
        results(jobs(4), tmp_path, engine="process", progress=Impatient())
    assert set(multiprocessing.active_children()) <= before
    assert list(stored_runs(tmp_path))


def test_a_single_run_leaves_no_worker_of_an_engine_that_was_asked_for(tmp_path):
    before = set(multiprocessing.active_children())
    (found,) = results(jobs(1), tmp_path, engine="process")
    assert isinstance(found, Run)
    assert set(multiprocessing.active_children()) <= before


def test_a_number_of_workers_an_engine_and_a_share_that_are_none_are_refused(tmp_path):
    with pytest.raises(ValueError, match="0 for one for each processor"):
        Simulator(-1)
    with pytest.raises(ValueError, match="there is no engine 'mpi'"):
        Simulator(engine="mpi")
    with pytest.raises(ValueError, match="I from 1 to N"):
        Simulator(shard=(4, 3), store=tmp_path)
    with pytest.raises(ValueError, match="a store that all shares see: --store FOLDER"):
        Simulator(shard=(1, 2), store=False)


def test_shares_are_of_the_names_of_runs_and_together_all(tmp_path):
    told = []
    for place in (3, 1):
        with pytest.raises(ShareDone) as share:
            results(jobs(12), tmp_path, shard=(place, 3))
        told.append(share.value)
    assert all(each.requested == 12 for each in told)
    assert told[1].finished == told[0].done + told[1].done < 12
    found = results(jobs(12), tmp_path, shard=(2, 3))  # the last one finds all others
    assert [run.seed for run in found] == list(range(1, 13))


def test_one_process_two_processes_and_shares_give_one_digest(tmp_path):
    alone = of_world(tmp_path / "alone")
    together = of_world(tmp_path / "together", engine="process")
    for place in (3, 1):
        with pytest.raises(ShareDone):
            of_world(tmp_path / "shares", shard=(place, 3))
    merged = of_world(tmp_path / "shares", shard=(2, 3))
    assert alone.digest == together.digest == merged.digest
    assert numbers_of(alone) == numbers_of(together) == numbers_of(merged)
    assert of_world(tmp_path / "six", 6).digest != alone.digest


def test_an_interrupted_world_goes_on_where_it_stopped(tmp_path):
    invented_counties.stopping_at.add(4)
    with pytest.raises(KeyboardInterrupt):
        of_world(tmp_path)
    assert invented_counties.done == [1, 2, 3]
    invented_counties.stopping_at.clear()
    whole = of_world(tmp_path)
    assert sorted(invented_counties.done) == [1, 2, 3, 4, 5, 6, 7]
    assert whole.digest == of_world(tmp_path / "other").digest


def test_a_world_that_grows_keeps_the_counties_it_had_and_villages_are_a_further_layer(tmp_path):
    of_world(tmp_path, 3)
    invented_counties.done.clear()
    grown = of_world(tmp_path, 5)
    assert grown.villages == 15
    assert sorted(invented_counties.done) == [4, 5]
    apart = of_world(tmp_path, 5, (RUN, VILLAGES))
    assert apart.by_village is not None
    assert apart.digest == grown.digest
    assert sorted(invented_counties.done[2:]) == [1, 2, 3, 4, 5]


def test_a_county_that_fails_is_named_and_the_others_are_kept(tmp_path):
    invented_counties.failing_at.add(2)
    (found,) = results([Job(world(3).scenario, 1)], tmp_path, COUNTY)
    assert isinstance(found, Failure)
    assert found.error == "county 2: ValueError: no luck"
    assert "'world.first_county': 2" in found.command
    invented_counties.failing_at.clear()
    invented_counties.done.clear()
    of_world(tmp_path, 3)
    assert invented_counties.done == [2]


def test_a_damaged_county_is_done_again_and_said(tmp_path, capsys):
    expected = of_world(tmp_path, 3)
    path = sorted(tmp_path.rglob("*.run.parquet"))[1]
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(content)
    invented_counties.done.clear()
    assert of_world(tmp_path, 3).digest == expected.digest
    assert len(invented_counties.done) == 1
    assert "is run again" in capsys.readouterr().err


def test_two_counties_are_never_in_memory_together(tmp_path, monkeypatch):
    of_world(tmp_path, 9)
    read, alive, most = RunStore.read, weakref.WeakSet(), [0]

    class Holder:
        """A weak reference needs something to refer to: arrays of a run have none of their own."""

    def watched(self: RunStore, job: Job) -> Run | None:
        found = read(self, job)
        holder = Holder()
        alive.add(holder)
        object.__setattr__(found, "_holder", holder)
        gc.collect()
        most[0] = max(most[0], len(alive))
        return found

    monkeypatch.setattr(RunStore, "read", watched)
    whole = of_world(tmp_path, 9)
    assert most[0] == 2  # the last one is let go of when the next has been read
    assert whole.spread == {}
    assert len(whole.counties) == 9


def test_counties_stay_while_their_world_is_held_and_a_lost_one_is_told(tmp_path, monkeypatch):
    whole = of_world(tmp_path, 2)
    monkeypatch.setenv("RURALPARTY_STORE_GB", "1e-9")
    RunStore(tmp_path).clear()
    assert [county.villages for county in whole.counties] == [3, 3]
    for path in tmp_path.rglob("*.run.parquet"):
        path.unlink()
    with pytest.raises(ValueError, match="county 1: its file in the store has been deleted or damaged"):
        list(whole.counties)


def invented_county_runs(layers: tuple[str, ...] = (RUN,)) -> list[Run]:
    return [invented_counties.quick(each) for each in county_jobs(Job(world(4).scenario, 1, layers=layers))]


def test_comparisons_between_villages_are_exact_whether_read_county_by_county_or_held(tmp_path):
    jobs_of_counties, store = county_jobs(Job(world(4).scenario, 1)), RunStore(tmp_path)
    lean, full, kept = Fold(lean=True), Fold(), Fold()
    for job, held, apart in zip(
        jobs_of_counties, invented_county_runs(), invented_county_runs((RUN, VILLAGES)), strict=True
    ):
        store.write(store.name(job), held)
        lean.add(held)
        full.add(held)
        kept.add(apart)
    read, held, apart = lean.result(Counties([store], jobs_of_counties, None)), full.result(), kept.result()
    assert read.spread == {}
    for name in SPREADS:
        spread = INDICATORS[name]
        values = [each.value(spread, 2, MONTHS) for each in (read, held, apart)]
        assert np.isfinite(values[0])
        assert values[0] == values[1] == values[2]
        assert np.array_equal(read.series(spread, 12), held.series(spread, 12), equal_nan=True)
        assert np.array_equal(read.over(spread, np.array([0, 6])), held.over(spread, np.array([0, 6])), equal_nan=True)
    assert read.digest == held.digest == apart.digest


def test_a_village_that_differs_changes_the_digest():
    (county, *_) = invented_county_runs()
    before = digest_of_run(county)
    name = next(iter(county.spread))
    county.spread[name][5, 1] = np.nextafter(county.spread[name][5, 1], np.float32(np.inf))
    assert digest_of_run(county) != before


def test_the_world_added_up_is_the_world_simulated_as_one():
    scenario = world(3, {"world.villages": 2}).scenario
    (whole,) = run(scenario, seeds=[5], jobs=1).runs["baseline"]
    in_one_process = simulate(Job(scenario, 5))
    assert isinstance(in_one_process, Run)
    assert whole.digest == in_one_process.digest
    assert numbers_of(whole) == numbers_of(in_one_process)
    joint = RuralParty(scenario, rng=5)
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
