"""Commands about studies: ``design``, ``sweep``, ``status``, ``recheck``, ``reproduce``, ``gc``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sim.cli.output import DONE, SOME_FAILED, Options, interrupted_as, say, show
from sim.cli.parser import JOBS, SPREAD, Family, flag, number, switch

FAMILY = Family("sweep studies of many scenarios")
STUDY = {"metavar": "STUDY", "help": "folder of the study, or its study.yaml"}
SHOWN = 5
SHOWN_CONTRASTS = 20
INTERRUPTED_TEXT = "interrupted: runs that are published stay, and the same command goes on"


@FAMILY.command(
    "design",
    "choose the points of a study and name its runs; points that were there stay",
    "ruralparty design experiments/example --dry-run",
    switch("study", **STUDY),
    flag("--dry-run", "write nothing: points, runs, core-hours, gigabytes"),
)
def do_design(options: Options) -> None:
    """``ruralparty design``."""
    from sim.studies.estimate import estimate
    from sim.studies.folder import prepare

    if options.dry_run:
        found = estimate(options.study)
        derived = {name: getattr(found, name) for name in ("core_hours", "most_core_hours", "gigabytes")}
        show(options, estimate_text(found), vars(found) | derived)
        return
    prepared = prepare(options.study, command=options.words, begun=options.begun)
    record = {"points": prepared.design.num_rows, "runs": len(prepared.names[0]), "study": prepared.study["hash"]}
    show(options, f"{record['points']} points, {record['runs']} runs; written: {prepared.folder}", record)


@FAMILY.command(
    "sweep",
    "do the runs of a study that are not done yet; the same command goes on after an interruption",
    "ruralparty sweep experiments/example -j 2",
    switch("study", **STUDY),
    *SPREAD,
    flag("--retry", "do runs that failed again"),
)
def do_sweep(options: Options) -> int:
    """``ruralparty sweep``."""
    from sim.execution.progress import on_stderr
    from sim.studies.sweep import sweep

    with interrupted_as(INTERRUPTED_TEXT):
        found = sweep(
            options.study,
            engine=options.engine,
            jobs=options.jobs,
            scheduler=options.scheduler,
            shard=options.shard,
            retry=options.retry,
            progress=on_stderr(),
            command=options.words,
            told=say,
        )
    show(options, status_text(found.status, options.verbose), vars(found.status))
    return tell_failed(found.failures, options.verbose)


@FAMILY.command(
    "status",
    "how far a study is: runs requested, done, failed, to do",
    "ruralparty status experiments/example",
    switch("study", **STUDY),
    flag("--digest", "core-hours and the digest of all results too"),
)
def do_status(options: Options) -> None:
    """``ruralparty status``."""
    from sim.studies.folder import is_stale, open_study
    from sim.studies.status import failures_of, status_of

    prepared = open_study(options.study)
    status = status_of(prepared, digest=options.digest)
    show(options, status_text(status, options.verbose), vars(status))
    if is_stale(prepared):
        say(
            "study.yaml has been altered since these runs were named; `ruralparty sweep` takes it over, "
            f"`ruralparty design {options.study} --dry-run` counts what it would do"
        )
    tell_failed(failures_of(prepared), options.verbose)


@FAMILY.command(
    "recheck",
    "do runs again and compare with what is stored",
    "ruralparty recheck experiments/example --sample 20",
    switch("study", **STUDY),
    number("--sample", "runs", 20),
    switch("--run", metavar="ID", help="only this one, in this process; its first characters will do"),
    JOBS,
)
def do_recheck(options: Options) -> int:
    """``ruralparty recheck``."""
    from sim.execution.progress import on_stderr
    from sim.studies.recheck import recheck

    if options.run:
        return _replay(options)
    found = recheck(options.study, options.sample, jobs=options.jobs, progress=on_stderr())
    lines = [f"{found.equal} runs came out as they are stored"]
    lines += [f"different: {run}" for run in found.different]
    lines += [f"stored numbers damaged: {run}" for run in found.damaged]
    lines += [f"failed: {run}: {error}" for run, error in found.failed]
    show(options, "\n".join(lines), vars(found))
    return DONE if found.well else SOME_FAILED


def _replay(options: Options) -> int:
    from sim.studies.recheck import replay

    found = replay(options.study, options.run)
    text = found.failure.get("error", f"digest {found.digest}; stored: {found.stored or 'nothing'}")
    show(options, text, {"digest": found.digest, "stored": found.stored, **found.failure})
    if found.failure and options.verbose:
        say(found.failure["trace"])
    return SOME_FAILED if found.failure or found.stored not in ("", found.digest) else DONE


@FAMILY.command(
    "reproduce",
    "repeat a study from its manifest and compare run by run; the repetition has a folder of its own",
    "ruralparty reproduce experiments/example -o results/example-again",
    switch("study", **STUDY),
    switch("-o", "--out", metavar="FOLDER", help="folder of the repetition (STUDY-again)"),
    JOBS,
)
def do_reproduce(options: Options) -> int:
    """``ruralparty reproduce``."""
    from sim.execution.progress import on_stderr
    from sim.studies.recheck import reproduce

    place = options.out or f"{str(Path(options.study)).rstrip('/')}-again"
    with interrupted_as(INTERRUPTED_TEXT):
        found = reproduce(options.study, place, jobs=options.jobs, progress=on_stderr(), command=options.words)
    lines = [f"{found.equal} runs came out the same to the last bit, {len(found.different)} different; in {place}"]
    lines += ["" if found.same_model else "the sources of the model are not those of the study"]
    lines += [f"{name}: {then} then, {now} now" for name, (then, now) in found.changed.items()]
    lines += [f"different: {run}" for run in found.different[:SHOWN]]
    lines += [f"{found.missing} runs are done on one side only"] if found.missing else []
    show(options, "\n".join(line for line in lines if line), vars(found))
    return DONE if found.well else SOME_FAILED


@FAMILY.command(
    "gc",
    "delete runs that the study no longer names; without a study, stored runs of comparisons that are of other "
    "versions, unused for a month or beyond the bound",
    "ruralparty gc experiments/example --dry-run\n  ruralparty gc",
    switch("study", nargs="?", default="", **STUDY),
    switch("--store", metavar="FOLDER", help="without a study: the store, if it is not the usual one"),
    flag("--dry-run", "only count"),
)
def do_gc(options: Options) -> None:
    """``ruralparty gc``.

    Raises
    ------
    ValueError
        If the store that is named is no folder.
    """
    from sim.execution.cache import store_root
    from sim.studies.clean import clear, clear_runs

    verb = "would be deleted" if options.dry_run else "deleted"
    if options.study:
        found = clear(options.study, dry_run=options.dry_run)
        text = f"{verb}: {found.runs} runs that the study does not name, {found.files} unfinished files, "
        text, record = f"{text}{found.failures} records of failures", vars(found)
    else:
        root = Path(options.store) if options.store else store_root()
        if options.store and not root.is_dir():
            raise ValueError(
                f"there is no store of runs at {root}: give the folder that --store had when they were made"
            )
        found = clear_runs(root, dry_run=options.dry_run)
        text = f"{root}: {verb}: {found.runs} runs of other versions, unused for a month or beyond the bound, "
        text, record = f"{text}{found.files} unfinished files", {"store": str(root), **vars(found)}
    show(options, f"{text}; {found.bytes / 1e6:.1f} MB", record)


def tell_failed(failures: Sequence[dict[str, Any]], verbose: bool) -> int:
    """Report failed runs of a study; the exit code that follows from them."""
    for failure in failures if verbose else failures[:SHOWN]:
        say(f"failed: {failure['scenario']}, seed {failure['seed']}: {failure['error']}\n  replay: {failure['replay']}")
    if len(failures) > SHOWN and not verbose:
        say(f"and {len(failures) - SHOWN} more; -v shows all, and they stand in runs/failed*.jsonl")
    return SOME_FAILED if failures else DONE


def status_text(status: Any, verbose: bool = False) -> str:
    """The status in a few lines."""
    replicates = f"up to {status.replicates}" if status.precision else status.replicates
    lines = [
        f"points {status.points}, scenarios {status.scenarios}, replicates {replicates}",
        f"requested {status.requested}, done {status.done}, failed {status.failed}, to do {status.to_do}",
        f"store {status.bytes / 1e6:.1f} MB in {status.parts} parts",
    ]
    if status.digest:
        lines.append(f"core-hours {status.core_hours:.3f}, digest {status.digest}")
    if status.precision:
        lines.append(precision_text(status.precision, verbose))
    return "\n".join(lines)


def _from_to(least: object, most: object) -> str:
    return str(least) if least == most else f"{least} to {most}"


def precision_text(records: Sequence[dict[str, Any]], verbose: bool = False) -> str:
    """Pairs, half-widths and caps in a line a contrast and outcome: those that are open or capped come first."""
    from sim.report.layout.table import Column, Table
    from sim.studies.stopping import too_skewed

    ordered = sorted(records, key=lambda each: (not each["open"], not each["capped"]))
    shown = ordered if verbose else ordered[:SHOWN_CONTRASTS]
    heads = (
        *(Column("row", form=str), Column("scenario"), Column("outcome"), Column("n", form=str)),
        *(Column("half-width", form="{:.4g}".format), Column("wanted", form="{:.4g}".format), Column()),
    )
    rows = []
    for each in shown:
        state = "open" if each["open"] else "capped" if each["capped"] else "reached"
        state += ", skewed" * too_skewed(each["n"], each["skew"])
        names = (each["row"], each["scenario"], each["outcome"], each["n"])
        rows.append((*names, each["half_width"], each["wanted"], state))
    lines = [Table(heads, rows).text()]
    if len(shown) < len(ordered):
        lines.append(f"and {len(ordered) - len(shown)} more, which precision.parquet holds; -v shows all")
    if any(too_skewed(each["n"], each["skew"]) for each in records):
        lines.append(
            "skewed: few pairs make most of the difference, and intervals may be too narrow; more villages help"
        )
    return "\n".join(lines)


def estimate_text(found: Any) -> str:
    """The estimate in a few lines."""
    measured = "a trial run" if found.measured_on == 1 else f"{found.measured_on} runs that are done"
    replicates = _from_to(found.replicates, found.most_replicates)
    hours = _from_to(f"{found.core_hours:.2f}", f"{found.most_core_hours:.2f}")
    runs, to_do = _from_to(found.runs, found.most_runs), _from_to(found.to_do, found.most_to_do)
    lines = [
        f"points {found.points}, scenarios {found.scenarios}, replicates {replicates}",
        f"runs {runs}, done {found.done}, to do {to_do}",
        f"core-hours {hours} ({found.seconds_each:.2f} s a run, measured on {measured})",
        f"gigabytes {found.gigabytes:.3f} ({found.bytes_each:.0f} bytes a run)",
        *found.notes,
    ]
    return "\n".join(lines)
