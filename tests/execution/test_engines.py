"""Long checks of the runner: many kills at random moments, and a real cluster that loses a worker.

``RURALPARTY_KILLS=100`` makes the forty kills a hundred, over so many more runs that they find the sweep at work:
``RURALPARTY_KILLS=100 python -m pytest -m verify tests/execution/test_engines.py -k kills``.
"""

from __future__ import annotations

import os
import signal
import subprocess
from concurrent.futures import Executor, Future

import numpy as np
import pytest

from sim.execution.engines import engine_of
from sim.execution.names import KIND
from sim.execution.records import Records
from sim.runs.identity import digest_of
from tests.studies.coordinator import has_published, kill, published, start
from tests.studies.invented import swept, write_study

USUAL_KILLS = 40
KILLS = int(os.environ.get("RURALPARTY_KILLS", USUAL_KILLS))
LONGEST_SECONDS = 2.0
POINTS, REPLICATES = 50 * max(1, -(-KILLS // USUAL_KILLS)), 10
RUNS = 2 * POINTS * REPLICATES


def moments(count: int) -> list[float]:
    """Seconds after which a sweep is killed: noise between 0 and the longest, the same each time."""
    return [int(digest_of(str(k))[:8], 16) / 2**32 * LONGEST_SECONDS for k in range(count)]


@pytest.mark.verify
def test_a_thousand_runs_survive_kills_at_random_moments(tmp_path):
    expected = swept(write_study(tmp_path / "calm", POINTS, REPLICATES)).status
    assert expected.requested == RUNS >= 1000
    folder = write_study(tmp_path / "killed", POINTS, REPLICATES)
    cut_off, done = 0, np.zeros(0, KIND)
    for number, moment in enumerate(moments(KILLS)):
        before = published(folder)
        process = start(folder)
        if number % 2:  # at work, however long it took to start
            has_published(process, folder, before)
        try:
            process.wait(moment)
        except subprocess.TimeoutExpired:
            kill(process)
            cut_off += bool(published(folder) - before)
        published_before, done = done, np.unique(Records(folder / "runs").done())
        assert np.isin(published_before, done).all()  # nothing published is lost
    assert cut_off >= KILLS // 8  # the others fell on a start, or on a sweep with nothing left to do
    found = swept(folder, "slow").status
    assert found.digest == expected.digest
    assert (found.done, found.failed, found.to_do) == (RUNS, 0, 0)


class Assassin(Executor):
    """Dask's executor that kills one of its worker processes when some chunks have been handed out."""

    def __init__(self, executor: Executor, pid: int) -> None:
        self.executor, self.pid, self.left = executor, pid, 6

    def submit(self, function, /, *given, **keywords) -> Future:
        self.left -= 1
        if self.left == 0:
            os.kill(self.pid, signal.SIGKILL)
        return self.executor.submit(function, *given, **keywords)


@pytest.mark.verify
def test_a_dask_cluster_that_loses_a_worker_gives_the_same_digest(tmp_path):
    from distributed import Client, LocalCluster

    expected = swept(write_study(tmp_path / "calm", 20, 10)).status
    with (
        LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster,
        Client(cluster) as client,
    ):
        pid = next(iter(client.run(os.getpid).values()))
        engine = Assassin(client.get_executor(pure=False), pid)
        folder = write_study(tmp_path / "cluster", 20, 10)
        found = swept(folder, "slow", engine=engine, jobs=2, chunk_seconds=0.2)
        assert pid not in client.run(os.getpid).values()
    assert found.status.digest == expected.digest
    assert published(folder)


@pytest.mark.verify
def test_a_poison_run_on_dask_becomes_one_record(tmp_path):
    text = "name: poison\nscenarios: [baseline]\nreplicates: 30\noutcomes: [trust, capacity]\n"
    found = swept(write_study(tmp_path, text=text), "deadly", engine="dask", jobs=2)
    assert len(found.failures) == 1
    assert (found.status.done, found.status.to_do) == (29, 0)


@pytest.mark.parametrize("scheduler", ["tcp://1", "node", "tcp://node:", "nowhere.json"])
def test_a_scheduler_that_is_neither_a_file_nor_an_address_with_a_port_is_refused(scheduler):
    with pytest.raises(ValueError, match="tcp://node:8786"):
        engine_of("dask", 1, scheduler)
