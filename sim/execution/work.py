"""What a worker does: the runs of a chunk, one after another, published together.

A chunk travels as JSON text, and so does the answer; no object of a user's is unpickled anywhere.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from traceback import format_exc
from typing import Any

from sim.execution.records import Store
from sim.runs.identity import as_text
from sim.runs.jobs import Job
from sim.runs.outputs import Outputs, Record, outputs_of, record_of
from sim.runs.run import Failure, Run

LIVE = "sim.runs.simulate:simulate"
OF_FOLDERS = (LIVE,)
"""Functions that a study's folder may name by itself: folders are passed on, and what is named is called."""


class WorkerDiffers(ValueError):
    """A worker has other sources than the study was designed with."""


@dataclass(frozen=True)
class Task:
    """A chunk of runs.

    Attributes
    ----------
    store : str
        Folder of the store; empty if nothing is to be published.
    model : str
        Hash of all that numbers depend on, :func:`sim.runs.sources.numbers_hash`.
    do : str
        Function that does a run, ``module:function``.
    kept : Outputs
    scenarios : tuple of dict
        Plain scenarios.
    runs : tuple of (str, int, int)
        Name, place of the scenario, seed.
    """

    store: str
    model: str
    do: str
    kept: Outputs
    scenarios: tuple[dict[str, Any], ...]
    runs: tuple[tuple[str, int, int], ...]

    @property
    def text(self) -> str:
        """The chunk as JSON."""
        return as_text({**vars(self), "kept": self.kept.plain()})


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


def do_chunk(text: str) -> str:
    """Do the runs of a chunk and publish them.

    Parameters
    ----------
    text : str
        A :class:`Task` as JSON.

    Returns
    -------
    str
        An :class:`Answer` as JSON.

    Raises
    ------
    StoreError
        If the results cannot be written.
    WorkerDiffers
        If the model here is not the one that the study was designed with.
    """
    begun = time.monotonic()
    task = json.loads(text)
    kept = outputs_of(task["kept"])
    store = Store(Path(task["store"])) if task["store"] else None
    if task["do"] == LIVE:
        check_worker(task["model"])
    names = [name for name, _, _ in task["runs"]]
    if store and (part := store.holds(names)):  # published by a worker that was killed before it could answer
        return as_text({"part": part, "count": len(names), "done": [], "failed": []})
    records, failed = _live(task, kept)
    part = store.publish(records, kept) if store and records else ""
    pairs = [] if store else [(each.run, each.digest) for each in records]
    answer = {"part": part, "count": len(records), "done": pairs, "failed": failed}
    return as_text({**answer, "seconds": time.monotonic() - begun})


def answer_of(text: str) -> Answer:
    """Read an answer."""
    found = json.loads(text)
    return Answer(
        found["part"],
        found["count"],
        tuple((run, digest) for run, digest in found["done"]),
        tuple(found["failed"]),
        found.get("seconds", 0.0),
    )


def _live(task: dict[str, Any], kept: Outputs) -> tuple[list[Record], list[dict[str, Any]]]:
    do = function_named(task["do"])
    scenarios: dict[int, Any] = {}
    records: list[Record] = []
    failed: list[dict[str, Any]] = []
    for name, place, seed in task["runs"]:
        found: Run | Failure
        try:
            if place not in scenarios:
                scenarios[place] = _scenario(task, place)
            found = do(Job(scenarios[place], seed))
            if isinstance(found, Run):
                records.append(record_of(name, found, kept))
        except Exception as error:
            found = Failure("", seed, f"{type(error).__name__}: {error}", "", format_exc())
        if isinstance(found, Failure):
            failed.append({"run": name, "seed": seed, "error": found.error, "trace": found.trace})
    return records, failed


def _scenario(task: dict[str, Any], place: int) -> Any:
    from sim.scenario.scenario import from_plain

    plain = task["scenarios"][place]
    return from_plain(plain, f"scenario {plain['name']}")


@cache
def function_named(place: str) -> Callable[[Job], Run | Failure]:
    """Function of ``module:function``."""
    module, _, name = place.partition(":")
    found: Callable[[Job], Run | Failure] = getattr(import_module(module), name)
    return found


def check_worker(expected: str) -> None:
    """Refuse to work with other sources than those of the process that hands out the work."""
    from sim.runs.sources import numbers_hash

    if numbers_hash() != expected:
        raise WorkerDiffers(
            f"the model or the libraries of a worker ({numbers_hash()}) are not those of the study ({expected}): "
            "all machines must have the same versions, and its files must not change during a sweep"
        )


def task_of(store: str, model: str, do: str, kept: Outputs, runs: Sequence[tuple[str, dict[str, Any], int]]) -> Task:
    """A chunk of runs given with their plain scenarios, each scenario sent once."""
    scenarios: list[dict[str, Any]] = []
    placed: list[tuple[str, int, int]] = []
    for name, scenario, seed in runs:
        if not scenarios or scenarios[-1] is not scenario:
            scenarios.append(scenario)
        placed.append((name, len(scenarios) - 1, seed))
    return Task(store, model, do, kept, tuple(scenarios), tuple(placed))
