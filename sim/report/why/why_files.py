"""The folder of why: tables of parts and paths, the figure, what they say, how it was done, manifest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.analysis.why.record import RECORD_COLUMNS, rows_of
from sim.analysis.why.table import Why
from sim.core.config.language import Language
from sim.execution.provenance import manifest
from sim.report.analyses.save import _parquet as parquet
from sim.report.layout.figures import pdf, png, svg
from sim.report.layout.folder import Content, save_results
from sim.report.why.why_figure import draw_why
from sim.report.why.why_text import why_text
from sim.report.why.why_words import method_text

if TYPE_CHECKING:
    import pandas


def why_table(found: Why) -> pandas.DataFrame:
    """All parts and paths of all outcomes, a row each."""
    import pandas

    return pandas.DataFrame(rows_of(found), columns=list(RECORD_COLUMNS))


def why_record(found: Why) -> dict[str, Any]:
    """The analysis in plain values, as ``--json`` prints it."""
    return {"analysis": "why", **about(found), "rows": rows_of(found)}


def about(found: Why) -> dict[str, Any]:
    """What was asked and how it was done."""
    return {
        "pairs": found.pairs,
        "seed": found.seed,
        "window": list(found.window),
        "parts": found.how,
        "levers": list(found.levers),
        "doses": {name: list(each) for name, each in found.doses.items()},
        "channels": list(found.channels),
        "untouched": list(found.untouched),
        "refused": {name: list(each) for name, each in found.refused.items()},
    }


def save_why(
    found: Why,
    out: str | Path,
    *,
    command: Sequence[str] = (),
    begun: datetime | None = None,
    language: Language = "en",
) -> None:
    """Write the folder, as a whole or not at all; an earlier one is replaced.

    Raises
    ------
    NotOurs
        If the folder holds something else.
    """
    table, figure = why_table(found), draw_why(found, language)
    files: dict[str, Content] = {
        "text.txt": why_text(found, language) + "\n",
        "method.txt": method_text(found, language) + "\n",
        "why.parquet": parquet(table),
        "why.csv": table.to_csv(index=False, lineterminator="\n"),
        "figure.pdf": pdf(figure),
        "figure.png": png(figure),
        "figure.svg": svg(figure),
    }
    held: Mapping[str, Any] = manifest(
        (found.baseline, found.alternative), (), found.failures, command, begun or datetime.now(UTC), **about(found)
    )
    save_results(Path(out), files, held)
