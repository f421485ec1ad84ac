"""A folder as a calibration leaves it, of one plausible point, without the runs."""

from __future__ import annotations

import json
from pathlib import Path


def calibrated(folder: Path, until: int = 2018, points: int = 1) -> Path:
    """Write such a folder."""
    folder.mkdir()
    plan = {
        "until": until, "villages": 1, "village_size": 300, "constants": {"parameters.migration.place": 0.95},
        "figures": [], "factors": [], "leave_out": [],
    }  # fmt: skip
    (folder / "calibration.json").write_text(json.dumps({"plan": plan}), encoding="utf-8")
    rows = [f"{place},{0.0140 + 0.0001 * place}" for place in range(points)]
    table = "\n".join(["point,parameters.migration.leave", *rows]) + "\n"
    (folder / "plausible.csv").write_text(table, encoding="utf-8")
    (folder / "plausible.json").write_text(json.dumps({"model": "earlier"}), encoding="utf-8")
    return folder
