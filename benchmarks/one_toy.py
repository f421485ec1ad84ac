"""Run one engine's toy in this process and print what it took, as one line of JSON; ``peers.py`` starts it.

``python -m benchmarks.one_toy toy_numpy --villages 900 --repeats 5``
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import platform
import time
from collections.abc import Callable
from importlib.metadata import version
from statistics import median

import numpy as np

from benchmarks import toy

WARM_UP_VILLAGES = 4
WARM_UP_MONTHS = 2


def on_one_core() -> None:
    """Keep to one core, where the system lets a process choose."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def measure(engine: str, villages: int, repeats: int, package: str, builder: str = "build") -> dict[str, object]:
    """Time ``repeats`` fresh populations over ``toy.MONTHS`` months each; building them is not timed."""
    build: Callable[[int, int], toy.Toy] = getattr(importlib.import_module(f"benchmarks.{engine}"), builder)
    warm = build(WARM_UP_VILLAGES, 0)
    for _ in range(WARM_UP_MONTHS):
        warm.month()
    nanoseconds, means = [], []
    for seed in range(1, repeats + 1):
        world = build(villages, seed)
        began = time.perf_counter_ns()
        for _ in range(toy.MONTHS):
            world.month()
        nanoseconds.append((time.perf_counter_ns() - began) / (villages * toy.VILLAGE_SIZE * toy.MONTHS))
        means.append(toy.village_means(world.state()))
    every_village = np.concatenate(means)
    return {
        "ns": median(nanoseconds),
        "fastest_ns": min(nanoseconds),
        "repeats": repeats,
        "persons": villages * toy.VILLAGE_SIZE,
        "means": every_village.mean(axis=0).tolist(),
        "errors": (every_village.std(axis=0, ddof=1) / len(every_village) ** 0.5).tolist(),
        "version": version(package) if package else "",
        "python": platform.python_version(),
    }


def main() -> None:
    """Read the command line, measure, print."""
    parser = argparse.ArgumentParser(description="Time one engine on the toy.")
    parser.add_argument("engine", help="a module of this folder that offers build(villages, seed)")
    parser.add_argument("--villages", type=int, required=True)
    parser.add_argument("--repeats", type=int, required=True)
    parser.add_argument("--package", default="", help="distribution whose version is reported")
    parser.add_argument("--builder", default="build", help="function of the module that builds the population")
    chosen = parser.parse_args()
    on_one_core()
    print(json.dumps(measure(chosen.engine, chosen.villages, chosen.repeats, chosen.package, chosen.builder)))


if __name__ == "__main__":
    main()
