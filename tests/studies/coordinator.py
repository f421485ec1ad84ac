"""A sweep in a process of its own, to be killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from tests.studies.invented import swept

ROOT = Path(__file__).resolve().parents[2]
POLL_SECONDS = 0.01


def start(folder: Path, do: str = "slow", engine: str = "process", workers: int = 2) -> subprocess.Popen[bytes]:
    """Start a sweep in a process group of its own."""
    words = [sys.executable, "-m", "tests.studies.coordinator", str(folder), do, engine, str(workers)]
    return subprocess.Popen(words, cwd=ROOT, start_new_session=True, stdout=subprocess.DEVNULL)


def kill(process: subprocess.Popen[bytes]) -> None:
    """Kill the process and all that it has started."""
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def published(folder: Path) -> set[str]:
    """Parts of scalars."""
    return {path.name for path in (folder / "runs" / "scalars").glob("part-*")}


def has_published(process: subprocess.Popen[bytes], folder: Path, known: set[str]) -> bool:
    """Wait until the sweep has published a part that was not known, or has ended; whether it is still running."""
    while not published(folder) - known:
        try:
            process.wait(POLL_SECONDS)
            return False
        except subprocess.TimeoutExpired:
            continue
    return process.poll() is None


if __name__ == "__main__":
    swept(Path(sys.argv[1]), sys.argv[2], engine=sys.argv[3], jobs=int(sys.argv[4]), chunk_seconds=0.2)
