"""A server of the page in a process of its own, without a network behind it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from types import TracebackType

HOST = "127.0.0.1"
DEAD = f"http://{HOST}:9"
"""Where nobody listens: what the server might fetch from elsewhere fails."""
BREAKING = 13
PATIENCE = 300
"""Seconds for what comes at once, were the machine not slow."""


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as listener:
        listener.bind((HOST, 0))
        return int(listener.getsockname()[1])


MODULES = {"watch": "watch.watch", "app": "compare.app"}
BROKEN = (
    "from sim.app.watch.watched import Watched",
    "from sim.app.watch.watching import Watching",
    "lived_on = Watched.step",
    f"broken = lambda run: 1 / 0 if (run.seed, run.lived) == ({BREAKING}, 3) else lived_on(run)",
    "Watched.step = broken",
    f"Watching.patience = {PATIENCE}",
)


class Served:
    """``ruralparty watch`` of a scenario, or ``ruralparty app``, up while the context lasts.

    Runs that are watched at seed :data:`BREAKING` break off after their third month.
    """

    def __init__(
        self, scenario: str, port: int, language: str = "en", folder: str | None = None, page: str = "watch"
    ) -> None:
        self.scenario, self.language = scenario, language
        settings = f"{scenario!r}, port={port}, language={language!r}, open_browser=False, say=say"
        lines = (
            "from functools import partial",
            "import os",
            "from sim.app.server.serve import SETTINGS",
            f"from sim.app.{MODULES[page]} import PAGE, serve",
            "os.environ.update(SETTINGS, SOLARA_APP=PAGE)",
            *(BROKEN if page == "watch" else ()),
            "say = partial(print, flush=True)",
        )
        proxies = {name: DEAD for each in ("http_proxy", "https_proxy", "all_proxy") for name in (each, each.upper())}
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-c", "\n".join((*lines, "if __name__ == '__main__':", f"    serve({settings})"))],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            cwd=folder,
            env={**os.environ, **proxies, "no_proxy": "", "NO_PROXY": ""},
        )
        self.address = self._started()

    def _started(self) -> str:
        """Wait until the server says where it listens."""
        lines = []
        assert self.process.stdout is not None
        for line in self.process.stdout:
            lines.append(line)
            if "http://" in line:
                assert next(self.process.stdout).startswith("Ctrl-C ends it")
                return line.split()[-1]
        raise AssertionError(f"the server has ended: {''.join(lines)}")

    def end(self, number: int = signal.SIGTERM) -> int:
        """Send a signal and return the exit code."""
        self.process.send_signal(number)
        return self.process.wait(PATIENCE)

    def rest(self) -> str:
        """What it printed after it was up; waits until it has ended."""
        assert self.process.stdout is not None
        return self.process.stdout.read()

    def __enter__(self) -> Served:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        assert self.process.stdout is not None
        self.process.stdout.close()
