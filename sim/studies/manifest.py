"""The manifest of a study: everything needed to say how its results came about, and to make them again.

It is read as a stranger's file: what of it is used later is checked here, once, for its type and against the hash that
the study was given when it was designed.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NoReturn

from sim.core.compute.kernel_cache import PACKAGE
from sim.core.config.given_files import UnreadableFile, read_regular
from sim.core.config.language import message
from sim.execution.files import LARGEST_TEXT, publish_json, refused
from sim.execution.provenance import manifest, version_of
from sim.runs.identity import as_text, digest_of
from sim.scenario.checks import NAME
from sim.studies.plan import KINDS, TABLES

MANIFEST = "manifest.json"
LIBRARIES = ("SALib", "duckdb", "pandas", "dask", "distributed")
USUAL = "sim.study.runs:live"
"""What manifests of earlier versions say of a study without a function of its own."""
SHOWN = 10
"""Faults of a manifest that are told."""

PATH = re.compile(r"(parameters|policies|world|horizon)(\.\w+)+")
NUMBER = (float, int)
SCALAR = (str, bool, int, float)
TEXT = {"version": str, "python": str, "model_source_hash": str}
FACTOR = {"path": PATH, "role": ("lever", "uncertainty"), "low": NUMBER, "high": NUMBER, "values": [SCALAR]}
FACTOR |= {"levels": int, "scale": ("linear", "log"), "whole": bool}
DESIGN = {"kind": tuple(KINDS), "points": [int], "seed": int, "levels": int, "trajectories_levels": int}
DESIGN |= {"second_order": bool, "file": str}
SHAPE: dict[str, Any] = {
    **TEXT,
    "libraries": {...: str},
    "study": {
        "name": str,
        "scenarios": [{"name": NAME, "parameters": {...: object}, "policies": {...: {"dose": {...: object}}}}],
        "factors": [FACTOR],
        "design": DESIGN,
        "replicates": int,
        "seed": int,
        "kept": {"outcomes": [str], "window": str, "tables": [tuple(TABLES)]},
        "hash": str,
        "file_sha256": str,
    },
}
"""What a manifest must hold: types, words, patterns; lists of one kind, and tables by their keys or (...) of any."""
OPTIONAL: dict[str, Any] = {
    "numbers_hash": str,
    "extensions": [{"name": str, "hash": str}],
    "sweeps": [{"start": str}],
    "repeats": str,
}
PRECISION = {"widths": {...: NUMBER}, "baseline": (str, int), "least": int, "cap": int, "batch": int}


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


def study_hash(study: Mapping[str, Any], points: Sequence[str]) -> str:
    """Hash of a study in plain tables and the names of its points."""
    told = {key: value for key, value in study.items() if key != "hash"}
    return digest_of(as_text({**told, "file_sha256": ""}), *points)


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a study folder, its types checked.

    Raises
    ------
    FileNotFoundError
        If there is none.
    ValueError
        If it is damaged, or belongs to something else; with every fault, and what mends them.
    """
    path = folder / MANIFEST
    try:
        found = json.loads(read_regular(path, LARGEST_TEXT, links=False).decode(), parse_constant=_no_number)
    except UnreadableFile as error:
        raise unusable(folder, str(error)) from None
    except (ValueError, RecursionError) as error:
        raise unusable(folder, message("{path} is damaged ({reason})", path=path, reason=error)) from None
    study = found.get("study") if isinstance(found, dict) else None
    if not isinstance(study, dict):
        raise unusable(folder, message("{path} belongs to no study", path=path))
    if (function := study.get("do", USUAL)) != USUAL:
        raise ValueError(
            message(
                "{path}: study.do is {function!r}: its runs were made by a function of the study's own, which this "
                "version does not call; parameters may be dated in the scenario instead",
                path=path,
                function=function,
            )
        )
    there = {key: shape for key, shape in OPTIONAL.items() if found.get(key) is not None}
    faults = [*_faults(found, SHAPE | there, "")]
    if study.get("precision"):
        faults += _faults(study["precision"], PRECISION, "study.precision")
    if study.get("second") is not None:
        faults += _faults(study["second"], int, "study.second")
    if faults:
        listed = "; ".join(faults[:SHOWN]) + "; …" * (len(faults) > SHOWN)
        raise unusable(folder, message("{path} is damaged ({reason})", path=path, reason=listed))
    return dict(found)


def check_hash(folder: Path, study: Mapping[str, Any], points: Sequence[str]) -> None:
    """Refuse a study that is not the one that was designed.

    Raises
    ------
    ValueError
        If a table or an entry has been altered since, or the design is that of another study.
    """
    try:
        same = study_hash(study, points) == study["hash"]
    except (TypeError, ValueError):  # what JSON cannot write again
        same = False
    if not same:
        raise unusable(folder, message("{path} and its design are not what was designed", path=folder / MANIFEST))


def unusable(folder: Path, fault: object) -> ValueError:
    """What is said of a study folder whose own files cannot be used."""
    return ValueError(message("{fault}; `ruralparty design {folder}` makes it anew", fault=fault, folder=folder))


def _no_number(text: str) -> NoReturn:
    raise ValueError(message("{text} is no number", text=text))


def _faults(value: Any, shape: Any, path: str) -> Iterator[str]:
    """Where a value of JSON differs from a shape."""
    if isinstance(shape, dict) and isinstance(value, dict):
        each = shape.get(...)
        for key in value if each else shape:
            place = f"{path}.{key}" if path else str(key)
            if key in value:
                yield from _faults(value[key], each or shape[key], place)
            else:
                yield message("{key} is missing", key=place)
    elif isinstance(shape, list) and isinstance(value, list):
        for number, entry in enumerate(value):
            yield from _faults(entry, shape[0], f"{path}[{number}]")
    elif not _is(value, shape):
        yield message("{key} is {value}, not {allowed}", key=path, value=_short(value), allowed=_told(shape))


def _is(value: Any, shape: Any) -> bool:
    """Whether a single value is of a type, one of several types or words, or fits a pattern."""
    if isinstance(shape, tuple):
        return any(_is(value, each) for each in shape)
    if isinstance(shape, re.Pattern):
        return isinstance(value, str) and bool(shape.fullmatch(value))
    if isinstance(shape, type):
        return shape is object or type(value) is shape
    return type(value) is type(shape) and bool(value == shape)


WORDS = {
    str: "a text",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    dict: "a table",
    list: "a list",
}


def _told(shape: Any) -> str:
    """What a shape allows, in words."""
    if isinstance(shape, tuple):
        return "/".join(_told(each) for each in shape)
    if isinstance(shape, re.Pattern):
        return message("such a name")
    if isinstance(shape, (dict, list)):
        return message(WORDS[type(shape)])
    return message(WORDS[shape]) if isinstance(shape, type) else str(shape)


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 40 else f"{text[:40]}…"


def note_sweep(folder: Path, record: dict[str, Any]) -> None:
    """Write into the manifest what a sweep did: first start, last end, command, machine, runs, digest.

    The record of each sweep stands in ``sweeps``, those of shards on several machines as well, as long as they do not
    end in the same moment; ``logs`` has them all.
    """
    try:
        found = read_manifest(folder)
    except FileNotFoundError as error:
        raise refused(folder, error) from None
    now = datetime.now(UTC).isoformat(timespec="seconds")
    found["sweeps"] = [*(found.get("sweeps") or []), record]
    found["start"] = min(each["start"] for each in found["sweeps"])
    found |= {"end": now, "command": record["command"]}
    found |= {key: record[key] for key in ("runs", "failed", "core_hours", "digest") if key in record}
    publish_json(folder / MANIFEST, found)
