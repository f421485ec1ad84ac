"""Progress of runs on standard error: a bar on a terminal, a line every ten seconds elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Any, TextIO

QUIET_SECONDS = 2.0
LINE_SECONDS = 10.0
RUNS = "runs"


class Progress:
    """Is told by the runner about its work, and says nothing."""

    def expect(self, runs: int) -> None:
        """Say that so many more runs will be done."""

    def done(self, runs: int = 1) -> None:
        """Say that runs have ended."""

    def tick(self) -> None:
        """Let time pass."""

    def close(self) -> None:
        """Say that all is over."""


class _Counted(Progress):
    """Counts runs and seconds.

    Parameters
    ----------
    stream : text stream
        Where the progress is shown.
    clock : callable
        Seconds now; tests hand in their own.
    what : str
        What is counted, in the plural.
    """

    def __init__(
        self, stream: TextIO | None = None, clock: Callable[[], float] = time.monotonic, what: str = RUNS
    ) -> None:
        self.what = what
        self.stream = stream or sys.stderr
        self.clock = clock
        self.begun = clock()
        self.requested = self.ended = 0

    def expect(self, runs: int) -> None:
        """Say that so many more runs will be done; the first time, time starts to count."""
        self.begun = self.begun if self.requested else self.clock()
        self.requested += runs

    def done(self, runs: int = 1) -> None:
        """Say that runs have ended."""
        self.ended += runs
        self.tick()


class Lines(_Counted):
    """A line every ten seconds, and none for work that ends within two."""

    last: float | None = None

    def tick(self) -> None:
        """Let time pass."""
        now = self.clock()
        due = self.begun + QUIET_SECONDS if self.last is None else self.last + LINE_SECONDS
        if now >= due and self.ended < self.requested:
            self.last = now
            self._print(f", {self._left(now)}")

    def _left(self, now: float) -> str:
        if not self.ended:
            return f"{now - self.begun:.0f} s so far"
        return f"about {(now - self.begun) / self.ended * (self.requested - self.ended):.0f} s left"

    def close(self) -> None:
        """Say that all is over."""
        if self.last is not None:
            self._print(f" in {self.clock() - self.begun:.0f} s")

    def _print(self, time_text: str) -> None:
        print(f"{self.ended} of {self.requested} {self.what}{time_text}", file=self.stream, flush=True)


class Bar(_Counted):
    """A bar with rate and time left, shown once the work has taken two seconds."""

    bar: Any = None
    task: Any = None

    def expect(self, runs: int) -> None:
        """Say that so many more runs will be done; the first time, time starts to count."""
        super().expect(runs)
        if self.bar:
            self.bar.update(self.task, total=self.requested)

    def tick(self) -> None:
        """Let time pass."""
        if self.bar is None and self.clock() - self.begun >= QUIET_SECONDS:
            self._show()
        if self.bar:
            self.bar.update(self.task, completed=self.ended)

    def _show(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn
        from rich.progress import Progress as RichProgress

        columns = (
            TextColumn(self.what),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn("left"),
            TimeRemainingColumn(),
        )
        self.bar = RichProgress(*columns, console=Console(file=self.stream), transient=True)
        self.bar.start()
        self.task = self.bar.add_task(self.what, total=self.requested, completed=self.ended)

    def close(self) -> None:
        """Say that all is over."""
        if self.bar:
            self.bar.stop()
            self.bar = None


def on_stderr(what: str = RUNS) -> Progress:
    """A bar if standard error is a terminal, lines otherwise."""
    return Bar(what=what) if sys.stderr.isatty() else Lines(what=what)
