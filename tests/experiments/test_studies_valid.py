"""Study files of the experiments are valid, and their points fit: a rule that grows stricter is seen here."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim.analysis.calibration.study import load_calibration
from sim.studies.folder import prepared

EXPERIMENTS = Path(__file__).resolve().parents[2] / "experiments"
CALIBRATIONS = {name: EXPERIMENTS / name for name in ("calibration", "hold_out")}
STUDIES = [path for path in sorted(EXPERIMENTS.glob("*/study.yaml")) if path.parent not in CALIBRATIONS.values()]


@pytest.mark.parametrize("path", STUDIES, ids=lambda path: path.parent.name)
def test_the_points_of_an_experiment_can_be_made(path: Path) -> None:
    plan, _, points = prepared(path)
    assert points
    assert plan.factors or len(plan.scenarios) > 1


@pytest.mark.parametrize("name", CALIBRATIONS)
def test_every_parameter_of_a_calibration_can_be_set_to_its_ends(name: str) -> None:
    plan = load_calibration(CALIBRATIONS[name])
    assert len(set(plan.paths)) == len(plan.factors) > 48
    ends = [[place] * len(plan.factors) for place in (0.0, 1.0)]
    assert all(plan.scenario_at(values) for values in plan.values(np.array(ends)))
