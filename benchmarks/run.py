"""Entry of ``make bench``: the toy on all engines, then the whole model; writes ``results/bench.json``."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from operator import itemgetter
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from benchmarks import peers
from sim.execution.files import publish_text
from sim.model import RuralParty
from sim.scenario.scenario import Scenario, load

ROOT = Path(__file__).resolve().parent.parent
RESULT = ROOT / "results" / "bench.json"
LARGE = {
    "counties": 3,
    "townships": 5,
    "villages": 20,
    "village_size": 1415,
}  # about 450,000 persons: the mean is 6 % above the median
LARGE_MONTHS, WARM_UP_MONTHS = 24, 13  # a January has loaded its kernels
LARGE_RUNS, INTERACTIVE_RUNS = 3, 5  # of which the median counts: others have a part of the processors
FIRST_STEP = "from sim.model import RuralParty; RuralParty('baseline', rng=1).step()"


def time_mechanisms(model: RuralParty) -> Counter[str]:
    """Count, from now on, the nanoseconds that each mechanism's step takes."""
    spent: Counter[str] = Counter()
    for name, mechanism in model.mechanisms.items():

        def timed(model: Any, name: str = name, step: Callable[[Any], None] = mechanism.step) -> None:
            began = time.perf_counter_ns()
            step(model)
            spent[name] += time.perf_counter_ns() - began

        mechanism.step = timed  # type: ignore[method-assign]
    return spent


def month_of(scenario: Scenario, threads: int) -> tuple[float, dict[str, float], float]:
    """Nanoseconds a person-month, the same by mechanism, and bytes a person."""
    model = RuralParty(scenario, rng=1, threads=threads)
    model.run_for(WARM_UP_MONTHS)
    spent, person_months, total = time_mechanisms(model), 0, 0
    for _ in range(LARGE_MONTHS):
        began = time.perf_counter_ns()
        model.step()
        total += time.perf_counter_ns() - began
        person_months += int(np.count_nonzero(model.people.columns.group))
    size = model.people.nbytes + model.households.nbytes
    people = int(np.count_nonzero(model.people.columns.group))
    return total / person_months, {name: each / person_months for name, each in spent.items()}, size / people


def interactive_run(scenario: Scenario, seed: int) -> float:
    """Seconds of a whole run of the interactive world: building it, 24 months of burn-in and 120 months."""
    began = time.perf_counter()
    RuralParty(scenario, rng=seed).run_for(scenario.horizon.months)
    return time.perf_counter() - began


def first_step(cache: str) -> float:
    """Seconds from process start to the end of the first month, with a kernel cache folder.

    Python keeps the byte code of modules, as it does by default.
    """
    environment = {name: each for name, each in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    began = time.perf_counter()
    subprocess.run(
        [sys.executable, "-c", FIRST_STEP], cwd=ROOT, env=environment | {"RURALPARTY_CACHE": cache}, check=True
    )
    return time.perf_counter() - began


def main() -> None:
    """Measure, print, write."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    subprocess.run([sys.executable, "-c", FIRST_STEP], cwd=ROOT, check=True)  # nothing is compiled while it is timed
    toy = peers.measure()
    baseline = load("baseline")
    large = baseline.changed({"horizon.burn_in": 0, **{f"world.{key}": value for key, value in LARGE.items()}})
    alone = sorted((month_of(large, 1) for _ in range(LARGE_RUNS)), key=itemgetter(0))
    one, by_mechanism, size = alone[LARGE_RUNS // 2]
    two = median(month_of(large, 2)[0] for _ in range(LARGE_RUNS))
    run = median(interactive_run(baseline, seed) for seed in range(INTERACTIVE_RUNS))
    with tempfile.TemporaryDirectory() as cache:
        cold = first_step(cache)
        warm = first_step(cache)
    result = {
        "ns_per_person_month_1": one,
        "ns_per_person_month_2": two,
        "bytes_per_person": size,
        "interactive_run_s": run,
        "first_step_warm_s": warm,
        "first_step_cold_s": cold,
        "toy_mesa_ratio": peers.times_mesa(toy),
        "toy_ns": {name: engine.get("ns") for name, engine in toy.items()},
    }
    for name, each in sorted(by_mechanism.items(), key=lambda item: -item[1]):
        print(f"{name:<24}{each:8.1f} ns a person-month")
    print(json.dumps(result, indent=2))
    publish_text(RESULT, json.dumps(result, indent=2) + "\n")


if __name__ == "__main__":
    main()
