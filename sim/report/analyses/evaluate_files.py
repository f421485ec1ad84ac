"""What an evaluation on the bench leaves in its folder."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from sim.analysis.evaluate.bench import Result, columns_of
from sim.analysis.evaluate.plan import EvaluationPlan
from sim.analysis.evaluate.table import Evaluated
from sim.core.config.language import Language
from sim.execution.provenance import MADE_BY, version_of
from sim.report.analyses.evaluate_figure import draw_evaluation
from sim.report.analyses.evaluate_text import evaluate_text, method_text
from sim.report.analyses.save import SHORT, Analysed, contents_of, manifest_of
from sim.report.layout.folder import save_results
from sim.runs.identity import as_text, digest_of
from sim.runs.sources import numbers_hash

FOLDER = "evaluation"
"""Folder beside the study that holds its results."""
LIBRARIES = ("pandas",)


def evaluate_analysed(
    found: Evaluated, results: Sequence[Result], failed: int = 0, language: Language = "en"
) -> Analysed:
    """Tables of what is found, of spills and of all estimates, the figure, and what they say."""
    import pandas

    return Analysed(
        kind="evaluate",
        tables={
            "found": pandas.DataFrame(found.records()),
            "spills": pandas.DataFrame(found.spill_records()),
            "estimates": pandas.DataFrame(columns_of(results)),
        },
        text=evaluate_text(found, language, failed),
        method=method_text(found, _provenance(found.plan), language),
        figures={"figure": draw_evaluation(found, language)},
        about={"worlds": found.worlds, "failed": failed},
    )


def save_evaluation(
    analysed: Analysed,
    plan: EvaluationPlan,
    out: str | Path,
    *,
    command: Sequence[str] = (),
    begun: datetime | None = None,
    language: Language = "en",
) -> Path:
    """Write an evaluation to its folder, as a whole or not at all; an earlier one is replaced.

    Raises
    ------
    NotOurs
        If the folder holds something else.
    """
    about = {"name": plan.name, "hash": hash_of(plan), "model": numbers_hash(), "scenario": plan.scenario.plain()}
    manifest = manifest_of(analysed, about, LIBRARIES, command, begun or datetime.now(UTC), language)
    save_results(out, contents_of(analysed), manifest)
    return Path(out)


def hash_of(plan: EvaluationPlan) -> str:
    """All that an evaluation says that its numbers depend on, as a hash."""
    survey = {**vars(plan.survey), "deviation": dict(plan.survey.deviation), "lean": dict(plan.survey.lean)}
    asked = {
        "looks": [[look.outcome, look.measure] for look in plan.looks],
        "survey": survey,
        "estimators": list(plan.estimators),
        "sizes": list(plan.sizes),
        "numbers": [plan.level, plan.power, plan.worlds, plan.seed],
    }
    return digest_of(as_text(plan.plain_run()), as_text(asked))


def _provenance(plan: EvaluationPlan) -> dict[str, str]:
    return {"hash": hash_of(plan)[:SHORT], "version": str(version_of(MADE_BY))}
