"""Ablation: the model without one of its four engines, and the patterns that then break."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sim.execution.progress import Progress
from sim.runs.jobs import LIST
from sim.runs.run import Failure
from sim.validation.patterns import EXPORTING, PATTERNS, Pattern, holding, judge

# What switches an engine off. Nothing is taken out of the model: its rates are set to nought.
ENGINES: dict[str, dict[str, Any]] = {
    engine: {f"{mechanism}.{name}": 0.0 for name in names.split()}
    for engine, mechanism, names in (
        ("whole model", "", ""),
        ("without E1 (nobody leaves)", "migration", "leave departure_men departure_women"),
        (
            "without E2 (no stakes, no paper)",
            "effort",
            "stakes value_documents inspection_hours platform_hours file_hours shoulder_hours willingness_hours "
            "motivation_hours",
        ),
        ("without E3 (trust stands still)", "trust", "success failure contact drift rumour scandal unfair"),
        ("without E4 (nobody adopts, nothing decays)", "digital", "innovation imitation content_decay"),
    )
}


def ablate(
    *,
    patterns: Sequence[Pattern] = PATTERNS,
    denominator: str = LIST,
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
