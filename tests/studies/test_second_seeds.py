"""Seeds of their own for each point, and second ones at some: named once, kept where a design grows, refused if odd."""

from __future__ import annotations

import pytest

from sim.scenario.scenario import ScenarioError
from sim.studies.folder import open_study, prepare

TEXT = """
name: own
scenarios: [baseline, training]
constants: {{world.townships: 1, world.villages: 2, world.village_size: 150, horizon.months: 24}}
uncertainties: {{parameters.migration.leave: declared}}
design: {{kind: lhs, points: {points}}}
replicates: {{second: {second}}}
seed: 7
outcomes: [trust]
"""


def study(folder, points: int, second: object):
    folder.mkdir(exist_ok=True)
    (folder / "study.yaml").write_text(TEXT.format(points=points, second=second), encoding="utf-8")
    return folder


def test_each_point_has_seeds_of_its_own_which_scenarios_share(tmp_path):
    runs = prepare(study(tmp_path / "own", 5, 2)).runs.to_pandas()
    assert len(runs) == 2 * (5 + 2)
    baseline, training = (runs[runs["scenario"] == name].reset_index(drop=True) for name in ("baseline", "training"))
    assert baseline["seed"].tolist() == training["seed"].tolist() == [7, 8, 9, 10, 11, 13, 15]
    assert baseline["replicate"].tolist() == [0, 1, 0, 1, 0, 0, 0]
    assert runs["run"].is_unique


def test_runs_stay_where_points_or_second_seeds_are_added(tmp_path):
    before = set(prepare(study(tmp_path / "own", 5, 2)).runs["run"].to_pylist())
    after = set(prepare(study(tmp_path / "own", 8, 3)).runs["run"].to_pylist())
    assert before < after
    assert len(after) == 2 * (8 + 3)


def test_the_folder_stands_for_itself(tmp_path):
    folder = study(tmp_path / "own", 4, 1)
    written = prepare(folder).runs
    assert open_study(folder).runs.equals(written)


@pytest.mark.parametrize("second", ["-1", "many", "1, least: 3"])
def test_odd_entries_are_refused(tmp_path, second):
    with pytest.raises(ScenarioError, match="replicates"):
        prepare(study(tmp_path / "own", 4, second))
