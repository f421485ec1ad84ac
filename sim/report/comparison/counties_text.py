"""How many counties a world has, and the digest of all their numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from sim.core.config.language import Language
from sim.execution.run import Runs
from sim.report.layout.text import aligned

HEADS: dict[str, tuple[str, ...]] = {
    "en": ("scenario", "seed", "counties", "villages", "digest of all counties"),
    "zh": ("情景", "随机种子", "县数", "村数", "各县结果摘要值"),
}
COLUMNS = ("scenario", "seed", "counties", "villages", "digest")


def counties_record(found: Runs) -> list[dict[str, Any]]:
    """One record for each world that was lived county by county."""
    return [
        {
            "scenario": run.scenario,
            "seed": run.seed,
            "counties": len(np.unique(run.places["county"])),
            "villages": run.villages,
            "digest": run.digest,
        }
        for runs in found.runs.values()
        for run in runs
        if len(np.unique(run.places["county"])) > 1
    ]


def counties_as_text(records: Sequence[dict[str, Any]], language: Language = "en") -> str:
    """The records for a terminal."""
    rows = [tuple(str(record[name]) for name in COLUMNS) for record in records]
    return aligned([HEADS[language], *rows], right=range(1, 4))
