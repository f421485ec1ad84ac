"""Kernels compiled once, before workers start, so that a cold cache is not compiled by every one of them.

A small run in one process fills the cache; a stamp among the kernels of one module, named after a hash of all sources,
says that this has been done. It has the key of those kernels and is deleted with them.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path

from sim.core.compute.kernels import cache_folder, cache_root, unused_before
from sim.execution.pool import Pool
from sim.runs.jobs import Job
from sim.runs.run import Failure, Run
from sim.runs.simulate import simulate
from sim.runs.sources import model_hash

MONTHS = 14
"""Long enough for the clearing of January."""
KERNELS = "sim.mechanisms.observation"
"""Module beside whose kernels the stamp lies: every run needs them."""
COMPILING = "compiling the kernels: once after an update of the program or of its libraries"


def stamp() -> Path:
    """File that says that the kernels of these sources are in the cache."""
    return cache_folder(KERNELS) / f"compiled-{model_hash()}-{version('numpy')}"


def is_warm() -> bool:
    """Whether the kernels need not be compiled."""
    return bool(os.environ.get("NUMBA_DISABLE_JIT", "0") not in ("", "0")) or stamp().is_file()


def small_run(job: Job) -> Run | Failure:
    """The job in two villages for a year."""
    from sim.execution.backwards import SMALL
    from sim.scenario.scenario import load

    return simulate(Job(load("baseline").changed({**SMALL, "horizon.months": MONTHS}), job.seed))


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
