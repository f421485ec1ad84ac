"""Repeatability check: runs done again and compared with what is stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from sim.execution.engines import EngineLike
from sim.execution.names import is_among
from sim.execution.progress import Progress
from sim.execution.records import SERIES
from sim.execution.runner import Requested, Runner, Taken, Work
from sim.execution.simulator import engine_for
from sim.execution.work import answer_of, do_chunk, task_of
from sim.runs.identity import digest_of
from sim.runs.outputs import COSTS, Record
from sim.studies.folder import StudyFolder, open_study
from sim.studies.sweep import check_model

SHORTEST = 4


@dataclass(frozen=True)
class Recheck:
    """Runs done again.

    Attributes
    ----------
    equal : int
        Runs that came out as they are stored.
    different : list of str
        Runs that came out differently.
    damaged : list of str
        Runs whose stored numbers do not have the digest stored beside them.
    failed : list of (str, str)
        Runs that failed this time, and their errors.
    """

    equal: int
    different: list[str]
    damaged: list[str]
    failed: list[tuple[str, str]]

    @property
    def well(self) -> bool:
        """Whether all is as it should be."""
        return not (self.different or self.damaged or self.failed)


def recheck(
    given: str | Path,
    sample: int = 20,
    *,
    engine: EngineLike = "process",
    jobs: int = 0,
    progress: Progress | None = None,
) -> Recheck:
    """Do a sample of the runs that are done again, and compare digests.

    Parameters
    ----------
    given : str or Path
        Folder of the study.
    sample : int
        Runs; the same ones each time as long as the study is the same.
    engine, jobs, progress
        As of :func:`sim.studies.sweep.sweep`.

    Raises
    ------
    ValueError
        If the model has changed since the study was designed, or nothing is done yet.
    """
    prepared = open_study(given)
    check_model(prepared)
    names, places = prepared.names
    done = is_among(names, prepared.store.done())
    if not done.any():
        raise ValueError(f"no run of {given} is done: there is nothing to compare with")
    order = np.argsort([digest_of("sample", name) for name in names[done].tolist()])[:sample]
    chosen = {name.decode(): int(place) for name, place in zip(names[done][order], places[done][order], strict=True)}
    stored, damaged = prepared.store.steadily(lambda: _stored(prepared, set(chosen)))
    found: dict[str, str] = {}
    failed: list[tuple[str, str]] = []

    def answered(text: str, runs: list[Requested]) -> Taken:
        answer = answer_of(text)
        found.update(answer.done)
        failed.extend((each["run"], each["error"]) for each in answer.failed)
        return Taken(answer.count, len(answer.failed), answer.seconds)

    where = {place: name for name, place in chosen.items()}
    work = Work(
        do_chunk,
        lambda runs: task_of("", prepared.model, list(prepared.runs_at(runs)), prepared.kept),
        answered,
        lambda run, error: failed.append((where[run], error)),
    )
    with Runner(engine_for(engine, jobs, len(where)), progress) as runner:
        runner.do(work, sorted(where))
    different = sorted(run for run, digest in found.items() if digest != stored[run])
    return Recheck(len(found) - len(different), different, sorted(damaged), failed)


def replay(given: str | Path, name: str) -> tuple[str, dict[str, Any]]:
    """Do one run in this process.

    Parameters
    ----------
    given : str or Path
        Folder of the study.
    name : str
        Name of the run, or its first characters.

    Returns
    -------
    digest : str
        Of its numbers; empty if it failed.
    failure : dict
        Error and trace, if it failed.

    Raises
    ------
    ValueError
        If no requested run, or more than one, has that name, or the model has changed since the study was designed.
    """
    prepared = open_study(given)
    check_model(prepared)
    names, places = prepared.names
    found = np.flatnonzero(np.char.startswith(names, name.lower().encode()))
    if len(name) < SHORTEST or found.size != 1:
        where = "the column run of sim.Study(STUDY).frame(), and the records of failed runs, have the names"
        raise ValueError(f"{name!r} names {found.size} runs of {given}; give {SHORTEST} characters or more: {where}")
    runs = list(prepared.runs_at([int(places[found[0]])]))
    answer = answer_of(do_chunk(task_of("", prepared.model, runs, prepared.kept)))
    return (answer.done[0][1], {}) if answer.done else ("", answer.failed[0])


def stored_digest(given: str | Path, name: str) -> str:
    """Digest of a run as it is stored; empty if it is not done."""
    runs, digests = open_study(given).store.digests()
    found = np.flatnonzero(np.char.startswith(runs, name.lower().encode())) if len(runs) else np.zeros(0, int)
    return digests[found[0]].decode() if found.size == 1 else ""


def _stored(prepared: StudyFolder, chosen: set[str]) -> tuple[dict[str, str], set[str]]:
    """Stored digests of the chosen runs, and those whose numbers do not fit them."""
    import pyarrow as arrow
    import pyarrow.compute as compute

    requested = arrow.array(sorted(chosen))
    digests: dict[str, str] = {}
    damaged: set[str] = set()
    columns = [*COSTS, *prepared.kept.outcomes]
    for part in prepared.store.parts():
        scalars = prepared.store.read("scalars", part)
        scalars = scalars.filter(compute.is_in(scalars.column("run"), requested))
        if not scalars.num_rows:
            continue
        series = {table: prepared.store.read(table, part) for table in prepared.kept.tables if table in SERIES}
        values = np.stack([scalars.column(name).to_numpy() for name in columns], axis=1)
        for run, digest, row in zip(*(scalars.column(n).to_pylist() for n in ("run", "digest")), values, strict=True):
            digests[run] = digest
            if _record(run, row, series, prepared.kept.outcomes).digest != digest:
                damaged.add(run)
    return digests, damaged


def _record(run: str, row: np.ndarray, series: dict[str, Any], outcomes: Sequence[str]) -> Record:
    import pyarrow.compute as compute

    own = {table: each.filter(compute.equal(each.column("run"), run)) for table, each in series.items()}
    labels = {table: each.column(SERIES[table]).to_numpy() for table, each in own.items()}
    values = {
        table: np.ascontiguousarray(np.stack([each.column(name).to_numpy() for name in outcomes], axis=1))
        for table, each in own.items()
    }
    return Record(run, 0, 0.0, np.ascontiguousarray(row), labels, values)
