"""Results written to a folder: tables, figure, page, manifest, series."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.analysis.compare import WINDOW
from sim.analysis.comparison import Comparison
from sim.analysis.effects import adjusted
from sim.core.config.language import Language
from sim.core.declarations.dated_value import plain_of
from sim.core.recording.indicator import AnyIndicator
from sim.execution.provenance import manifest
from sim.execution.run import Runs
from sim.indicators import HEADLINES
from sim.report.comparison import by_group
from sim.report.comparison.budget_text import COLUMNS as COST_COLUMNS
from sim.report.comparison.budget_text import spending_record, unit_rows
from sim.report.comparison.extremes_text import COLUMNS as EXTREMES_COLUMNS
from sim.report.comparison.extremes_text import extremes_rows
from sim.report.comparison.for_whom_text import COLUMNS as WHOM_COLUMNS
from sim.report.comparison.for_whom_text import group_rows, whom_record
from sim.report.comparison.over_text import over_record
from sim.report.comparison.page import page
from sim.report.layout import figures, tables
from sim.report.layout.folder import SERIES, Content, save_results, series_writer
from sim.report.layout.table import to_csv
from sim.runs.identity import digest_of
from sim.runs.run import Run

if TYPE_CHECKING:
    from matplotlib.figure import Figure

PYTHON_NAMES = {"yuan": "budget", "hours": "equal_hours"}


def record(comparison: Comparison) -> dict[str, Any]:
    """The comparison in plain values, as ``--json`` prints it."""
    stopping, gaps = comparison.stopping, [outcome.difference for outcome in comparison.outcomes]
    q = adjusted([gap.p for gap in gaps])
    return {
        "baseline": comparison.baseline,
        "outcomes": [
            {**row, "verdict": gap.verdict, "p": gap.p, "q": float(each)}
            for row, gap, each in zip(tables.rows(comparison), gaps, q, strict=True)
        ],
        "costs": {name: vars(cost) for name, cost in comparison.costs.items()},
        "lives_changed": comparison.lives_changed,
        "other_parameters": {
            name: {key: plain_of(value) for key, value in comparison.other_parameters(name).items()}
            for name in comparison.alternatives
        },
        "pairs": stopping.pairs,
        "wanted": dict(stopping.wanted),
        "capped": stopping.capped,
        "reached_at": stopping.reached_at,
        "cost_per_unit": unit_rows(comparison),
        "spending": {name: spending_record(each) for name, each in comparison.spending.items()},
        "for_whom": None if comparison.whom is None else whom_record(comparison.whom),
        "extremes": extremes_rows(comparison),
        "over_points": over_record(comparison),
        "notes": comparison.notes,
        "failed": [vars(failure) for failure in comparison.failures],
        "runs_from_store": comparison.counted.stored,
        "runs_done": comparison.counted.done,
        "digest": digest_of(*(run.digest for runs in comparison.runs.values() for run in runs)),
    }


def python_call(comparison: Comparison, seed: int, window: int | str, denominator: str | None = None) -> str:
    """Python that makes the comparison again, as a script: its processes import the file that they are started from."""
    base, *others = (given or name for given, name in zip(comparison.given, comparison.runs, strict=True))
    outcomes = tuple(dict.fromkeys(outcome.indicator.name for outcome in comparison.outcomes))
    lines = [f"{base!r},", f"{others!r},", f"reps={comparison.stopping.pairs},", f"seed={seed},"]
    if str(window) != str(WINDOW):
        lines.append(f"window={window!r},")
    if outcomes != HEADLINES:
        lines.append(f"outcomes={outcomes!r},")
    if denominator:
        lines.append(f"denominator={denominator!r},")
    if comparison.extremes is not None:
        lines.append("extremes=True,")
    for spending in list(comparison.spending.values())[:1]:
        lines.append(f"{PYTHON_NAMES[spending.budget.account]}={str(spending.budget)!r},")
    if comparison.whom is not None:
        lines.append(f"by={comparison.whom.by!r},")
    call = ["found = sim.compare(", *(f"    {line}" for line in lines), ")"]
    return "\n".join(["import sim", "", 'if __name__ == "__main__":', *(f"    {line}" for line in call)])


def save_comparison(
    comparison: Comparison,
    out: str | Path,
    *,
    command: Sequence[str],
    begun: datetime,
    window: int | str,
    denominator: str | None = None,
    language: Language = "en",
) -> None:
    """Write the tables, the figure, the page, the manifest and the series.

    Parameters
    ----------
    comparison : Comparison
    out : str or Path
        Folder; earlier results in it are replaced, what else stands in it is kept.
    command : sequence of str
        Words of the command line, or the call from Python as one word.
    begun : datetime
        Start, in UTC.
    window : int or str
        As it was given.
    denominator : str, optional
        As it was given.
    language : {"en", "zh"}
        Of figure, table and page.

    Raises
    ------
    NotOurs
        If the folder holds something else.
    """
    indicators = list(dict.fromkeys(outcome.indicator for outcome in comparison.outcomes))
    figure = figures.draw(comparison.scenarios, comparison.runs, indicators, language)
    everything = [run for runs in comparison.runs.values() for run in runs]
    call = python_call(comparison, min(run.seed for run in everything), window, denominator)
    more = {"window": list(comparison.window), **record(comparison)}
    held = manifest(comparison.scenarios, everything, comparison.failures, command, begun, **more)
    files: dict[str, Content] = {
        "summary.csv": to_csv(tables.rows(comparison), tables.COLUMNS),
        "summary.tex": tables.as_latex(comparison, language),
        "costs.csv": to_csv(unit_rows(comparison), COST_COLUMNS),
        **_figures(figure),
        "index.html": page(comparison, held, figures.svg(figure), call, language),
        **_series(everything),
    }
    if comparison.whom is not None:
        files[f"by_{comparison.whom.by}.csv"] = to_csv(group_rows(comparison.whom), WHOM_COLUMNS)
    if comparison.extremes is not None:
        files["extremes.csv"] = to_csv(extremes_rows(comparison), EXTREMES_COLUMNS)
    save_results(out, files, held)


def save_runs(
    found: Runs,
    out: str | Path,
    *,
    indicators: Sequence[AnyIndicator],
    window: tuple[int, int],
    command: Sequence[str],
    begun: datetime,
    language: Language = "en",
    by_village: bool = True,
    groups: Mapping[str, Sequence[dict[str, Any]]] | None = None,
) -> None:
    """Write ``summary.csv``, the figure, ``manifest.json`` and ``series`` of runs of one or several scenarios.

    Parameters
    ----------
    found, out, indicators, window, command, begun, language
        As of :func:`save_comparison`.
    by_village : bool
        Whether the series keep the villages apart, if their tallies were kept.
    groups : dict of str to records, optional
        Tables by group and the names of their files.

    Raises
    ------
    NotOurs
        If the folder holds something else.
    """
    everything = [run for runs in found.runs.values() for run in runs]
    figure = figures.draw(found.scenarios, found.runs, indicators, language)
    counties = {"counties": each} if (each := tables.counties_record(found)) else {}
    came = {"runs_from_store": found.counted.stored, "runs_done": found.counted.done}
    more = {"window": list(window), **came, **counties}
    held = manifest(found.scenarios, everything, found.failures, command, begun, **more)
    files: dict[str, Content] = {
        "summary.csv": to_csv(tables.run_rows(found, indicators, window), tables.RUN_COLUMNS),
        **{name: to_csv(records, by_group.COLUMNS) for name, records in (groups or {}).items()},
        **_figures(figure),
        **_series(everything if by_village else (replace(run, by_village=None) for run in everything)),
    }
    save_results(out, files, held)


def _figures(figure: Figure) -> dict[str, Content]:
    return {"figure.pdf": figures.pdf(figure), "figure.png": figures.png(figure)}


def _series(runs: Iterable[Run]) -> dict[str, Content]:
    return {f"{SERIES}/{run.scenario}-{run.seed}.parquet": series_writer(run) for run in runs}
