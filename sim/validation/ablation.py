"""Ablation: the model without one of its four engines, and the patterns that then break."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sim.execution.progress import Progress
from sim.runs.run import Failure
from sim.validation.patterns import DENOMINATORS, EXPORTING, PATTERNS, Pattern, holding, judge

# What switches an engine off. Nothing is taken out of the model: its rates are set to nought.
ENGINES: dict[str, dict[str, Any]] = {
    "whole model": {},
    "without E1 (nobody leaves)": {
        "migration.leave": 0.0,
        "migration.departure_men": 0.0,
        "migration.departure_women": 0.0,
    },
    "without E2 (no stakes, no paper)": {
        "effort.stakes": 0.0,
        "effort.value_documents": 0.0,
        "effort.inspection_hours": 0.0,
        "effort.platform_hours": 0.0,
        "effort.file_hours": 0.0,
        "effort.shoulder_hours": 0.0,
        "effort.willingness_hours": 0.0,
        "effort.motivation_hours": 0.0,
    },
    "without E3 (trust stands still)": {
        f"trust.{name}": 0.0 for name in ("success", "failure", "contact", "drift", "rumour", "scandal", "unfair")
    },
    "without E4 (nobody adopts, nothing decays)": {
        "digital.innovation": 0.0,
        "digital.imitation": 0.0,
        "digital.content_decay": 0.0,
    },
}


def ablate(
    *,
    patterns: Sequence[Pattern] = PATTERNS,
    denominator: str = DENOMINATORS[0],
    archetypes: Sequence[str] = EXPORTING,
    seeds: int = 3,
    seed: int = 1,
    jobs: int = 0,
    progress: Progress | None = None,
) -> tuple[dict[str, dict[str, bool]], list[Failure]]:
    """Which patterns hold in the whole model and without each engine.

    Returns
    -------
    held : dict
        By engine and code of the pattern.
    failures : list of Failure
    """
    held: dict[str, dict[str, bool]] = {}
    failures: list[Failure] = []
    for engine, values in ENGINES.items():
        changes = {f"parameters.{name}": value for name, value in values.items()}
        verdicts, failed = judge(
            patterns=patterns, archetypes=archetypes, denominators=(denominator,), seeds=seeds, seed=seed,
            jobs=jobs, changes=changes, progress=progress,
        )  # fmt: skip
        held[engine] = holding(verdicts, denominator)
        failures += failed
    return held, failures
