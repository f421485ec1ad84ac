"""The fault-tolerant task runner: hands chunks of runs, or of anything else, to an engine, and loses none of them.

At most four chunks a worker are on their way. When workers die, the engine is started again and what was on its way is
handed out anew, fewer chunks at a time; runs that were there at two breaks are then done alone, one after another, and
one that kills its worker three times alone is recorded and left. What has been published is never done again.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Future, wait
from dataclasses import dataclass
from functools import partial
from typing import Any

from sim.core.config.language import message
from sim.execution.engines import Engine
from sim.execution.progress import Progress
from sim.execution.workers import TRIES, killed_text
from sim.extensions import registry

CHUNK_SECONDS = 4.0
"""Time a chunk ought to take, between 2 and 10 s."""
LARGEST_CHUNK = 500
WINDOW = 4
"""Chunks on their way for each worker."""
BREAKS_TOGETHER = 2
"""Breaks after which the runs of a chunk are done alone."""
BREAKS_IN_VAIN = 5
"""Breaks, before any run is done and without a suspect at work, after which the engine is given up."""
EMPTY_SECONDS = 20.0
"""Time without any worker after which an engine is started anew: clusters give up workers that die too often."""
OF_WORKERS = ("KilledWorker", "FutureCancelledError", "CommClosedError", "TimeoutError", "WorkerStartTimeoutError")
"""Errors of dask, by name since it need not be installed, that say that workers or the scheduler were lost."""

Requested = int
"""Place of a run in the list of requested runs."""


@dataclass
class Chunk:
    """Some runs on their way."""

    runs: list[Requested]
    breaks: int = 0
    kills: int = 0


@dataclass
class Tally:
    """How the work went.

    Attributes
    ----------
    done, failed, breaks : int
        Runs done, runs that failed, times that workers died.
    """

    done: int = 0
    failed: int = 0
    breaks: int = 0


@dataclass(frozen=True)
class Taken:
    """What was in an answer.

    Attributes
    ----------
    done, failed : int
        Runs done, runs that failed.
    seconds : float
        Time of the worker.
    """

    done: int
    failed: int
    seconds: float


@dataclass
class Work:
    """What the runner needs to know about the runs.

    Attributes
    ----------
    do : callable
        What a worker does with a task: a function of a module.
    task : callable
        Makes the task of some requested runs.
    answered : callable
        Is told what came of a chunk, and says how many runs that were.
    poisoned : callable
        Is told of a run that kills its workers.
    noted : callable
        Is told of breaks, for the log.
    """

    do: Callable[[Any], Any]
    task: Callable[[list[Requested]], Any]
    answered: Callable[[Any, list[Requested]], Taken]
    poisoned: Callable[[Requested, str], None]
    noted: Callable[..., None] = lambda **entry: None


class Runner:
    """Does work on an engine; in a ``with`` statement, at whose end the engine is stopped.

    Parameters
    ----------
    engine : Engine
    progress : Progress, optional
    chunk_seconds : float
        Time a chunk ought to take.
    """

    def __init__(self, engine: Engine, progress: Progress | None = None, chunk_seconds: float = CHUNK_SECONDS) -> None:
        self.engine, self.progress = engine, progress or Progress()
        self.chunk_seconds = chunk_seconds
        self.tally = Tally()
        self.flying: dict[Future[Any], Chunk] = {}
        self.again: deque[Chunk] = deque()
        self.suspects: deque[Chunk] = deque()
        self.in_vain = 0
        self.seconds_each: float | None = None
        self.last_seen = time.monotonic()

    def __enter__(self) -> Runner:
        return self

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        self.engine.stop(at_once=kind is not None)

    def map[Item, Found](
        self, function: Callable[[Item], Found], items: Sequence[Item], lost: Callable[[Item, str], Found]
    ) -> list[Found]:
        """Call a function of a module on each item, in the workers.

        Parameters
        ----------
        function : callable
        items : sequence
        lost : callable
            Makes the result of an item that kills its workers, from the item and what is to be said of it.

        Returns
        -------
        list
            Results in the order of the items.
        """
        found: dict[int, Found] = {}

        def answered(answer: tuple[list[Found], float], places: list[Requested]) -> Taken:
            found.update(zip(places, answer[0], strict=True))
            return Taken(len(places), 0, answer[1])

        def poisoned(place: Requested, error: str) -> None:
            found[place] = lost(items[place], error)

        def task(places: list[Requested]) -> list[Item]:
            return [items[place] for place in places]

        self.do(Work(partial(call_on_each, function, registry.records()), task, answered, poisoned), range(len(items)))
        return [found[place] for place in range(len(items))]

    def do(self, work: Work, requested: Sequence[Requested]) -> Tally:
        """Do all requested runs.

        Parameters
        ----------
        work : Work
        requested : sequence of int

        Returns
        -------
        Tally
            Of all that this runner has done.

        Raises
        ------
        StoreError
            If results cannot be written.
        RuntimeError
            If the engine cannot be started.
        """
        self.work = work
        try:
            self._do(requested)
        except BaseException:
            self._forget()
            raise
        return self.tally

    def _forget(self) -> None:
        """Stop the engine and drop what is on its way."""
        self.engine.stop(at_once=True)
        self.flying.clear()
        self.again.clear()
        self.suspects.clear()

    def _do(self, requested: Sequence[Requested]) -> None:
        self.progress.expect(len(requested))
        fresh = self._chunks(requested)
        while self._hand_out(fresh) or self.flying or self.again or self.suspects:
            ended, _ = wait(self.flying, timeout=self.progress.tick_seconds, return_when=FIRST_COMPLETED)
            self.progress.tick()
            self._watch(bool(ended))
            for future in ended:
                if future in self.flying:
                    self._take_in(future)

    def _chunks(self, requested: Sequence[Requested]) -> Iterator[Chunk]:
        """Chunks whose sizes follow the time that runs have taken."""
        place = 0
        while place < len(requested):
            size = 1 if self.seconds_each is None else int(self.chunk_seconds / max(self.seconds_each, 1e-9))
            share = -(-(len(requested) - place) // (2 * self.engine.workers))
            size = max(1, min(size, LARGEST_CHUNK, share))
            yield Chunk([int(each) for each in requested[place : place + size]])
            place += size

    def _watch(self, moving: bool) -> None:
        """Start an engine anew that has had no worker for a while; nobody is to blame for what was on its way."""
        if moving or not self.engine.empty():
            self.last_seen = time.monotonic()
        elif time.monotonic() - self.last_seen > EMPTY_SECONDS:
            self.tally.breaks += 1
            self.work.noted(event="no workers", runs=sum(len(chunk.runs) for chunk in self.flying.values()))
            for chunk in self._all_flying():
                (self.suspects if chunk.breaks >= BREAKS_TOGETHER else self.again).append(chunk)
            self.engine.stop(at_once=True)
            self.last_seen = time.monotonic()

    def _hand_out(self, fresh: Iterator[Chunk]) -> bool:
        """Fill the window; whether anything is on its way."""
        while True:
            cautious = bool(self.again) or any(chunk.breaks for chunk in self.flying.values())
            if any(chunk.kills or chunk.breaks >= BREAKS_TOGETHER for chunk in self.flying.values()):
                return True  # a suspect is at work, alone
            room = self.engine.workers * (1 if cautious or self.seconds_each is None else WINDOW)
            if len(self.flying) >= room:
                return True
            chunk = self.again.popleft() if self.again else next(fresh, None)
            if chunk is None and not self.flying and self.suspects:
                chunk = self.suspects.popleft()
            if chunk is None:
                return bool(self.flying)
            self._submit(chunk)

    def _submit(self, chunk: Chunk) -> None:
        try:
            self.flying[self.engine.submit(self.work.do, self.work.task(chunk.runs))] = chunk
        except BrokenExecutor as error:
            self._broken([chunk, *self._all_flying()], error)

    def _all_flying(self) -> list[Chunk]:
        """Chunks on their way whose results are not there; those that are there are taken in."""
        lost = []
        for future, chunk in list(self.flying.items()):
            if future.done() and not future.cancelled() and future.exception() is None:
                self._take_in(future)
            else:
                lost.append(chunk)
        self.flying.clear()
        return lost

    def _take_in(self, future: Future[Any]) -> None:
        chunk = self.flying.pop(future)
        try:
            answer = future.result()
        except (BrokenExecutor, CancelledError) as error:
            self._broken([chunk, *self._all_flying()], error)
            return
        except Exception as error:
            if type(error).__name__ == "KilledWorker":  # dask has tried it several times, and lost nothing else
                self._killed(chunk, error)
                return
            if type(error).__name__ in OF_WORKERS:
                self._broken([chunk, *self._all_flying()], error)
                return
            raise
        self.in_vain = 0
        taken = self.work.answered(answer, chunk.runs)
        self.tally.done += taken.done
        self.tally.failed += taken.failed
        self._learn(taken.seconds / max(1, len(chunk.runs)))
        self.progress.done(len(chunk.runs))

    def _learn(self, each: float) -> None:
        """Take the time of a run into the estimate."""
        if each:
            self.seconds_each = each if self.seconds_each is None else 0.7 * self.seconds_each + 0.3 * each

    def _broken(self, lost: list[Chunk], error: BaseException) -> None:
        """Start the engine anew; everything that was on its way is handed out again."""
        self.tally.breaks += 1
        alone = len(lost) == 1 and lost[0].breaks >= BREAKS_TOGETHER
        self.in_vain += not alone
        self.work.noted(
            event="workers lost", error=f"{type(error).__name__}: {error}", runs=sum(len(c.runs) for c in lost)
        )
        self.engine.stop(at_once=True)
        if self.in_vain > BREAKS_IN_VAIN and self.tally.done == 0:
            raise RuntimeError(
                message(
                    "workers died {times} times before a run was done ({error}); a script that runs models needs "
                    "`if __name__ == '__main__':`, and workers need memory for a model each",
                    times=self.in_vain,
                    error=error,
                )
            )
        if alone:
            self._count_kill(lost[0], error)
            return
        for chunk in lost:
            chunk.breaks += 1
            if chunk.breaks >= BREAKS_TOGETHER:
                self.suspects += [Chunk([run], chunk.breaks) for run in chunk.runs]
            else:
                self.again.append(chunk)

    def _killed(self, chunk: Chunk, error: BaseException) -> None:
        """Dask has lost a worker to this chunk, or to one that was handed to the same worker."""
        self.tally.breaks += 1
        self.work.noted(event="workers lost", error=f"{type(error).__name__}: {error}", runs=len(chunk.runs))
        if chunk.breaks < BREAKS_TOGETHER:  # perhaps it only waited on a worker that another chunk killed
            self.suspects += [Chunk([run], BREAKS_TOGETHER) for run in chunk.runs]
        else:
            self._give_up(chunk, message("as often as the cluster tried it"), error)

    def _count_kill(self, chunk: Chunk, error: BaseException) -> None:
        chunk.kills += 1
        if chunk.kills < TRIES:
            self.suspects.appendleft(chunk)
        else:
            self._give_up(chunk, message("{count} times", count=chunk.kills), error)

    def _give_up(self, chunk: Chunk, times: str, error: BaseException) -> None:
        self.tally.failed += 1
        self.work.poisoned(chunk.runs[0], killed_text(times, error))
        self.progress.done()


def call_on_each[Item, Found](
    function: Callable[[Item], Found], loaded: Sequence[Mapping[str, str]], items: Sequence[Item]
) -> tuple[list[Found], float]:
    """Results for some items with these extensions, and the seconds that they took."""
    begun = time.monotonic()
    registry.use(loaded)
    return [function(item) for item in items], time.monotonic() - begun
