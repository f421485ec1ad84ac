"""The manifest of a study: everything needed to say how its results came about, and to make them again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sim.core.compute.kernels import PACKAGE
from sim.execution.files import publish_json
from sim.execution.provenance import manifest, version_of

LIBRARIES = ("SALib", "duckdb", "pandas", "dask", "distributed")


def manifest_of(
    scenarios: Sequence[Any], study: dict[str, Any], model: str, seed: int, command: Sequence[str], begun: datetime
) -> dict[str, Any]:
    """The manifest of a study that has been designed and not yet run."""
    found = manifest(scenarios, (), (), command, begun)
    for name in ("seeds", "scenarios", "failed", "end", "core_seconds"):
        del found[name]
    found["libraries"] |= {name: version_of(name) for name in LIBRARIES}
    replicates = study["replicates"]
    return found | {
        "numbers_hash": model,
        "lock_sha256": lock_hash(),
        "root_seed": seed,
        "replicates": replicates,
        "designed": begun.isoformat(timespec="seconds"),
        "start": None,
        "end": None,
        "core_hours": 0.0,
        "runs": 0,
        "study": study,
    }


def lock_hash() -> str | None:
    """SHA-256 of the file that pins the libraries; None where the package is installed without it."""
    path = PACKAGE.parent / "requirements.lock"
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else None


def note_sweep(path: Path, record: dict[str, Any]) -> None:
    """Write into the manifest what a sweep did: first start, last end, command, machine, runs, digest.

    The record of each sweep stands in ``sweeps``, those of shards on several machines as well, as long as they do not
    end in the same moment; ``logs`` has them all.
    """
    found = json.loads(path.read_text(encoding="utf-8"))
    now = datetime.now(UTC).isoformat(timespec="seconds")
    found["sweeps"] = [*found.get("sweeps", []), record]
    found["start"] = min(each["start"] for each in found["sweeps"])
    found |= {"end": now, "command": record["command"]}
    found |= {key: record[key] for key in ("runs", "failed", "core_hours", "digest") if key in record}
    publish_json(path, found)
