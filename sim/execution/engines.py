"""Engines (execution back ends): executors that can be started again when their workers are gone."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import Executor, Future
from contextlib import suppress
from pathlib import Path
from typing import Any

from sim.core.config.callers import whole_number
from sim.core.config.given_files import why_unreadable
from sim.core.config.language import message
from sim.execution.workers import ONE_THREAD, SAFE_PATH, TRIES, Workers, processors

ADDRESS = re.compile(r"(?:\w+://)?[^\s/]+:\d{1,5}")
"""An address of a dask scheduler; without a port its client waits for ever."""

CLOSING_SECONDS = 20
BEFORE_START = "distributed.nanny.pre-spawn-environ"
"""Setting of dask: variables that hold before a worker starts."""
MOST_JOBS, MOST_SHARES = 1024, 1_000_000
"""Bounds of what can be meant: every process holds a model, and most shares would have no run."""
ENGINES = ("process", "sequential", "dask")


class Inline(Executor):
    """Does what is submitted at once, in this process."""

    def submit(self, function: Callable[..., Any], /, *given: Any, **keywords: Any) -> Future[Any]:
        """Call the function; its future has ended when this returns."""
        future: Future[Any] = Future()
        try:
            future.set_result(function(*given, **keywords))
        except Exception as error:
            future.set_exception(error)
        return future


class Engine:
    """An executor and the way to start it anew.

    Parameters
    ----------
    start : callable
        Makes the executor.
    workers : int
        How many chunks it does at the same time.
    stop : callable, optional
        Ends an executor; the second argument says whether at once.
    empty : callable, optional
        Says whether an executor that ought to have workers has none.
    """

    def __init__(
        self,
        start: Callable[[], Executor],
        workers: int,
        stop: Callable[[Executor, bool], None] | None = None,
        empty: Callable[[Executor], bool] | None = None,
    ) -> None:
        self._start, self._stop, self._empty = start, stop or _shut_down, empty
        self.workers = workers
        self._executor: Executor | None = None

    def submit(self, function: Callable[[Any], Any], task: Any) -> Future[Any]:
        """Hand out a piece of work."""
        if self._executor is None:
            self._executor = self._start()
        return self._executor.submit(function, task)

    def empty(self) -> bool:
        """Whether there ought to be workers and are none."""
        return bool(self._executor is not None and self._empty and self._empty(self._executor))

    def stop(self, at_once: bool = False) -> None:
        """End the executor; the next submission starts another."""
        if self._executor is not None:
            executor, self._executor = self._executor, None
            self._stop(executor, at_once)


def engine_of(given: EngineLike, jobs: int = 0, scheduler: str = "") -> Engine:
    """Make an engine.

    Parameters
    ----------
    given : str, Executor, callable or Engine
        ``process``, ``sequential``, ``dask``, an executor (which can not be started again when it breaks), a function
        that makes one, or an engine.
    jobs : int
        Workers; 0 = one for each processor.
    scheduler : str
        Address of a dask scheduler or a scheduler file; a cluster on this machine if left out.

    Raises
    ------
    ValueError
        If there is no such engine.
    ModuleNotFoundError
        If dask is not installed.
    """
    jobs = whole_number("jobs", jobs)
    if not 0 <= jobs <= MOST_JOBS:
        raise ValueError(
            message(
                "jobs is {jobs}; allowed are 1 to {most}, and 0 for one for each processor", jobs=jobs, most=MOST_JOBS
            )
        )
    workers = jobs or processors()
    if scheduler and given != "dask":
        raise ValueError(message("a scheduler goes with the engine dask only"))
    if scheduler and why_unreadable(Path(scheduler)) is not None and not ADDRESS.fullmatch(scheduler):
        text = message(
            "scheduler {given!r} is neither a file nor an address with a port, such as tcp://node:8786", given=scheduler
        )
        raise ValueError(text)
    if isinstance(given, Engine):
        return given
    if isinstance(given, Executor):
        return _handed_in(given, jobs)
    if callable(given):
        return Engine(given, workers)
    if given == "sequential":
        return Engine(Inline, 1)
    if given == "process":
        return Engine(lambda: Workers(workers), workers)
    if given == "dask":
        return dask_engine(workers, scheduler)
    raise ValueError(
        message("there is no engine {given!r}; the engines are {known}", given=given, known=", ".join(ENGINES))
    )


def _handed_in(executor: Executor, jobs: int) -> Engine:
    """An executor of the caller's, who also ends it."""
    left = [executor]

    def start() -> Executor:
        if not left:
            raise RuntimeError(message("the executor handed in has broken; hand in a function that makes one instead"))
        return left.pop()

    client = getattr(executor, "_client", None)  # of dask: as many chunks as it has threads
    threads = sum(client.nthreads().values()) if client is not None else getattr(executor, "_max_workers", 0)
    return Engine(start, jobs or threads or processors(), lambda executor, at_once: None)


def _shut_down(executor: Executor, at_once: bool) -> None:
    if at_once and isinstance(executor, Workers):
        executor.kill()
    else:
        executor.shutdown(wait=True, cancel_futures=True)


EngineLike = str | Executor | Callable[[], Executor] | Engine


def check_shard(shard: tuple[int, int] | None) -> str:
    """Ending of the files of a shard.

    Raises
    ------
    ValueError
        If it is none.
    """
    if shard is None:
        return ""
    place, count = shard
    if not 1 <= place <= count <= MOST_SHARES:
        raise ValueError(
            message(
                "shard {place}/{count} is out of range: I/N with I from 1 to N and N up to {most}",
                place=place,
                count=count,
                most=MOST_SHARES,
            )
        )
    return f"-{place}-of-{count}"


def dask_engine(workers: int, scheduler: str) -> Engine:
    """Engine over dask.

    Parameters
    ----------
    workers : int
        Processes of a cluster on this machine; not used with ``scheduler``.
    scheduler : str
        Address such as ``tcp://node:8786``, or a scheduler file.
    """
    try:
        import dask
        import distributed
    except ModuleNotFoundError:
        raise ModuleNotFoundError(
            message("the engine dask needs the cluster libraries: pip install 'ruralparty[cluster]'")
        ) from None

    library: Any = distributed
    held: dict[int, Any] = {}

    def start() -> Executor:
        dask.config.set({"distributed.scheduler.allowed-failures": TRIES, f"{BEFORE_START}.{SAFE_PATH}": "1"})
        if scheduler:
            client = _client(scheduler)
            ends = [client]
        else:
            cluster = library.LocalCluster(
                n_workers=workers,
                threads_per_worker=1,
                processes=True,
                dashboard_address=None,
                env=dict.fromkeys(ONE_THREAD, "1"),
                silence_logs="CRITICAL",
            )
            client = library.Client(cluster, set_as_default=False)
            ends = [client, cluster]
        executor: Executor = client.get_executor(pure=False)
        held[id(executor)] = ends
        return executor

    def stop(executor: Executor, at_once: bool) -> None:
        if not at_once:
            executor.shutdown(wait=False)
        for each in held.pop(id(executor)):
            with suppress(TimeoutError):
                each.close(timeout=CLOSING_SECONDS)

    def empty(executor: Executor) -> bool:
        return not held[id(executor)][-1].scheduler.workers

    if scheduler:  # its workers are not ours: they may be waiting in a queue
        return Engine(start, _threads(scheduler), stop)
    return Engine(start, workers, stop, empty)


def _client(scheduler: str) -> Any:
    import distributed

    library: Any = distributed
    given = {"scheduler_file": scheduler} if why_unreadable(Path(scheduler)) is None else {"address": scheduler}
    return library.Client(**given, set_as_default=False)


def _threads(scheduler: str) -> int:
    with _client(scheduler) as client:
        return int(max(1, sum(client.nthreads().values())))
