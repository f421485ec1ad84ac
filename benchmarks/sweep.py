"""What the runner costs: overhead a run, busy cores, memory of the coordinator, status of a large study, bytes a run.

``python -m benchmarks.sweep`` sweeps runs that take next to no time (values invented from the seed) and prints one line
a figure. ``--stored 980000`` first fills the store of a study of a million runs with invented results, so that the
memory of the coordinator and the time of ``status`` are those of a large study. ``--fan`` measures only what a fan
chart asks of a study: five quantiles of an outcome for each of 240 months over 2,000 runs, 480,000 rows of forty
outcomes.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import pyarrow

from sim.execution import runner, work
from sim.execution.engines import Engine, engine_of
from sim.indicators import HEADLINES, INDICATORS
from sim.runs.identity import part_name
from sim.runs.outputs import COSTS, Outputs, record_of
from sim.runs.run import Job, Run
from sim.studies.folder import open_study, prepare
from sim.studies.query import Study
from sim.studies.status import status_of
from sim.studies.sweep import sweep

START, YEARS = 1452, 10
MONTHS = 12 * YEARS
TALLIES = tuple(sorted({"registered", *(name for each in HEADLINES for name in INDICATORS[each].tallies)}))
STUDY = """\
name: cost
scenarios: [baseline]
constants: {{horizon.burn_in: 0}}
uncertainties: {{parameters.migration.leave: declared, parameters.migration.back: declared}}
design: {{kind: lhs, points: {points}}}
replicates: 10
"""
FAN_RUNS, FAN_MONTHS, FAN_OUTCOMES = 2_000, 240, 40
FAN = """\
name: fan
scenarios: [baseline]
constants: {{horizon.months: 240, horizon.burn_in: 0}}
replicates: 2000
outcomes: [{outcomes}]
keep: [scalars, monthly]
"""
FAN_QUERY = """\
SELECT month, quantile_cont("{outcome}", [0.05, 0.25, 0.5, 0.75, 0.95]) AS fan
FROM monthly JOIN runs USING (run) WHERE scenario = 'baseline' GROUP BY month ORDER BY month
"""
BASE = 50.0 + 40.0 * np.sin(np.arange(MONTHS)[:, None] * (np.arange(len(TALLIES)) + 1.3))


PHASES = np.arange(1.0, BASE.size + 1).reshape(BASE.shape)
LARGE_PART = 20_000


def trivial(job: Job) -> Run:
    """A run that takes no time: ten years of tallies that follow from the seed."""
    key = job.seed + 1e4 * job.scenario.parameters["migration.leave"] if job.scenario else job.seed
    noise = np.modf(np.sin(key * PHASES) * 43758.5453)[0] * 0.1
    return Run("", job.seed, START, 0, TALLIES, BASE * (1.0 + noise), 15, seconds=0.0)


def instead(function: Callable[[str], str], task: str) -> str:
    """What a worker does: the chunk, with runs that take no time."""
    work.simulate = trivial
    return function(task)


class Trivial(Engine):
    """An engine whose workers do trivial runs instead of simulating."""

    def __init__(self, engine: Engine) -> None:
        self.engine, self.workers = engine, engine.workers

    def submit(self, function: Callable[[str], str], task: str) -> Future[str]:
        """Hand out a piece of work."""
        return self.engine.submit(partial(instead, function), task)

    def empty(self) -> bool:
        """Whether there ought to be workers and are none."""
        return self.engine.empty()

    def stop(self, at_once: bool = False) -> None:
        """End the executor."""
        self.engine.stop(at_once)


def alone(job: Job) -> None:
    """What such a run costs without the runner: the tallies and the outcomes kept of them."""
    record_of("0" * 32, trivial(job), Outputs(tuple(HEADLINES), "12", ("scalars", "yearly")))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=20_000)
    parser.add_argument("--stored", type=int, default=0, help="runs that are in the store already")
    parser.add_argument("--engine", default="sequential")
    parser.add_argument("--jobs", type=int, default=0)
    parser.add_argument("--chunk", type=int, default=runner.LARGEST_CHUNK, help="most runs in a chunk")
    parser.add_argument("--fan", action="store_true", help="measure the query of a fan chart instead")
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="sweep-"))
    try:
        if options.fan:
            fan_chart(folder)
        else:
            measure(folder, options)
    finally:
        shutil.rmtree(folder)


def measure(folder: Path, options: argparse.Namespace) -> None:
    """Design, sweep and ask a study of runs that take no time."""
    runner.LARGEST_CHUNK = options.chunk
    wanted = options.runs + options.stored
    keep = "keep: [scalars]\n" * bool(options.stored)  # what is filled in
    (folder / "study.yaml").write_text(STUDY.format(points=wanted // 10) + keep, encoding="utf-8")
    prepare = get_context("spawn").Process(target=design, args=(folder, wanted, options.stored))
    prepare.start()  # in a process of its own, for its memory not to be counted
    prepare.join()
    count = 500
    begun, used = time.perf_counter(), time.process_time()
    for seed in range(count):
        alone(Job(None, seed))
    alone_wall, alone_used = (time.perf_counter() - begun) / count, (time.process_time() - used) / count
    line("run and its outcomes alone", alone_wall * 1e3, f"ms a run, {alone_used * 1e3:.3f} of processor time")
    begun, used = time.perf_counter(), time.process_time()
    engine = Trivial(engine_of(options.engine, options.jobs))
    found = sweep(folder, engine=engine)
    wall, used = (time.perf_counter() - begun) / options.runs, (time.process_time() - used) / options.runs
    assert found.status.to_do == 0, found.status
    line(f"sweep, {options.engine}", wall * 1e3, f"ms a run, {used * 1e3:.3f} of processor time")
    if options.engine == "sequential":
        line("the runner", (wall - alone_wall) * 1e3, f"ms a run, {(used - alone_used) * 1e3:.3f} of processor time")
    line("memory of the coordinator", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3, "MB at most")
    line("store", found.status.bytes / wanted, f"bytes a run, in {found.status.parts} parts")
    begun = time.perf_counter()
    status = status_of(open_study(folder), digest=False)
    line("status", time.perf_counter() - begun, f"s for {status.requested} runs")


def design(folder: Path, wanted: int, stored: int) -> None:
    """Design the study, and fill its store."""
    begun = time.perf_counter()
    prepare(folder)
    line("design", (time.perf_counter() - begun) / wanted * 1e6, "µs a run")
    fill(folder, stored)


def fill(folder: Path, runs: int) -> None:
    """Publish invented results of so many runs, in parts of the size that merging makes."""
    prepared = open_study(folder)
    prepared.make_folders()
    names = prepared.names[0]
    columns = [*COSTS, *prepared.kept.outcomes]
    for first in range(0, runs, LARGE_PART):
        part = [name.decode() for name in names[first : min(first + LARGE_PART, runs)]]
        values = np.modf(np.sin((first + np.arange(len(part)))[:, None] * PHASES.ravel()[: len(columns)]) * 43758.5453)[
            0
        ]
        content = {"run": part, "digest": part, "seed": np.zeros(len(part), np.int64)}
        content |= {"seconds": np.zeros(len(part), np.float32)}
        content |= {name: values[:, place].copy() for place, name in enumerate(columns)}
        prepared.store.write("scalars", part_name(part), pyarrow.table(content))


def fan_chart(folder: Path) -> None:
    """Time the query of a fan chart: in a study just opened, and in one that has been asked before."""
    kept = list(INDICATORS)[:FAN_OUTCOMES]
    (folder / "study.yaml").write_text(FAN.format(outcomes=", ".join(kept)), encoding="utf-8")
    prepare(folder)
    fill(folder, FAN_RUNS)
    fill_months(folder)
    begun = time.perf_counter()
    study = Study(folder)
    found = study.query(FAN_QUERY.format(outcome=kept[0]))
    line("fan chart, study just opened", (time.perf_counter() - begun) * 1e3, f"ms for {FAN_RUNS * FAN_MONTHS} rows")
    assert len(found) == FAN_MONTHS
    times, used = [], time.process_time()
    for _ in range(15):
        begun = time.perf_counter()
        study.query(FAN_QUERY.format(outcome=kept[0]))
        times.append(time.perf_counter() - begun)
    used = (time.process_time() - used) / len(times)
    line("fan chart, processor time", used * 1e3, "ms on all threads together")
    line("fan chart, median of fifteen", float(np.median(times)) * 1e3, f"ms, {min(times) * 1e3:.1f} the fastest")


def fill_months(folder: Path) -> None:
    """Publish invented monthly values beside the scalars."""
    prepared = open_study(folder)
    for part in prepared.store.all_parts():
        runs = prepared.store.read("scalars", part, ["run"]).column("run").to_pylist()
        rows = len(runs) * FAN_MONTHS
        content = {
            "run": np.repeat(runs, FAN_MONTHS).tolist(),
            "month": np.tile(np.arange(START, START + FAN_MONTHS, dtype=np.int32), len(runs)),
        }
        key = np.arange(rows, dtype=float)
        for place, name in enumerate(prepared.kept.outcomes):
            content[name] = np.modf(np.sin((key + 1) * (place + 1.3)) * 43758.5453)[0].astype(np.float32)
        prepared.store.write("monthly", part, pyarrow.table(content))


def line(what: str, value: float, unit: str) -> None:
    """Print a figure."""
    print(f"{what:30} {value:10.3f} {unit}", flush=True)


if __name__ == "__main__":
    main()
