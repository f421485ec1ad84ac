"""Commands that check and describe: ``validate``, ``month``, ``policies``, ``explain``, ``parameters``, ..."""

from __future__ import annotations

import argparse
import re
from typing import Any

from sim.cli.output import BAD_INPUT, DONE, Options, say, show
from sim.cli.parser import Family
from sim.cli.switches import flag, switch
from sim.cli.values import place_of
from sim.core.config.language import message

FAMILY = Family("check and describe")
ORCID = r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]"


@FAMILY.command(
    "validate",
    "every error of every scenario file",
    "ruralparty validate training experiments/every_policy.yaml",
    switch("files", nargs="+", metavar="SCENARIO", help="files or names"),
)
def do_validate(options: Options) -> int:
    """``ruralparty validate``."""
    from sim.core.config.problems import told
    from sim.scenario.scenario import load, validate_file
    from sim.scenario.without_effect import without_effect

    found = {path: validate_file(path) for path in options.files}
    problems = [problem for each in found.values() for problem in each]
    lines = told(problems)
    for path, each in found.items():
        if not each:
            lines += [_valid(path), *_data(path), *without_effect(load(path))]
    show(options, "\n".join(lines), {path: [problem.plain for problem in each] for path, each in found.items()})
    return BAD_INPUT if problems else DONE


def _data(path: str) -> list[str]:
    """What is known of a county of one's own, and what is drawn."""
    from sim.scenario.own_data import told_data
    from sim.scenario.scenario import load

    data = load(path).world.data
    return [] if data is None else told_data(data)


def _valid(path: str) -> str:
    """What a valid scenario takes; that there is no room for it here is said, and no fault of the file."""
    from sim.core.config.calendar import FIRST_YEAR, MONTHS
    from sim.runs.counties import lived_as_one, room
    from sim.scenario.scenario import load
    from sim.world.room import why_too_large
    from sim.world.specification import FIRST_DATED_START

    scenario = load(path)
    told = message("{path}: valid; {room}", path=path, room=room(scenario))
    if scenario.horizon.start < FIRST_DATED_START:
        year = FIRST_DATED_START // MONTHS + FIRST_YEAR
        told += "; " + message("drivers are constant: there are no tables to follow before {year}", year=year)
    fault = why_too_large(lived_as_one(scenario), scenario.horizon.burn_in + scenario.horizon.months)
    return f"{told}; {message('too large to be run here: {fault}', fault=fault)}" if fault else told


@FAMILY.command("month", "the order of a month, with the reason for each place", "ruralparty month --lang zh")
def do_month(options: Options) -> None:
    """``ruralparty month``."""
    from sim.mechanisms import month_steps
    from sim.report.described.catalogue import month_table

    show(options, month_table(options.lang), [vars(step) for step in month_steps()])


@FAMILY.command("policies", "all policies", "ruralparty policies")
def do_policies(options: Options) -> None:
    """``ruralparty policies``."""
    from sim.report.described.catalogue import policies_record, policies_table

    show(options, policies_table(options.lang), policies_record())


@FAMILY.command(
    "explain",
    "what a policy does, moves and costs, and how it can fail",
    "ruralparty explain online_branch --lang zh",
    switch("policy", metavar="POLICY"),
)
def do_explain(options: Options) -> None:
    """``ruralparty explain``."""
    from sim.report.described.catalogue import explanation, policy_record

    show(options, explanation(options.policy, options.lang), policy_record(options.policy))


@FAMILY.command(
    "parameters",
    "parameters with default, unit, range, source and direction",
    "ruralparty parameters trust",
    switch(
        "of",
        nargs="?",
        default="",
        metavar="NAME",
        help="a mechanism or policy, or one parameter (meetings.denominator); all mechanisms if left out",
    ),
    switch("--scenario", metavar="SCENARIO", help="the values that a scenario starts with, and why"),
)
def do_parameters(options: Options) -> None:
    """``ruralparty parameters``."""
    from sim.report.described.catalogue import param_record, parameters_of, parameters_table

    if options.scenario:
        from sim.report.described.values_used import values_record, values_table
        from sim.scenario.scenario import load

        scenario = load(options.scenario)
        show(options, values_table(scenario, options.of, options.lang), values_record(scenario, options.of))
        return
    chosen = parameters_of(options.of)
    table = parameters_table(options.of, options.lang)
    show(options, table, {key: param_record(param) for key, param in chosen.items()})


@FAMILY.command("outcomes", "all outcomes with unit and definition; headlines marked *", "ruralparty outcomes")
def do_outcomes(options: Options) -> None:
    """``ruralparty outcomes``."""
    from sim.indicators import INDICATORS
    from sim.report.described.catalogue import outcomes_table

    show(options, outcomes_table(options.lang), {name: each.record() for name, each in INDICATORS.items()})


@FAMILY.command(
    "coverage",
    "claims of the source papers and what the model has for each",
    "ruralparty coverage A27",
    switch(
        "item", nargs="?", default="", metavar="ITEM", help="number of a claim, A01 to E50; counts of all if left out"
    ),
)
def do_coverage(options: Options) -> None:
    """``ruralparty coverage``."""
    from sim.report.described.coverage_text import coverage_record, coverage_text

    show(options, coverage_text(options.item, options.lang), coverage_record(options.item))


@FAMILY.command(
    "odd",
    "the model described (ODD+D): entities, month, equations, parameters, policies, patterns",
    "ruralparty odd S8",
    switch(
        "part",
        nargs="?",
        default="",
        metavar="PART",
        help="one part: a section (§5), a code (S8, Y2, I6, P17, H3), a mechanism or a policy; all of it if left out",
    ),
    switch("--checklist", action="store_true", help="checklists of reporting (STRESS-ABS, TRACE, RAT-RS) only"),
    switch("-o", "--out", type=place_of, metavar="FILE", help="write the Markdown there instead of printing it"),
)
def do_odd(options: Options) -> None:
    """``ruralparty odd``."""
    from pathlib import Path

    from sim.report.described.odd.document import odd, part

    name = options.part or ("checklists" if options.checklist else "")
    text = part(name, options.lang) if name else odd(options.lang)
    if not options.out:
        show(options, text.rstrip("\n"), {"language": options.lang, "part": name, "markdown": text})
        return
    Path(options.out).write_text(text.rstrip("\n") + "\n", encoding="utf-8")
    say(message("written: {files}", files=options.out))


@FAMILY.command(
    "cite",
    "how to cite the model; of a folder of results also why so many replicates, and how precise",
    "ruralparty cite results/demo",
    switch("results", nargs="?", default="", metavar="FOLDER", help="results of run or compare"),
)
def do_cite(options: Options) -> None:
    """``ruralparty cite``."""
    from sim.report.described.cite import cite_record, cite_text

    show(options, cite_text(options.results, options.lang), cite_record(options.results))


def person_of(text: str) -> Any:
    """A person named on the command line: a name, and an ORCID behind a comma."""
    from sim.report.archive.crate import Person

    name, _, orcid = (part.strip() for part in text.partition(","))
    orcid = orcid.removeprefix("https://orcid.org/")
    if not name or (orcid and not re.fullmatch(ORCID, orcid)):
        raise argparse.ArgumentTypeError(
            message("{text!r} is no name, nor a name and an ORCID: 'Li Wen, 0000-0002-1825-0097'", text=text)
        )
    return Person(name, orcid)


@FAMILY.command(
    "archive",
    "describe a folder of results or a study for a repository: every file and every command in an RO-Crate (Process "
    "Run profile) and in a TRACE declaration (TROV), written into the folder",
    "ruralparty archive results/demo --by 'Li Wen, 0000-0002-1825-0097'",
    switch("results", type=place_of, metavar="FOLDER", help="results of run, compare or table, or a study"),
    flag("--crate", "ro-crate-metadata.json only"),
    flag("--trov", "tro.jsonld only"),
    switch(
        "--by",
        action="append",
        type=person_of,
        default=[],
        metavar="NAME[, ORCID]",
        help="who did the work; may stand several times; nobody is named if left out",
    ),
    switch("--license", default="", metavar="ADDRESS", help="licence of the results, as an address"),
    switch("--key", metavar="FILE", help="public key with which the declaration will be signed (TROV)"),
)
def do_archive(options: Options) -> None:
    """``ruralparty archive``."""
    from pathlib import Path

    from sim.report.archive.save import archive

    kinds = [kind for kind in ("crate", "trov") if getattr(options, kind)] or ["crate", "trov"]
    key = Path(options.key).read_text(encoding="utf-8") if options.key else ""
    found, written = archive(options.results, kinds, options.by, options.license, key)
    size = sum(held.size for held in found.files.values())
    text = message(
        "described: {files} files ({size} MB), commands: {steps}; written: {written}",
        files=len(found.files),
        size=f"{size / 1e6:.1f}",
        steps=len(found.steps),
        written=", ".join(map(str, written)),
    )
    show(options, text, {"files": len(found.files), "bytes": size, "written": list(map(str, written))})
    if not options.by:
        say(message("nobody is named as who did the work: --by NAME"))
    if "crate" in kinds and not options.license:
        say(message("no licence of the results is stated: --license ADDRESS"))
