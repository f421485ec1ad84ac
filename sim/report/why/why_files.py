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
from sim.report.analyses.save import Analysed, contents_of
from sim.report.layout.folder import save_results
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
    analysed = Analysed(
        kind="why",
        tables={"why": why_table(found)},
        text=why_text(found, language),
        method=method_text(found, language),
        figures={"figure": draw_why(found, language)},
    )
    held: Mapping[str, Any] = manifest(
        (found.baseline, found.alternative), (), found.failures, command, begun or datetime.now(UTC), **about(found)
    )
    save_results(out, contents_of(analysed), held)
