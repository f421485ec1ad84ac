"""Commands that put the model beside what is known.

``fit``, ``backcast``, ``patterns``, ``signs``, ``calibrate``, ``holdout``.

The last of them asks for what is known and was not shown.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from sim.cli.output import Options, interrupted_as, say, show, tell_failures
from sim.cli.over import OVER, points_of
from sim.cli.parser import Family
from sim.cli.switches import JOBS, SEEDED, flag, names, number, switch
from sim.cli.values import count_of, names_of, place_of, share_of_one, whole_of
from sim.core.config.language import message

FAMILY = Family("put the model beside what is known")


@FAMILY.command(
    "fit",
    "the start population beside its tables: every marginal expected and found; a county of one's own beside them",
    "ruralparty fit baseline --seed 1",
    switch("scenario", nargs="?", default="baseline", metavar="SCENARIO", help="its people are drawn (baseline)"),
    switch("--seed", type=whole_of, default=1, metavar="N", help="seed of the world (1)"),
)
def do_fit(options: Options) -> None:
    """``ruralparty fit``."""
    from sim.report.validation.fit_text import fit_record, fit_text
    from sim.runs.jobs import check_seeds
    from sim.scenario.scenario import load
    from sim.world.fit import fit_of_start

    (seed,) = check_seeds([options.seed])
    scenario = load(options.scenario)
    found = fit_of_start(scenario, seed)
    text, record = fit_text(found, scenario, seed, options.lang), fit_record(found, scenario, seed)
    if scenario.world.data is not None:
        from sim.report.validation.county_text import county_record, county_text
        from sim.scenario.own_data import told_data
        from sim.world.county_fit import county_fit

        rows, told = county_fit(scenario, seed), told_data(scenario.world.data)
        text = f"{county_text(rows, told, options.lang)}\n\n{text}"
        record["county"] = county_record(rows, told)
    show(options, text, record)


@FAMILY.command(
    "backcast",
    "a national world from 2010 on beside what was published since: people of the census, published drivers",
    "ruralparty backcast --until 2021 --seeds 12",
    switch("--until", type=count_of, default=2020, metavar="YEAR", help="last year, 2011 to 2025 (2020)"),
    number("--seeds", "runs", 8),
    number("--reps", "with --over: runs at each point (1)"),
    OVER,
    *SEEDED,
    switch(
        "--reclassification",
        type=share_of_one,
        default=0.009,
        metavar="SHARE",
        help="share of villages that become urban in a year, an input (0.009)",
    ),
    number("--counties", "counties of the world", 2),
    number("--townships", "townships in each county", 3),
    number("--villages", "villages in each township", 8),
    number("--village-size", "median registered persons of a village", 1300),
    JOBS,
)
def do_backcast(options: Options) -> int:
    """``ruralparty backcast``."""
    from sim.execution.progress import on_stderr
    from sim.report.validation.backcast_text import backcast_record, backcast_text
    from sim.runs.jobs import LIST
    from sim.validation.backcast import backcast, scenario_until

    size = {name: getattr(options, name) for name in ("counties", "townships", "villages", "village_size")}
    rule = options.quorum or LIST
    over = points_of(options, [scenario_until(options.until, rule, **size)], options.seeds) if options.over else {}
    found = backcast(
        options.until,
        seeds=over.pop("reps", options.seeds),
        seed=options.seed,
        jobs=options.jobs,
        reclassification=options.reclassification,
        denominator=rule,
        progress=on_stderr(),
        **over,
        **size,
    )
    code = tell_failures(found.failures, options.verbose)
    show(options, backcast_text(found, options.lang), backcast_record(found))
    return code


@FAMILY.command(
    "patterns",
    "the twenty patterns of the field: target, model, interval over seeds, and whether each holds",
    "ruralparty patterns P7,P12 --archetypes labour-exporting --seeds 10",
    switch("patterns", nargs="?", type=names_of, default=(), metavar="P1,P2", help="all if left out"),
    names("--archetypes", "worlds; all four if left out"),
    number("--seeds", "runs of each world and variant", 5),
    number("--reps", "with --over: runs at each point (1)"),
    OVER,
    *SEEDED,
    number("--village-size", "median registered persons of a village (1300); 500 is a hamlet"),
    flag("--ablate", "which patterns hold without each of the four engines"),
    JOBS,
)
def do_patterns(options: Options) -> int:
    """``ruralparty patterns``."""
    from sim.execution.progress import on_stderr
    from sim.report.validation.patterns_text import ablation_text, patterns_record, patterns_text
    from sim.runs.jobs import LIST
    from sim.validation.ablation import ablate
    from sim.validation.patterns import EXPORTING, check_stated, find_patterns, judge, variants_for
    from sim.world.specification import ARCHETYPES

    patterns = find_patterns(options.patterns)
    archetypes = tuple(options.archetypes or (EXPORTING if options.ablate else ARCHETYPES))
    check_stated(options.patterns, archetypes)
    if options.ablate and options.village_size:
        raise ValueError(message("--village-size: without --ablate only, which keeps the usual size"))
    rules = (options.quorum or LIST,)
    given: dict[str, Any] = {"patterns": patterns, "archetypes": archetypes, "progress": on_stderr()}
    given |= {"seeds": options.seeds, "seed": options.seed, "jobs": options.jobs}
    if options.over and options.ablate:
        raise ValueError(message("--over: without --ablate only"))
    worlds = ["baseline" for each in archetypes for _ in variants_for(patterns, each)] * len(rules)
    over = points_of(options, worlds, options.seeds) if options.over else {}
    given |= {"seeds": over.pop("reps"), **over} if over else {}
    if options.ablate:
        broken, failures = ablate(**given, denominator=rules[0])
        show(options, ablation_text(broken, options.lang), broken)
        return tell_failures(failures, options.verbose)
    changes = {"world.village_size": options.village_size} if options.village_size else None
    verdicts, failures = judge(**given, denominators=rules, changes=changes)
    if verdicts or options.json:
        show(options, patterns_text(verdicts, options.lang), patterns_record(verdicts))
    return tell_failures(failures, options.verbose)


@FAMILY.command(
    "signs",
    "directions that others found: published sign, the model's, and whether they agree; nothing was fitted to them",
    "ruralparty signs S12,S13,S30 --seeds 16",
    switch("signs", nargs="?", type=names_of, default=(), metavar="S1,S2", help="all if left out"),
    number("--seeds", "runs of each world and variant", 16),
    SEEDED[0],
    number("--villages", "villages in each township", 12),
    number("--village-size", "median registered persons of a village", 1300),
    JOBS,
)
def do_signs(options: Options) -> int:
    """``ruralparty signs``."""
    from sim.execution.progress import on_stderr
    from sim.report.validation.signs_text import signs_record, signs_text
    from sim.validation.sign_table import find_signs
    from sim.validation.signs import put_beside

    found, failures = put_beside(
        find_signs(options.signs),
        seeds=options.seeds,
        seed=options.seed,
        jobs=options.jobs,
        changes={"world.villages": options.villages, "world.village_size": options.village_size},
        progress=on_stderr(),
    )
    show(options, signs_text(found, options.lang), signs_record(found))
    return tell_failures(failures, options.verbose)


@FAMILY.command(
    "calibrate",
    "rule out values that published figures leave no room for",
    "ruralparty calibrate experiments/calibration --out results/calibration",
    switch("study", type=place_of, metavar="STUDY", help="folder of the calibration study, or its study.yaml"),
    switch("-o", "--out", type=place_of, metavar="FOLDER", help="tables of each wave, report, figure, plausible set"),
    flag("--dry-run", "do nothing: points, runs, hours"),
    flag("--fresh", "throw away what stands in the folder"),
    JOBS,
)
def do_calibrate(options: Options) -> int:
    """``ruralparty calibrate``.

    Raises
    ------
    ValueError
        If no folder is named.
    """
    from sim.analysis.calibration.calibrate import calibrate, cost_of
    from sim.analysis.calibration.study import load_calibration
    from sim.execution.progress import on_stderr
    from sim.execution.workers import processors
    from sim.report.validation.calibration_files import save_calibration
    from sim.report.validation.calibration_text import calibration_record, calibration_text, cost_text

    plan = load_calibration(options.study)
    if not options.dry_run and not options.out:
        raise ValueError(message("--out names the folder that each wave is kept in; without it: --dry-run"))
    cost = cost_of(plan, options.jobs)
    told = cost_text(cost, plan, options.jobs or processors(), options.lang)
    if options.dry_run:
        show(options, told, vars(cost))
        return tell_failures((), options.verbose)
    say(told)
    with interrupted_as(message("interrupted: waves and runs that are done stay, and the same command goes on")):
        found = calibrate(
            options.study, options.out, jobs=options.jobs, fresh=options.fresh, progress=on_stderr(), told=say
        )
    save = partial(save_calibration, found, options.out, options.lang)
    show(options, calibration_text(found, options.lang), calibration_record(found), save)
    return tell_failures(found.failures, options.verbose)


@FAMILY.command(
    "holdout",
    "predict what a calibration was not shown: its points run to 2021, scored beside naive forecasts",
    "ruralparty holdout results/hold_out --points 60 --seeds 2 --former 24",
    switch("calibration", type=place_of, metavar="FOLDER", help="of a calibration whose last year is before 2021"),
    switch("-o", "--out", type=place_of, metavar="FOLDER", help="tables as text, JSON and CSV"),
    number("--points", "points that it has left: plausible ones, then the least implausible", 60),
    number("--seeds", "seeds of each point", 2),
    number("--former", "seeds of the former baseline, which is put beside", 24),
    JOBS,
)
def do_holdout(options: Options) -> int:
    """``ruralparty holdout``.

    Raises
    ------
    ValueError
        If the calibration was shown all years.
    """
    from sim.analysis.calibration.left import points_left
    from sim.execution.progress import on_stderr
    from sim.report.validation.hold_out_text import hold_out_record, hold_out_text, save_hold_out
    from sim.validation.dated_figures import LAST
    from sim.validation.dated_runs import world_of
    from sim.validation.hold_out import hold_out

    left = points_left(options.calibration, options.points)
    if left.until >= LAST:
        raise ValueError(
            message("the calibration in {folder} was shown all years to {last}", folder=options.calibration, last=LAST)
        )
    found = hold_out(
        left.until,
        left.points,
        plausible=left.plausible,
        unmatched=left.unmatched,
        seeds=options.seeds,
        former_seeds=options.former,
        world=world_of(left.villages, left.village_size),
        constants=left.constants,
        jobs=options.jobs,
        progress=on_stderr(),
    )
    save = partial(save_hold_out, found, options.out, options.lang)
    show(options, hold_out_text(found, options.lang), hold_out_record(found), save)
    return tell_failures(found.failures, options.verbose)
