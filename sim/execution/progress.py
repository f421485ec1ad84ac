"""Progress of runs on standard error: a bar on a terminal, a line every ten seconds elsewhere."""

from __future__ import annotations

import sys
import time
from collections import deque
from collections.abc import Callable
from typing import Any, TextIO

from sim.core.config.language import message

QUIET_SECONDS = 2.0
LINE_SECONDS = 10.0
MINUTE, HOUR = 60, 3600


class Progress:
    """Is told by the runner about its work, and says nothing.

    Attributes
    ----------
    tick_seconds : float
        Time for which the runner waits for a result before it lets time pass.
    """

    tick_seconds = 0.5

    def plan(self, runs: int) -> None:
        """Say how many runs there will be in all, those that are in the store too, as far as that is known."""

    def spare(self, runs: int) -> None:
        """Say that so many of the runs that were planned are there already."""

    def expect(self, runs: int) -> None:
        """Say that so many more runs will be done."""

    def done(self, runs: int = 1) -> None:
        """Say that runs have ended."""

    def tick(self) -> None:
        """Let time pass."""

    def close(self) -> None:
        """Say that all is over."""


class Counting(Progress):
    """Counts runs and seconds.

    Parameters
    ----------
    stream : text stream
        Where the progress is shown.
    clock : callable
        Seconds now; tests hand in their own.
    counties : bool
        Whether what is counted is counties of a world.
    """

    def __init__(
        self, stream: TextIO | None = None, clock: Callable[[], float] = time.monotonic, counties: bool = False
    ) -> None:
        self.counties = counties
        self.stream = stream or sys.stderr
        self.clock = clock
        self.begun = clock()
        self.planned = self.requested = self.ended = 0
        self.marks = deque([(self.begun, 0)])

    @property
    def total(self) -> int:
        """Runs that have been asked for, or that will be."""
        return max(self.planned, self.requested)

    def plan(self, runs: int) -> None:
        """Say how many runs there will be in all, those that are in the store too, as far as that is known."""
        if not self.planned and runs:
            print(message("up to {total} runs", total=runs), file=self.stream, flush=True)
        self.planned = runs

    def spare(self, runs: int) -> None:
        """Say that so many of the runs that were planned are there already."""
        self.planned -= min(runs, self.planned)

    def expect(self, runs: int) -> None:
        """Say that so many more runs will be done; the first time, time starts to count."""
        if not self.requested:
            self.begun = self.clock()
            self.marks = deque([(self.begun, 0)])
        self.requested += runs

    def done(self, runs: int = 1) -> None:
        """Say that runs have ended."""
        self.ended += runs
        self.marks.append((self.clock(), self.ended))
        self.tick()

    def seconds_left(self) -> float | None:
        """Seconds until all is done at the pace of the later half of the time; None before there is a pace.

        What only the first runs take, such as the start of workers, soon counts no more.
        """
        now = self.clock()
        middle = (self.begun + now) / 2
        while len(self.marks) > 1 and self.marks[1][0] <= middle:
            self.marks.popleft()
        since, before = self.marks[0]
        if self.ended == before:
            return None
        return (now - since) / (self.ended - before) * (self.total - self.ended)

    def time_text(self) -> str:
        """How long it will take, or has taken so far."""
        left = self.seconds_left()
        if left is None:
            return message("{time} so far", time=span(self.clock() - self.begun))
        return message("about {time} left", time=span(left))

    def count_text(self) -> str:
        """How much of all is done."""
        if self.counties:
            return message("{ended} of {total} counties", ended=self.ended, total=self.total)
        return message("{ended} of {total} runs", ended=self.ended, total=self.total)


def span(seconds: float) -> str:
    """A time in the unit that suits it."""
    if seconds < 2 * MINUTE:
        return message("{number} s", number=f"{seconds:.0f}")
    if seconds < 2 * HOUR:
        return message("{number} min", number=f"{seconds / MINUTE:.0f}")
    return message("{number} h", number=f"{seconds / HOUR:.1f}")


class Lines(Counting):
    """A line every ten seconds, and none for work that ends within two."""

    last: float | None = None

    def tick(self) -> None:
        """Let time pass."""
        now = self.clock()
        due = self.begun + QUIET_SECONDS if self.last is None else self.last + LINE_SECONDS
        if now >= due and self.ended < self.total:
            self.last = now
            self._print(f"{self.count_text()}, {self.time_text()}")

    def close(self) -> None:
        """Say that all is over; not how far it has come where it was cut short: more may be published than was told."""
        if self.last is not None and self.ended >= self.total:
            time = span(self.clock() - self.begun)
            self._print(message("{count} in {time}", count=self.count_text(), time=time))

    def _print(self, text: str) -> None:
        print(text, file=self.stream, flush=True)


class Bar(Counting):
    """A bar with the time left, shown once the work has taken two seconds."""

    bar: Any = None
    task: Any = None

    def tick(self) -> None:
        """Let time pass."""
        if self.bar is None and self.clock() - self.begun >= QUIET_SECONDS:
            self._show()
        if self.bar:
            shown = {"count": self.count_text(), "time": self.time_text()}
            self.bar.update(self.task, completed=self.ended, total=self.total, **shown)

    def _show(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, TextColumn
        from rich.progress import Progress as RichProgress

        columns = (BarColumn(), TextColumn("{task.fields[count]}"), TextColumn("{task.fields[time]}"))
        self.bar = RichProgress(*columns, console=Console(file=self.stream), transient=True)
        self.bar.start()
        self.task = self.bar.add_task("", total=self.total, completed=self.ended, count="", time="")

    def close(self) -> None:
        """Say that all is over."""
        if self.bar:
            self.bar.stop()
            self.bar = None


def on_stderr(counties: bool = False) -> Progress:
    """A bar if standard error is a terminal, lines otherwise."""
    return Bar(counties=counties) if sys.stderr.isatty() else Lines(counties=counties)
