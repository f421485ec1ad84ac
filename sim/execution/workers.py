"""Fault-tolerant process pool: workers may be killed at any moment, each has a pipe of its own, a dead one is replaced.

Workers are started by ``forkserver`` where there is one and by ``spawn`` elsewhere, never by ``fork``: a process that
is forked while another thread holds a lock waits for it for ever. Each has one thread. Python's own process pool lets
all workers write their answers into one pipe under one lock: a worker killed in the middle of an answer keeps the lock,
and the rest of its answer is waited for without end. Here nothing is shared. The pipe of a dead worker ends, wherever
in an answer it was, and the work it had is known.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection, wait
from traceback import format_exc
from typing import Any, NamedTuple

from sim.core.config.language import message
from sim.words.catalogue import speak_as_told

SAFE_PATH = "PYTHONSAFEPATH"
"""Keeps a process from looking for modules in the present folder, which may be anybody's."""
ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS")
PRELOADED = "sim.execution.work"
TRIES = 3
"""Times a run may kill its worker."""
KILLED = "Killed:"
"""Beginning of what is recorded of a run that kills its workers."""
STARTS_IN_VAIN = 3
"""Workers that die before they are ready, one after another, after which no more are started."""
READY = b"ready"


class WorkerLost(BrokenExecutor):
    """The worker that did this was killed."""


class NoWorkers(BrokenExecutor):
    """Workers die before they have begun."""


def killed_text(times: str, error: BaseException) -> str:
    """What is recorded of a run that kills its workers.

    Parameters
    ----------
    times : str
        How often it did: ``3 times``.
    error : BaseException
        What came of it the last time.
    """
    return f"{KILLED} " + message(
        "the worker of this run died {times} (out of memory, a crash of a library, or a limit of the machine); the "
        "last time: {error}",
        times=times,
        error=error,
    )


def no_workers() -> NoWorkers:
    """What is said when workers die before they have begun."""
    return NoWorkers(
        message(
            "{count} worker processes died before they had begun: a script that runs models needs "
            "`if __name__ == '__main__':`, and every worker needs memory",
            count=STARTS_IN_VAIN,
        )
    )


def ending_of(code: int | None) -> str:
    """How a process ended: its exit code, and the signal that it stands for."""
    with suppress(ValueError):
        if code is not None and code < 0:
            return message("exit code {code}, {signal}", code=code, signal=signal.Signals(-code).name)
    return message("exit code {code}", code=code)


def start_method() -> str:
    """How worker processes are started: ``forkserver`` or ``spawn``."""
    return "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"


def processors() -> int:
    """Processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def begin_worker() -> None:
    """Leave Ctrl-C to the parent, and end with it: a parent that was killed leaves no worker behind."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ.update(dict.fromkeys(ONE_THREAD, "1"))  # a server of forks started earlier has an older environment
    speak_as_told()
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)


@contextmanager
def environment_of_workers() -> Iterator[None]:
    """Give processes that are started meanwhile what they are to take over: one thread each, and a safe path."""
    told = dict.fromkeys((*ONE_THREAD, SAFE_PATH), "1")
    before = {name: os.environ.get(name) for name in told}
    os.environ.update(told)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def attend(pipe: Connection) -> None:
    """What a worker process does: one call after another, until its pipe ends."""
    begin_worker()
    with suppress(EOFError, OSError):
        pipe.send_bytes(READY)
        while True:
            content = _answer(pipe.recv_bytes())
            pipe.send_bytes(content)


def _answer(content: bytes) -> bytes:
    try:
        function, given, keywords = pickle.loads(content)
        return pickle.dumps((function(*given, **keywords), None), pickle.HIGHEST_PROTOCOL)
    except Exception as error:
        error.add_note(f"in a worker:\n{format_exc()}")
        try:
            return pickle.dumps((None, error), pickle.HIGHEST_PROTOCOL)
        except Exception:
            return pickle.dumps((None, RuntimeError(f"{type(error).__name__}: {error}\n{format_exc()}")))


class _Work(NamedTuple):
    """A call on its way."""

    future: Future[Any]
    content: bytes


class _Worker:
    """A process and this end of its pipe."""

    def __init__(self) -> None:
        context: Any = multiprocessing.get_context(start_method())
        if start_method() == "forkserver":
            context.set_forkserver_preload([PRELOADED])
        self.pipe, there = context.Pipe()
        self.process = context.Process(target=attend, args=(there,), daemon=True)
        with environment_of_workers():
            self.process.start()
        there.close()  # from now on the pipe ends when the process does
        self.ready = False
        self.work: _Work | None = None

    def end(self, at_once: bool) -> None:
        """End the process: now, or when it finds the end of its pipe."""
        if at_once:
            self.process.kill()
        self.pipe.close()
        self.process.join()


class Workers(Executor):
    """An executor over processes of which each may be killed without harm to the others.

    Parameters
    ----------
    count : int
        Processes.
    """

    def __init__(self, count: int) -> None:
        self._lock = threading.Lock()
        self._waiting: deque[_Work] = deque()
        self._closing = self._killed = self._rung = False
        self._in_vain = 0
        self._hear, self._bell = multiprocessing.Pipe(duplex=False)
        self._workers = [_Worker() for _ in range(count)]
        self._thread = threading.Thread(target=self._attend, daemon=True)
        self._thread.start()

    def submit(self, function: Callable[..., Any], /, *given: Any, **keywords: Any) -> Future[Any]:
        """Hand out a call; function and arguments must be such as can be pickled."""
        work = _Work(Future(), pickle.dumps((function, given, keywords), pickle.HIGHEST_PROTOCOL))
        with self._lock:
            if self._closing:
                raise RuntimeError("these workers have been told to end")
            if not self._workers:
                raise no_workers()
            self._waiting.append(work)
            self._ring()
        return work.future

    def _ring(self) -> None:
        """Wake the thread; once is enough, and a full pipe would stop both sides."""
        if not self._rung:
            self._rung = True
            self._bell.send_bytes(b"!")

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the workers when all is done, or when what is at work is done."""
        with self._lock:
            if cancel_futures:
                for work in self._waiting:
                    work.future.cancel()
            if not self._closing:
                self._closing = True
                self._ring()
        if wait:
            self._thread.join()

    def kill(self) -> None:
        """End the workers now; what was not done is cancelled or fails with :class:`WorkerLost`."""
        with self._lock:
            self._killed = True
            for worker in self._workers:
                with suppress(ValueError, OSError):
                    worker.process.kill()
        self.shutdown(cancel_futures=True)

    def _attend(self) -> None:
        """The thread that hands out, takes in and replaces."""
        try:
            while self._hand_out():
                ends: dict[Any, _Worker] = {worker.pipe: worker for worker in self._workers}
                for end in wait([self._hear, *ends]):
                    if end is self._hear:
                        self._hear.recv_bytes()
                        self._rung = False
                    else:
                        self._take_in(ends[end])
        finally:
            with self._lock:
                self._closing = True
                self._fail_all(WorkerLost(message("the workers were ended")))
            for worker in self._workers:
                worker.end(self._killed)
            self._bell.close()
            self._hear.close()

    def _hand_out(self) -> bool:
        """Give free workers something to do; whether there is a reason to go on."""
        chosen: list[_Worker] = []
        with self._lock:
            if self._killed:
                return False
            if not self._workers:
                self._fail_all(no_workers())
            for worker in self._workers:
                if worker.ready and not worker.work and (work := self._next()):
                    worker.work = work
                    chosen.append(worker)
            more = bool(self._waiting or not self._closing or any(worker.work for worker in self._workers))
        for worker in chosen:
            if worker.work:
                with suppress(OSError):  # a worker that has died meanwhile; the end of its pipe says so
                    worker.pipe.send_bytes(worker.work.content)
        return more

    def _next(self) -> _Work | None:
        while self._waiting:
            work = self._waiting.popleft()
            if work.future.set_running_or_notify_cancel():
                return work
        return None

    def _take_in(self, worker: _Worker) -> None:
        """An answer, or the end of a worker."""
        try:
            content = worker.pipe.recv_bytes()
        except (EOFError, OSError):
            self._replace(worker)
            return
        if not worker.ready:
            worker.ready, self._in_vain = True, 0
            return
        work, worker.work = worker.work, None
        if work is None:
            return
        try:
            found, error = pickle.loads(content)
        except Exception as unreadable:
            found, error = None, unreadable
        if error is None:
            work.future.set_result(found)
        else:
            work.future.set_exception(error)

    def _replace(self, worker: _Worker) -> None:
        worker.end(at_once=True)
        with self._lock:
            self._workers.remove(worker)
            self._in_vain += not worker.ready
            if not self._killed and self._in_vain < STARTS_IN_VAIN:
                with suppress(OSError):  # no memory for another process: those that are left go on
                    self._workers.append(_Worker())
        work, worker.work = worker.work, None
        if work is not None:
            work.future.set_exception(
                WorkerLost(message("the worker died, {ending}", ending=ending_of(worker.process.exitcode)))
            )

    def _fail_all(self, error: BrokenExecutor) -> None:
        """Nothing of what is on its way will be done."""
        for work in [*(worker.work for worker in self._workers), *self._waiting]:
            if work is not None and not work.future.cancelled():
                work.future.set_exception(error)
        self._waiting.clear()
