"""Processes change nothing about results, and a worker that is killed takes no other run with it."""

from __future__ import annotations

import multiprocessing
import os

import pytest

from sim.execution.cache import RunStore
from sim.execution.pool import Pool
from sim.execution.progress import Silent
from sim.execution.workers import killed_text, processors, start_method
from sim.runs.jobs import Job
from sim.runs.run import Failure
from tests.report.invented import invented_run

DEADLY = 3


def invent(job: Job):
    return invented_run("baseline", job.seed)


def invent_or_die(job: Job):
    if job.seed == DEADLY:
        os._exit(9)
    return invented_run("baseline", job.seed)


class Impatient(Silent):
    """Presses Ctrl-C when the first run has ended."""

    def done(self, runs: int = 1) -> None:
        raise KeyboardInterrupt


def jobs(count: int) -> list[Job]:
    return [Job(None, seed, f"replay {seed}") for seed in range(1, count + 1)]


def test_workers_are_never_forked():
    assert start_method() in ("forkserver", "spawn")


def test_results_come_in_the_order_of_the_jobs_however_many_processes():
    with Pool(1, do=invent) as alone:
        expected = alone.results(jobs(5))
    with Pool(2, do=invent) as pool:
        found = pool.results(jobs(5))
    assert [run.seed for run in found] == [1, 2, 3, 4, 5]
    assert all((a.sums == b.sums).all() for a, b in zip(expected, found, strict=True))


def test_a_killed_worker_is_recorded_and_all_other_runs_are_finished():
    with Pool(2, do=invent_or_die) as pool:
        found = pool.results(jobs(5))
    failed = [each for each in found if isinstance(each, Failure)]
    error = killed_text("3 times", RuntimeError("the worker died, exit code 9"))
    assert [(each.seed, each.error, each.command) for each in failed] == [(DEADLY, error, f"replay {DEADLY}")]
    assert [each.seed for each in found] == [1, 2, 3, 4, 5]


def test_ctrl_c_leaves_no_worker_behind():
    before = set(multiprocessing.active_children())
    with pytest.raises(KeyboardInterrupt), Pool(2, Impatient(), invent) as pool:
        pool.results(jobs(4))
    assert set(multiprocessing.active_children()) <= before


def test_threads_are_given_back_to_the_parent(monkeypatch):
    monkeypatch.setenv("OMP_NUM_THREADS", "7")
    monkeypatch.delenv("NUMBA_NUM_THREADS", raising=False)
    with Pool(2, do=invent):
        assert os.environ["OMP_NUM_THREADS"] == os.environ["NUMBA_NUM_THREADS"] == "1"
    assert os.environ["OMP_NUM_THREADS"] == "7"
    assert "NUMBA_NUM_THREADS" not in os.environ


def test_threads_are_given_back_even_if_the_store_cannot_be_closed(monkeypatch, tmp_path):
    monkeypatch.setenv("OMP_NUM_THREADS", "7")
    store = RunStore(tmp_path)
    monkeypatch.setattr(store, "close", lambda: (tmp_path / "gone").stat())
    with pytest.raises(FileNotFoundError), Pool(2, do=invent, store=store):
        assert os.environ["OMP_NUM_THREADS"] == "1"
    assert os.environ["OMP_NUM_THREADS"] == "7"


def test_a_negative_number_of_processes_is_refused():
    with pytest.raises(ValueError, match="0 for one process"):
        Pool(-1)
    assert Pool(0).jobs == processors()
