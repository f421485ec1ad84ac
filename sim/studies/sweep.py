"""Sweeps: doing the runs of a study that are not done yet."""

from __future__ import annotations

import platform
import shlex
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sim.execution.engines import Engine, EngineLike, check_shard, engine_of
from sim.execution.files import append, check_writable
from sim.execution.names import ids_of, is_among, shares
from sim.execution.progress import Progress, Silent
from sim.execution.records import Merger
from sim.execution.runner import CHUNK_SECONDS, Requested, Runner, Tally, Work
from sim.execution.work import LIVE, OF_FOLDERS, Answer, Task, task_of
from sim.studies.folder import MANIFEST, StudyFolder, is_stale, open_study, prepare, scenarios_moved_on
from sim.studies.manifest import note_sweep
from sim.studies.status import Status, status_of, write_precision


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
    """

    prepared: StudyFolder
    tally: Tally
    status: Status
    failures: list[dict[str, Any]]


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
    do: str = LIVE,
    model: str = "",
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
    do : str
        Function that does a run, ``module:function``; for tests and benchmarks. A folder that names another than the
        usual one is refused unless that one is handed over here.
    model : str
        Hash that names the model; :func:`sim.runs.sources.numbers_hash` if left out.

    Returns
    -------
    Swept

    Raises
    ------
    ScenarioError, ValueError
        If the study is not valid, the model or a scenario has changed since it was designed, or its folder names a
        function that was not handed over.
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
    prepared = ready(given, words, do, model)
    share = check_shard(shard)
    check_writable(prepared.store.folder)
    again = _Round(prepared, shard, share, retry)
    requested = again.begin()
    log = _Log(prepared.folder / "logs" / f"events{share}.jsonl")
    log(event="sweep begins", command=words, to_do=len(requested), engine=str(engine), machine=platform.node())
    tally = Tally()
    if len(requested):
        chosen = engine_of(engine, jobs, scheduler)
        _warm(prepared, engine, jobs, len(requested))
        tally = _do(again, requested, chosen, progress or Silent(), log, chunk_seconds, str(given))
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
    note_sweep(prepared.folder / MANIFEST, record)
    log(event="sweep ends", **record)
    return Swept(prepared, tally, status, failures_of(prepared))


def ready(given: str | Path, words: Sequence[str] = (), do: str = LIVE, model: str = "") -> StudyFolder:
    """The study of a folder, designed now if it has not been, or if its file has been altered since.

    Raises
    ------
    ValueError
        If the model or a scenario has changed since the study was designed, or its folder names a function that was not
        handed over.
    """
    try:
        prepared = open_study(given)
    except FileNotFoundError:
        return prepare(given, command=words, do=do, model=model)
    if is_stale(prepared):
        return prepare(given, command=words, do=do, model=model)
    check_function(prepared, do)
    check_model(prepared, model)
    if moved := scenarios_moved_on(prepared):
        raise ValueError(
            f"{', '.join(moved)}: the scenario has changed since the study was designed; "
            f"`ruralparty design {given}` takes it over, and runs that are the same stay done"
        )
    return prepared


def check_function(prepared: StudyFolder, do: str = LIVE) -> None:
    """Refuse to call what only a folder asks for: whoever passes a folder on would choose what runs here.

    Parameters
    ----------
    prepared : StudyFolder
    do : str
        The function that the caller hands over, ``module:function``.

    Raises
    ------
    ValueError
        If the folder names another function, and not the usual one.
    """
    named = prepared.study["do"]
    if named not in (*OF_FOLDERS, do):
        raise ValueError(
            f"{prepared.folder / MANIFEST}: study.do is {named!r}; allowed is {LIVE!r}, since the function is imported "
            f"and called; whoever trusts it hands it over in Python: recheck({str(prepared.folder)!r}, do={named!r}), "
            "and so with replay, reproduce and sweep"
        )


def check_model(prepared: StudyFolder, model: str = "") -> None:
    """Refuse to add runs of one model to those of another.

    Raises
    ------
    ValueError
        If the sources, or the versions that numbers may depend on, have changed since the study was designed.
    """
    now = model or prepared.model_now
    if now != prepared.model:
        raise ValueError(
            f"the model has changed since the study was designed, or the code, libraries or machine that its numbers "
            f"depend on ({prepared.model[:12]} then, {now[:12]} now); "
            f"`ruralparty design {prepared.folder}` names all runs anew for the present model, or install "
            f"version {prepared.manifest['version']} of that time"
        )


def failures_of(prepared: StudyFolder) -> list[dict[str, Any]]:
    """Records of the requested runs that failed and have not been done since."""
    names, _ = prepared.names
    found = prepared.store.failures()
    ids = ids_of(found)
    if not len(ids):
        return []
    left = ids[is_among(ids, names) & ~is_among(ids, prepared.store.done())]
    return [found[name.decode()] for name in left]


def _warm(prepared: StudyFolder, engine: EngineLike, jobs: int, runs: int) -> None:
    """Compile the kernels once, before several workers do."""
    if prepared.study["do"] != LIVE or engine != "process":
        return
    from sim.execution.warm import warm_workers

    warm_workers(jobs, runs)


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


def _do(
    again: _Round,
    requested: Sequence[Requested],
    engine: Engine,
    progress: Progress,
    log: _Log,
    chunk_seconds: float,
    given: str,
) -> Tally:
    store, kept, folder = again.prepared.store, again.prepared.kept, str(again.prepared.store.folder.resolve())
    share = again.share
    merger = Merger(store, () if share else store.parts())

    def task(runs: list[Requested]) -> Task:
        prepared = again.prepared
        return task_of(folder, prepared.model, prepared.study["do"], kept, list(prepared.runs_at(runs)))

    def fail(place: Requested, error: str, trace: str = "") -> None:
        (at,) = again.prepared.requested_at([place])
        replay = f"ruralparty recheck {shlex.quote(given)} --run {at['run']} -v"
        record = {**at, "error": error, "replay": replay, "when": _now(), "trace": trace}
        store.fail(record, share)

    def answered(answer: Answer, runs: list[Requested]) -> None:
        if answer.failed:
            places = {each["run"]: place for each, place in zip(again.prepared.requested_at(runs), runs, strict=True)}
            for each in answer.failed:
                fail(places[each["run"]], each["error"], each["trace"])
        if answer.part:
            merger.add(answer.part)

    work = Work(task, answered, fail, log)
    try:
        tally = Runner(engine, work, progress, chunk_seconds).run(requested, again.more)
        merger.finish()
        return tally
    except BaseException as error:
        log(event="sweep stopped", error=f"{type(error).__name__}: {error}")
        raise
    finally:
        progress.close()


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
