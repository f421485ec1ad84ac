"""Kernels compiled once, before workers start, so that a cold cache is not compiled by every one of them.

A small run in one process fills the cache; a stamp among the kernels of one module, named after a hash of all sources,
says that this has been done. It has the key of those kernels and is deleted with them.
"""

from __future__ import annotations

import hashlib
import os
import platform
import sys
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path

from sim.core.kernels import PACKAGE, cache_folder, cache_root, unused_before
from sim.study.pool import Pool
from sim.study.runs import Failure, Job, Run, live
from sim.study.sweep.identity import as_text, digest_of

NO_MODEL = {"app", "report", "study", "command_line.py", "study_commands.py"}
COMMANDS = "cli"
"""Beginning of the names of the other files that change no run."""
MADE_BY = (
    "study/counties/files.py",
    "study/counties/fold.py",
    "study/counties/parts.py",
    "study/runs.py",
    "study/sweep/identity.py",
    "study/sweep/kept.py",
    "study/sweep/whole.py",
    "study/traits.py",
    "study/window.py",
)
"""Sources that make a run out of a model; they are no part of the model's own hash."""
LIBRARIES = ("numpy", "numba", "scipy")
"""Libraries that the bits of a run may depend on."""
MONTHS = 14
"""Long enough for the clearing of January."""
KERNELS = "sim.mechanisms.observation"
"""Module beside whose kernels the stamp lies: every run needs them."""
COMPILING = "compiling the kernels: once after an update of the program or of its libraries"


def model_sources() -> list[Path]:
    """All files that can change a run: code, constants and tables."""
    return sorted(
        path
        for path in PACKAGE.rglob("*")
        if path.suffix in (".py", ".yaml", ".csv")
        and (top := path.relative_to(PACKAGE).parts[0]) not in NO_MODEL
        and not top.startswith(COMMANDS)
    )


@cache
def model_hash() -> str:
    """Hash of all sources that can change a run."""
    digest = hashlib.blake2b(digest_size=16)
    for path in model_sources():
        digest.update(path.relative_to(PACKAGE).as_posix().encode() + b"\0")
        digest.update(path.read_bytes())
    return digest.hexdigest()


def run_sources() -> list[Path]:
    """All files that can change the numbers kept of a run: those of the model and those that make a run out of it."""
    return [*model_sources(), *(PACKAGE / path for path in MADE_BY)]


@cache
def numbers_hash() -> str:
    """Hash of all that the numbers of a run depend on beside its scenario and seed.

    Whatever is kept and found again is named after it: runs of sweeps, whole runs, counties. To the model's sources it
    adds those that make a run out of a model, and the versions and the kind of machine that its bits may depend on.
    """
    makers = [(PACKAGE / path).read_bytes() for path in MADE_BY]
    versions = [sys.version_info[:2], [version(name) for name in LIBRARIES], platform.machine(), sys.byteorder]
    return digest_of(model_hash(), *makers, as_text(versions))


def stamp() -> Path:
    """File that says that the kernels of these sources are in the cache."""
    return cache_folder(KERNELS) / f"compiled-{model_hash()}-{version('numpy')}"


def is_warm() -> bool:
    """Whether the kernels need not be compiled."""
    return bool(os.environ.get("NUMBA_DISABLE_JIT", "0") not in ("", "0")) or stamp().is_file()


def small_run(job: Job) -> Run | Failure:
    """The job in two villages for a year."""
    from sim.backwards import SMALL
    from sim.scenario import load

    return live(Job(load("baseline").changed({**SMALL, "horizon.months": MONTHS}), job.seed))


def warm_up(pool: Pool, runs: int = 2) -> None:
    """Fill the cache through one process of the pool, unless it is filled or only one process will be at work."""
    if pool.jobs == 1 or runs == 1 or is_warm():
        return
    print(COMPILING, file=sys.stderr, flush=True)
    if isinstance(pool.once(small_run, Job(None, 1)), Run):
        note_warm()


def warm_workers(jobs: int, runs: int) -> None:
    """Fill the cache before so many processes do so many runs by themselves."""
    with Pool(jobs) as pool:
        warm_up(pool, runs)


def note_warm() -> None:
    """Leave the stamp, and delete old ones of versions that left them beside the folders of kernels."""
    stamp().parent.mkdir(parents=True, exist_ok=True)  # another process may have deleted the folder
    stamp().touch()
    oldest = unused_before()
    for old in cache_root().glob("compiled-*"):
        with suppress(FileNotFoundError):
            if old.is_file() and old.stat().st_mtime < oldest:
                old.unlink()
