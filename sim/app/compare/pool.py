"""One pool of processes for all visitors of a server, and the turn that a question has on it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future
from threading import Lock
from typing import Any

from sim.execution.engines import Engine
from sim.execution.workers import Workers, processors


class Pool:
    """Workers that outlive the questions; begun when first needed, and anew when they have died.

    Parameters
    ----------
    make : callable
        Makes the executor.
    workers : int
        How many chunks it does at the same time.
    """

    def __init__(self, make: Callable[[], Executor] | None = None, workers: int = 0) -> None:
        self.workers = workers or processors()
        self._make = make or (lambda: Workers(self.workers))
        self._lock = Lock()
        self._executor: Executor | None = None

    def submit(self, function: Callable[..., Any], /, *given: Any, **keywords: Any) -> Future[Any]:
        """Hand out a call."""
        with self._lock:
            if self._executor is None:
                self._executor = self._make()
            try:
                return self._executor.submit(function, *given, **keywords)
            except (BrokenExecutor, RuntimeError):  # all workers have died, or were ended
                self._executor = self._make()
                return self._executor.submit(function, *given, **keywords)

    def turn(self) -> Engine:
        """An engine for one question: what it has handed out and is not begun is cancelled when it stops."""
        return Engine(lambda: Turn(self), self.workers)

    def close(self) -> None:
        """End the workers now."""
        with self._lock:
            executor, self._executor = self._executor, None
        if isinstance(executor, Workers):
            executor.kill()
        elif executor is not None:
            executor.shutdown(cancel_futures=True)


class Turn(Executor):
    """Part of a pool; ending it ends nothing but what it handed out."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._given: list[Future[Any]] = []

    def submit(self, function: Callable[..., Any], /, *given: Any, **keywords: Any) -> Future[Any]:
        """Hand out a call to the pool."""
        future = self._pool.submit(function, *given, **keywords)
        self._given = [each for each in self._given if not each.done()]
        self._given.append(future)
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Cancel what was handed out and is not begun; what is at work ends by itself."""
        for future in self._given:
            future.cancel()
