"""Commands about studies: ``design``, ``sweep``, ``status``, ``recheck``, ``reproduce``, ``gc``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sim.cli.output import DONE, SOME_FAILED, Options, failure_text, interrupted_as, say, show
from sim.cli.parser import Family
from sim.cli.switches import JOBS, SPREAD, flag, number, switch
from sim.cli.values import place_of
from sim.core.config.language import message

FAMILY = Family("sweep studies of many scenarios")
STUDY = {"type": place_of, "metavar": "STUDY", "help": "folder of the study, or its study.yaml"}
SHOWN = 5
SHOWN_CONTRASTS = 20


@FAMILY.command(
    "design",
    "choose the points of a study and name its runs; points that were there stay where a design grows",
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
    text = message(
        "{points} points, {runs} runs; written: {folder}",
        points=record["points"],
        runs=record["runs"],
        folder=prepared.folder,
    )
    show(options, text, record)


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

    with interrupted_as(interrupted_text()):
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
    if found.tally.done and not found.status.to_do:
        _page_of(options)
    return tell_failed(found.failures, options.verbose)


def _page_of(options: Options) -> None:
    """Write the page of a study that is done."""
    from sim.report.study.after_sweep import write_page

    try:
        if page := write_page(options.study, options.lang):
            say(message("written: {files}", files=page))
    except ValueError as error:
        say(str(error))


@FAMILY.command(
    "status",
    "how far a study is: runs requested, done, failed, to do",
    "ruralparty status experiments/example",
    switch("study", **STUDY),
    flag("--digest", "core-hours and the digest of all results too"),
)
def do_status(options: Options) -> None:
    """``ruralparty status``."""
    from sim.studies.edited import told_edit
    from sim.studies.folder import open_study
    from sim.studies.status import failures_of, status_of, told_damage

    prepared = open_study(options.study)
    status = status_of(prepared, digest=options.digest)
    show(options, status_text(status, options.verbose), vars(status))
    if status.damaged:
        say(told_damage(prepared.folder, status.damaged))
    if edit := told_edit(prepared):
        say(edit)
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
    lines = [message("{count} runs came out as they are stored", count=found.equal)]
    lines += [message("different: {run}", run=run) for run in found.different]
    lines += [message("stored numbers damaged: {run}", run=run) for run in found.damaged]
    lines += [message("failed: {run}: {error}", run=run, error=error) for run, error in found.failed]
    show(options, "\n".join(lines), vars(found))
    return DONE if found.well else SOME_FAILED


def _replay(options: Options) -> int:
    from sim.studies.recheck import replay

    found = replay(options.study, options.run)
    stored = found.stored or message("nothing")
    text = message("digest {digest}; stored: {stored}", digest=found.digest, stored=stored)
    text = found.failure.get("error", text)
    show(options, text, {"digest": found.digest, "stored": found.stored, **found.failure})
    if found.failure and options.verbose:
        say(found.failure["trace"])
    return SOME_FAILED if found.failure or found.stored not in ("", found.digest) else DONE


@FAMILY.command(
    "reproduce",
    "repeat a study from its manifest and compare run by run, and with the digest that it states; the repetition has a "
    "folder of its own",
    "ruralparty reproduce experiments/example -o results/example-again",
    switch("study", **STUDY),
    switch("-o", "--out", type=place_of, metavar="FOLDER", help="folder of the repetition (STUDY-again)"),
    JOBS,
)
def do_reproduce(options: Options) -> int:
    """``ruralparty reproduce``."""
    from sim.execution.progress import on_stderr
    from sim.studies.recheck import reproduce

    place = options.out or f"{str(Path(options.study)).rstrip('/')}-again"
    with interrupted_as(interrupted_text()):
        found = reproduce(options.study, place, jobs=options.jobs, progress=on_stderr(), command=options.words)
    lines = [
        message(
            "{equal} runs came out the same to the last bit, {different} different; in {place}",
            equal=found.equal,
            different=len(found.different),
            place=place,
        )
    ]
    lines += [_digest_text(found)] if found.stated else []
    lines += [] if found.same_model else [message("the sources of the model are not those of the study")]
    lines += [
        message("{name}: {then} then, {now} now", name=name, then=then, now=now)
        for name, (then, now) in found.changed.items()
    ]
    lines += [message("different: {run}", run=run) for run in found.different[:SHOWN]]
    lines += [message("{count} runs are done on one side only", count=found.missing)] if found.missing else []
    show(options, "\n".join(lines), {**vars(found), "as_stated": found.as_stated})
    return DONE if found.well else SOME_FAILED


def _digest_text(found: Any) -> str:
    """Whether the digest of a repetition is the one that the manifest states."""
    if found.as_stated:
        return message("digest {digest}, which is the one that the manifest states", digest=found.digest)
    return message("digest {digest}; the manifest states {stated}", digest=found.digest, stated=found.stated)


@FAMILY.command(
    "gc",
    "delete runs that the study no longer names; without a study, stored runs of comparisons that are of other "
    "versions, unused for a month or beyond the bound",
    "ruralparty gc experiments/example --dry-run\n  ruralparty gc",
    switch("study", nargs="?", **STUDY),
    switch("--store", type=place_of, metavar="FOLDER", help="without a study: the store, if it is not the usual one"),
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

    verb = message("would be deleted") if options.dry_run else message("deleted")
    if options.study:
        found = clear(options.study, dry_run=options.dry_run)
        text = message(
            "{verb}: {runs} runs that the study does not name, {files} unfinished files, {failures} records of "
            "failures",
            verb=verb,
            runs=found.runs,
            files=found.files,
            failures=found.failures,
        )
        record = vars(found)
    else:
        root = Path(options.store) if options.store else store_root()
        if options.store and not root.is_dir():
            raise ValueError(
                message(
                    "there is no store of runs at {root}: give the folder that --store had when they were made",
                    root=root,
                )
            )
        found = clear_runs(root, dry_run=options.dry_run)
        text = message(
            "{root}: {verb}: {runs} runs of other versions, unused for a month or beyond the bound, {files} unfinished "
            "files",
            root=root,
            verb=verb,
            runs=found.runs,
            files=found.files,
        )
        record = {"store": str(root), **vars(found)}
    show(options, f"{text}; {found.bytes / 1e6:.1f} MB", record)


def interrupted_text() -> str:
    """What an interruption of a sweep has left."""
    return message("interrupted: runs that are published stay, and the same command goes on")


def tell_failed(failures: Sequence[dict[str, Any]], verbose: bool) -> int:
    """Report failed runs of a study; the exit code that follows from them."""
    for failure in failures if verbose else failures[:SHOWN]:
        say(failure_text(*(failure[name] for name in ("scenario", "seed", "error", "replay"))))
    if len(failures) > SHOWN and not verbose:
        left = len(failures) - SHOWN
        say(message("and {count} more; -v shows all, and they stand in runs/failed*.jsonl", count=left))
    return SOME_FAILED if failures else DONE


def status_text(status: Any, verbose: bool = False) -> str:
    """The status in a few lines."""
    replicates = _up_to(status.replicates) if status.precision else status.replicates
    lines = [
        _shape_text(status.points, status.scenarios, replicates),
        message(
            "requested {requested}, done {done}, failed {failed}, to do {to_do}",
            requested=status.requested,
            done=status.done,
            failed=status.failed,
            to_do=status.to_do,
        ),
        message("store {size} MB in {parts} parts", size=f"{status.bytes / 1e6:.1f}", parts=status.parts),
    ]
    if status.digest:
        hours = f"{status.core_hours:.3f}"
        lines.append(message("core-hours {hours}, digest {digest}", hours=hours, digest=status.digest))
    if status.precision:
        lines.append(precision_text(status.precision, verbose))
    return "\n".join(lines)


def _shape_text(points: int, scenarios: int, replicates: object) -> str:
    return message(
        "points {points}, scenarios {scenarios}, replicates {replicates}",
        points=points,
        scenarios=scenarios,
        replicates=replicates,
    )


def _up_to(most: object) -> str:
    return message("up to {most}", most=most)


def _from_to(least: object, most: object) -> str:
    return str(least) if least == most else message("{least} to {most}", least=least, most=most)


def precision_text(records: Sequence[dict[str, Any]], verbose: bool = False) -> str:
    """Pairs, half-widths and caps in a line a contrast and outcome: those that are open or capped come first."""
    from sim.report.layout.table import Column, Table
    from sim.studies.stopping import too_skewed

    ordered = sorted(records, key=lambda each: (not each["open"], not each["capped"]))
    shown = ordered if verbose else ordered[:SHOWN_CONTRASTS]
    heads = (
        *(Column(message("row"), form=str), Column(message("scenario")), Column(message("outcome"))),
        *(Column("n", form=str), Column(message("half-width"), form="{:.4g}".format)),
        *(Column(message("wanted"), form="{:.4g}".format), Column()),
    )
    rows = []
    for each in shown:
        state = message("open") if each["open"] else message("capped") if each["capped"] else message("reached")
        if too_skewed(each["n"], each["skew"]):
            state = message("{state}, skewed", state=state)
        names = (each["row"], each["scenario"], each["outcome"], each["n"])
        rows.append((*names, each["half_width"], each["wanted"], state))
    lines = [Table(heads, rows).text()]
    if len(shown) < len(ordered):
        left = len(ordered) - len(shown)
        lines.append(message("and {count} more, which precision.parquet holds; -v shows all", count=left))
    if any(too_skewed(each["n"], each["skew"]) for each in records):
        lines.append(
            message(
                "skewed: few pairs make most of the difference, and intervals may be too narrow; more villages help"
            )
        )
    return "\n".join(lines)


def estimate_text(found: Any) -> str:
    """The estimate in a few lines."""
    done = message("{count} runs that are done", count=found.measured_on)
    each = message(
        "{seconds} s a run, measured on {what}",
        seconds=f"{found.seconds_each:.2f}",
        what=message("a trial run") if found.measured_on == 1 else done,
    )
    lines = [
        _shape_text(found.points, found.scenarios, _from_to(found.replicates, found.most_replicates)),
        message(
            "runs {runs}, done {done}, to do {to_do}",
            runs=_from_to(found.runs, found.most_runs),
            done=found.done,
            to_do=_from_to(found.to_do, found.most_to_do),
        ),
        message(
            "core-hours {hours} ({each})",
            hours=_from_to(f"{found.core_hours:.2f}", f"{found.most_core_hours:.2f}"),
            each=each,
        ),
        message(
            "gigabytes {size} ({bytes} bytes a run)", size=f"{found.gigabytes:.3f}", bytes=f"{found.bytes_each:.0f}"
        ),
        *found.notes,
    ]
    return "\n".join(lines)
