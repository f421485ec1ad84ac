"""The same toy on ruralparty's core and on its peers, in one run on one machine.

``python -m benchmarks.peers`` makes the peers' environment if need be, runs every engine in a process of its own on one
core, holds their results against each other, and prints nanoseconds a person-month. An engine that cannot be installed
or run is named with the reason.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks import peers_environment, toy

OURS = "ruralparty"
MESA = "mesa"
MESA_LOOP = "mesa, loop"
NUMPY = "numpy"
VILLAGES = 900
VILLAGES_OF_OBJECTS = 20
REPEATS = 5
LIMIT_SECONDS = 600
# Three figures of seven rows: with normal errors a true agreement fails for one choice of seeds in 750.
LARGEST_DEVIATION = 4.0
ONE_THREAD = dict.fromkeys(
    ("OMP_NUM_THREADS", "NUMBA_NUM_THREADS", "POLARS_MAX_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1"
)


class Engine(NamedTuple):
    """One implementation of the toy: its module, its distribution and the villages it is given."""

    module: str
    package: str
    villages: int
    builder: str = "build"


ENGINES = {
    OURS: Engine("toy_ruralparty", "", VILLAGES),
    NUMPY: Engine("toy_numpy", "numpy", VILLAGES),
    "starsim": Engine("toy_starsim", "starsim", VILLAGES),
    "mesa-frames": Engine("toy_mesa_frames", "mesa-frames", VILLAGES),
    "laser-core": Engine("toy_laser", "laser-core", VILLAGES),
    MESA: Engine("toy_mesa", "mesa", VILLAGES_OF_OBJECTS),
    MESA_LOOP: Engine("toy_mesa", "mesa", VILLAGES_OF_OBJECTS, "build_loop"),
}


def run(name: str, repeats: int = REPEATS) -> dict[str, Any]:
    """Measure one engine in a fresh process; ``{"problem": ...}`` if it cannot be run."""
    engine = ENGINES[name]
    python = Path(sys.executable) if name == OURS else peers_environment.interpreter()
    command = [str(python), "-m", "benchmarks.one_toy", engine.module]
    command += [
        "--villages",
        str(engine.villages),
        "--repeats",
        str(repeats),
        "--package",
        engine.package,
        "--builder",
        engine.builder,
    ]
    try:
        outcome = subprocess.run(
            command,
            cwd=peers_environment.ROOT,
            env=os.environ | ONE_THREAD,
            capture_output=True,
            text=True,
            timeout=LIMIT_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as problem:
        return {"problem": str(problem)}
    if outcome.returncode != 0:
        return {"problem": (outcome.stderr.strip().splitlines() or ["no message"])[-1]}
    return dict(json.loads(outcome.stdout.splitlines()[-1]))


def deviations(results: dict[str, dict[str, Any]]) -> dict[str, tuple[float, float, float]]:
    """How far each engine's mean age, share away and share of adopters are off, in standard errors.

    Age and absence are held against the recursion over all ages, adoption against all other engines together (each
    weighted by its precision), since no closed answer exists for it.
    """
    age, away = toy.expected()
    answers = {name: result for name, result in results.items() if "means" in result}
    found = {}
    for name, result in answers.items():
        others = [other for each, other in answers.items() if each != name]
        weights = [1.0 / other["errors"][2] ** 2 for other in others]
        weight = sum(weights) if others else float("nan")  # alone, an engine has nothing to be held against
        known = sum(each * other["means"][2] for each, other in zip(weights, others, strict=True)) / weight
        errors = (result["errors"][0], result["errors"][1], (result["errors"][2] ** 2 + 1.0 / weight) ** 0.5)
        aims = (age, away, known)
        off = [(mean - aim) / error for mean, aim, error in zip(result["means"], aims, errors, strict=True)]
        found[name] = (off[0], off[1], off[2])
    return found


def times_mesa(results: dict[str, dict[str, Any]]) -> float | None:
    """How many times as long as ruralparty's core the faster of the two Mesa toys takes; None if neither ran."""
    found = [results[name]["ns"] for name in (MESA, MESA_LOOP) if "ns" in results.get(name, {})]
    return min(found) / results[OURS]["ns"] if found else None


def table(results: dict[str, dict[str, Any]], missing: dict[str, str]) -> str:
    """Write what was measured, slowest last."""
    off = deviations(results)
    ours = results[OURS].get("ns")
    lines = [
        f"toy: {toy.MONTHS} months, villages of {toy.VILLAGE_SIZE}, one core, median of {REPEATS} runs",
        f"{'engine':<14}{'version':<10}{'persons':>9}{'ns a person-month':>19}{'fastest':>9}{'times ours':>12}"
        f"{'age':>9}{'away':>8}{'adopted':>9}   off by (standard errors)",
    ]
    for name, result in sorted(results.items(), key=lambda item: item[1].get("ns", float("inf"))):
        if "problem" in result:
            lines.append(f"{name:<14}not measured: {result['problem']}")
            continue
        means = result["means"]
        lines.append(
            f"{name:<14}{result['version']:<10}{result['persons']:>9,}{result['ns']:>19.1f}{result['fastest_ns']:>9.1f}"
            + (f"{result['ns'] / ours:>12.1f}" if ours else f"{'':>12}")
            + f"{means[0]:>9.2f}{means[1]:>8.4f}{means[2]:>9.4f}   "
            + " ".join(f"{each:+.1f}" for each in off[name])
        )
    age, away = toy.expected()
    lines.append(f"by recursion: mean age {age:.2f} years, share away {away:.4f}")
    lines += [f"not installed: {requirement}: {reason}" for requirement, reason in missing.items()]
    return "\n".join(lines)


def measure(repeats: int = REPEATS) -> dict[str, dict[str, Any]]:
    """Run every engine, print the table and return what was measured, by engine.

    Raises
    ------
    RuntimeError
        If ruralparty's own toy does not run, or an engine's results differ from the others by more than chance allows:
        times of different models must not be compared.
    """
    missing = peers_environment.ready()
    results = {name: run(name, repeats) for name in ENGINES}
    print(table(results, missing), flush=True)
    if "problem" in results[OURS]:
        raise RuntimeError(f"the toy on ruralparty's own core did not run: {results[OURS]['problem']}")
    wrong = [name for name, off in deviations(results).items() if max(map(abs, off)) > LARGEST_DEVIATION]
    if wrong:
        raise RuntimeError(
            f"{', '.join(wrong)}: results differ from the others by more than {LARGEST_DEVIATION:g} standard errors "
            "(see the table), so the engines do not run the same toy; correct the implementation before comparing times"
        )
    return results


if __name__ == "__main__":
    measure()
