"""Worlds of several counties, lived county by county: in memory there is one county a worker, never the world.

The counties are handed out to workers as the runs of a sweep are, and every one that is finished is a file. A call that
was interrupted goes on from there; shards do some of the counties each, on one machine or on several.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sim.execution.county_files import CountyFiles, folder_name
from sim.execution.county_work import BY_VILLAGE, CHECK, do_counties
from sim.execution.engines import Engine, EngineLike, check_shard, engine_of
from sim.execution.files import check_writable
from sim.execution.progress import Progress, Silent
from sim.execution.runner import CHUNK_SECONDS, Runner, Work
from sim.execution.work import LIVE, Answer, Task
from sim.execution.workers import processors
from sim.runs.counties import Fold, check_apart, check_several, numbers
from sim.runs.identity import as_text, digest_of
from sim.runs.jobs import Named
from sim.runs.outputs import Outputs
from sim.runs.run import Failure, Run


@dataclass(frozen=True)
class World:
    """A world to be lived at one seed: where its counties are kept, and what failed."""

    named: Named
    seed: int
    files: CountyFiles
    failures: list[Failure]


@dataclass(frozen=True)
class Share:
    """What a shard did.

    Attributes
    ----------
    done : int
        Counties done in this call.
    finished, requested : int
        Counties finished by all shards together, and all there are.
    failures : list of Failure
    """

    done: int
    finished: int
    requested: int
    failures: list[Failure]


def stream(
    scenarios: Sequence[Named],
    seeds: Sequence[int],
    *,
    keep: str | Path | None = None,
    by_village: bool = False,
    check: bool = False,
    progress: Progress | None = None,
    jobs: int = 0,
    engine: EngineLike = "process",
    chunk_seconds: float = CHUNK_SECONDS,
    do: str = LIVE,
) -> list[Run | Failure]:
    """Live worlds of several counties, county by county.

    Parameters
    ----------
    scenarios : sequence of Named
    seeds : sequence of int
    keep : str or Path, optional
        Folder of the finished counties; a temporary one if left out, which vanishes with the runs.
    by_village, check, progress, jobs
        As of :func:`sim.run`.
    engine, chunk_seconds, do
        As of :func:`sim.sweep`.

    Returns
    -------
    list of Run or Failure
        Seeds outermost. A world one of whose counties failed is a failure.

    Raises
    ------
    ValueError
        If a scenario cannot be lived county by county.
    StoreError
        If the counties cannot be written; no county is lost.
    """
    holder = tempfile.TemporaryDirectory(prefix="ruralparty-counties-") if keep is None else None
    place = Path(holder.name if holder else keep or "")
    kept = _kept(by_village, check)
    worlds = _worlds(scenarios, seeds, place, kept, holder, do)
    _live(worlds, place, kept, engine, jobs, progress or Silent(), chunk_seconds, do)
    return [_added_up(world) for world in worlds]


def live_share(
    scenarios: Sequence[Named],
    seeds: Sequence[int],
    shard: tuple[int, int],
    keep: str | Path,
    *,
    by_village: bool = False,
    check: bool = False,
    progress: Progress | None = None,
    jobs: int = 0,
    engine: EngineLike = "process",
    chunk_seconds: float = CHUNK_SECONDS,
    do: str = LIVE,
) -> Share:
    """Live one share of the counties and add nothing up; :func:`stream` does that once all are there.

    Parameters
    ----------
    scenarios, seeds, keep, by_village, check, progress, jobs, engine, chunk_seconds, do
        As of :func:`stream`.
    shard : (int, int)
        ``(i, n)``: the i-th of n shares, i from 1: every n-th county, from county i on.

    Returns
    -------
    Share

    Raises
    ------
    ValueError
        If there is no such share, or a scenario cannot be lived county by county.
    """
    check_shard(shard)
    for each in scenarios:
        check_several(each.scenario)
    kept = _kept(by_village, check)
    worlds = _worlds(scenarios, seeds, Path(keep), kept, None, do)
    done = _live(worlds, Path(keep), kept, engine, jobs, progress or Silent(), chunk_seconds, do, shard)
    requested = sum(len(world.files) for world in worlds)
    left = sum(len(world.files.missing()) for world in worlds)
    return Share(done, requested - left, requested, [each for world in worlds for each in world.failures])


def kept_files(
    scenarios: Sequence[Named], seeds: Sequence[int], keep: str | Path, by_village: bool = False
) -> list[CountyFiles]:
    """The finished counties of these worlds in a folder, seeds outermost."""
    return [world.files for world in _worlds(scenarios, seeds, Path(keep), _kept(by_village, False), None, LIVE)]


def _kept(by_village: bool, check: bool) -> Outputs:
    """What a task keeps; a check changes no number and so no name."""
    return Outputs((), "all", (BY_VILLAGE,) * by_village + (CHECK,) * check)


def _worlds(
    scenarios: Sequence[Named], seeds: Sequence[int], place: Path, kept: Outputs, holder: object, do: str
) -> list[World]:
    from sim.runs.sources import numbers_hash

    for each in scenarios:
        check_apart(each.scenario)
    model = numbers_hash() if do == LIVE else digest_of(do)
    text = as_text(BY_VILLAGE in kept.tables)
    return [
        World(
            each,
            seed,
            CountyFiles(place / folder_name(model, each.scenario, seed, text), numbers(each.scenario), holder),
            [],
        )
        for seed in seeds
        for each in scenarios
    ]


def _live(
    worlds: Sequence[World],
    place: Path,
    kept: Outputs,
    engine: EngineLike,
    jobs: int,
    progress: Progress,
    chunk_seconds: float,
    do: str,
    shard: tuple[int, int] | None = None,
) -> int:
    """Do the counties that are not finished; returns how many were done."""
    from sim.execution.provenance import package_version
    from sim.runs.sources import numbers_hash

    requested = [(world, number) for world in worlds for number in world.files.missing() if _is_in(number, shard)]
    if not requested:
        progress.close()
        return 0
    check_writable(place)
    model = numbers_hash() if do == LIVE else ""
    for world in worlds:
        about = {"scenario": world.named.scenario.plain(), "seed": world.seed, "model": model}
        world.files.describe(about | {"version": package_version()})
    plain = {id(world.named): world.named.scenario.plain() for world in worlds}

    def task(places: list[int]) -> Task:
        scenarios: list[dict[str, Any]] = []
        runs = []
        for world, number in (requested[each] for each in places):
            if not scenarios or scenarios[-1] is not plain[id(world.named)]:
                scenarios.append(plain[id(world.named)])
            runs.append((f"{world.files.folder.name}/{number}", len(scenarios) - 1, world.seed))
        return Task(str(place.resolve()), model, do, kept, tuple(scenarios), tuple(runs))

    def fail(which: int, error: str, trace: str = "") -> None:
        world, number = requested[which]
        command = f"{world.named.command(world.seed)} --county {number}" if world.named.given else _call(world, number)
        world.failures.append(Failure(world.named.name, world.seed, f"county {number}: {error}", command, trace))

    def answered(answer: Answer, places: list[int]) -> None:
        names = {f"{requested[each][0].files.folder.name}/{requested[each][1]}": each for each in places}
        for each in answer.failed:
            fail(names[each["run"]], each["error"], each["trace"])

    try:
        chosen = _OfCounties(_engine(engine, jobs, len(requested), do))
        return Runner(chosen, Work(task, answered, fail), progress, chunk_seconds).run(range(len(requested))).done
    finally:
        progress.close()


def _is_in(number: int, shard: tuple[int, int] | None) -> bool:
    """Whether a county belongs to a share."""
    return shard is None or (number - 1) % shard[1] == shard[0] - 1


def _call(world: World, number: int) -> str:
    changes = f"{{'world.counties': 1, 'world.first_county': {number}}}"
    name = f"scenario {world.named.name!r}, made in Python"
    return f"sim.run(scenario.changed({changes}), seed={world.seed}, jobs=1)  # {name}"


def _engine(engine: EngineLike, jobs: int, counties: int, do: str) -> Engine:
    """The engine, with the kernels compiled before several workers need them."""
    if engine != "process":
        return engine_of(engine, jobs)
    if do == LIVE:
        from sim.execution.warm import warm_workers

        warm_workers(jobs, counties)
    return engine_of("process" if (jobs or processors()) > 1 else "sequential", jobs)


class _OfCounties(Engine):
    """An engine that does counties of whatever is handed to it."""

    def __init__(self, engine: Engine) -> None:
        self.engine, self.workers = engine, engine.workers

    def submit(self, function: object, text: str) -> Future[str]:
        return self.engine.submit(do_counties, text)

    def empty(self) -> bool:
        return self.engine.empty()

    def stop(self, at_once: bool = False) -> None:
        self.engine.stop(at_once)


def _added_up(world: World) -> Run | Failure:
    if world.failures:
        first = world.failures[0]
        if len(world.failures) > 1:
            first = replace(first, error=f"{first.error} (and {len(world.failures) - 1} more counties)")
        return first
    fold = Fold(lean=True)
    for run in world.files:
        fold.add(run)
    return replace(fold.result(world.files), scenario=world.named.name)
