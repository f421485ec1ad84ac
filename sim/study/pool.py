"""Runs shared out over processes; the results do not depend on how many.

A worker that is killed takes nothing with it: its run is done again by another, and one that kills its worker three
times is recorded with the command that replays it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait

from sim.study.progress import Progress, Silent
from sim.study.runs import Failure, Job, Run, live
from sim.study.workers import ONE_THREAD, NoWorkers, WorkerLost, Workers, processors

TICK_SECONDS = 0.5
TRIES = 3
"""Times a run may kill its worker."""
KILLED = (
    f"the process of this run was killed {TRIES} times: out of memory, a crash of a library, or a limit of the machine"
)

Do = Callable[[Job], Run | Failure]


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
        self._workers: Workers | None = None
        self._threads: dict[str, str | None] = {}

    def __enter__(self) -> Pool:
        if self.jobs > 1:
            self._threads = {name: os.environ.get(name) for name in ONE_THREAD}
            os.environ.update(dict.fromkeys(ONE_THREAD, "1"))
        return self

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        if self._workers:
            self._workers.shutdown() if kind is None else self._workers.kill()
            self._workers = None
        self.progress.close()
        for name, value in self._threads.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value

    def results(self, jobs: Sequence[Job]) -> list[Run | Failure]:
        """Do all jobs.

        Returns
        -------
        list of Run or Failure
            In the order of the jobs.
        """
        self.progress.expect(len(jobs))
        if self.jobs == 1 or len(jobs) == 1 and self._workers is None:
            return [self._here(job) for job in jobs]
        found = dict(self._together(jobs))
        return [found[place] for place in range(len(jobs))]

    def once(self, do: Do, job: Job) -> Run | Failure:
        """Do one thing in one of the processes, before the runs."""
        return self._result(self._processes().submit(do, job), job)

    def _processes(self) -> Workers:
        if self._workers is None:
            self._workers = Workers(self.jobs, TRIES)
        return self._workers

    def _here(self, job: Job) -> Run | Failure:
        result = self.do(job)
        self.progress.done()
        return result

    def _together(self, jobs: Sequence[Job]) -> Iterator[tuple[int, Run | Failure]]:
        """Places and results of jobs, as they end."""
        waiting = {self._processes().submit(self.do, job): place for place, job in enumerate(jobs)}
        while waiting:
            ended, _ = wait(waiting, timeout=TICK_SECONDS, return_when=FIRST_COMPLETED)
            self.progress.tick()
            for future in ended:
                place = waiting.pop(future)
                result = self._result(future, jobs[place])
                self.progress.done()
                yield place, result

    def _result(self, future: Future[Run | Failure], job: Job) -> Run | Failure:
        try:
            return future.result()
        except WorkerLost:
            return Failure(job.name, job.seed, KILLED, job.command)
        except NoWorkers as error:
            return Failure(job.name, job.seed, str(error), job.command)
