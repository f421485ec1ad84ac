"""A month lived backwards, in a process of its own: compiles the kernels from the other end.

Numba compiles under one lock, so that a process uses one processor for it. When the cache of kernels is cold, a model
starts this module beside itself: it lives a month of two villages from the last mechanism to the first. Each process
then finds in the cache what the other has compiled, and the first run after an update starts in little more than half
the time.
"""

from __future__ import annotations

import gc

from sim.core.compute.kernels import interpreted
from sim.model import RuralParty
from sim.scenario.scenario import load

SMALL = {
    "world.counties": 1,
    "world.townships": 1,
    "world.villages": 2,
    "world.village_size": 100,
    "horizon.burn_in": 0,
    "horizon.months": 1,
}


def main() -> None:
    """Let the mechanisms of one month go by in reverse; what comes of it does not matter."""
    gc.disable()  # the process ends before its garbage is worth a search
    with interpreted():  # the other process compiles what builds a world
        model = RuralParty(load("baseline").changed(SMALL), rng=1)
    for mechanism in reversed(model.mechanisms.values()):
        mechanism.step(model)


if __name__ == "__main__":
    main()
