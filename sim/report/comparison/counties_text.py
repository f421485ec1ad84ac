"""How many counties a world has, and the digest of all their numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from sim.core.config.language import Language
from sim.execution.run import Runs
from sim.report.layout.table import Column, Table, records

HEADS = (
    Column("scenario", "情景"),
    Column("seed", "随机种子", str),
    Column("counties", "县数", str),
    Column("villages", "村数", str),
    Column("digest of all counties", "各县结果摘要值"),
)


def counties_record(found: Runs) -> list[dict[str, Any]]:
    """One record for each world that was lived county by county."""
    rows = (
        (run.scenario, run.seed, counties, run.villages, run.digest)
        for runs in found.runs.values()
        for run in runs
        if (counties := len(np.unique(run.places["county"]))) > 1
    )
    return records(("scenario", "seed", "counties", "villages", "digest"), rows)


def counties_as_text(found: Sequence[dict[str, Any]], language: Language = "en") -> str:
    """The records for a terminal."""
    return Table(HEADS, [tuple(record.values()) for record in found], language).text()
