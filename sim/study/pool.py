"""Runs shared out over processes; the results do not depend on how many.

Workers are started by ``forkserver`` where there is one and by ``spawn`` elsewhere, never by ``fork``: a process that
is forked while another thread holds a lock waits for it for ever. Each has one thread. A worker that is killed takes
the pool down with it; the runs that were under way are then tried one at a time, so that the one that kills is found
and recorded and the others are finished.
"""

from __future__ import annotations

import multiprocessing
import multiprocessing.connection
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from typing import Any

from sim.study.progress import Progress, Silent
from sim.study.runs import Failure, Job, Run, live

TICK_SECONDS = 0.5
ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS")
KILLED = (
    "the process of this run was killed: out of memory, "
    "or a script that runs models without `if __name__ == '__main__':`"
)

Do = Callable[[Job], Run | Failure]


def start_method() -> str:
    """How worker processes are started: ``forkserver`` or ``spawn``."""
    return "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"


def processors() -> int:
    """Processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def ignore_interrupt() -> None:
    """Leave Ctrl-C to the parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def begin_worker() -> None:
    """Leave Ctrl-C to the parent, and end with it: a parent that was killed leaves no worker behind."""
    ignore_interrupt()
    os.environ.update(dict.fromkeys(ONE_THREAD, "1"))  # a server of forks started earlier has an older environment
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    multiprocessing.connection.wait([sentinel])
    os._exit(1)


def start_processes(workers: int) -> ProcessPoolExecutor:
    """Start worker processes, each of which ends when this process does."""
    context: Any = multiprocessing.get_context(start_method())
    if start_method() == "forkserver":
        context.set_forkserver_preload(["sim.study.pool"])
    return ProcessPoolExecutor(workers, mp_context=context, initializer=begin_worker)


def let_go(executor: Executor | None) -> None:
    """Let an executor whose workers are being killed find out.

    A worker that dies in the middle of an answer would leave this process waiting for the rest for ever, because this
    process itself holds an end of the pipe that could still write it. That end is not needed any more.
    """
    queue = getattr(executor, "_result_queue", None)
    if queue is not None:
        with suppress(OSError):
            queue._writer.close()


class Pool:
    """Does jobs, in this process (``jobs=1``) or in several.

    Parameters
    ----------
    jobs : int
        Processes; 0 = one for each processor.
    progress : Progress
        Is told of every run that ends.
    do : callable
        Does one job; a function of a module.
    """

    def __init__(self, jobs: int = 0, progress: Progress | None = None, do: Do = live) -> None:
        if jobs < 0:
            raise ValueError(f"jobs is {jobs}; allowed are 1, 2, … or 0 for one process for each processor")
        self.jobs = jobs or processors()
        self.progress = progress or Silent()
        self.do = do
        self._executor: ProcessPoolExecutor | None = None
        self._threads: dict[str, str | None] = {}
        self._others = set(multiprocessing.active_children())

    def __enter__(self) -> Pool:
        if self.jobs > 1:
            self._threads = {name: os.environ.get(name) for name in ONE_THREAD}
            os.environ.update(dict.fromkeys(ONE_THREAD, "1"))
        return self

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        if kind is not None:
            self._kill()
        self._close()
        self.progress.close()
        for name, value in self._threads.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value

    def _close(self) -> None:
        if self._executor:
            self._executor.shutdown(wait=True, cancel_futures=True)
            self._executor = None

    def _kill(self) -> None:
        """End the workers that this pool started."""
        for child in multiprocessing.active_children():
            if child not in self._others:
                child.terminate()
        let_go(self._executor)

    def results(self, jobs: Sequence[Job]) -> list[Run | Failure]:
        """Do all jobs.

        Returns
        -------
        list of Run or Failure
            In the order of the jobs.
        """
        self.progress.expect(len(jobs))
        if self.jobs == 1 or len(jobs) == 1 and self._executor is None:
            return [self._here(job) for job in jobs]
        found = dict(self._together(jobs))
        for place in [place for place in range(len(jobs)) if place not in found]:
            found[place] = self._alone(jobs[place])
        return [found[place] for place in range(len(jobs))]

    def once(self, do: Do, job: Job) -> Run | Failure:
        """Do one thing in one of the processes, before the runs."""
        if self._executor is None:
            self._executor = start_processes(self.jobs)
        try:
            return self._executor.submit(do, job).result()
        except BrokenProcessPool:
            self._close()
            return Failure(job.name, job.seed, KILLED, job.command)

    def _here(self, job: Job) -> Run | Failure:
        result = self.do(job)
        self.progress.done()
        return result

    def _together(self, jobs: Sequence[Job]) -> Iterator[tuple[int, Run | Failure]]:
        """Places and results of the jobs done before a worker was killed: all of them, as a rule."""
        if self._executor is None:
            self._executor = start_processes(self.jobs)
        try:
            waiting: dict[Future[Run | Failure], int] = {
                self._executor.submit(self.do, job): place for place, job in enumerate(jobs)
            }
        except BrokenProcessPool:
            self._close()
            return
        while waiting:
            ended, _ = wait(waiting, timeout=TICK_SECONDS, return_when=FIRST_COMPLETED)
            self.progress.tick()
            for future in ended:
                place = waiting.pop(future)
                try:
                    result = future.result()
                except BrokenProcessPool:
                    self._close()
                    continue
                self.progress.done()
                yield place, result

    def _alone(self, job: Job) -> Run | Failure:
        """Do a job in a pool of its own."""
        with start_processes(1) as executor:
            try:
                result = executor.submit(self.do, job).result()
            except BrokenProcessPool:
                result = Failure(job.name, job.seed, KILLED, job.command)
        self.progress.done()
        return result
