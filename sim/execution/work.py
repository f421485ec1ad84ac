"""The task of a worker: the runs of a chunk, one after another, published where the task says.

Whole runs go into the store of runs, a file a layer; rows of outcomes into the records of a study, one part a chunk. A
chunk travels as JSON text, and so does the answer; no object of a user's is unpickled anywhere.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from traceback import format_exc
from typing import Any

from sim.core.config.language import message
from sim.execution.cache import RunStore
from sim.execution.files import StoreError
from sim.execution.records import Records
from sim.execution.runner import Requested, Taken, Work
from sim.extensions import registry
from sim.runs import sources
from sim.runs.identity import as_text
from sim.runs.outputs import Outputs, Record, record_of
from sim.runs.run import RUN, Failure, Job, Run
from sim.runs.simulate import simulate
from sim.scenario.scenario import from_plain


class WorkerDiffers(ValueError):
    """A worker has other sources than the process that hands out the work."""


@dataclass(frozen=True)
class Asked:
    """One run of a chunk.

    Attributes
    ----------
    run : str
        Name.
    scenario : dict
        Plain scenario.
    seed : int
    layers : tuple of str
        Layers of the whole run.
    check : bool
        Whether the invariants are checked after every month.
    """

    run: str
    scenario: dict[str, Any]
    seed: int
    layers: tuple[str, ...] = (RUN,)
    check: bool = False


@dataclass(frozen=True)
class Answer:
    """What came of a chunk.

    Attributes
    ----------
    part : str
        Part published; empty if there is none.
    count : int
        Runs done.
    done : tuple of (str, str)
        Runs done and their digests, where nothing is published.
    failed : tuple of dict
        Runs that ended in an error: run, seed, error, trace.
    seconds : float
        Time of the worker.
    """

    part: str
    count: int
    done: tuple[tuple[str, str], ...]
    failed: tuple[dict[str, Any], ...]
    seconds: float = 0.0


def task_of(folder: str, model: str, runs: Sequence[Asked], outputs: Outputs | None = None, fresh: bool = False) -> str:
    """A chunk as JSON.

    Parameters
    ----------
    folder : str
        Where the results go; empty if nothing is to be published.
    model : str
        Hash of all that numbers depend on, :func:`sim.runs.sources.numbers_hash`; empty if the worker may differ.
    runs : sequence of Asked
        Each scenario is sent once.
    outputs : Outputs, optional
        What is kept of the runs of a study; whole runs are kept if left out.
    fresh : bool
        Whether whole runs that are there already are done again.
    """
    scenarios: list[dict[str, Any]] = []
    places: dict[int, int] = {}
    placed = []
    for each in runs:
        place = places.setdefault(id(each.scenario), len(scenarios))
        if place == len(scenarios):
            scenarios.append(each.scenario)
        placed.append((each.run, place, each.seed, each.layers, each.check))
    kept = None if outputs is None else outputs.plain()
    what = {"folder": folder, "model": model, "outputs": kept, "fresh": fresh, "extensions": registry.records()}
    return as_text({**what, "scenarios": scenarios, "runs": placed})


def work_of(
    folder: str,
    model: str,
    asked: Callable[[list[Requested]], list[Asked]],
    failed: Callable[..., None],
    taken: Callable[[Answer], object],
    *,
    outputs: Outputs | None = None,
    fresh: bool = False,
    noted: Callable[..., None] = lambda **entry: None,
) -> Work:
    """What the runner needs to know about runs that :func:`do_chunk` does.

    Parameters
    ----------
    folder, model, outputs, fresh
        As of :func:`task_of`.
    asked : callable
        The runs at some places.
    failed : callable
        Is told of a run that failed: its place, the error and, if it did not kill its worker, where it happened.
    taken : callable
        Is told of every answer.
    noted : callable
        Is told of breaks, for the log.
    """

    def task(places: list[Requested]) -> str:
        return task_of(folder, model, asked(places), outputs, fresh)

    def answered(text: str, places: list[Requested]) -> Taken:
        answer = answer_of(text)
        if answer.failed:
            where = {each.run: place for each, place in zip(asked(places), places, strict=True)}
            for each in answer.failed:
                failed(where[each["run"]], each["error"], each["trace"])
        taken(answer)
        return Taken(answer.count, len(answer.failed), answer.seconds)

    return Work(do_chunk, task, answered, failed, noted)


def do_chunk(text: str) -> str:
    """Do the runs of a chunk and publish them.

    Parameters
    ----------
    text : str
        What :func:`task_of` has made.

    Returns
    -------
    str
        An :class:`Answer` as JSON.

    Raises
    ------
    StoreError
        If the results cannot be written.
    WorkerDiffers
        If the model here is not the one that the runs are named after.
    ExtensionError
        If an extension is not here as it was loaded where the work is handed out.
    """
    begun = time.monotonic()
    task = json.loads(text)
    registry.use(task["extensions"])
    check_worker(task["model"])
    answer = _whole_runs(task) if task["outputs"] is None else _rows(task, Outputs.of(task["outputs"]))
    return as_text({**answer, "seconds": time.monotonic() - begun})


def answer_of(text: str) -> Answer:
    """Read an answer."""
    found = json.loads(text)
    done = tuple((run, digest) for run, digest in found["done"])
    return Answer(found["part"], found["count"], done, tuple(found["failed"]), found["seconds"])


def _whole_runs(task: dict[str, Any]) -> dict[str, Any]:
    """Do runs, each published as soon as it is done."""
    store = RunStore(Path(task["folder"]))
    done, failed = [], []
    for name, job, failure in _jobs(task):
        if not failure and not task["fresh"] and not job.check and store.holds(name, job.layers):
            done.append((name, ""))  # published by a worker that was killed before it could answer
            continue
        found = failure or _kept(name, job, store)
        if isinstance(found, Run):
            done.append((name, found.digest))
        else:
            failed.append(_failed(name, found))
    return {"part": "", "count": len(done), "done": done, "failed": failed}


def _kept(name: str, job: Job, store: RunStore) -> Run | Failure:
    """One run, put into the store."""
    found = simulate(job)
    if isinstance(found, Run):
        try:
            store.write(name, found)
        except StoreError:
            raise
        except Exception as error:
            return Failure(job.name, job.seed, f"cannot be kept ({type(error).__name__}: {error})", "", format_exc())
    return found


def _rows(task: dict[str, Any], outputs: Outputs) -> dict[str, Any]:
    """Do runs and publish what is kept of them together."""
    records = Records(Path(task["folder"])) if task["folder"] else None
    names = [name for name, *_ in task["runs"]]
    if records and (part := records.holds(names, outputs)):  # published by a worker that could not answer any more
        return {"part": part, "count": len(names), "done": [], "failed": []}
    rows: list[Record] = []
    failed = []
    for name, job, failure in _jobs(task):
        found: Run | Failure = failure or _row(name, job, outputs, rows)
        if isinstance(found, Failure):
            failed.append(_failed(name, found))
    part = records.publish(rows, outputs) if records and rows else ""
    done = [] if records else [(each.run, each.digest) for each in rows]
    return {"part": part, "count": len(rows), "done": done, "failed": failed}


def _row(name: str, job: Job, outputs: Outputs, rows: list[Record]) -> Run | Failure:
    """One run, with what is kept of it added to the rows."""
    try:
        found = simulate(job)
        if isinstance(found, Run):
            rows.append(record_of(name, found, outputs))
        return found
    except Exception as error:
        return _failure(job.seed, error)


def _jobs(task: dict[str, Any]) -> Iterator[tuple[str, Job, Failure | None]]:
    """Name and job of each run of a chunk, and what is wrong with its scenario."""
    scenarios: dict[int, Any] = {}
    for name, place, seed, layers, check in task["runs"]:
        failure = None
        if place not in scenarios:
            plain = task["scenarios"][place]
            try:
                scenarios[place] = from_plain(plain, f"scenario {plain['name']}")
            except Exception as error:
                failure = _failure(seed, error)
        yield name, Job(scenarios.get(place), seed, layers=tuple(layers), check=check), failure


def _failure(seed: int, error: Exception) -> Failure:
    return Failure("", seed, f"{type(error).__name__}: {error}", "", format_exc())


def _failed(name: str, failure: Failure) -> dict[str, Any]:
    return {"run": name, "seed": failure.seed, "error": failure.error, "trace": failure.trace}


def check_worker(expected: str) -> None:
    """Refuse to work with other sources than those of the process that hands out the work."""
    if expected and sources.numbers_hash() != expected:
        raise WorkerDiffers(
            message(
                "the model or the libraries of a worker ({found}) are not those of the study ({expected}): "
                "all machines must have the same versions, and its files must not change meanwhile",
                found=sources.numbers_hash(),
                expected=expected,
            )
        )
