"""What a world of several counties costs: peak memory by number of counties, and time a person-month.

``python -m benchmarks.counties`` lives 1, 10 and 100 small counties, each number in a process of its own, and then one
county as large as the country's mean. It prints a line each and what follows for all counties of the country, which is
an extrapolation, not a measurement. It takes about two minutes.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time

from sim.execution.progress import on_stderr
from sim.execution.run import run
from sim.scenario.scenario import load

SMALL = {"world.townships": 2, "world.villages": 3, "world.village_size": 500}
LIKE_THE_MEAN = {"world.townships": 12, "world.villages": 15, "world.village_size": 1300}
SHORT = {"horizon.months": 24, "horizon.burn_in": 12}
RUNS = ((1, 1, "small"), (10, 1, "small"), (100, 1, "small"), (100, 2, "small"), (1, 1, "mean"), (2, 1, "mean"))
COUNTRY, HORIZON = 2800, 144
MILLION, NANO, KILO, SECONDS = 1e6, 1e9, 1024, 3600
HEADS = ("counties", "jobs", "villages", "persons", "peak MB", "seconds", "of core", "ns a person-month")


def measure(counties: int, jobs: int, size: dict[str, int]) -> dict[str, float]:
    """Live so many counties, in this process if ``jobs`` is 1, and look at the clock and at the peak of memory."""
    scenario = load("baseline").changed({"world.archetype": "national", **size, **SHORT})
    run(scenario, jobs=1, store=False)  # reads the kernels
    begun = time.perf_counter()
    done = run(
        scenario.changed({"world.counties": counties}), jobs=jobs, store=False, progress=on_stderr(counties=True)
    )
    seconds = time.perf_counter() - begun
    if done.failures:
        raise SystemExit(done.failures[0].error)
    (found,) = done.runs[scenario.name]
    lived = float(found.sums[:, found.tallies.index("registered")].sum())
    persons = lived / len(found.sums)
    return {
        "counties": counties,
        "jobs": jobs,
        "villages": found.villages,
        "persons": persons,
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * KILO / MILLION,
        "seconds": seconds,
        "core": found.seconds,
        "each": found.seconds / lived * NANO,
    }


def in_a_process(counties: int, jobs: int, size: str) -> dict[str, float]:
    """The same in a fresh process, so that its peak is that of this number of counties."""
    words = [sys.executable, "-m", "benchmarks.counties", "--counties", str(counties), "--jobs", str(jobs)]
    done = subprocess.run([*words, "--size", size], stdout=subprocess.PIPE, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--counties", type=int, help="only this number, as JSON")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--size", choices=("small", "mean"), default="small")
    options = parser.parse_args()
    if options.counties:
        size = SMALL if options.size == "small" else LIKE_THE_MEAN
        print(json.dumps(measure(options.counties, options.jobs, size)))
        return
    print("  ".join(f"{head:>10}" for head in HEADS))
    for counties, jobs, size in RUNS:
        found = in_a_process(counties, jobs, size)
        print("  ".join(f"{value:>10,.1f}" for value in found.values()), flush=True)
    persons = COUNTRY * found["persons"] / found["counties"]
    hours = persons * HORIZON * found["each"] / NANO / SECONDS
    print(f"extrapolated: {COUNTRY} such counties, {persons / MILLION:.0f} million persons, {HORIZON} months:", end=" ")
    print(f"{hours:.1f} hours of a core at the last rate")


if __name__ == "__main__":
    main()
