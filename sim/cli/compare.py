"""Commands that compare policies with a baseline: ``compare`` and ``table``."""

from __future__ import annotations

from functools import partial

from sim.cli.output import Options, check_out, execution_of, say, show, tell_failures
from sim.cli.over import OVER, points_of
from sim.cli.parser import Family
from sim.cli.switches import EVALUATED, EXECUTED, SEEDED, either, flag, names, number, switch
from sim.cli.values import place_of, precision_of, reps_of
from sim.core.config.language import message

FAMILY = Family("compare policies")
SIZES = {
    "months": ("horizon.months", "months under study, instead of the baseline's"),
    "townships": ("world.townships", "townships in each county, instead of the baseline's"),
    "villages": ("world.villages", "villages in each township, instead of the baseline's"),
    "village_size": ("world.village_size", "median registered persons of a village, instead of the baseline's"),
}
"""Switches of ``table`` that change the size of the baseline: what they set, and what it is."""


@FAMILY.command(
    "compare",
    "compare scenarios with a baseline: paired differences with 95 % intervals, costs, figure, page",
    "ruralparty compare baseline training online_branch --reps auto --precision trust=0.005 -o results/training\n"
    "  ruralparty compare baseline training online_branch --budget '30 yuan/person/year' --by branch_size",
    switch("baseline", metavar="BASELINE", help="scenario that the others are compared with"),
    switch("alternatives", nargs="+", metavar="ALTERNATIVE", help="one or several scenarios"),
    switch("--reps", type=reps_of, metavar="N|auto", help="pairs, or auto: until --precision (20)"),
    OVER,
    switch(
        "--precision",
        type=precision_of,
        action="append",
        metavar="OUTCOME=HALF-WIDTH",
        help="with --reps auto: half-width of the interval to reach, in the outcome's unit: shares as numbers from 0 "
        "to 1 (0.02) or as '2 points'; may be given several times. No fewer than 20 pairs are run, and no fewer than "
        "600 villages over all pairs (200 pairs of worlds of three villages): what befalls few villages may be "
        "missing from fewer pairs, and the interval too narrow. The width must hold over half as many pairs again",
    ),
    number("--cap", "with --reps auto: most pairs (200; five times the fewest in worlds of fewer than 15 villages)"),
    *SEEDED,
    *EVALUATED,
    either(
        switch(
            "--budget",
            metavar="MONEY",
            help="scale the doses of every alternative to this cost, such as '100 yuan/person/year' (registered "
            "persons)",
        ),
        switch("--equal-hours", metavar="HOURS", help="the same for cadre hours, such as '0.5 hour/person/year'"),
    ),
    switch(
        "--by",
        metavar="GROUP",
        help="differences for whom: age, sex, away, left_behind; township, county; a trait of villages at the start "
        "(branch_size, dispersion, hollowness, village_size, income, leadership), traits for all of these; "
        "archetype or county_type for every world",
    ),
    flag("--no-extremes", "leave out the quarter of the pairs that is run under each extreme of the quorum rule"),
    *EXECUTED,
)
def do_compare(options: Options) -> int:
    """``ruralparty compare``."""
    from sim.analysis.compare import PAIRS, compare
    from sim.analysis.comparison import TooFewRuns
    from sim.execution.progress import on_stderr
    from sim.report.comparison.budget_text import costs_as_text
    from sim.report.comparison.extremes_text import extremes_as_text
    from sim.report.comparison.for_whom_text import whom_as_text
    from sim.report.comparison.over_text import over_lines
    from sim.report.comparison.save import record, save_comparison
    from sim.report.layout.sentences import counted_line, mixed_lines, rule_line, skewed_line, stopping_sentence
    from sim.report.layout.tables import as_text

    check_out(options)
    if options.reps == "auto" and not options.precision:
        raise ValueError(message("--reps auto wants --precision, such as --precision trust=0.005"))
    try:
        found = compare(
            options.baseline,
            options.alternatives,
            **points_of(options, (options.baseline, *options.alternatives), PAIRS),
            seed=options.seed,
            window=options.window,
            outcomes=options.outcomes or None,
            precision=dict(options.precision) if options.precision else None,
            cap=options.cap,
            denominator=options.quorum,
            budget=options.budget,
            equal_hours=options.equal_hours,
            by=options.by,
            extremes=not options.no_extremes,
            progress=on_stderr(),
            **execution_of(options),
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
        *([extremes_as_text(found, options.lang), ""] if found.extremes else []),
        *([] if found.extremes or options.no_extremes or options.quorum else [_why_no_extremes(), ""]),
        *([whom_as_text(found.whom, options.lang), ""] if found.whom else []),
        *over_lines(found, options.lang),
        *mixed_lines(found, options.lang),
        stopping_sentence(found, options.lang),
        rule_line(found.scenarios, options.lang),
        counted_line(found.counted, options.lang),
        *[note for note in (skewed_line(found, options.lang), *found.notes) if note],
    ]
    save = partial(
        save_comparison,
        found,
        options.out,
        command=options.words,
        begun=options.begun,
        window=options.window,
        denominator=options.quorum,
        language=options.lang,
    )
    show(options, "\n".join(lines), record(found), save, ("index.html",))
    return code


def _why_no_extremes() -> str:
    """Why nothing is said of the extremes of the quorum rule."""
    from sim.analysis.comparison import FEWEST_PAIRS, PART

    return message(
        "not run under the extremes of the quorum rule: they want {pairs} pairs, and no scenario that sets the rule",
        pairs=PART * FEWEST_PAIRS,
    )


@FAMILY.command(
    "table",
    "all policies at equal money: differences, intervals, cost per unit",
    "ruralparty table --budgets 30,100,300 --reps 10 -o results/table\n"
    "  ruralparty table --policies training,rotation --reps 4 --villages 2 --months 48",
    names("--budgets", "yuan a registered person and year (30,100,300)"),
    number("--reps", "pairs", 10),
    *SEEDED,
    *EVALUATED,
    names("--policies", "all if left out"),
    switch(
        "--baseline", default="baseline", metavar="SCENARIO", help="scenario that each policy is added to (baseline)"
    ),
    switch(
        "--stored",
        type=place_of,
        metavar="FOLDER",
        help="make the table again from the runs in this folder; run nothing",
    ),
    *(number(f"--{name.replace('_', '-')}", meaning) for name, (_, meaning) in SIZES.items()),
    *EXECUTED,
)
def do_table(options: Options) -> int:
    """``ruralparty table``: run every policy at every budget, or read stored runs, and print or write the table."""
    from sim.analysis.budget_table import BUDGETS, budget_table
    from sim.execution.progress import on_stderr
    from sim.indicators import HEADLINES
    from sim.report.comparison.budget_table_text import save_table, spending_text, stored_table, table_rows, table_text
    from sim.report.layout.sentences import counted_line
    from sim.runs.jobs import LIST

    check_out(options)
    if options.stored:
        found = stored_table(options.stored)
    else:
        found = budget_table(
            options.budgets or BUDGETS,
            policies=options.policies or None,
            baseline=options.baseline,
            reps=options.reps,
            seed=options.seed,
            window=options.window,
            outcomes=options.outcomes or HEADLINES,
            denominators=(options.quorum or LIST,),
            changes={path: size for name, (path, _) in SIZES.items() if (size := getattr(options, name))},
            progress=on_stderr(),
            **execution_of(options),
        )
    code = tell_failures(found.failures, options.verbose)
    text = spending_text(found, options.lang) if options.out else table_text(found, options.lang)
    if not options.stored:
        text += f"\n\n{counted_line(found.counted, options.lang)}"
    save = partial(save_table, found, options.out, command=options.words, begun=options.begun, language=options.lang)
    record = {"rows": table_rows(found), "plans": found.plans}
    show(options, text, record, save, ("table.txt", "table.csv", "table.tex"))
    return code
