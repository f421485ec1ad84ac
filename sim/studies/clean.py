"""Garbage collection: runs that no study requests any more, and files of processes that were killed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.core.config.given_files import is_own_file
from sim.execution.files import UNFINISHED, publish_text, untouched
from sim.execution.locks import at_work
from sim.execution.names import is_among, names_of
from sim.execution.parts import SERIES
from sim.execution.records import Merger, Records, failures_in
from sim.runs.identity import part_name
from sim.studies.folder import StudyFolder, open_study

OLD_SECONDS = 3600
"""Age from which an unfinished file can not be one that a worker is writing."""


@dataclass(frozen=True)
class Cleared:
    """What was deleted, or would be.

    Attributes
    ----------
    runs, parts, files, failures : int
        Runs no study wants, parts that held nothing else, unfinished files, records of failures.
    bytes : int
        Size of the store before less after; of all files that are deleted whole in a dry run.
    """

    runs: int
    parts: int
    files: int
    failures: int
    bytes: int


def clear(given: str | Path, *, dry_run: bool = False, old_seconds: float = OLD_SECONDS) -> Cleared:
    """Delete from the store of a study what it does not name any more.

    Parameters
    ----------
    given : str or Path
        Folder of the study.
    dry_run : bool
        Only count.
    old_seconds : float
        Age from which unfinished files are deleted.

    Raises
    ------
    AtWork
        If a sweep of the study is at work.
    """
    prepared = open_study(given)
    if dry_run:
        return _clear(prepared, True, old_seconds)
    prepared.make_folders()
    with at_work(prepared.store.folder):
        return _clear(prepared, False, old_seconds)


def _clear(prepared: StudyFolder, dry_run: bool, old_seconds: float) -> Cleared:
    store = prepared.store
    before = _size(store)
    runs, parts, whole = 0, 0, 0
    for part, unwanted in _parts(prepared):
        runs += int(unwanted.sum())
        if unwanted.all():
            parts, whole = parts + 1, whole + store.size(part)
        if not dry_run and unwanted.any():
            _thin(store, part, unwanted)
    files = untouched(store.unfinished(), old_seconds)
    whole += sum(path.lstat().st_size for path in files)
    failures = _failures(prepared, dry_run)
    if not dry_run:
        for path in files:
            path.unlink(missing_ok=True)
        Merger(store, Records(store.folder).parts()).finish()
    return Cleared(runs, parts, len(files), failures, whole if dry_run else before - _size(store))


def clear_runs(root: Path, *, dry_run: bool = False, old_seconds: float = OLD_SECONDS) -> Cleared:
    """Delete from the store of whole runs those that no comparison would use any more.

    These are the runs of other models and versions, those not used for a month, and beyond the bound those unused for
    longest.

    Parameters
    ----------
    root : Path
    dry_run : bool
        Only count.
    old_seconds : float
        Age from which unfinished files are deleted.
    """
    from sim.execution.cache import generation, stored_runs, surplus

    unwanted = {run.files: run for run in surplus(root)}
    unwanted |= {run.files: run for run in stored_runs(root) if run.files[0].parent.name != generation()}
    files = untouched(root.glob(f"*/{UNFINISHED}*"), old_seconds)  # left half written by a killed process
    size = sum(run.size for run in unwanted.values()) + sum(path.lstat().st_size for path in files)
    if not dry_run:
        for run in unwanted.values():
            run.delete()
        for path in files:
            path.unlink(missing_ok=True)
        for folder in {run.files[0].parent for run in unwanted.values()}:
            with suppress(OSError):  # not empty
                folder.rmdir()
    return Cleared(len(unwanted), 0, len(files), 0, size)


def _size(store: Records) -> int:
    return sum(path.lstat().st_size for path in store.folder.rglob("*") if is_own_file(path))


def _parts(prepared: StudyFolder) -> Iterator[tuple[str, Any]]:
    """Parts that hold runs that are not requested, and which of their runs these are."""
    names = prepared.names[0]
    for part in Records(prepared.store.folder).parts():
        runs = names_of(prepared.store.read("scalars", part, ["run"]).column("run"))
        unwanted = ~is_among(runs, names)
        if unwanted.any():
            yield part, unwanted


def _thin(store: Records, part: str, unwanted: Any) -> None:
    """Replace a part by one without the runs that are not requested."""
    import pyarrow as arrow
    import pyarrow.compute as compute

    if not unwanted.all():
        tables = [table for table in SERIES if is_own_file(store.path(table, part))]
        keep = store.read("scalars", part).filter(arrow.array(~unwanted))
        names = keep.column("run")
        thinned = part_name(names.to_pylist())
        for table in tables:
            content = store.read(table, part)
            store.write(table, thinned, content.filter(compute.is_in(content.column("run"), names.combine_chunks())))
        store.write("scalars", thinned, keep)
    store.delete(part)


def _failures(prepared: StudyFolder, dry_run: bool) -> int:
    """Take records of runs that are not requested off the lists of failures; how many they are."""
    names = {name.decode() for name in prepared.names[0]}
    dropped = 0
    for path in sorted(prepared.store.folder.glob("failed*.jsonl")):
        records = failures_in(path)
        kept = [record for record in records if record["run"] in names]
        dropped += len(records) - len(kept)
        if not dry_run and len(kept) < len(records):
            publish_text(path, "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in kept))
    return dropped
