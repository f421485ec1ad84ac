"""The folder of a calibration: what it was begun with, and each wave's table, emulators, points left and summary.

A wave whose summary stands there is over and is read; of one that is not, its points and the runs that are done are.
Nothing in the folder depends on where it was made, so that a calibration goes on in another copy of it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.analysis.calibration.emulator import Emulator
from sim.analysis.calibration.implausibility import Goal
from sim.analysis.calibration.runs import wipe
from sim.analysis.calibration.space import Wave
from sim.analysis.calibration.study import CalibrationPlan
from sim.analysis.calibration.waves import Table, chosen_rows, joined
from sim.core.config.language import message
from sim.execution.files import publish_json
from sim.execution.provenance import MADE_BY
from sim.execution.tables import publish_table, read_table
from sim.runs.identity import as_text, digest_of
from sim.runs.sources import model_hash

Floats = NDArray[np.float64]
BEGUN, SUMMARY, TABLE, POINTS, KEPT, EMULATORS = (
    *("calibration.json", "wave.json", "table.parquet", "points.parquet", "kept.parquet", "emulators.json"),
)
PLACE, MEAN, VARIANCE, COUNT, IMPLAUSIBILITY = "place", "mean", "variance", "seeds", "implausibility"


class CalibrationFolder:
    """Folder of a calibration.

    Parameters
    ----------
    root : Path
    plan : CalibrationPlan

    Raises
    ------
    ValueError
        If it was begun with another study or another model.
    """

    def __init__(self, root: Path, plan: CalibrationPlan) -> None:
        self.root, self.plan = root, plan

    def begin(self) -> None:
        """Make the folder, or see whether what stands there is this calibration."""
        now = self._identity()
        path = self.root / BEGUN
        if path.is_file():
            then = json.loads(path.read_text(encoding="utf-8"))
            for name, told in (
                ("study", message("the study has been edited")),
                ("model", message("the model has changed")),
            ):
                if then.get(name) != now[name]:
                    raise ValueError(
                        message(
                            "{told} since the calibration in {folder} was begun; give -o another folder, or begin it "
                            "anew with --fresh",
                            told=told,
                            folder=self.root,
                        )
                    )
            return
        if self.root.is_dir() and any(self.root.iterdir()):
            raise ValueError(message("{folder} holds something else: give -o an empty folder", folder=self.root))
        self.root.mkdir(parents=True, exist_ok=True)
        publish_json(path, {"made_by": MADE_BY, **now, "plan": self.plan.plain()})

    def _identity(self) -> dict[str, str]:
        return {"study": digest_of(as_text(self.plan.plain())), "model": model_hash()}

    def place(self, wave: str) -> Path:
        """Folder of a wave, or of a batch of the plausible set."""
        path = self.root / wave
        path.mkdir(exist_ok=True)
        return path

    def summary(self, wave: str) -> dict[str, Any] | None:
        """Summary of a wave that is over."""
        path = self.place(wave) / SUMMARY
        return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else None

    def write_summary(self, wave: str, summary: dict[str, Any]) -> None:
        """Close a wave."""
        publish_json(self.place(wave) / SUMMARY, summary)

    def points(self, wave: str, name: str = POINTS) -> Floats | None:
        """Points of a wave, as places between 0 and 1; None if they have not been chosen."""
        path = self.place(wave) / name
        if not path.is_file():
            return None
        table = read_table(path, name)
        return np.column_stack([table.column(each).to_numpy() for each in self.plan.paths])

    def write_points(self, wave: str, points: Floats, name: str = POINTS) -> None:
        """Write places between 0 and 1 down."""
        import pyarrow as arrow

        columns = {path: points[:, place] for place, path in enumerate(self.plan.paths)}
        publish_table(self.place(wave) / name, arrow.table(columns), name)

    def table(self, wave: str) -> Table | None:
        """What the runs of a wave say; None if they are not all done."""
        path = self.place(wave) / TABLE
        if not path.is_file():
            return None
        found = read_table(path, TABLE)
        keys = [each.key for each in self.plan.figures]

        def columns(kind: str, names: Sequence[str]) -> Floats:
            return np.column_stack([found.column(f"{kind} {name}").to_numpy() for name in names])

        return Table(columns(PLACE, self.plan.paths), *(columns(kind, keys) for kind in (MEAN, VARIANCE, COUNT)))

    def write_table(self, wave: str, table: Table, goals: Sequence[Goal]) -> None:
        """Write down values of the parameters, means, variances and implausibilities; the single runs go."""
        import pyarrow as arrow

        settings = self.plan.values(table.points)
        columns: dict[str, Any] = {path: [each[path] for each in settings] for path in self.plan.paths}
        columns |= {f"{PLACE} {path}": table.points[:, place] for place, path in enumerate(self.plan.paths)}
        implausible = table.implausibilities(goals, np.nan_to_num(table.seed_variances()))
        for place, figure in enumerate(self.plan.figures):
            kinds = zip((MEAN, VARIANCE, COUNT), (table.means, table.variances, table.counts), strict=True)
            columns |= {f"{kind} {figure.key}": each[:, place] for kind, each in kinds}
            columns[f"{IMPLAUSIBILITY} {figure.key}"] = implausible[:, place]
        publish_table(self.place(wave) / TABLE, arrow.table(columns), TABLE)
        wipe(self.place(wave))

    def emulators(self, wave: str, goals: Sequence[Goal], tables: Sequence[Table]) -> Wave | None:
        """The wave as it was fitted, with the rows that it was fitted to; None if it has not been."""
        path = self.place(wave) / EMULATORS
        if not path.is_file():
            return None
        held = json.loads(path.read_text(encoding="utf-8"))
        table = joined(tables).rows(np.array(held["rows"], int))
        found = []
        for place, plain in enumerate(held["emulators"]):
            known = np.isfinite(table.means[:, place])
            found.append(Emulator.of(plain, table.points[known], table.means[known, place], table.counts[known, place]))
        return Wave(tuple(found), tuple(goals), self.plan.seeds)

    def write_emulators(self, wave: str, fitted: Wave, before: Sequence[Wave], tables: Sequence[Table]) -> None:
        """Write down what was fitted, and to which rows of the tables so far."""
        rows = chosen_rows(joined(tables).points, before).tolist()
        publish_json(
            self.place(wave) / EMULATORS, {"rows": rows, "emulators": [each.plain() for each in fitted.emulators]}
        )
