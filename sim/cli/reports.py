"""The command that writes the report of a study."""

from __future__ import annotations

from functools import partial

from sim.cli.output import Options, show
from sim.cli.parser import Family
from sim.cli.studies import STUDY
from sim.cli.switches import flag, names, switch
from sim.cli.values import place_of
from sim.core.config.language import message

FAMILY = Family("report a study")


@FAMILY.command(
    "report",
    "write the report of a study: a page, LaTeX, Word, a workbook, CSV; each number with its query and runs",
    "ruralparty report experiments/example --html --latex\n  ruralparty report experiments/example --brief --docx",
    switch("study", **STUDY),
    flag("--html", "a page that needs nothing else (the usual form)"),
    flag("--latex", "report.tex, with figures as PDF"),
    flag("--docx", "a document for Word"),
    flag("--xlsx", "a workbook: a sheet a table, and the origins of the numbers"),
    flag("--csv", "a file a table, and the numbers behind each figure"),
    flag("--brief", "two pages for those who decide"),
    flag("--two-columns", "LaTeX in two columns"),
    names("--outcomes", "outcomes; the headlines that the study keeps if left out"),
    switch("-o", "--out", type=place_of, metavar="FOLDER", help="folder of the report (STUDY/report)"),
)
def do_report(options: Options) -> None:
    """``ruralparty report``."""
    from sim.cli.output import check_out
    from sim.report.study.build import brief, report
    from sim.report.study.save import FORMS, folder_of, save_report
    from sim.studies.query import Study

    study = Study(options.study)
    options.out = options.out or str(folder_of(study))
    check_out(options)
    forms = [form for form in FORMS if getattr(options, form)] or ["html"]
    found = (brief if options.brief else report)(study, options.lang, options.outcomes or None)
    written: list[str] = []
    save = partial(
        save_report, found, study, options.out, forms, command=options.words, begun=options.begun,
        columns=2 if options.two_columns else 1,
    )  # fmt: skip
    text = message(
        "{title}: {sections} sections, {numbers} numbers with their queries and runs",
        title=found.title,
        sections=len(found.sections),
        numbers=len(found.numbers),
    )
    record = {"title": found.title, "forms": forms, "numbers": len(found.numbers), "folder": options.out}
    show(options, text, record, lambda: written.extend(save()), written)
