"""Points that a calibration has left: plausible ones first, then the least implausible of the last wave."""

from __future__ import annotations

import json

import pyarrow as arrow
import pytest

from sim.analysis.calibration.left import points_left
from sim.execution.tables import publish_table
from tests.analysis.calibration.folders import calibrated

PATH = "parameters.migration.leave"


def test_plausible_points_come_first_and_the_last_wave_fills_up(tmp_path):
    folder = calibrated(tmp_path / "calibrated", points=2)
    held = json.loads((folder / "calibration.json").read_text(encoding="utf-8"))
    figure = {"name": "members", "group": "", "matched": True}
    held["plan"] |= {
        "figures": [{**figure, "time": str(year)} for year in (2011, 2012)]
        + [{**figure, "time": "x", "matched": False}],
        "factors": [{"path": PATH}],
        "leave_out": ["members 2012"],
    }
    (folder / "calibration.json").write_text(json.dumps(held), encoding="utf-8")
    for wave, first in (("wave_1", 0.011), ("wave_2", 0.5), ("wave_10", 0.016)):
        (folder / wave).mkdir()
        columns = {
            PATH: [first, first + 0.001, first + 0.002],
            "implausibility members 2011": [5.0, 2.0, 4.0],
            "implausibility members 2012": [0.0, 9.0, 9.0],
            "implausibility members x": [9.0, 9.0, 0.0],
        }
        publish_table(folder / wave / "table.parquet", arrow.table(columns), "table.parquet")
    assert [each[PATH] for each in points_left(folder, 1).points] == [0.014]
    found = points_left(folder, 4)
    assert [each[PATH] for each in found.points] == pytest.approx([0.014, 0.0141, 0.017, 0.018])
    assert (found.plausible, found.until, found.villages, found.village_size) == (2, 2018, 1, 300)
    assert [each[PATH] for each in found.unmatched] == pytest.approx([0.011, 0.012, 0.013])
    assert found.constants == {"parameters.migration.place": 0.95}
    with pytest.raises(ValueError, match="holds 5 points; 9 are asked for"):
        points_left(folder, 9)


def test_a_folder_of_something_else_is_refused(tmp_path):
    with pytest.raises(ValueError, match="holds no calibration"):
        points_left(tmp_path, 1)
