"""Dask as an engine: workers of a cluster on this machine, or of one that runs already."""

from __future__ import annotations

from concurrent.futures import Executor
from contextlib import suppress
from pathlib import Path
from typing import Any

from sim.study.sweep.executors import Engine
from sim.study.workers import ONE_THREAD, TRIES

CLOSING_SECONDS = 20


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
            "the engine dask needs the cluster libraries: pip install 'ruralparty[cluster]'"
        ) from None

    library: Any = distributed
    held: dict[int, Any] = {}

    def start() -> Executor:
        dask.config.set({"distributed.scheduler.allowed-failures": TRIES})
        if scheduler:
            given = {"scheduler_file": scheduler} if Path(scheduler).is_file() else {"address": scheduler}
            client = library.Client(**given, set_as_default=False)
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


def _threads(scheduler: str) -> int:
    import distributed

    library: Any = distributed
    given = {"scheduler_file": scheduler} if Path(scheduler).is_file() else {"address": scheduler}
    with library.Client(**given, set_as_default=False) as client:
        return int(max(1, sum(client.nthreads().values())))
