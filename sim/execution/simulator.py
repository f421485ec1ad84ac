"""Cached simulation, whole runs: those that stand in the store are read, the others are done on an engine.

A worker publishes the runs that it has done and answers with their names; who asked reads them. So what comes of a job
does not depend on the engine, on how many workers there are, or on what was interrupted, and a worker that is killed
takes nothing with it. A world of several counties is a run a county, added up one after the other.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, overload

import numpy as np

from sim.core.config.language import message
from sim.execution.cache import PLACE, RunStore, have_moved, opened, temporary_store
from sim.execution.engines import Engine, EngineLike, check_shard, engine_of
from sim.execution.files import StoreError, check_writable
from sim.execution.names import KIND, shares
from sim.execution.progress import Progress
from sim.execution.runner import CHUNK_SECONDS, Requested, Runner
from sim.execution.warm import warm_up
from sim.execution.work import Answer, Asked, work_of
from sim.execution.workers import processors
from sim.runs.counties import Fold, county_error, county_jobs
from sim.runs.run import Failure, Job, Run
from sim.runs.sources import numbers_hash

SHOWN_NOTES = 5


@dataclass(frozen=True)
class RunCounts:
    """Where runs have come from; each county of a world is one.

    Attributes
    ----------
    stored : int
        Runs that stood in the store.
    done : int
        Runs done now, those that failed included.
    """

    stored: int = 0
    done: int = 0


class ShareDone(Exception):
    """A share of the runs is done, and others are not there yet: there is nothing to add up.

    Attributes
    ----------
    done : int
        Runs done in this call.
    finished, requested : int
        Runs that are there, by all shares together, and all there are.
    failures : list of Failure
    """

    def __init__(self, done: int, finished: int, requested: int, failures: list[Failure]) -> None:
        super().__init__(
            message(
                "{done} runs done now, {finished} of {requested} are there",
                done=done,
                finished=finished,
                requested=requested,
            )
        )
        self.done, self.finished, self.requested, self.failures = done, finished, requested, failures


class Simulator:
    """Gives the runs of jobs, in a ``with`` statement.

    Parameters
    ----------
    jobs : int
        Workers; 0 = one for each processor.
    progress : Progress, optional
        Is told of every run that ends.
    store : str, Path, bool or RunStore
        As of :func:`sim.run`, or a store.
    fresh : bool
        Whether runs that stand in the store are done again.
    engine, scheduler, shard
        As of :func:`sim.run`.
    chunk_seconds : float
        Time a chunk of runs ought to take.

    Raises
    ------
    ValueError
        If a number, an engine or a folder is not allowed.
    """

    def __init__(
        self,
        jobs: int = 0,
        progress: Progress | None = None,
        *,
        store: str | Path | bool | RunStore = True,
        fresh: bool = False,
        engine: EngineLike = "process",
        scheduler: str = "",
        shard: tuple[int, int] | None = None,
        chunk_seconds: float = CHUNK_SECONDS,
    ) -> None:
        check_shard(shard)
        self.progress, self.fresh, self.shard, self.chunk_seconds = progress or Progress(), fresh, shard, chunk_seconds
        self.stores = [store if isinstance(store, RunStore) else opened(store)]
        if shard and self.store.temporary:
            raise ValueError(message("a share of the runs wants a store that all shares see: --store FOLDER"))
        engine_of(engine, jobs, scheduler)  # refused now, not after the first reading
        self._engine = engine, jobs, scheduler
        self._runner: Runner | None = None
        self._here: set[str] = set()
        self._stored = self._done = 0

    @property
    def store(self) -> RunStore:
        """Where runs are kept now."""
        return self.stores[-1]

    @property
    def counted(self) -> RunCounts:
        """How many runs came from the store, and how many were done."""
        return RunCounts(self._stored, self._done)

    def __enter__(self) -> Simulator:
        return self

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        try:
            if self._runner:
                self._runner.__exit__(kind, *rest)
            if self._here:
                self.store.clear()
        finally:
            self.progress.close()
            _tell([note for store in self.stores for note in store.notes])

    def results(self, jobs: Sequence[Job]) -> list[Run | Failure]:
        """Runs of jobs, read or done.

        Parameters
        ----------
        jobs : sequence of Job

        Returns
        -------
        list of Run or Failure
            In the order of the jobs. A world one of whose counties failed is a failure.

        Raises
        ------
        ShareDone
            If only a share was asked for and other runs are not there yet.
        StoreError
            If runs can be kept nowhere, not even in a temporary folder.
        """
        parts = [county_jobs(job) for job in jobs]
        units = [unit for part in parts for unit in part]
        pin = self._pin([unit for part in parts if len(part) > 1 for unit in part])
        failures = self._make(units)
        if self.shard and (left := sum(not self._is_there(unit) for unit in units) - len(failures)):
            raise ShareDone(self._done, len(units) - len(failures) - left, len(units), list(failures.values()))
        return [self._added_up(job, part, failures, pin) for job, part in zip(jobs, parts, strict=True)]

    def _pin(self, counties: Sequence[Job]) -> object:
        """Keep the counties of worlds from being cleared out while they are needed."""
        if not counties or self.store.temporary:
            return None
        try:
            return self.store.pin([self.store.name(each) for each in counties])
        except StoreError:  # said when the runs are to be kept
            return None

    def _added_up(self, job: Job, part: list[Job], failures: dict[str, Failure], pin: object) -> Run | Failure:
        """The run of a job from the store; a world is added up from its counties."""
        failed = [(unit, failures[name]) for unit in part if (name := self.store.name(unit)) in failures]
        if part == [job]:
            return failed[0][1] if failed else self._one(job)
        if failed:
            (unit, first), *others = failed
            more = f" (and {len(others)} more counties)" * bool(others)
            return replace(first, error=county_error(unit, first.error) + more)
        fold = Fold(lean=True)
        for unit in part:
            run = self._one(unit)
            if isinstance(run, Failure):
                return replace(run, error=county_error(unit, run.error))
            fold.add(run)
        return replace(fold.result(Counties(self.stores, part, pin)), scenario=job.name)

    def _one(self, job: Job) -> Run | Failure:
        """A run that stands in the store; one whose file is damaged or has been deleted meanwhile is done again."""
        run = _read(self.stores, job)
        if run is None:
            failures = self._do([job], fresh=True)
            run = _read(self.stores, job) if not failures else None
            if run is None:
                name = self.store.name(job)
                return failures.get(name) or Failure(job.name, job.seed, "its file cannot be read", job.command)
        return run

    def _is_there(self, job: Job) -> bool:
        name = self.store.name(job)
        return any(store.holds(name, job.layers) for store in self.stores)

    def _make(self, units: Sequence[Job]) -> dict[str, Failure]:
        """Do the runs that are not there, and those that are to be done in any case; failures by name."""
        self._look_after()
        todo: dict[str, Job] = {}
        for unit in units:
            name = self.store.name(unit)
            anyway = (self.fresh or unit.check) and name not in self._here
            if anyway or not self._is_there(unit):
                todo.setdefault(name, unit)
            elif name not in self._here:
                self._stored += 1
                self.progress.spare(1)
        if self.shard and todo:
            mine = shares(np.array(list(todo), KIND), self.shard[1]) == self.shard[0] - 1
            todo = {name: unit for (name, unit), own in zip(todo.items(), mine, strict=True) if own}
        return self._do(list(todo.values()), self.fresh)

    def _do(self, units: Sequence[Job], fresh: bool = False) -> dict[str, Failure]:
        if not units:
            return {}
        failures: dict[str, Failure] = {}
        plain: dict[int, dict[str, Any]] = {}
        names = [self.store.name(unit) for unit in units]

        def asked(places: list[Requested]) -> list[Asked]:
            found = []
            for place in places:
                unit = units[place]
                tables = plain.setdefault(id(unit.scenario), unit.scenario.plain())
                found.append(Asked(names[place], tables, unit.seed, unit.layers, unit.check))
            return found

        def fail(place: Requested, error: str, trace: str = "") -> None:
            unit = units[place]
            failures[names[place]] = Failure(unit.name, unit.seed, error, unit.command, trace)

        def taken(answer: Answer) -> None:
            self._here.update(name for name, _ in answer.done)

        model = "" if have_moved() else numbers_hash()
        self._here.difference_update(names)
        left: Sequence[Requested] = range(len(units))
        while left:
            try:
                self.store.make()
                check_writable(self.store.root)
                folder = str(self.store.root.resolve())
                self._runner_for(len(left)).do(work_of(folder, model, asked, fail, taken, fresh=fresh), left)
            except StoreError as error:
                if self.store.temporary:
                    raise
                self.store.notes.append(
                    message(
                        "{reason}; the runs go on and are not kept (--store or {name} names another folder, --no-store "
                        "keeps nothing)",
                        reason=error.reason or error,
                        name=PLACE,
                    )
                )
                self.stores.append(temporary_store())
            left = [place for place in left if names[place] not in failures and names[place] not in self._here]
        self._done += len(units)
        return failures

    def _runner_for(self, runs: int) -> Runner:
        """The runner; where processes are asked for, a single run is done in this one if none has been started."""
        if self._runner is not None:
            return self._runner
        engine, jobs, scheduler = self._engine
        found = Runner(engine_for(engine, jobs, runs, scheduler), self.progress, self.chunk_seconds)
        if runs > 1 or engine != "process":  # whatever has been started is stopped at the end
            self._runner = found
        return found

    def _look_after(self) -> None:
        """Runs are named after the model's files: if these have been altered, nothing is looked for or kept."""
        if have_moved() and not self.store.temporary:
            self.stores = [temporary_store()]
            self.store.notes.append(
                message(
                    "the model's files have been altered since this process began; "
                    "its runs are neither kept nor looked for"
                )
            )


class Counties(Sequence[Run]):
    """The counties of a world, read from the store when they are asked for.

    Parameters
    ----------
    stores : sequence of RunStore
    jobs : sequence of Job
    pin : object
        Keeps them from being cleared out as long as this is held.
    """

    def __init__(self, stores: Sequence[RunStore], jobs: Sequence[Job], pin: object) -> None:
        self.stores, self.jobs, self.pin = list(stores), jobs, pin

    def __len__(self) -> int:
        return len(self.jobs)

    @overload
    def __getitem__(self, place: int) -> Run: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Run]: ...
    def __getitem__(self, place: int | slice) -> Run | Sequence[Run]:
        if isinstance(place, slice):
            return Counties(self.stores, self.jobs[place], self.pin)
        return self._read(self.jobs[place])

    def __iter__(self) -> Iterator[Run]:
        return (self._read(job) for job in self.jobs)

    def _read(self, job: Job) -> Run:
        run = _read(self.stores, job)
        if run is None:
            raise ValueError(
                message(
                    "{county}; the same call does it again",
                    county=county_error(job, message("its file in the store has been deleted or damaged")),
                )
            )
        return run


def call_on_all[Item, Found](
    function: Callable[[Item], Found],
    items: Sequence[Item],
    lost: Callable[[Item, str], Found],
    *,
    jobs: int = 0,
    progress: Progress | None = None,
    engine: EngineLike = "process",
) -> list[Found]:
    """Call a function on each item in workers; what it makes is handed back and kept nowhere.

    Parameters
    ----------
    function, items, lost
        As of :meth:`sim.execution.runner.Runner.map`.
    jobs, progress, engine
        As of :func:`sim.run`.
    """
    chosen = engine_for(engine, jobs, len(items))
    try:
        with Runner(chosen, progress) as runner:
            return runner.map(function, items, lost)
    finally:
        if progress:
            progress.close()


def lost_job(job: Job, error: str) -> Failure:
    """What is recorded of a job that kills its workers."""
    return Failure(job.name, job.seed, error, job.command)


def engine_for(given: EngineLike, jobs: int, runs: int, scheduler: str = "") -> Engine:
    """The engine, with the kernels compiled before it needs them; this process does a single run.

    There are never more processes than runs.
    """
    chosen = engine_of(given, max(1, min(jobs or processors(), runs)) if given == "process" else jobs, scheduler)
    if given == "process" and chosen.workers == 1:
        chosen = engine_of("sequential")
    if isinstance(given, str):  # an executor of the caller's may be on machines that see no cache of this one
        warm_up(beside=chosen.workers > 1)
    return chosen


def _read(stores: Sequence[RunStore], job: Job) -> Run | None:
    return next((run for store in reversed(stores) if (run := store.read(job)) is not None), None)


def _tell(notes: Sequence[str]) -> None:
    for note in notes[:SHOWN_NOTES]:
        print(note, file=sys.stderr, flush=True)
    if len(notes) > SHOWN_NOTES:
        print(message("and {count} more", count=len(notes) - SHOWN_NOTES), file=sys.stderr, flush=True)
