"""How far a study is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sim.execution.files import publish
from sim.execution.names import ids_of, is_among, names_from
from sim.execution.workers import KILLED
from sim.runs.identity import digest_of
from sim.studies.folder import PRECISION, StudyFolder

SECONDS_AN_HOUR = 3600


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
    failures = store.failures()
    done = is_among(names, store.done())
    failed = is_among(names, ids_of(failures)) & ~done
    parts = store.parts()
    return Status(
        points=prepared.design.num_rows,
        scenarios=len(prepared.study["scenarios"]),
        replicates=_most_replicates(prepared),
        requested=len(names),
        done=int(done.sum()),
        failed=int(failed.sum()),
        to_do=int((~done & ~failed).sum()),
        core_hours=float(store.seconds().sum()) / SECONDS_AN_HOUR if digest else 0.0,
        bytes=sum(store.size(part) for part in parts),
        parts=len(parts),
        digest=study_digest(prepared) if digest else "",
        precision=precision_records(prepared),
    )


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
    import pyarrow.parquet as parquet

    if records := precision_records(prepared):
        table = arrow.Table.from_pylist(records)
        publish(prepared.folder / PRECISION, lambda name: parquet.write_table(table, name, compression="zstd"))


def _in_digest(error: str) -> str:
    """An error; of what killed a worker only that it did: engines and machines tell it each in their own way."""
    return KILLED if error.startswith(KILLED) else error


def study_digest(prepared: StudyFolder) -> str:
    """Digest of all results of the wanted runs, and of the errors of those that failed."""
    found = prepared.store.numbers()
    names = prepared.names[0]
    runs = names_from(found[:, :2])
    requested = is_among(runs, names)
    if not requested.all():
        found, runs = found[requested], runs[requested]
    failures = prepared.store.failures()
    ids = ids_of(failures)
    failed = ids[is_among(ids, names) & ~is_among(ids, runs)]
    errors = [f"{name.decode()} {_in_digest(failures[name.decode()]['error'])}" for name in failed]
    return digest_of(found.astype("<u8").tobytes(), *errors)
