"""Provenance, where results come from: versions, hashes, machine, command, time."""

from __future__ import annotations

import hashlib
import os
import platform
import subprocess
import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from sim.core.compute.kernel_cache import PACKAGE
from sim.extensions import registry
from sim.runs.identity import digest_of
from sim.runs.jobs import quorum_rule
from sim.runs.run import Failure, Run
from sim.runs.sources import model_hash

LIBRARIES = ("mesa", "numpy", "numba", "scipy", "ruamel.yaml", "pint", "pyarrow", "matplotlib", "rich")
KEYS = "Philox4x32-10, key (seed, stream), counter (identity, month, k); replicate k has seed root + k"
GIT_SECONDS = 5
MADE_BY = "ruralparty"


def version_of(name: str) -> str:
    """Version of an installed distribution."""
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"


def library_versions() -> dict[str, str]:
    """Versions of the libraries that results can depend on."""
    return {name: version_of(name) for name in LIBRARIES}


def git_commit() -> dict[str, Any] | None:
    """Commit of the source and whether it has been changed since; None outside a repository."""
    here = PACKAGE.parent
    if not (here / ".git").exists():
        return None
    try:
        commit = _git(here, "rev-parse", "HEAD").strip()
        changed = bool(_git(here, "status", "--porcelain", "--untracked-files=no", "--", "sim", "scenarios").strip())
    except (OSError, subprocess.SubprocessError):
        return None
    return {"commit": commit, "changed_since": changed}


def _git(folder: Path, *words: str) -> str:
    done = subprocess.run(["git", *words], cwd=folder, capture_output=True, text=True, timeout=GIT_SECONDS, check=True)
    return done.stdout


def processor() -> str:
    """Name of the processor."""
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as lines:
            return next(line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()


def data_files() -> dict[str, str]:
    """SHA-256 of every table that the world is built from, by path inside the package."""
    files = sorted((PACKAGE / "world" / "data").glob("*.csv"))
    return {path.relative_to(PACKAGE).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def manifest(
    scenarios: Sequence[Any],
    runs: Iterable[Run],
    failures: Iterable[Failure],
    command: Sequence[str],
    begun: datetime,
    **others: Any,
) -> dict[str, Any]:
    """Everything needed to say how results came about, and to make them again.

    Parameters
    ----------
    scenarios : sequence of Scenario
    runs, failures : iterables of Run and Failure
    command : sequence of str
        Words of the command line, or the call from Python as one word.
    begun : datetime
        Start, in UTC.
    **others
        Further entries, such as the stopping rule.
    """
    runs, failures = list(runs), list(failures)
    seeds = sorted({run.seed for run in runs} | {failure.seed for failure in failures})
    return {
        "made_by": MADE_BY,
        "version": version_of(MADE_BY),
        "git": git_commit(),
        "model_source_hash": model_hash(),
        "python": sys.version.split()[0],
        "libraries": library_versions(),
        "processor": processor(),
        "processors": os.cpu_count(),
        "system": platform.platform(),
        "root_seed": seeds[0] if seeds else None,
        "seeds": seeds,
        "draws": KEYS,
        "quorum_denominator": {str(scenario.name): quorum_rule(scenario) for scenario in scenarios},
        "scenarios": [scenario.plain() for scenario in scenarios],
        "data_sha256": data_files(),
        "command": list(command),
        "start": begun.isoformat(timespec="seconds"),
        "end": datetime.now(UTC).isoformat(timespec="seconds"),
        "core_seconds": round(sum(run.seconds for run in runs), 2),
        "runs": len(runs),
        "digest": digest_of(*(run.digest for run in runs)),
        "failed": [
            {"scenario": each.scenario, "seed": each.seed, "error": each.error, "replay": each.command}
            for each in failures
        ],
        **({"extensions": named} if (named := registry.named()) else {}),
        **others,
    }
