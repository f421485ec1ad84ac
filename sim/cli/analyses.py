"""Commands that analyse a study, and ``new``, which writes one to begin with.

An analysis does the runs of the study that are missing, and writes its folder ``analysis/KIND`` in that of the study.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.cli.output import Options, interrupted_as, say, show, tell_failures
from sim.cli.parser import Family
from sim.cli.studies import STUDY, interrupted_text, tell_failed
from sim.cli.switches import JOBS, names, number, switch
from sim.cli.values import place_of, precision_of, priced_of, sample_of, set_of
from sim.core.config.language import message

if TYPE_CHECKING:
    from sim.report.analyses.save import Analysed
    from sim.studies.query import Study

FAMILY = Family("analyse a study")
OF_A_STUDY = (
    switch("study", **STUDY),
    names("--outcomes", "outcomes; all that the study keeps if left out"),
    switch(
        "-o", "--out", type=place_of, metavar="FOLDER", help="tables, figure, text and method (STUDY/analysis/COMMAND)"
    ),
    JOBS,
)
"""Switches of every analysis."""
IN_BATCHES = ("lhs", "sobol")
"""Designs in which a point is a row, so that the last batch can be held out."""


@FAMILY.command(
    "new",
    "write a study, a county, a scenario or a policy to begin with: commented files that are valid as they stand",
    "ruralparty new study robust results/how_sure\n  ruralparty new county my_county\n  ruralparty new scenario mine",
    switch(
        "what",
        choices=("study", "county", "scenario", "policy"),
        metavar="WHAT",
        help="study, county, scenario or policy",
    ),
    switch(
        "names",
        nargs="+",
        metavar="NAME",
        help="folder or file, which is made; of a study first its analysis: sensitivity, robust, discover, worth, "
        "optimise or evaluate",
    ),
    names("--scenarios", "of a study: the baseline first; a few shipped ones if left out"),
    number("--points", "of a study: points, or worlds of an evaluation, instead of the usual number"),
)
def do_new(options: Options) -> None:
    """``ruralparty new``.

    Raises
    ------
    ValueError
        If there are too few or too many names, or switches of a study beside something else.
    """
    words = options.names
    wanted = 2 if options.what == "study" else 1
    if len(words) != wanted:
        allowed = message("an analysis and a name") if wanted > 1 else message("one name")
        raise ValueError(message("new {what} takes {allowed}", what=options.what, allowed=allowed))
    name = words[-1]
    if options.what == "study":
        from sim.studies.new import new_study

        file = new_study(words[0], name, scenarios=options.scenarios or (), points=options.points)
        next_line = f"ruralparty {words[0]} {name}"
    else:
        if options.scenarios or options.points:
            raise ValueError(message("--scenarios and --points are those of a study"))
        file, next_line = _new_file(options.what, name)
    show(options, message("written: {file}; next: {command}", file=file, command=next_line), {"file": str(file)})


def _new_file(what: str, name: str) -> tuple[Path, str]:
    """Write what is no study; its file, and what is typed next."""
    from sim.studies.new_county import new_county
    from sim.studies.new_files import new_policy, new_scenario

    if what == "county":
        file = new_county(name)
        return file, f"ruralparty fit {file}"
    if what == "scenario":
        file = new_scenario(name)
        return file, f"ruralparty compare baseline {file}"
    file = new_policy(name)
    return file, f"ruralparty explain {file.stem} --with {file}"


def swept_study(options: Options) -> Study:
    """The study that a command names, its missing runs done first."""
    from sim.execution.progress import on_stderr
    from sim.studies.folder import is_stale, open_study
    from sim.studies.query import Study
    from sim.studies.status import status_of
    from sim.studies.sweep import sweep

    try:
        prepared = open_study(options.study)
        left = is_stale(prepared) or status_of(prepared, digest=False).to_do
    except FileNotFoundError:
        left = True
    if left:
        with interrupted_as(interrupted_text()):
            found = sweep(options.study, jobs=options.jobs, progress=on_stderr(), command=options.words, told=say)
        tell_failed(found.failures, options.verbose)
    return Study(options.study)


def show_analysis(options: Options, study: Study, found: Analysed) -> None:
    """Write an analysis to its folder and print what it says."""
    from sim.report.analyses.save import folder_of, save_analysis

    options.out = options.out or str(folder_of(study, found.kind))
    save = partial(
        save_analysis, found, study, options.out, command=options.words, begun=options.begun, language=options.lang
    )
    first = [f"{name}.csv" for name in found.tables] + [f"{name}.pdf" for name in found.figures]
    show(options, found.text, found.record(), save, ("text.txt", *first))


@FAMILY.command(
    "robust",
    "how sure effects are: signs, bands and criteria of decision over all points of a study",
    "ruralparty new study robust results/how_sure\n  ruralparty robust results/how_sure",
    *OF_A_STUDY,
    switch(
        "--good-enough",
        type=precision_of,
        action="append",
        metavar="OUTCOME=LEVEL",
        help="level from which an outcome is good enough, for satisficing; may be given several times",
    ),
)
def do_robust(options: Options) -> None:
    """``ruralparty robust``."""
    from sim.analysis.robust.ensemble import ensemble_of
    from sim.analysis.robust.table import robust
    from sim.report.analyses.robust_files import robust_analysed

    study = swept_study(options)
    found = robust(ensemble_of(study, options.outcomes or None), good_enough=dict(options.good_enough or ()))
    show_analysis(options, study, robust_analysed(found, study, options.lang))


@FAMILY.command(
    "discover",
    "where policies fail and where they work: boxes and trees of conditions, tried on fresh points",
    "ruralparty new study discover results/where\n  ruralparty discover results/where",
    *OF_A_STUDY,
)
def do_discover(options: Options) -> None:
    """``ruralparty discover``."""
    from sim.analysis.discover.table import discover, held_out
    from sim.analysis.robust.ensemble import ensemble_of
    from sim.report.analyses.discover_files import discover_analysed

    study = swept_study(options)
    ensemble = ensemble_of(study, options.outcomes or None)
    design = study.prepared.study["design"]
    batches = tuple(design["points"]) if design["kind"] in IN_BATCHES else ()
    found = discover(ensemble, held_out(ensemble, batches))
    show_analysis(options, study, discover_analysed(found, study, options.lang))


@FAMILY.command(
    "sensitivity",
    "what matters: which inputs decide outcomes and effects, and how much of what varies is luck",
    "ruralparty new study sensitivity results/what_matters\n  ruralparty sensitivity results/what_matters",
    *OF_A_STUDY,
)
def do_sensitivity(options: Options) -> None:
    """``ruralparty sensitivity``."""
    from sim.analysis.sensitivity.table import sensitivity
    from sim.report.analyses.sensitivity_files import sensitivity_analysed

    study = swept_study(options)
    found = sensitivity(study, options.outcomes or None, _in_workers(options))
    show_analysis(options, study, sensitivity_analysed(found, study, options.lang))


@FAMILY.command(
    "worth",
    "what is worth knowing: what it would gain to know an unknown, or a set of them, before choosing a scenario",
    "ruralparty new study worth results/worth_knowing\n  ruralparty worth results/worth_knowing",
    *OF_A_STUDY,
    switch(
        "--price",
        type=priced_of,
        action="append",
        metavar="OUTCOME=YUAN",
        help="yuan for a unit of an outcome, for a registered person and a year; values are then in yuan, costs taken "
        "off; may be given several times",
    ),
    switch(
        "--set",
        dest="sets",
        type=set_of,
        action="append",
        metavar="NAME=PATH,PATH",
        help="unknowns that would be known together; those of each mechanism if left out; may be given several times",
    ),
    switch(
        "--sample",
        dest="samples",
        type=sample_of,
        action="append",
        metavar="PATH=ERROR,NUMBER",
        help="a sample of an unknown that could be taken: standard deviation of an observation, and how many of them; "
        "may be given several times",
    ),
)
def do_worth(options: Options) -> None:
    """``ruralparty worth``."""
    from sim.analysis.worth.table import Sample, worth
    from sim.report.analyses.worth_files import worth_analysed

    study = swept_study(options)
    found = worth(
        study,
        options.outcomes or None,
        prices=dict(options.price or ()),
        sets=dict(options.sets) if options.sets else None,
        samples=[Sample(*each) for each in options.samples or ()],
        call=_in_workers(options),
    )
    show_analysis(options, study, worth_analysed(found, study, options.lang))


@FAMILY.command(
    "evaluate",
    "would an evaluation see it: bias, power and false findings of a pilot's evaluation, with the truth known by twins",
    "ruralparty new study evaluate results/pilot\n  ruralparty evaluate results/pilot --worlds 20",
    switch("study", **STUDY),
    number("--worlds", "instead of the number that the study says; those that are there stay"),
    switch("-o", "--out", type=place_of, metavar="FOLDER", help="tables, figure, text and method (STUDY/evaluation)"),
    JOBS,
)
def do_evaluate(options: Options) -> int:
    """``ruralparty evaluate``."""
    from sim.analysis.evaluate.evaluate import evaluate
    from sim.execution.progress import on_stderr
    from sim.report.analyses.evaluate_files import FOLDER, evaluate_analysed, save_evaluation
    from sim.studies.plan import study_file

    with interrupted_as(message("interrupted: worlds that were lived stay, and the same command goes on")):
        found, results, failures = evaluate(options.study, worlds=options.worlds, jobs=options.jobs, progress=on_stderr)
    code = tell_failures(failures, options.verbose)
    analysed = evaluate_analysed(found, results, len(failures), options.lang)
    options.out = options.out or str(study_file(options.study).parent / FOLDER)
    save = partial(
        save_evaluation,
        analysed,
        found.plan,
        options.out,
        command=options.words,
        begun=options.begun,
        language=options.lang,
    )
    first = [f"{name}.csv" for name in analysed.tables] + [f"{name}.pdf" for name in analysed.figures]
    show(options, analysed.text, analysed.record(), save, ("text.txt", *first))
    return code


@FAMILY.command(
    "optimise",
    "which portfolio: doses and targets of several policies under one budget, the best run again on fresh pairs",
    "ruralparty new study optimise results/portfolio\n  ruralparty optimise results/portfolio --budget 100",
    *OF_A_STUDY,
    switch(
        "--budget",
        default="100",
        metavar="MONEY",
        help="yuan that a portfolio may cost, for a registered person and year over the horizon (100)",
    ),
    number("--portfolios", "portfolios that are run again, at most", 30),
    number("--pairs", "fresh pairs of each", 40),
    number("--evaluations", "portfolios that the search looks at", 20_000),
)
def do_optimise(options: Options) -> None:
    """``ruralparty optimise``."""
    from sim.analysis.budget import read_budget
    from sim.analysis.optimise.search import require_pymoo
    from sim.analysis.optimise.table import optimise
    from sim.execution.progress import on_stderr
    from sim.report.analyses.optimise_files import optimise_analysed
    from sim.report.analyses.save import folder_of

    require_pymoo()  # said before hours of runs, not after them
    budget = read_budget(options.budget)
    study = swept_study(options)
    with interrupted_as(interrupted_text()):
        found = optimise(
            study,
            budget,
            options.outcomes or None,
            folder=folder_of(study, "optimise").with_name("optimise-runs"),
            portfolios=options.portfolios,
            pairs=options.pairs,
            evaluations=options.evaluations,
            call=_in_workers(options),
            jobs=options.jobs,
            progress=on_stderr(),
        )
    show_analysis(options, study, optimise_analysed(found, study, options.lang))


def _in_workers(options: Options) -> Callable[[Callable[[Any], Any], Sequence[Any]], Sequence[Any]]:
    """Calls a function on each item in as many processes as are asked for."""
    from sim.execution.simulator import call_on_all

    def call(function: Callable[[Any], Any], items: Sequence[Any]) -> Sequence[Any]:
        return call_on_all(function, items, lambda item, error: function(item), jobs=options.jobs)

    return call
