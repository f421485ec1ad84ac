"""The command ``why``: parts of a policy by lever, and paths by channel."""

from __future__ import annotations

from functools import partial

from sim.cli.compare import SIZES
from sim.cli.output import Options, check_out, say, show, tell_failures
from sim.cli.parser import Family
from sim.cli.switches import EVALUATED, JOBS, either, flag, names, number, switch
from sim.cli.values import place_of, whole_of

FAMILY = Family("take effects apart")


@FAMILY.command(
    "why",
    "why a policy does what it does: parts by lever and dose, and paths by channel (hours, capacity, trust ...)",
    "ruralparty why training -o results/why_training\n"
    "  ruralparty why rotation --pairs 4 --villages 2 --months 48 --outcomes trust,members --channels offices,hours",
    switch("policy", metavar="POLICY", help="policy, or a scenario whose policies are asked about"),
    switch("scenario", nargs="?", default="baseline", metavar="SCENARIO", help="what it is added to (baseline)"),
    number("--pairs", "pairs of every part and path", 24),
    switch("--seed", type=whole_of, default=1, metavar="N", help="first seed; replicate k has seed N + k (1)"),
    *EVALUATED,
    names("--channels", "channels that are held, one after the other; all that the policy touches if left out"),
    *(number(f"--{name.replace('_', '-')}", meaning) for name, (_, meaning) in SIZES.items()),
    switch("-o", "--out", type=place_of, metavar="FOLDER", help="write table, figure, text and method there"),
    JOBS,
    either(
        switch("--store", type=place_of, metavar="FOLDER", help="keep runs and the answer there"),
        flag("--no-store", "run everything and keep no run (RURALPARTY_STORE=none)"),
    ),
    flag("--fresh", "run anew what is stored, and store it again"),
)
def do_why(options: Options) -> int:
    """``ruralparty why``."""
    from sim.analysis.comparison import TooFewRuns
    from sim.analysis.why.asked import pair_of
    from sim.analysis.why.record import keep
    from sim.analysis.why.table import why
    from sim.execution.progress import on_stderr
    from sim.execution.simulator import Simulator
    from sim.indicators import HEADLINES
    from sim.report.why.why_files import save_why, why_record
    from sim.report.why.why_text import why_text
    from sim.report.why.why_words import method_text

    check_out(options)
    changes = {path: size for name, (path, _) in SIZES.items() if (size := getattr(options, name))}
    baseline, alternative = pair_of(options.policy, options.scenario, changes)
    store = options.store or not options.no_store
    with Simulator(options.jobs, on_stderr(), store=store, fresh=options.fresh) as simulator:
        try:
            found = why(
                baseline,
                alternative,
                pairs=options.pairs,
                seed=options.seed,
                window=options.window,
                outcomes=options.outcomes or HEADLINES,
                channels=options.channels or None,
                simulator=simulator,
            )
        except TooFewRuns as error:
            say(f"ruralparty {options.command}: {error}")
            return tell_failures(error.failures, options.verbose)
        keep(found, simulator.store)
    code = tell_failures(found.failures, options.verbose)
    save = partial(save_why, found, options.out, command=options.words, begun=options.begun, language=options.lang)
    text = f"{why_text(found, options.lang)}\n\n{method_text(found, options.lang)}"
    show(options, text, why_record(found), save, ("text.txt", "why.csv", "figure.pdf"))
    return code
