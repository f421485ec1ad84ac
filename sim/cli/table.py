"""The command ``ruralparty table``."""

from __future__ import annotations

from sim.cli.output import Options, check_out, say, show, tell_failures


def make_table(options: Options) -> int:
    """Run every policy at every budget, or read stored runs, and print or write the table."""
    from sim.analysis.budget_table import BUDGETS, DENOMINATORS, budget_table
    from sim.cli.store import store_of
    from sim.execution.progress import on_stderr
    from sim.indicators import HEADLINES
    from sim.report.comparison.budget_table_text import save_table, spending_text, stored_table, table_rows, table_text
    from sim.report.layout.sentences import counted_line

    check_out(options)
    if options.stored:
        found = stored_table(options.stored)
    else:
        paths = {"months": "horizon.months"} | {name: f"world.{name}" for name in ("townships", "villages")}
        paths["village_size"] = "world.village_size"
        found = budget_table(
            options.budgets or BUDGETS,
            policies=options.policies,
            baseline=options.baseline,
            reps=options.reps,
            seed=options.seed,
            jobs=options.jobs,
            window=options.window,
            outcomes=options.outcomes or HEADLINES,
            denominators=(options.denominator,) if options.denominator else DENOMINATORS,
            changes={path: getattr(options, name) for name, path in paths.items() if getattr(options, name)},
            progress=on_stderr(),
            **store_of(options),
        )
    code = tell_failures(found.failures, options.verbose)
    text = spending_text(found, options.lang) if options.out else table_text(found, options.lang)
    if not options.stored:
        text += f"\n\n{counted_line(found.counted, options.lang)}"
    show(options, text, {"rows": table_rows(found), "plans": found.plans})
    if options.out:
        save_table(found, options.out, command=options.words, begun=options.begun, language=options.lang)
        say(f"written: {options.out}/table.txt, table.csv, table.tex")
    return code
