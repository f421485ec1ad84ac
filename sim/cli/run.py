"""Commands that run scenarios: ``run`` and ``demo``."""

from __future__ import annotations

from functools import partial
from typing import Any

from sim.cli.output import Options, check_out, execution_of, say, show, tell_failures
from sim.cli.over import OVER, points_of
from sim.cli.parser import Family
from sim.cli.switches import EVALUATED, EXECUTED, SEEDED, flag, number, switch

FAMILY = Family("run scenarios")
DEMO = ("training", "talent_recruitment", "online_branch")
DEMO_FOLDER = "results/demo"
TOGETHER = "{}: the budget of {} is spent in all counties together, so that they are simulated as one world, in memory"


@FAMILY.command(
    "run",
    "run a scenario over seeds: outcomes with intervals, and year by year",
    "ruralparty run baseline --reps 20 -o results/baseline",
    switch("scenarios", nargs="+", metavar="SCENARIO", help="one or several scenarios"),
    number("--reps", "runs of each scenario", 1),
    OVER,
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
    *EXECUTED,
)
def do_run(options: Options) -> int:
    """``ruralparty run``."""
    from sim.execution.progress import on_stderr
    from sim.execution.run import run
    from sim.indicators import HEADLINES, indicator_named
    from sim.report.comparison.by_group import PLACES, check_window, group_rows, groups_as_text, indicators_by
    from sim.report.comparison.save import save_runs
    from sim.report.layout.sentences import counted_line, rule_line
    from sim.report.layout.tables import counties_as_text, counties_record, run_rows, runs_as_text
    from sim.report.layout.yearly import yearly_as_text, yearly_rows
    from sim.runs.bounded import bounded_notes
    from sim.runs.counties import in_parts, reaching_across
    from sim.runs.jobs import resolve
    from sim.runs.window import window_of
    from sim.scenario.without_effect import without_effect

    check_out(options)
    indicators = [indicator_named(name) for name in options.outcomes or HEADLINES]
    chosen = indicators_by(options.by, indicators if options.outcomes else None) if options.by else []
    scenarios = [each.scenario for each in resolve(options.scenarios, options.quorum, options.county)]
    for each in scenarios:
        if each.world.counties > 1 and (across := reaching_across(each)):
            say(TOGETHER.format(each.name, ", ".join(across)))
    horizon = scenarios[0].horizon
    window = window_of(options.window, horizon.start, horizon.months)
    if options.by:
        check_window(options.by, horizon, window)
    found = run(
        options.scenarios,
        **points_of(options, options.scenarios, 1),
        seed=options.seed,
        denominator=options.quorum,
        by_village=options.by_village or options.by in PLACES,
        check=options.check,
        county=options.county,
        progress=on_stderr(counties=any(map(in_parts, scenarios))),
        **execution_of(options),
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
    shown["years"] = years = yearly_rows(found, indicators)
    text = "\n\n".join(
        (runs_as_text(records, indicators, options.lang), yearly_as_text(years, indicators, options.lang))
    )
    if counties := counties_record(found):
        shown["counties"] = counties
        text += f"\n\n{counties_as_text(counties, options.lang)}"
    groups: list[dict[str, Any]] = []
    if options.by:
        groups = shown[f"by_{options.by}"] = group_rows(found, chosen, options.by, window)
        labelled = group_rows(found, chosen, options.by, window, options.lang)
        text += f"\n\n{groups_as_text(labelled, chosen, options.by, options.lang)}"
    shown["notes"] = notes = [note for each in scenarios for note in without_effect(each)] + bounded_notes(found.runs)
    last = (rule_line(found.scenarios, options.lang), counted_line(found.counted, options.lang), *notes)
    save = partial(
        save_runs,
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
    show(options, "\n\n".join((text, "\n".join(last))), shown, save)
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
    options.budget = options.equal_hours = options.by = options.over = options.matters = None
    options.no_extremes, options.figure = False, "matrix"
    return do_compare(options, sentences_last=True)
