"""Commands that put the model beside what is known: ``fit``, ``backcast``, ``patterns``."""

from __future__ import annotations

from typing import Any

from sim.cli.output import DONE, Options, show, tell_failures


def do_fit(options: Options) -> int:
    """``ruralparty fit``."""
    from sim.report.validation.fit_text import fit_record, fit_text
    from sim.runs.jobs import check_seeds
    from sim.scenario.scenario import load
    from sim.world.fit import fit_of_start

    (seed,) = check_seeds([options.seed])
    scenario = load(options.scenario)
    found = fit_of_start(scenario, seed)
    show(options, fit_text(found, scenario, seed, options.lang), fit_record(found, scenario, seed))
    return DONE


def do_backcast(options: Options) -> int:
    """``ruralparty backcast``."""
    from sim.execution.progress import on_stderr
    from sim.report.validation.backcast_text import backcast_record, backcast_text
    from sim.validation.backcast import backcast

    found = backcast(
        options.until,
        seeds=options.seeds,
        seed=options.seed,
        jobs=options.jobs,
        reclassification=options.reclassification,
        denominator=options.denominator or "adjusted",
        progress=on_stderr(),
        counties=options.counties,
        townships=options.townships,
        villages=options.villages,
        village_size=options.village_size,
    )
    code = tell_failures(found.failures, options.verbose)
    show(options, backcast_text(found, options.lang), backcast_record(found))
    return code


def do_patterns(options: Options) -> int:
    """``ruralparty patterns``."""
    from sim.execution.progress import on_stderr
    from sim.report.validation.patterns_text import ablation_text, patterns_record, patterns_text
    from sim.validation.ablation import ablate
    from sim.validation.patterns import DENOMINATORS, EXPORTING, check_stated, find_patterns, judge
    from sim.world.specification import ARCHETYPES

    patterns = find_patterns(options.patterns)
    archetypes = tuple(options.archetypes or (EXPORTING if options.ablate else ARCHETYPES))
    check_stated(options.patterns, archetypes)
    if options.ablate and options.village_size:
        raise ValueError("--village-size: without --ablate only, which keeps the usual size")
    rules = (options.denominator,) if options.denominator else DENOMINATORS
    given: dict[str, Any] = {"patterns": patterns, "archetypes": archetypes, "progress": on_stderr()}
    given |= {"seeds": options.seeds, "seed": options.seed, "jobs": options.jobs}
    if options.ablate:
        broken, failures = ablate(**given, denominator=rules[0])
        show(options, ablation_text(broken, options.lang), broken)
        return tell_failures(failures, options.verbose)
    changes = {"world.village_size": options.village_size} if options.village_size else None
    verdicts, failures = judge(**given, denominators=rules, changes=changes)
    if verdicts or options.json:
        show(options, patterns_text(verdicts, options.lang), patterns_record(verdicts))
    return tell_failures(failures, options.verbose)


COMMANDS = {"fit": do_fit, "backcast": do_backcast, "patterns": do_patterns}
