"""Study files of the experiments are valid, and their points fit: a rule that grows stricter is seen here."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.studies.folder import prepared

EXPERIMENTS = Path(__file__).resolve().parents[2] / "experiments"
STUDIES = sorted(path for path in EXPERIMENTS.glob("*/study.yaml") if path.parent.name != "calibration")
"""That of the calibration is read by `ruralparty calibrate` (tests/analysis/calibration)."""


@pytest.mark.parametrize("path", STUDIES, ids=lambda path: path.parent.name)
def test_the_points_of_an_experiment_can_be_made(path: Path) -> None:
    plan, _, points = prepared(path)
    assert points
    assert plan.factors or len(plan.scenarios) > 1
