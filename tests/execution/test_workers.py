"""Workers are killed at work, in the middle of an answer, and before they begin; nobody waits for them for ever."""

from __future__ import annotations

import multiprocessing
import os
import signal
from concurrent.futures import wait
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from sim.execution import workers
from sim.execution.engines import engine_of
from sim.execution.runner import BREAKS_TOGETHER, Runner
from sim.execution.simulator import lost_job
from sim.execution.workers import TRIES, NoWorkers, WorkerLost, Workers, ending_of, killed_text
from sim.runs.run import Failure, Job, Run
from tests.report.invented import invented_run

DEADLY = 3
HALF_BYTES = 5000
"""More than a pipe takes whole, less than an answer."""
PATIENCE_SECONDS = 600.0


def double(number: int) -> int:
    return 2 * number


def refuse(number: int) -> int:
    raise ValueError(f"{number} is refused")


def give_what_cannot_travel(number: int):
    return lambda: number


def die_in_mid_answer() -> None:
    """From now on this process is killed when it has sent half of an answer."""

    def send(self, content: bytes) -> None:
        os.write(self.fileno(), len(content).to_bytes(4, "big") + bytes(content[:HALF_BYTES]))
        os.kill(os.getpid(), signal.SIGKILL)

    Connection._send_bytes = send


def note(job: Job) -> Path:
    """Leave a mark of having begun, in the folder that stands in the command."""
    folder = Path(job.command)
    path = folder / f"{job.seed}-{len(list(folder.glob(f'{job.seed}-*')))}-{os.getpid()}"
    path.touch()
    return path


def invent_or_break_off(job: Job):
    """Every run is invented; that of the deadly seed never comes through."""
    note(job)
    if job.seed == DEADLY:
        die_in_mid_answer()
    return invented_run("baseline", job.seed)


def invent_or_break_off_once(job: Job):
    if note(job).name.startswith(f"{DEADLY}-0-"):
        die_in_mid_answer()
    return invented_run("baseline", job.seed)


def done(function, *given: list[Job]) -> list[Run | Failure]:
    """What two workers make of jobs."""
    with Runner(engine_of("process", 2)) as runner:
        return [each for some in given for each in runner.map(function, some, lost_job)]


def jobs(count: int, folder: Path) -> list[Job]:
    return [Job(None, seed, str(folder)) for seed in range(1, count + 1)]


def test_a_worker_killed_in_mid_answer_is_replaced_and_its_run_is_done_again(tmp_path):
    found = done(invent_or_break_off_once, jobs(6, tmp_path))
    assert [type(each) for each in found] == [Run] * 6
    assert [each.seed for each in found] == [1, 2, 3, 4, 5, 6]
    assert len(list(tmp_path.glob(f"{DEADLY}-*"))) == 2


def test_a_run_that_kills_its_worker_in_mid_answer_three_times_is_recorded_and_all_others_are_finished(tmp_path):
    found = done(invent_or_break_off, jobs(5, tmp_path), jobs(2, tmp_path))
    found, again = found[:5], found[5:]
    failed = [each for each in found if isinstance(each, Failure)]
    error = killed_text("3 times", RuntimeError("the worker died, exit code -9, SIGKILL"))
    assert [(each.seed, each.error, each.command) for each in failed] == [(DEADLY, error, str(tmp_path))]
    assert [each.seed for each in found if isinstance(each, Run)] == [1, 2, 4, 5]
    assert TRIES <= len(list(tmp_path.glob(f"{DEADLY}-*"))) <= TRIES + BREAKS_TOGETHER
    assert [each.seed for each in again] == [1, 2]


def test_how_a_process_ended_is_told_by_code_and_signal():
    assert ending_of(-11) == "exit code -11, SIGSEGV"
    assert ending_of(3) == "exit code 3"
    assert ending_of(-1000) == "exit code -1000"
    assert ending_of(None) == "exit code None"


def test_a_worker_killed_from_outside_while_it_rests_is_replaced():
    found = Workers(1)
    try:
        first = found.submit(os.getpid).result(PATIENCE_SECONDS)
        os.kill(first, signal.SIGKILL)
        others = [found.submit(double, number) for number in range(3)]
        assert not wait(others, PATIENCE_SECONDS).not_done
        lost = [each for each in others if isinstance(each.exception(), WorkerLost)]
        assert len(lost) <= 1  # that which was handed to the dying one
        assert found.submit(os.getpid).result(PATIENCE_SECONDS) != first
    finally:
        found.shutdown()


def test_an_error_comes_back_with_where_it_happened():
    with Workers(1) as found:
        error = found.submit(refuse, 7).exception(PATIENCE_SECONDS)
        assert isinstance(error, ValueError)
        assert "7 is refused" in str(error)
        assert "in refuse" in "".join(error.__notes__)
        unsent = found.submit(give_what_cannot_travel, 7).exception(PATIENCE_SECONDS)
        assert "lambda" in str(unsent)
        assert found.submit(double, 7).result(PATIENCE_SECONDS) == 14


def test_what_waits_when_the_workers_are_killed_does_not_wait_for_ever():
    before = set(multiprocessing.active_children())
    found = Workers(1)
    sleeping = found.submit(signal.pause)
    waiting = found.submit(double, 1)
    found.kill()
    assert sleeping.cancelled() or isinstance(sleeping.exception(PATIENCE_SECONDS), WorkerLost)
    assert waiting.cancelled()
    assert set(multiprocessing.active_children()) <= before
    with pytest.raises(RuntimeError, match="told to end"):
        found.submit(double, 1)


def test_workers_that_die_before_they_begin_are_given_up_with_the_reason(monkeypatch):
    monkeypatch.setattr(workers, "attend", os.abort)  # wants no argument: the process ends with an error
    found = done(invent_or_break_off, [Job(None, 1, "replay 1"), Job(None, 2, "replay 2")])
    assert [each.command for each in found] == ["replay 1", "replay 2"]
    assert all("before they had begun" in each.error for each in found)


def test_no_work_is_taken_when_there_are_no_workers(monkeypatch):
    monkeypatch.setattr(workers, "attend", os.abort)
    found = Workers(1)
    assert isinstance(found.submit(double, 1).exception(PATIENCE_SECONDS), NoWorkers)
    with pytest.raises(NoWorkers, match="__main__"):
        found.submit(double, 1)
    found.shutdown()


def test_more_work_than_a_pipe_holds_is_taken_and_done_in_order():
    with Workers(2) as found:
        futures = [found.submit(double, number) for number in range(3000)]
        assert [each.result(PATIENCE_SECONDS) for each in futures] == [2 * number for number in range(3000)]
