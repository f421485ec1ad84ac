"""Repeatability check: runs done again and compared with what is stored, a sample, one, or a whole study elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from sim.core.config.given_files import read_regular
from sim.core.config.language import message
from sim.execution.engines import EngineLike
from sim.execution.files import make_folder, publish_json, publish_text
from sim.execution.names import is_among
from sim.execution.parts import SERIES
from sim.execution.progress import Progress
from sim.execution.provenance import library_versions
from sim.execution.runner import Runner
from sim.execution.simulator import engine_for
from sim.execution.work import answer_of, do_chunk, task_of, work_of
from sim.runs import sources
from sim.runs.identity import digest_of
from sim.runs.outputs import COSTS, Record
from sim.studies.folder import LARGEST_STUDY, StudyFolder, open_study
from sim.studies.manifest import MANIFEST
from sim.studies.plan import NAME as STUDY_FILE
from sim.studies.points import places_in, requested_table
from sim.studies.status import study_digest
from sim.studies.sweep import check_extensions, check_model, sweep
from sim.studies.tables import write_tables

SHORTEST = 4
PYTHON = "python"
AFTER_ALL = b"~"
"""Sorts after every name."""


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
        raise ValueError(message("no run of {given} is done: there is nothing to compare with", given=given))
    order = np.argsort([digest_of("sample", name) for name in names[done].tolist()])[:sample]
    chosen = {name.decode(): int(place) for name, place in zip(names[done][order], places[done][order], strict=True)}
    stored, damaged = prepared.store.steadily(lambda: _stored(prepared, set(chosen)))
    found: dict[str, str] = {}
    failed: list[tuple[str, str]] = []

    where = {place: name for name, place in chosen.items()}
    work = work_of(
        "",
        prepared.model,
        lambda places: list(prepared.runs_at(places)),
        lambda place, error, trace="": failed.append((where[place], error)),
        lambda answer: found.update(answer.done),
        outputs=prepared.kept,
    )
    with Runner(engine_for(engine, jobs, len(where)), progress) as runner:
        runner.do(work, sorted(where))
    different = sorted(run for run, digest in found.items() if digest != stored[run])
    return Recheck(len(found) - len(different), different, sorted(damaged), failed)


@dataclass(frozen=True)
class Replay:
    """One run done again.

    Attributes
    ----------
    digest : str
        Of its numbers; empty if it failed.
    stored : str
        Digest of the run as it is stored; empty if it is not done.
    failure : dict
        Error and trace, if it failed.
    """

    digest: str
    stored: str
    failure: dict[str, Any]


def replay(given: str | Path, name: str) -> Replay:
    """Do one run in this process.

    Parameters
    ----------
    given : str or Path
        Folder of the study.
    name : str
        Name of the run, or its first characters.

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
        raise ValueError(
            message(
                "{name!r} names {count} runs of {given}; give {least} characters or more: the column run of "
                "sim.Study(STUDY).frame(), and the records of failed runs, have the names",
                name=name,
                count=found.size,
                given=given,
                least=SHORTEST,
            )
        )
    runs = list(prepared.runs_at([int(places[found[0]])]))
    answer = answer_of(do_chunk(task_of("", prepared.model, runs, prepared.kept)))
    stored_runs, digests = prepared.store.digests()
    stored = "".join(digest.decode() for digest in digests[stored_runs == names[found[0]]])
    return Replay(answer.done[0][1], stored, {}) if answer.done else Replay("", stored, answer.failed[0])


def _stored(prepared: StudyFolder, chosen: set[str]) -> tuple[dict[str, str], set[str]]:
    """Stored digests of the chosen runs, and those whose numbers do not fit them."""
    store, kept = prepared.store, prepared.kept
    outcomes, columns = list(kept.outcomes), [*COSTS, *kept.outcomes]
    digests: dict[str, str] = {}
    damaged: set[str] = set()
    for part in store.parts():
        scalars = store.read("scalars", part).to_pandas().set_index("run")
        if not (here := chosen.intersection(scalars.index)):
            continue
        series = {name: store.read(name, part).to_pandas().set_index("run") for name in kept.tables if name in SERIES}
        for run in here:
            own = {name: table.loc[[run]] for name, table in series.items()}
            labels = {name: table[SERIES[name]].to_numpy() for name, table in own.items()}
            values = {name: table[outcomes].to_numpy() for name, table in own.items()}
            digests[run] = scalars.at[run, "digest"]
            record = Record(run, 0, 0.0, scalars.loc[[run], columns].to_numpy(), labels, values)
            if record.digest != digests[run]:
                damaged.add(run)
    return digests, damaged


@dataclass(frozen=True)
class Reproduced:
    """What came of repeating a study.

    Attributes
    ----------
    equal : int
        Runs that came out the same to the last bit.
    different : list of str
        Runs of the original that came out differently.
    missing : int
        Runs that are done on one side only.
    same_model : bool
        Whether both were made by the same sources.
    changed : dict of str to (str, str)
        Versions that differ: then and now.
    digest : str
        Of the repetition, its runs called as those of the original.
    stated : str
        Digest that the manifest of the original states; empty if it states none.
    """

    equal: int
    different: list[str]
    missing: int
    same_model: bool
    changed: dict[str, tuple[str, str]]
    digest: str = ""
    stated: str = ""

    @property
    def as_stated(self) -> bool:
        """Whether the digest is the one that the manifest states: then stored runs of the original are not needed."""
        return bool(self.stated) and self.digest == self.stated

    @property
    def well(self) -> bool:
        """Whether all is as it was."""
        return not self.different and (self.as_stated or not self.missing)


def reproduce(
    given: str | Path,
    folder: str | Path,
    *,
    engine: EngineLike = "process",
    jobs: int = 0,
    progress: Progress | None = None,
    command: Sequence[str] = (),
) -> Reproduced:
    """Repeat a study in another folder from its manifest and its points, with the model as it is now.

    Parameters
    ----------
    given : str or Path
        Folder of the study.
    folder : str or Path
        Where the repetition goes; going on with one that was interrupted is allowed.
    engine, jobs, progress, command
        As of :func:`sim.studies.sweep.sweep`.

    Raises
    ------
    ValueError
        If both folders are the same, or what the study was designed with from outside the package is not registered.
    """
    before, place = open_study(given), Path(folder)
    if place.resolve() == before.folder.resolve():
        raise ValueError(message("{folder} is the study itself; name another folder for the repetition", folder=folder))
    check_extensions(before)
    if not (place / MANIFEST).is_file():
        _copy(before, place)
    words = command or [f"reproduce {given}"]
    after = sweep(place, engine=engine, jobs=jobs, progress=progress, command=words).prepared
    return _compared(before, after)


def _copy(before: StudyFolder, place: Path) -> None:
    """Set up the study in its new folder; all runs named for the present model."""
    model = sources.numbers_hash()
    study, points = before.study, before.design.to_pylist()
    rows = [tuple(row[factor.path] for factor in before.factors) for row in points]
    most = before.study["replicates"]
    if before.planned is not None:  # as many of each contrast as there are now
        most = int(before.requested.column("replicate").to_numpy().max()) + 1
    named = rows, most, study["seed"], model, before.kept, study.get("second")
    requested = requested_table(study["scenarios"], before.factors, *named)
    if before.planned is not None:
        requested = requested.take(_places(before, most))
    make_folder(place, parents=True)
    write_tables(place, before.design, requested, study, model)
    make_folder(place / "scenarios")
    for name in (STUDY_FILE, *(f"scenarios/{title}.yaml" for title in before.titles)):
        try:
            text = read_regular(before.folder / name, LARGEST_STUDY, links=False).decode()
        except (OSError, ValueError):  # for people to read; the manifest says all
            continue
        publish_text(place / name, text)
    manifest = before.manifest | {
        "numbers_hash": model,
        "model_source_hash": sources.model_hash(),
        "repeats": study["hash"],
        "sweeps": [],
        "start": None,
        "end": None,
        "digest": None,
    }
    publish_json(place / MANIFEST, manifest)


def _places(before: StudyFolder, most: int) -> np.ndarray:
    """Places of the requested runs among as many replicates of every point and scenario."""
    row, scenario, replicate = places_in(before.requested, before.titles)
    places: np.ndarray = (row.astype(np.int64) * len(before.titles) + scenario) * most + replicate
    return places


def _compared(before: StudyFolder, after: StudyFolder) -> Reproduced:
    if len(before.requested_names) != len(after.requested_names):
        raise ValueError(
            message("{folder} holds the repetition of another study: name another folder", folder=after.folder)
        )
    sides = []
    for prepared in (before, after):
        runs, digests = (np.append(each, AFTER_ALL) for each in prepared.store.digests())
        names = prepared.requested_names
        at = np.searchsorted(runs, names)
        sides.append((names, runs[at] == names, digests[at]))
    (names, had, first), (_, has, second) = sides
    both = had & has
    unequal = both & (first != second)
    changed = _changed(before)
    return Reproduced(
        equal=len(np.unique(names[both & ~unequal])),
        different=[name.decode() for name in np.unique(names[unequal])],
        missing=len(np.unique(names[had != has])),
        same_model=before.model == after.model or bool(changed) and _same_sources(before, after),
        changed=changed,
        digest=study_digest(after, before.requested_names),
        stated=before.manifest.get("digest") or "",
    )


def _same_sources(before: StudyFolder, after: StudyFolder) -> bool:
    """Whether the model is the same where versions differ, which alone give the runs other names."""
    return bool(before.manifest["model_source_hash"] == after.manifest["model_source_hash"])


def _changed(before: StudyFolder) -> dict[str, tuple[str, str]]:
    """Versions of that time and those of now that differ."""
    then = before.manifest["libraries"] | {PYTHON: before.manifest[PYTHON]}
    now = library_versions() | {PYTHON: sys.version.split()[0]}
    return {name: (then[name], now[name]) for name in now if name in then and then[name] != now[name]}
