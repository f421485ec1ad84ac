"""Warm-up: kernels compiled once before runs start: not by every worker, and not in the time that a run takes.

A small run in one process fills the cache; a stamp among the kernels of one module, named after a hash of all sources,
says that this has been done. It has the key of those kernels and is deleted with them.

Numba compiles under one lock, so that a process uses one processor for it. When the cache is cold, a model starts this
module beside itself: it lives a month of two villages from the last mechanism to the first. Each process then finds in
the cache what the other has compiled, and the first run after an update starts in little more than half the time.
"""

from __future__ import annotations

import gc
import os
import sys
from importlib.metadata import version
from pathlib import Path

from sim.core.compute.kernel_cache import cache_folder
from sim.core.compute.kernels import interpreted
from sim.core.config.language import message
from sim.execution.workers import Workers
from sim.runs.run import Job, Run
from sim.runs.simulate import simulate
from sim.runs.sources import model_hash
from sim.scenario.scenario import load

SMALL = {
    "world.counties": 1,
    "world.townships": 1,
    "world.villages": 2,
    "world.village_size": 100,
    "horizon.burn_in": 0,
    "horizon.months": 1,
}
MONTHS = 14
"""Long enough for the clearing of January."""
KERNELS = "sim.mechanisms.observation"
"""Module beside whose kernels the stamp lies: every run needs them."""


def stamp() -> Path:
    """File that says that the kernels of these sources are in the cache."""
    return cache_folder(KERNELS) / f"compiled-{model_hash()}-{version('numpy')}"


def is_warm() -> bool:
    """Whether the kernels need not be compiled."""
    return bool(os.environ.get("NUMBA_DISABLE_JIT", "0") not in ("", "0")) or stamp().is_file()


def small_run() -> bool:
    """A year in two villages; whether it came to its end."""
    return isinstance(simulate(Job(load("baseline").changed({**SMALL, "horizon.months": MONTHS}), 1)), Run)


def warm_up(beside: bool) -> None:
    """Compile what runs need before their time is counted and before several workers need it, unless it is there.

    Parameters
    ----------
    beside : bool
        Whether a process of its own does it, whose memory is free again afterwards.
    """
    if is_warm():
        return
    said = message("compiling the kernels: once after an update of the program or of its libraries")
    print(said, file=sys.stderr, flush=True)
    if not beside:
        well = small_run()
    else:
        with Workers(1) as worker:
            well = worker.submit(small_run).result()
    if well:
        note_warm()


def note_warm() -> None:
    """Leave the stamp."""
    stamp().parent.mkdir(parents=True, exist_ok=True)  # another process may have deleted the folder
    stamp().touch()


def month_backwards() -> None:
    """Let the mechanisms of one month go by in reverse; what comes of it does not matter."""
    from sim.model import RuralParty

    gc.disable()  # the process ends before its garbage is worth a search
    with interpreted():  # the other process compiles what builds a world
        model = RuralParty(load("baseline").changed(SMALL), rng=1)
    for mechanism in reversed(model.mechanisms.values()):
        mechanism.step(model)


if __name__ == "__main__":
    month_backwards()
