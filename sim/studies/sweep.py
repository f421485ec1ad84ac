"""Parameter sweeps: doing the runs of a study that are not done yet."""

from __future__ import annotations

import platform
import shlex
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from sim.core.config.language import message
from sim.execution.engines import EngineLike, check_shard
from sim.execution.files import StoreError, append
from sim.execution.locks import ALL, at_work
from sim.execution.names import ids_of, is_among, shares
from sim.execution.progress import Progress
from sim.execution.records import Merger, Records
from sim.execution.runner import CHUNK_SECONDS, Requested, Runner, Tally
from sim.execution.simulator import engine_for
from sim.execution.work import Answer, Asked, work_of
from sim.extensions import registry
from sim.runs import sources
from sim.studies.folder import StudyFolder, is_stale, open_study, prepare, told_moved_on
from sim.studies.manifest import note_sweep
from sim.studies.status import Status, failures_of, status_of, write_precision


@dataclass(frozen=True)
class Swept:
    """What a sweep did.

    Attributes
    ----------
    prepared : StudyFolder
    tally : Tally
        Runs done and failed in this sweep.
    status : Status
        Of the whole study afterwards.
    failures : list of dict
        Runs of the study that failed, now or before.
    notes : list of str
        What the user must know: which runs are done again, and why.
    """

    prepared: StudyFolder
    tally: Tally
    status: Status
    failures: list[dict[str, Any]]
    notes: list[str]


def sweep(
    given: str | Path,
    *,
    engine: EngineLike = "process",
    jobs: int = 0,
    scheduler: str = "",
    shard: tuple[int, int] | None = None,
    retry: bool = False,
    progress: Progress | None = None,
    command: Sequence[str] = (),
    chunk_seconds: float = CHUNK_SECONDS,
    told: Callable[[str], object] = lambda note: None,
) -> Swept:
    """Do the runs of a study that are not done yet; the same call goes on after an interruption.

    Parameters
    ----------
    given : str or Path
        Folder of the study, or its file.
    engine : str, Executor or callable
        ``process``, ``sequential``, ``dask``, any executor, or a function that makes one. The results are the same.
    jobs : int
        Workers; 0 = one for each processor.
    scheduler : str
        Address of a dask scheduler, or its scheduler file.
    shard : (int, int), optional
        ``(i, n)``: only the i-th of n shares of the runs, i from 1; shares depend on the names of the runs alone.
    retry : bool
        Whether runs that failed are done again.
    progress : Progress, optional
    command : sequence of str
        Words of the command line, for the manifest.
    chunk_seconds : float
        Time a chunk of runs ought to take.
    told : callable
        Is handed, before any run, each sentence on what is done again and why.

    Returns
    -------
    Swept

    Raises
    ------
    ScenarioError, ValueError
        If the study is not valid, or the model or a scenario has changed since it was designed.
    AtWork
        If another process does the same runs.
    StoreError
        If results cannot be written; nothing published is lost.

    Examples
    --------
    >>> from pathlib import Path
    >>> import sim
    >>> folder = Path("doses")
    >>> folder.mkdir(exist_ok=True)
    >>> written = (folder / "study.yaml").write_text('''
    ... name: doses
    ... scenarios: [baseline, training]
    ... constants: {world.townships: 1, world.villages: 2, world.village_size: 300, horizon.months: 24}
    ... levers: {policies.training.dose.units: {low: 0.5, high: 3.5}}
    ... design: {kind: lhs, points: 3}
    ... replicates: 2
    ... outcomes: [trust, capacity]
    ... ''')
    >>> swept = sim.sweep(folder, engine="sequential")
    >>> swept.status.done, swept.status.to_do, swept.failures
    (8, 0, [])

    Eight runs for twelve: the baseline has no dose and is run once for all three points. The same call does what is not
    done yet, which is nothing.

    >>> sim.sweep(folder, engine="sequential").tally.done
    0
    """
    begun = datetime.now(UTC)
    words = list(command) or [f"sim.studies.sweep({str(given)!r})"]
    share = check_shard(shard)
    prepared, notes = ready(given, words)
    _told(notes, told)
    prepared.make_folders()
    with at_work(prepared.store.folder, shard or ALL):
        notes += _told(prepared.store.set_aside(), told)
        again = _Round(prepared, shard, share, retry)
        requested = again.begin()
        log = _Log(prepared.folder / "logs" / f"events{share}.jsonl")
        log(event="sweep begins", command=words, to_do=len(requested), engine=str(engine), machine=platform.node())
        tally = Tally()
        if len(requested):
            runner = Runner(engine_for(engine, jobs, len(requested), scheduler), progress, chunk_seconds)
            tally = _do(again, requested, runner, log, str(given))
        prepared = prepared.refreshed()
        write_precision(prepared)
        status = status_of(prepared)
        record = {
            "command": words,
            "start": begun.isoformat(timespec="seconds"),
            "end": datetime.now(UTC).isoformat(timespec="seconds"),
            "machine": platform.node(),
            "engine": engine if isinstance(engine, str) else type(engine).__name__,
            "runs_done": tally.done,
            "workers_lost": tally.breaks,
            "core_hours": status.core_hours,
            "runs": status.done,
            "failed": status.failed,
            "digest": status.digest if not status.to_do else None,
        }
        note_sweep(prepared.folder, record)
        log(event="sweep ends", **record)
    return Swept(prepared, tally, status, failures_of(prepared), notes)


def _told(notes: list[str], told: Callable[[str], object]) -> list[str]:
    """Notes, each handed on."""
    for note in notes:
        told(note)
    return notes


def ready(given: str | Path, words: Sequence[str] = ()) -> tuple[StudyFolder, list[str]]:
    """The study of a folder, designed now if it has not been, or if its file has been altered since.

    Returns
    -------
    prepared : StudyFolder
    notes : list of str
        Which runs are to be done again because of what was altered.

    Raises
    ------
    ValueError
        If the model or a scenario has changed since the study was designed.
    """
    try:
        prepared = open_study(given)
    except FileNotFoundError:
        return prepare(given, command=words), []
    check_extensions(prepared)
    if is_stale(prepared):
        found = prepare(given, command=words)
        return found, [*_edited(prepared, found), *_incomplete(found)]
    check_model(prepared)
    if moved := told_moved_on(prepared):
        raise ValueError(moved)
    return prepared, _incomplete(prepared)


def _edited(before: StudyFolder, after: StudyFolder) -> list[str]:
    """What follows from an edit: how many runs are to be done with it; those that it asks for no more stay."""
    then, now = before.kept.plain(), after.kept.plain()
    told = {"tables": "keep"}
    changed = [
        message("{name} was {then}, is {now}", name=told.get(name, name), then=then[name], now=now[name])
        for name in now
        if then[name] != now[name]
    ]
    done, requested = len(np.unique(before.store.done())), len(after.names[0])
    if not done:
        return []
    to_do = requested - int(is_among(after.names[0], after.store.done()).sum())
    return [
        message(
            "study.yaml was edited{changes}: {to_do} of {requested} runs are to be done with it; "
            "the {done} done before stay for whoever goes back, until `ruralparty gc`",
            changes=": " * bool(changed) + "; ".join(changed),
            to_do=to_do,
            requested=requested,
            done=done,
        )
    ]


def _incomplete(prepared: StudyFolder) -> list[str]:
    """Runs whose scalars are there without the other tables."""
    names, store = prepared.names[0], prepared.store
    half = is_among(names, Records(store.folder).done()) & ~is_among(names, store.done())
    if not half.any():
        return []
    return [
        message(
            "{count} runs lack tables that are to be kept ({tables}): done again",
            count=int(half.sum()),
            tables=", ".join(prepared.kept.tables),
        )
    ]


def check_model(prepared: StudyFolder) -> None:
    """Refuse to add runs of one model to those of another.

    Raises
    ------
    ValueError
        If the sources, the versions that numbers may depend on, or what is registered from outside the package, have
        changed since the study was designed.
    """
    check_extensions(prepared)
    now = sources.numbers_hash()
    if now != prepared.model:
        raise ValueError(
            message(
                "the model has changed since the study was designed, or the code, libraries or machine that its "
                "numbers depend on ({then} then, {now} now); `ruralparty design {folder}` names all runs anew for the "
                "present model, or install version {version} of that time",
                then=prepared.model[:12],
                now=now[:12],
                folder=prepared.folder,
                version=prepared.manifest["version"],
            )
        )


def check_extensions(prepared: StudyFolder) -> None:
    """Refuse to go on without what the study was designed with, or with more; its folder names it and loads nothing.

    Raises
    ------
    ValueError
        Naming each extension that is missing, has another content or was not there.
    """
    if differences := registry.differences(prepared.manifest.get("extensions", [])):
        raise ValueError(
            message(
                "{differences}; `ruralparty design {folder}` names all runs anew for what is loaded",
                differences="; ".join(differences),
                folder=prepared.folder,
            )
        )


class _Round:
    """Runs that are requested and not done; more than the first time where replicates follow from results.

    Parameters
    ----------
    prepared : StudyFolder
    shard : (int, int), optional
    share : str
        Ending of the files of the shard.
    retry : bool
        Whether runs that failed before are done again.
    """

    def __init__(self, prepared: StudyFolder, shard: tuple[int, int] | None, share: str, retry: bool) -> None:
        self.prepared, self.shard, self.share, self.retry = prepared, shard, share, retry
        prepared.design  # noqa: B018  # read now: the study may be designed anew while this goes on

    def begin(self) -> Sequence[Requested]:
        """Places of the runs to do first."""
        return self._to_do({} if self.retry else self.prepared.store.failures())

    def more(self) -> Sequence[Requested]:
        """Places of the runs that what has been done asks for."""
        if self.prepared.planned is None:
            return []
        self.prepared = self.prepared.refreshed()
        return self._to_do(self.prepared.store.failures())

    def _to_do(self, failed: dict[str, Any]) -> Sequence[Requested]:
        self.prepared.keep_requested()
        names, places = self.prepared.names
        todo = ~is_among(names, self.prepared.store.done()) & ~is_among(names, ids_of(failed))
        if self.shard:
            todo &= shares(names, self.shard[1]) == self.shard[0] - 1
        chosen: Sequence[Requested] = places[todo]
        return chosen


def _do(again: _Round, requested: Sequence[Requested], runner: Runner, log: _Log, given: str) -> Tally:
    store, share = again.prepared.store, again.share
    folder = str(store.folder.resolve())
    merger = Merger(store, () if share else Records(store.folder).parts())

    def asked(places: list[Requested]) -> list[Asked]:
        return list(again.prepared.runs_at(places))

    def fail(place: Requested, error: str, trace: str = "") -> None:
        (at,) = again.prepared.requested_at([place])
        words = ("ruralparty recheck", shlex.quote(given), registry.switches(), f"--run {at['run']} -v")
        replay = " ".join(filter(None, words))
        record = {**at, "error": error, "replay": replay, "when": _now(), "trace": trace}
        store.fail(record, share)

    def taken(answer: Answer) -> None:
        if answer.part:
            merger.add(answer.part)

    model, outputs = again.prepared.model, again.prepared.kept
    work = work_of(folder, model, asked, fail, taken, outputs=outputs, noted=log)
    try:
        with runner:
            while len(requested):
                runner.do(work, requested)
                requested = again.more()
        merger.finish()
        return runner.tally
    except BaseException as error:
        with suppress(StoreError):  # where the folder has gone there is no log either
            log(event="sweep stopped", error=f"{type(error).__name__}: {error}")
        raise
    finally:
        runner.progress.close()


class _Log:
    """Lines of ``logs/events.jsonl``."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.begun = time.monotonic()

    def __call__(self, **entry: Any) -> None:
        """Add a line."""
        append(self.path, {"when": _now(), "after": round(time.monotonic() - self.begun, 3), **entry})


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
