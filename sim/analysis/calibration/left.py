"""Points that a finished calibration has left, read from its folder."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from sim.analysis.calibration.folder import BEGUN, IMPLAUSIBILITY, TABLE
from sim.analysis.calibration.implausibility import deciding
from sim.core.config.language import message
from sim.execution.tables import read_table
from sim.studies.plausible import NAME, plausible_set


@dataclass(frozen=True)
class Left:
    """Points of a calibration.

    Attributes
    ----------
    points : tuple of dict
        Values by dotted path.
    plausible : int
        The first so many are plausible; the others are the least implausible of the last wave.
    unmatched : tuple of dict
        As many points of the first wave, which lie all over the ranges; none where it is not there.
    until, villages, village_size : int
        Last year that was matched, and the world's size.
    constants : dict
        Values that all points share.
    """

    points: tuple[dict[str, Any], ...]
    plausible: int
    unmatched: tuple[dict[str, Any], ...]
    until: int
    villages: int
    village_size: int
    constants: dict[str, Any]


def points_left(folder: str | Path, number: int) -> Left:
    """So many points that a calibration has left: plausible ones, then the least implausible of the last wave.

    Raises
    ------
    ValueError
        If the folder holds no calibration, or not so many points.
    """
    root = Path(folder)
    if not (root / BEGUN).is_file():
        raise ValueError(message("{folder} holds no calibration: ruralparty calibrate makes one", folder=root))
    plan = json.loads((root / BEGUN).read_text(encoding="utf-8"))["plan"]
    points = plausible_set(folder=root).points[:number] if _has_points(root) else ()
    plausible = len(points)
    if plausible < number:
        points = (*points, *_nearest(root, plan, number - plausible))
    if len(points) < number:
        raise ValueError(
            message(
                "{folder} holds {count} points; {number} are asked for", folder=root, count=len(points), number=number
            )
        )
    until, villages, size = (int(plan[name]) for name in ("until", "villages", "village_size"))
    first = root / "wave_1" / TABLE
    unmatched = _rows(read_table(first, TABLE), plan, range(number)) if first.is_file() else ()
    return Left(points, plausible, unmatched, until, villages, size, dict(plan["constants"]))


def _has_points(root: Path) -> bool:
    table = root / f"{NAME}.csv"
    return table.is_file() and len(table.read_text(encoding="utf-8").splitlines()) > 1


def _nearest(root: Path, plan: dict[str, Any], number: int) -> tuple[dict[str, Any], ...]:
    """The least implausible points of the last wave whose runs are done, ruled out or beyond what was plausible."""
    waves = sorted(root.glob(f"wave_*/{TABLE}"), key=lambda path: int(path.parent.name.split("_")[1]))
    if not waves:
        return ()
    table = read_table(waves[-1], TABLE)
    left_out = set(plan["leave_out"])
    matched = [
        f"{IMPLAUSIBILITY} {key}"
        for each in plan["figures"]
        if each["matched"] and each["name"] not in left_out
        for key in [" ".join(filter(None, (each["name"], each["group"], each["time"])))]
        if key not in left_out
    ]
    decides = deciding(np.column_stack([table.column(name).to_numpy() for name in matched]))
    return _rows(table, plan, [int(place) for place in np.argsort(decides, kind="stable")[:number]])


def _rows(table: Any, plan: dict[str, Any], places: Sequence[int]) -> tuple[dict[str, Any], ...]:
    """Values of the parameters in some rows of a wave's table."""
    columns = {each["path"]: table.column(each["path"]).to_pylist() for each in plan["factors"]}
    return tuple(
        {path: values[place] for path, values in columns.items()} for place in places if place < table.num_rows
    )
