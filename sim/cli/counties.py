"""Worlds of several counties on the command line: where finished counties are kept, and shares of them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sim.cli.output import Options, say, show, tell_failures

KEEP = "results/counties"
INTERRUPTED_TEXT = "interrupted: counties that are finished stay in {}, and the same command goes on"
TOGETHER = "{}: the budget of {} is spent in all counties together, so that they are lived as one world, all in memory"
SHARE = {
    "en": "{done} counties done now, {finished} of {wanted} finished in {keep}",
    "zh": "本次完成{done}个县，{keep}中已完成{finished}个，共{wanted}个",
}
ADD_UP = {
    "en": "all counties are there: the same command without --shard adds them up",
    "zh": "所有县均已完成：去掉 --shard 再执行同一命令即可汇总",
}


def keeps_villages(options: Options) -> bool:
    """Whether a command needs the tallies of single villages."""
    from sim.report.comparison.by_group import PLACES

    return bool(options.by_village or options.by in PLACES)


@contextmanager
def kept_counties(options: Options) -> Iterator[str | None]:
    """The folder of finished counties while a command runs; none if no scenario is lived county by county.

    Without ``--keep`` they are deleted when all has gone well, and stay after an interruption or a failure.

    Raises
    ------
    ValueError
        If ``--keep`` is given and nothing would be kept there.
    """
    from sim.runs.counties import reaching_across

    named, parted = _scenarios(options)
    for each in named:
        if each.scenario.world.counties > 1 and (across := reaching_across(each.scenario)):
            say(TOGETHER.format(each.name, ", ".join(across)))
    if not parted:
        if options.keep:
            raise ValueError("--keep keeps the counties of a world of several (world.counties); here is none")
        yield None
        return
    keep = options.keep or KEEP
    try:
        yield keep
    except KeyboardInterrupt:
        raise KeyboardInterrupt(INTERRUPTED_TEXT.format(keep)) from None
    if not options.keep:
        _delete(parted, options, keep)


def do_share(options: Options) -> int:
    """Do one share of the counties.

    Raises
    ------
    ValueError
        If a scenario cannot be lived county by county, or no folder is named.
    """
    from sim.execution.county_stream import live_share
    from sim.execution.progress import on_stderr
    from sim.runs.jobs import seeds_from

    if not options.keep:
        raise ValueError("--shard wants --keep FOLDER: one folder that all shares see")
    named, _ = _scenarios(options)
    try:
        found = live_share(
            named,
            seeds_from(options.seed, options.reps),
            options.shard,
            options.keep,
            by_village=keeps_villages(options),
            check=options.check,
            progress=on_stderr("counties"),
            jobs=options.jobs,
        )
    except KeyboardInterrupt:
        raise KeyboardInterrupt(INTERRUPTED_TEXT.format(options.keep)) from None
    record = {"done": found.done, "finished": found.finished, "wanted": found.requested, "keep": options.keep}
    text = SHARE[options.lang].format(**record)
    show(options, text + f"\n{ADD_UP[options.lang]}" * (found.finished == found.requested), record)
    return tell_failures(found.failures, options.verbose)


def _scenarios(options: Options) -> tuple[list[Any], list[Any]]:
    """The scenarios, and those of them that are lived county by county.

    Raises
    ------
    ValueError
        If the folder for finished counties is a file.
    """
    from sim.runs.counties import in_parts
    from sim.runs.jobs import resolve

    if options.keep and Path(options.keep).is_file():
        raise ValueError(f"{options.keep} is a file; finished counties are kept in a folder: give --keep another name")
    named = resolve(options.scenarios, options.denominator, options.county)
    return named, [each for each in named if in_parts(each.scenario)]


def _delete(parted: list[Any], options: Options, keep: str) -> None:
    from sim.execution.county_stream import kept_files
    from sim.runs.jobs import seeds_from

    for files in kept_files(parted, seeds_from(options.seed, options.reps), keep, keeps_villages(options)):
        if not files.missing():  # a county that failed can be done again without the others
            shutil.rmtree(files.folder, ignore_errors=True)
    with suppress(OSError):  # another run has counties there
        Path(keep).rmdir()
