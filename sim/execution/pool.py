"""Runs shared out over processes; the results do not depend on how many.

A worker that is killed takes nothing with it: its run is done again by another, and one that kills its worker three
times is recorded with the command that replays it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import ExitStack
from dataclasses import dataclass

from sim.execution.cache import RunStore
from sim.execution.progress import Progress, Silent
from sim.execution.workers import (
    TICK_SECONDS,
    TRIES,
    NoWorkers,
    WorkerLost,
    Workers,
    killed_text,
    one_thread,
    processors,
)
from sim.runs.jobs import Job
from sim.runs.run import Failure, Run
from sim.runs.simulate import simulate

SHOWN_NOTES = 5

Do = Callable[[Job], Run | Failure]


@dataclass(frozen=True)
class RunCounts:
    """Where runs have come from.

    Attributes
    ----------
    stored : int
        Runs that stood in the store.
    done : int
        Runs done now, those that failed included.
    """

    stored: int = 0
    done: int = 0


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
    store : RunStore, optional
        Runs that stand in it are not done again, and those that are done are kept in it.
    first : callable, optional
        What is to be done before the first runs, given this pool and how many they are: ``warm_up``.
    """

    def __init__(
        self,
        jobs: int = 0,
        progress: Progress | None = None,
        do: Do = simulate,
        store: RunStore | None = None,
        first: Callable[[Pool, int], None] | None = None,
    ) -> None:
        if jobs < 0:
            raise ValueError(f"jobs is {jobs}; allowed are 1, 2, … or 0 for one process for each processor")
        self.jobs = jobs or processors()
        self.progress = progress or Silent()
        self.do = do
        self.store = store
        self._first = first
        self._done = 0
        self._workers: Workers | None = None
        self._environment = ExitStack()

    def __enter__(self) -> Pool:
        if self.jobs > 1:
            self._environment.enter_context(one_thread())
        return self

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        try:
            if self._workers:
                self._workers.shutdown() if kind is None else self._workers.kill()
                self._workers = None
            self.progress.close()
            if self.store:
                self.store.close()
                _tell(self.store.notes)
        finally:
            self._environment.close()

    def results(self, jobs: Sequence[Job]) -> list[Run | Failure]:
        """Do all jobs.

        Returns
        -------
        list of Run or Failure
            In the order of the jobs.
        """
        found = self._stored(jobs)
        todo = [place for place in range(len(jobs)) if place not in found]
        self.progress.expect(len(todo))
        if self._first and todo:
            first, self._first = self._first, None
            first(self, len(todo))
        for place, result in self._each([jobs[place] for place in todo]):
            job = jobs[todo[place]]
            if self.store and isinstance(result, Run):
                self.store.write(job, result)
            self._done += 1
            self.progress.done()
            found[todo[place]] = result
        return [found[place] for place in range(len(jobs))]

    @property
    def counted(self) -> RunCounts:
        """How many runs came from the store, and how many were done."""
        return RunCounts(self.store.stored if self.store else 0, self._done)

    def _stored(self, jobs: Sequence[Job]) -> dict[int, Run | Failure]:
        """Runs that need not be done, by place."""
        known = [(place, self.store.read(job)) for place, job in enumerate(jobs)] if self.store else []
        return {place: run for place, run in known if run is not None}

    def _each(self, jobs: Sequence[Job]) -> Iterator[tuple[int, Run | Failure]]:
        """Places and results of jobs, as they end."""
        if self.jobs == 1 or len(jobs) == 1 and self._workers is None:
            return ((place, self.do(job)) for place, job in enumerate(jobs))
        return self._together(jobs)

    def once(self, do: Do, job: Job) -> Run | Failure:
        """Do one thing in one of the processes, before the runs."""
        return self._result(self._processes().submit(do, job), job)

    def _processes(self) -> Workers:
        if self._workers is None:
            self._workers = Workers(self.jobs, TRIES)
        return self._workers

    def _together(self, jobs: Sequence[Job]) -> Iterator[tuple[int, Run | Failure]]:
        waiting = {self._processes().submit(self.do, job): place for place, job in enumerate(jobs)}
        while waiting:
            ended, _ = wait(waiting, timeout=TICK_SECONDS, return_when=FIRST_COMPLETED)
            self.progress.tick()
            for future in ended:
                place = waiting.pop(future)
                yield place, self._result(future, jobs[place])

    def _result(self, future: Future[Run | Failure], job: Job) -> Run | Failure:
        try:
            return future.result()
        except WorkerLost as error:
            return Failure(job.name, job.seed, killed_text(f"{TRIES} times", error), job.command)
        except NoWorkers as error:
            return Failure(job.name, job.seed, str(error), job.command)


def _tell(notes: Sequence[str]) -> None:
    for note in notes[:SHOWN_NOTES]:
        print(note, file=sys.stderr, flush=True)
    if len(notes) > SHOWN_NOTES:
        print(f"and {len(notes) - SHOWN_NOTES} more", file=sys.stderr, flush=True)
