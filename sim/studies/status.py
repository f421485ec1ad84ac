"""How far a study is."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from sim.core.config.language import message
from sim.execution.names import ids_of, is_among, names_from, numbers_of
from sim.execution.tables import Damaged, publish_table, read_table
from sim.execution.workers import KILLED
from sim.runs.identity import digest_of
from sim.studies.folder import StudyFolder
from sim.studies.tables import PRECISION

SECONDS_AN_HOUR = 3600
SHOWN = 5
"""Damaged files that are told in one message."""


@dataclass(frozen=True)
class Status:
    """How far a study is; runs that several points share are counted once.

    Attributes
    ----------
    points, scenarios : int
    replicates : int
        Most of any point so far.
    requested, done, failed, to_do : int
        Runs.
    core_hours : float
        Processor time of the runs done.
    bytes : int
        Size of the store.
    parts : int
        Files of scalars.
    digest : str
        Of all results and failures; equal if and only if they are.
    precision : list of dict
        Where replicates follow from results, a record a contrast and outcome: row, scenario, outcome, n, difference,
        half_width, wanted (half-width), skew, capped, open (more replicates are to be done).
    damaged : list of str
        What is wrong with files of the store; their runs are counted as to do.
    """

    points: int
    scenarios: int
    replicates: int
    requested: int
    done: int
    failed: int
    to_do: int
    core_hours: float = 0.0
    bytes: int = 0
    parts: int = 0
    digest: str = ""
    precision: list[dict[str, Any]] = field(default_factory=list)
    damaged: list[str] = field(default_factory=list)


def status_of(prepared: StudyFolder, digest: bool = True) -> Status:
    """Count the runs of a study.

    Parameters
    ----------
    prepared : StudyFolder
    digest : bool
        Whether the digest of all results is worked out too.
    """
    store = prepared.store
    names, _ = prepared.names
    done, failed = int(is_among(names, store.done()).sum()), len(failures_of(prepared))
    parts = store.parts()
    return Status(
        points=prepared.design.num_rows,
        scenarios=len(prepared.study["scenarios"]),
        replicates=_most_replicates(prepared),
        requested=len(names),
        done=done,
        failed=failed,
        to_do=len(names) - done - failed,
        core_hours=float(store.seconds().sum()) / SECONDS_AN_HOUR if digest else 0.0,
        bytes=sum(store.size(part) for part in parts),
        parts=len(parts),
        digest=study_digest(prepared) if digest else "",
        precision=precision_records(prepared),
        damaged=[*store.damaged().values(), *_damaged_precision(prepared)],
    )


def told_damage(folder: Path, damage: Sequence[str]) -> str:
    """What is said of damaged files of a store, and what mends them."""
    listed = "; ".join(damage[:SHOWN]) + "; …" * (len(damage) > SHOWN)
    return message("{listed}: `ruralparty sweep {folder}` does their runs again", listed=listed, folder=folder)


def failures_of(prepared: StudyFolder) -> list[dict[str, Any]]:
    """Records of the requested runs that failed and have not been done since."""
    names, _ = prepared.names
    found = prepared.store.failures()
    ids = ids_of(found)
    if not len(ids):
        return []
    left = ids[is_among(ids, names) & ~is_among(ids, prepared.store.done())]
    return [found[name.decode()] for name in left]


def _damaged_precision(prepared: StudyFolder) -> list[str]:
    """What is wrong with the table of precision, which is for people to read."""
    with suppress(FileNotFoundError):
        try:
            read_table(prepared.folder / PRECISION, _precision_of(prepared))
        except Damaged as error:
            return [str(error)]
    return []


def _precision_of(prepared: StudyFolder) -> str:
    return f"precision of study {prepared.study['hash']}"


def _most_replicates(prepared: StudyFolder) -> int:
    if prepared.planned is None:
        return int(prepared.study["replicates"])
    return int(prepared.requested.column("replicate").to_numpy().max()) + 1


def precision_records(prepared: StudyFolder) -> list[dict[str, Any]]:
    """What has been reached of the wanted precision, a record a contrast and outcome; none if replicates are fixed."""
    if prepared.planned is None or prepared.precision is None:
        return []
    return [record for each in prepared.planned.contrasts for record in each.records(prepared.precision)]


def write_precision(prepared: StudyFolder) -> None:
    """Publish :func:`precision_records` as a table."""
    import pyarrow as arrow

    if records := precision_records(prepared):
        publish_table(prepared.folder / PRECISION, arrow.Table.from_pylist(records), _precision_of(prepared))


def _in_digest(error: str) -> str:
    """An error; of what killed a worker only that it did: engines and machines tell it each in their own way."""
    return KILLED if error.startswith(KILLED) else error


def study_digest(prepared: StudyFolder, called: Any = None) -> str:
    """Digest of all results of the wanted runs, and of the errors of those that failed.

    Parameters
    ----------
    prepared : StudyFolder
    called : array of names, optional
        What the runs are called in the digest, one name for each of ``prepared.requested_names``: another model names
        the same runs otherwise. Their own names if left out.
    """
    found = prepared.store.numbers()
    requested = is_among(names_from(found[:, :2]), prepared.names[0])
    if not requested.all():
        found = found[requested]
    failed = [(each["run"], _in_digest(each["error"])) for each in failures_of(prepared)]
    if called is not None:
        own, first = np.unique(prepared.requested_names, return_index=True)
        found = np.column_stack(
            (numbers_of(called[first][np.searchsorted(own, names_from(found[:, :2]))]), found[:, 2:])
        )
        found = found[np.lexsort((found[:, 1], found[:, 0]))]
        other = {name.decode(): called[place].decode() for name, place in zip(own, first, strict=True)}
        failed = sorted((other[run], error) for run, error in failed)
    return digest_of(found.astype("<u8").tobytes(), *(f"{run} {error}" for run, error in failed))
