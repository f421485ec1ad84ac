"""The command ``ruralparty``. Results go to standard output, progress and messages to standard error.

Exit codes: 0 done, 1 some runs failed, 2 bad input, 3 interrupted. Each command imports what it needs when it is
called, so that help, ``validate`` and ``explain`` answer at once.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sim.cli.command_line import make_parser
from sim.cli.output import (
    BAD_INPUT,
    DONE,
    INTERRUPTED,
    SOME_FAILED,
    Options,
    check_out,
    say,
    show,
    tell_error,
    tell_failures,
)
from sim.cli.store import interrupted_text

__all__ = ["BAD_INPUT", "DONE", "INTERRUPTED", "SOME_FAILED", "main"]
DEMO = ("training", "talent_recruitment", "online_branch")
DEMO_FOLDER = "results/demo"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command.

    Parameters
    ----------
    arguments : sequence of str, optional
        Words of the command line; those of this process if left out.

    Returns
    -------
    int
        Exit code.
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    options = make_parser().parse_args(words)
    options.words = ["ruralparty", *words]
    options.begun = datetime.now(UTC)
    before = signal.signal(signal.SIGTERM, _stop)
    try:
        return int(COMMANDS[options.command](options))
    except KeyboardInterrupt as interruption:
        say(str(interruption) or interrupted_text(options))
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read the output has enough of it; Python would complain once more when it closes the stream.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except Exception as error:
        if options.verbose:
            raise
        return tell_error(options.command, error)
    finally:
        signal.signal(signal.SIGTERM, before)


def _stop(number: int, frame: Any) -> None:
    """Treat a termination like Ctrl-C, so that workers are ended and temporary folders removed."""
    raise KeyboardInterrupt


def do_run(options: Options) -> int:
    """``ruralparty run``."""
    from sim.cli.counties import do_share, kept_counties

    if options.shard:
        return do_share(options)
    with kept_counties(options) as keep:
        return _run(options, keep)


def _run(options: Options, keep: str | None) -> int:
    from sim.cli.counties import keeps_villages
    from sim.cli.store import store_of
    from sim.execution.progress import on_stderr
    from sim.execution.run import run
    from sim.indicators import HEADLINES, indicator_named
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
        denominator=options.denominator,
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


def do_compare(options: Options) -> int:
    """``ruralparty compare``."""
    from sim.analysis.compare import compare
    from sim.analysis.comparison import TooFewRuns
    from sim.cli.store import store_of
    from sim.execution.progress import on_stderr
    from sim.report.comparison.budget_text import costs_as_text
    from sim.report.comparison.for_whom_text import whom_as_text
    from sim.report.comparison.save import record, save_comparison
    from sim.report.layout.sentences import counted_line, mixed_lines, rule_line, skewed_line, stopping_sentence
    from sim.report.layout.tables import as_text

    check_out(options)
    try:
        found = compare(
            options.baseline,
            options.alternatives,
            reps=options.reps,
            seed=options.seed,
            jobs=options.jobs,
            window=options.window,
            outcomes=options.outcomes or None,
            precision=dict(options.precision) if options.precision else None,
            cap=options.cap,
            denominator=options.denominator,
            budget=options.budget,
            equal_hours=options.equal_hours,
            by=options.by,
            progress=on_stderr(),
            **store_of(options),
        )
    except TooFewRuns as error:
        say(f"ruralparty {options.command}: {error}")
        return tell_failures(error.failures, options.verbose)
    code = tell_failures(found.failures, options.verbose)
    lines = [
        as_text(found, options.lang),
        "",
        costs_as_text(found, options.lang),
        "",
        *([whom_as_text(found.whom, options.lang), ""] if found.whom else []),
        *mixed_lines(found, options.lang),
        stopping_sentence(found, options.lang),
        rule_line(found.scenarios, options.lang),
        counted_line(found.counted, options.lang),
        *[note for note in (skewed_line(found, options.lang), *found.notes) if note],
    ]
    show(options, "\n".join(lines), record(found))
    if options.out:
        save_comparison(
            found,
            options.out,
            command=options.words,
            begun=options.begun,
            window=options.window,
            denominator=options.denominator,
            language=options.lang,
        )
        say(f"written: {options.out}/index.html")
    return code


def do_table(options: Options) -> int:
    """``ruralparty table``."""
    from sim.cli.table import make_table

    return make_table(options)


def do_demo(options: Options) -> int:
    """``ruralparty demo``: the comparison that the package ships."""
    options.baseline, options.alternatives = "baseline", list(DEMO)
    options.out = options.out or DEMO_FOLDER
    options.window, options.outcomes, options.precision, options.cap = "12", None, None, None
    options.budget = options.equal_hours = options.by = None
    return do_compare(options)


def do_validate(options: Options) -> int:
    """``ruralparty validate``."""
    from sim.scenario.scenario import validate_file

    found = {path: validate_file(path) for path in options.files}
    problems = [problem for each in found.values() for problem in each]
    lines = [str(problem) for problem in problems]
    lines += [f"{path}: valid" for path, each in found.items() if not each]
    show(options, "\n".join(lines), {path: [vars(problem) for problem in each] for path, each in found.items()})
    return BAD_INPUT if problems else DONE


def do_month(options: Options) -> int:
    """``ruralparty month``."""
    from sim.month import MONTH
    from sim.report.described.catalogue import month_table

    show(options, month_table(options.lang), [vars(step) for step in MONTH])
    return DONE


def do_policies(options: Options) -> int:
    """``ruralparty policies``."""
    from sim.report.described.catalogue import policies_record, policies_table

    show(options, policies_table(options.lang), policies_record())
    return DONE


def do_explain(options: Options) -> int:
    """``ruralparty explain``."""
    from sim.report.described.catalogue import explanation, policy_record

    show(options, explanation(options.policy, options.lang), policy_record(options.policy))
    return DONE


def do_parameters(options: Options) -> int:
    """``ruralparty parameters``."""
    from sim.report.described.catalogue import param_record, parameters_of, parameters_table

    chosen = parameters_of(options.of)
    show(options, parameters_table(options.of), {key: param_record(param) for key, param in chosen.items()})
    return DONE


def do_outcomes(options: Options) -> int:
    """``ruralparty outcomes``."""
    from sim.indicators import INDICATORS
    from sim.report.described.catalogue import outcomes_table

    show(options, outcomes_table(options.lang), {name: each.record() for name, each in INDICATORS.items()})
    return DONE


def do_coverage(options: Options) -> int:
    """``ruralparty coverage``."""
    from sim.report.described.coverage_text import coverage_record, coverage_text

    show(options, coverage_text(options.item, options.lang), coverage_record(options.item))
    return DONE


def do_story(options: Options) -> int:
    """``ruralparty story``."""
    from sim.analysis.comparable import check_comparable
    from sim.report.validation.story_text import story_record, story_text
    from sim.runs.jobs import check_seeds, resolve
    from sim.runs.story import follow

    (seed,) = check_seeds([options.seed])
    scenarios = resolve(options.under.split(","), options.denominator)
    check_comparable(scenarios)
    first = follow(" ".join(options.person), scenarios[0].scenario, seed)
    stories = [first, *(follow(first.identity, each.scenario, seed) for each in scenarios[1:])]
    if all(story.village is None for story in stories):
        raise ValueError(f"nobody with identity {first.identity} lives in these runs at seed {seed}")
    show(options, story_text(stories, options.lang), story_record(stories))
    return DONE


def do_watch(options: Options) -> int:
    """``ruralparty watch``."""
    from sim.app.watch.watch import serve

    serve(options.scenario, port=options.port, language=options.lang, open_browser=not options.no_browser, say=say)
    return DONE


def do_study(options: Options) -> int:
    """Commands about studies: design, sweep, status, recheck, reproduce, gc."""
    from sim.cli import studies as study_commands

    return study_commands.COMMANDS[options.command](options)


def do_evidence(options: Options) -> int:
    """Commands that put the model beside what is known: fit, backcast, patterns."""
    from sim.cli import validation as cli_evidence

    return cli_evidence.COMMANDS[options.command](options)


COMMANDS = {
    **dict.fromkeys(("design", "sweep", "status", "recheck", "reproduce", "gc"), do_study),
    **dict.fromkeys(("fit", "backcast", "patterns"), do_evidence),
    "run": do_run,
    "compare": do_compare,
    "table": do_table,
    "demo": do_demo,
    "validate": do_validate,
    "month": do_month,
    "policies": do_policies,
    "explain": do_explain,
    "parameters": do_parameters,
    "outcomes": do_outcomes,
    "coverage": do_coverage,
    "story": do_story,
    "watch": do_watch,
}

if __name__ == "__main__":
    sys.exit(main())
