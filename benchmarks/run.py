"""Entry of ``make bench``: the toy on all engines, then the whole model; writes ``results/bench.json``.

A month is timed by what the processor works for this process (``time.thread_time``) where one thread is at work, so
that other processes on the machine lengthen it less.
"""

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
SMALL = {"counties": 1, "townships": 2, "villages": 3}  # a run of a sweep
LARGE_MONTHS, SMALL_MONTHS, WARM_UP_MONTHS = 24, 96, 13  # a January has loaded its kernels
LARGE_RUNS, SMALL_RUNS, INTERACTIVE_RUNS = 3, 5, 5  # of which the median counts: others have a part of the processors
FIRST_STEP = "from sim.model import RuralParty; RuralParty('baseline', rng=1).step()"


def time_mechanisms(model: RuralParty) -> Counter[str]:
    """Count, from now on, the nanoseconds that each mechanism's step takes."""
    spent: Counter[str] = Counter()
    for name, mechanism in model.mechanisms.items():

        def timed(model: Any, name: str = name, step: Callable[[Any], None] = mechanism.step) -> None:
            began = time.thread_time_ns()
            step(model)
            spent[name] += time.thread_time_ns() - began

        mechanism.step = timed  # type: ignore[method-assign]
    return spent


def month_of(
    scenario: Scenario, threads: int = 1, months: int = LARGE_MONTHS, seed: int = 1, by: Counter[str] | None = None
) -> float:
    """Nanoseconds a person-month; ``by`` is given those of each mechanism's step, one thread at work."""
    model, person_months, total = RuralParty(scenario, rng=seed, threads=threads), 0, 0
    model.run_for(WARM_UP_MONTHS)
    clock = time.thread_time_ns if threads == 1 else time.perf_counter_ns
    spent = Counter[str]() if by is None else time_mechanisms(model)
    for _ in range(months):
        began = clock()
        model.step()
        total += clock() - began
        person_months += int(np.count_nonzero(model.people.columns.group))
    if by is not None:
        by.update({name: each / person_months for name, each in spent.items()})  # type: ignore[arg-type]
    return total / person_months


def bytes_of(model: RuralParty) -> float:
    """Bytes a person in the columns of persons and households."""
    size = model.people.nbytes + model.households.nbytes
    return size / int(np.count_nonzero(model.people.columns.group))


def interactive_run(scenario: Scenario, seed: int) -> float:
    """Seconds of a whole run of the interactive world: building it, 24 months of burn-in and 120 months."""
    began = time.perf_counter()
    RuralParty(scenario, rng=seed).run_for(scenario.horizon.months)
    return time.perf_counter() - began


def world(baseline: Scenario, size: dict[str, int]) -> Scenario:
    """The baseline with so many villages, from its first month on."""
    return baseline.changed({"horizon.burn_in": 0, **{f"world.{key}": value for key, value in size.items()}})


def small_and_large(baseline: Scenario) -> tuple[float, float]:
    """Nanoseconds a person-month of runs of six villages, and of the large world between them, on one thread.

    All runs live in one process, as those of a sweep do; what the first of them pays for is not counted.
    """
    large, small = [], []
    month_of(world(baseline, SMALL))
    for seed in range(SMALL_RUNS):
        small.append(month_of(world(baseline, SMALL), 1, SMALL_MONTHS, seed))
        if seed < LARGE_RUNS:
            large.append(month_of(world(baseline, LARGE)))
    return median(small), median(large)


def without_wide_vectors() -> dict[str, str]:
    """Environment in which kernels are compiled as if this processor had no vectors of 512 bits."""
    from llvmlite import binding

    features = binding.get_host_cpu_features()
    narrow = (f"{'+' if there and not name.startswith('avx512') else '-'}{name}" for name, there in features.items())
    return {"NUMBA_CPU_NAME": binding.get_host_cpu_name(), "NUMBA_CPU_FEATURES": ",".join(narrow)}


def narrow_months() -> dict[str, float]:
    """What :func:`small_and_large` finds without vectors of 512 bits, in a process and a kernel cache of its own."""
    with tempfile.TemporaryDirectory() as cache:
        environment = {**os.environ, **without_wide_vectors(), "RURALPARTY_CACHE": cache}
        command = [sys.executable, "-m", "benchmarks.run", "--months"]
        found = subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True).stdout
    narrow: dict[str, float] = json.loads(found)
    return narrow


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
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--months", action="store_true", help="only the months of a small and of a large world")
    options = parser.parse_args()
    subprocess.run([sys.executable, "-c", FIRST_STEP], cwd=ROOT, check=True)  # nothing is compiled while it is timed
    baseline = load("baseline")
    small, one = small_and_large(baseline)
    months = {"ns_per_person_month_6_villages": small, "ns_per_person_month_1": one, "times_large": small / one}
    if options.months:
        print(json.dumps(months))
        return
    narrow = narrow_months()
    toy = peers.measure()
    large = world(baseline, LARGE)
    by_mechanism = Counter[str]()
    month_of(large, by=by_mechanism)
    two = median(month_of(large, 2) for _ in range(LARGE_RUNS))
    run = median(interactive_run(baseline, seed) for seed in range(INTERACTIVE_RUNS))
    with tempfile.TemporaryDirectory() as cache:
        cold = first_step(cache)
        warm = first_step(cache)
    result = {
        **months,
        "ns_per_person_month_2": two,
        "without_avx512": narrow,
        "bytes_per_person": bytes_of(RuralParty(large, rng=1)),
        "interactive_run_s": run,
        "first_step_warm_s": warm,
        "first_step_cold_s": cold,
        "toy_mesa_ratio": peers.times_mesa(toy),
        "toy_ns": {name: engine.get("ns") for name, engine in toy.items()},
    }
    for name, each in sorted(by_mechanism.items(), key=lambda item: -item[1]):
        print(f"{name:<24}{each:8.1f} ns a person-month")
    print(f"a run of 6 villages costs {months['times_large']:.2f} times what the large world does, a person-month")
    print(
        f"without AVX-512 the month of the large world costs {narrow['ns_per_person_month_1'] / one:.2f} times as much"
    )
    print(json.dumps(result, indent=2))
    publish_text(RESULT, json.dumps(result, indent=2) + "\n")


if __name__ == "__main__":
    main()
