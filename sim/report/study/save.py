"""The folder of a report: a page, a paper, a document, a workbook, and the numbers behind all of them."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sim.core.config.language import Language, message
from sim.execution.provenance import MADE_BY, git_commit, library_versions, version_of
from sim.report.layout.folder import Content, save_results
from sim.report.study.book import COLUMNS, MOST_INLINE
from sim.report.study.document import Document, Figure, Number, Part, Table
from sim.report.study.writers.page import page_of
from sim.runs.sources import model_hash
from sim.studies.query import Study

FORMS = ("html", "latex", "docx", "xlsx", "csv")
FOLDER = "report"
"""Of a study, unless another is named."""


def folder_of(study: Study) -> Path:
    """Where the report of a study is kept, unless another folder is named."""
    return study.prepared.folder / FOLDER


def save_report(
    found: Document,
    study: Study,
    out: str | Path,
    forms: Sequence[str],
    *,
    command: Sequence[str] = (),
    begun: datetime | None = None,
    columns: int = 1,
) -> list[str]:
    """Write a report in the forms asked for, as a whole or not at all; an earlier one is replaced.

    Parameters
    ----------
    found : Document
    study : Study
    out : str or Path
        Folder.
    forms : sequence of str
        Of :data:`FORMS`.
    command : sequence of str
        Words of the command line.
    begun : datetime, optional
        Start, in UTC.
    columns : {1, 2}
        Of a page of LaTeX.

    Returns
    -------
    list of str
        Files to look at, without those that only lie behind them.

    Raises
    ------
    ModuleNotFoundError
        If a library that a form needs is not installed.
    NotOurs
        If the folder holds something else.
    """
    files: dict[str, Content] = {}
    for form in forms:
        files |= files_of(form, found, columns)
    named = list(files)
    files |= behind(found)
    begun = begun or datetime.now(UTC)
    save_results(Path(out), files, _manifest(found, study, forms, command, begun, found.language))
    return [name for name in named if "/" not in name]


def files_of(form: str, found: Document, columns: int = 1) -> dict[str, Content]:
    """Files of a form."""
    if form == "html":
        return {"index.html": page_of(found)}
    if form == "latex":
        from sim.report.study.writers.latex import latex_files

        return latex_files(found, columns)
    if form == "docx":
        from sim.report.study.writers.docx import docx_bytes

        return {"report.docx": docx_bytes(found)}
    if form == "xlsx":
        from sim.report.study.writers.xlsx import xlsx_bytes

        return {"report.xlsx": xlsx_bytes(found)}
    if form == "csv":
        return csv_files(found)
    raise ValueError(message("{form!r} is no form of a report; there are {known}", form=form, known=", ".join(FORMS)))


def behind(found: Document) -> dict[str, Content]:
    """``numbers.csv``: each number with its query and runs; ``runs.csv`` where there are too many for a line."""
    files: dict[str, Content] = {}
    if found.numbers:
        files["numbers.csv"] = _csv(COLUMNS, ([each[name] for name in COLUMNS] for each in found.numbers))
    many = [(each.key, run) for each in found.sources if len(each.runs) > MOST_INLINE for run in each.runs]
    if many:
        files["runs.csv"] = _csv(("source", "run"), many)
    return files


def csv_files(found: Document) -> dict[str, Content]:
    """A file a table, numbers in the units that are printed, not rounded; and a file for the numbers of each figure."""
    files: dict[str, Content] = {}
    for table in found.blocks(Table):
        heads = [each.text for each in table.heads]
        files[f"csv/{table.name}.csv"] = _csv(heads, (list(map(_cell, row)) for row in table.rows))
    for figure in found.blocks(Figure):
        if figure.data is not None:
            files[f"csv/figure_{figure.name}.csv"] = figure.data.to_csv(index=False, lineterminator="\n")
    return files


def _cell(given: Part) -> Any:
    return given.printed if isinstance(given, Number) else given


def _csv(heads: Sequence[str], rows: Any) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(heads)
    writer.writerows(rows)
    return text.getvalue()


def _manifest(
    found: Document, study: Study, forms: Sequence[str], command: Sequence[str], begun: datetime, language: Language
) -> dict[str, Any]:
    held, status = study.prepared.study, study.status()
    return {
        "made_by": MADE_BY,
        "version": version_of(MADE_BY),
        "git": git_commit(),
        "model_source_hash": model_hash(),
        "libraries": library_versions(),
        "report": found.title,
        "forms": list(forms),
        "language": language,
        "numbers": len(found.numbers),
        "study": {"name": held["name"], "hash": held["hash"], "runs": status.done, "digest": status.digest},
        "command": list(command),
        "start": begun.isoformat(timespec="seconds"),
        "end": datetime.now(UTC).isoformat(timespec="seconds"),
    }
