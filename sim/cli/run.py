"""Commands that run scenarios: ``run``, also of worlds of several counties and shares of them, and ``demo``."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sim.cli.output import Options, check_out, interrupted_as, say, show, store_of, tell_failures
from sim.cli.parser import EVALUATED, EXECUTED, SEEDED, Family, flag, number, shard_of, switch

FAMILY = Family("run scenarios")
DEMO = ("training", "talent_recruitment", "online_branch")
DEMO_FOLDER = "results/demo"
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


@FAMILY.command(
    "run",
    "run a scenario over seeds: outcomes with intervals",
    "ruralparty run baseline --reps 20 -o results/baseline",
    switch("scenarios", nargs="+", metavar="SCENARIO", help="one or several scenarios"),
    number("--reps", "runs of each scenario", 1),
    *SEEDED,
    *EVALUATED,
    flag("--by-village", "keep monthly series of every village"),
    switch(
        "--by",
        choices=("age", "sex", "away", "left_behind", "township", "county"),
        help="outcomes by group of persons (over whole years), by township or by county, in a table of its own",
    ),
    flag("--check", "check after every month that nothing was lost or out of bounds"),
    number("--county", "only county N of a world of several"),
    switch(
        "--keep", metavar="FOLDER", help="keep the finished counties there (results/counties, until the run is over)"
    ),
    switch("--shard", type=shard_of, metavar="I/N", help="only the I-th of N shares of the counties, into --keep"),
    *EXECUTED,
)
def do_run(options: Options) -> int:
    """``ruralparty run``."""
    if options.shard:
        return _share(options)
    with kept_counties(options) as keep:
        return _run(options, keep)


def _run(options: Options, keep: str | None) -> int:
    from sim.analysis.compare import indicator_named
    from sim.execution.progress import on_stderr
    from sim.execution.run import run
    from sim.indicators import HEADLINES
    from sim.report.comparison.by_group import check_window, group_rows, groups_as_text, indicators_by
    from sim.report.comparison.counties_text import counties_as_text, counties_record
    from sim.report.comparison.save import save_runs
    from sim.report.layout.sentences import counted_line, rule_line
    from sim.report.layout.tables import run_rows, runs_as_text
    from sim.runs.jobs import resolve
    from sim.runs.window import window_of

    check_out(options)
    indicators = [indicator_named(name) for name in options.outcomes or HEADLINES]
    chosen = indicators_by(options.by, indicators if options.outcomes else None) if options.by else []
    horizon = resolve(options.scenarios[:1])[0].scenario.horizon
    window = window_of(options.window, horizon.start, horizon.months)
    if options.by:
        check_window(options.by, horizon, window)
    found = run(
        options.scenarios,
        reps=options.reps,
        seed=options.seed,
        jobs=options.jobs,
        denominator=options.quorum,
        by_village=keeps_villages(options),
        check=options.check,
        keep=keep,
        county=options.county,
        progress=on_stderr("counties") if keep else on_stderr(),
        **store_of(options),
    )
    code = tell_failures(found.failures, options.verbose)
    records = run_rows(found, indicators, window)
    if not records:
        return code
    first = next(runs[0] for runs in found.runs.values() if runs)
    shown = {
        "seed": first.seed,
        "persons": first.persons,
        "outcomes": records,
        "failed": [vars(each) for each in found.failures],
        "runs_from_store": found.counted.stored,
        "runs_done": found.counted.done,
    }
    text = runs_as_text(records, indicators, options.lang)
    if counties := counties_record(found):
        shown["counties"] = counties
        text += f"\n\n{counties_as_text(counties, options.lang)}"
    groups: list[dict[str, Any]] = []
    if options.by:
        groups = shown[f"by_{options.by}"] = group_rows(found, chosen, options.by, window)
        labelled = group_rows(found, chosen, options.by, window, options.lang)
        text += f"\n\n{groups_as_text(labelled, chosen, options.by, options.lang)}"
    last = (rule_line(found.scenarios, options.lang), counted_line(found.counted, options.lang))
    show(options, "\n\n".join((text, "\n".join(last))), shown)
    if options.out:
        save_runs(
            found,
            options.out,
            indicators=indicators,
            window=window,
            command=options.words,
            begun=options.begun,
            language=options.lang,
            by_village=options.by_village,
            groups={f"by_{options.by}.csv": groups} if options.by else {},
        )
        say(f"written: {options.out}")
    return code


@FAMILY.command(
    "demo",
    "compare three shipped policies with the baseline: training, talent recruitment and online branch, 20 pairs, "
    "to results/demo",
    "ruralparty demo",
    number("--reps", "pairs", 20),
    *SEEDED,
    *EXECUTED,
)
def do_demo(options: Options) -> int:
    """``ruralparty demo``: the comparison that the package ships."""
    from sim.cli.compare import do_compare

    options.baseline, options.alternatives = "baseline", list(DEMO)
    options.out = options.out or DEMO_FOLDER
    options.window, options.outcomes, options.precision, options.cap = "12", None, None, None
    options.budget = options.equal_hours = options.by = None
    return do_compare(options)


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
    with interrupted_as(INTERRUPTED_TEXT.format(keep)):
        yield keep
    if not options.keep:
        _delete(parted, options, keep)


def _share(options: Options) -> int:
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
    with interrupted_as(INTERRUPTED_TEXT.format(options.keep)):
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
    named = resolve(options.scenarios, options.quorum, options.county)
    return named, [each for each in named if in_parts(each.scenario)]


def _delete(parted: list[Any], options: Options, keep: str) -> None:
    from sim.execution.county_stream import kept_files
    from sim.runs.jobs import seeds_from

    for files in kept_files(parted, seeds_from(options.seed, options.reps), keep, keeps_villages(options)):
        if not files.missing():  # a county that failed can be done again without the others
            shutil.rmtree(files.folder, ignore_errors=True)
    with suppress(OSError):  # another run has counties there
        Path(keep).rmdir()
