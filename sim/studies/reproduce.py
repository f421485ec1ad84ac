"""Reproduction of a study: repeated from what its folder holds, and compared with it run by run."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from sim.execution.engines import EngineLike
from sim.execution.files import publish_json
from sim.execution.progress import Progress
from sim.runs import sources
from sim.studies.folder import MANIFEST, StudyFolder, open_study, write_tables
from sim.studies.points import places_in, requested_table
from sim.studies.sweep import check_extensions, sweep

PYTHON = "python"


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
    """

    equal: int
    different: list[str]
    missing: int
    same_model: bool
    changed: dict[str, tuple[str, str]]

    @property
    def well(self) -> bool:
        """Whether all is as it was."""
        return not self.different and not self.missing


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
        raise ValueError(f"{folder} is the study itself; name another folder for the repetition")
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
    requested = requested_table(study["scenarios"], before.factors, rows, most, study["seed"], model, before.kept)
    if before.planned is not None:
        requested = requested.take(_places(before, most))
    write_tables(place, before.design, requested)
    for name in ("scenarios", "study.yaml"):
        source = before.folder / name
        if source.is_dir():
            shutil.copytree(source, place / name, dirs_exist_ok=True)
        elif source.is_file():
            shutil.copy2(source, place / name)
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
    sides = []
    for prepared in (before, after):
        runs, digests = prepared.store.digests()
        names = prepared.requested_names
        at = np.searchsorted(runs, names) if len(runs) else np.zeros(len(names), int)
        at = np.minimum(at, max(len(runs) - 1, 0))
        known = runs[at] == names if len(runs) else np.zeros(len(names), bool)
        sides.append((names, known, digests[at] if len(runs) else names))
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
    )


def _same_sources(before: StudyFolder, after: StudyFolder) -> bool:
    """Whether the model is the same where versions differ, which alone give the runs other names."""
    return bool(before.manifest["model_source_hash"] == after.manifest["model_source_hash"])


def _changed(before: StudyFolder) -> dict[str, tuple[str, str]]:
    """Versions of that time and those of now that differ."""
    from sim.execution.provenance import library_versions

    then = before.manifest["libraries"] | {PYTHON: before.manifest[PYTHON]}
    now = library_versions() | {PYTHON: sys.version.split()[0]}
    return {name: (then[name], now[name]) for name in now if name in then and then[name] != now[name]}
