"""A calibration from its study to the plausible set: it goes on after an interruption, and refuses other folders."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from sim.analysis.calibration import calibrate as calibrate_module
from sim.analysis.calibration import runs
from sim.analysis.calibration.calibrate import Calibrated, calibrate
from sim.analysis.calibration.findings import figures_found, in_the_way, parameters_found
from sim.analysis.calibration.study import load_calibration
from sim.core.compute.draws import LARGEST_SEED
from sim.report.validation.calibration_files import save_calibration
from sim.report.validation.calibration_text import calibration_record, calibration_text, label_of
from sim.runs.run import Failure
from sim.scenario.scenario import ScenarioError
from sim.validation.dated_figures import dated_figures

STUDY = """
name: tiny
until: 2014
waves: 3
points: 40
seeds: 2
villages: 2
village_size: 100
plausible: 30
leave_out: [secretary_hours]
uncertainties:
  parameters.migration.leave: declared
  parameters.membership.move_in: declared
  parameters.meetings.attend: declared
  parameters.trust.drift: declared
"""
LOW, HIGH = 0.010, 0.022


def invented(job):
    """Figures of an invented model: two of the parameters move them, the seed a little."""
    given = job.scenario.parameters
    leave = (given["migration.leave"] - LOW) / (HIGH - LOW)
    attend, luck = given["meetings.attend"] / 1.5, np.random.default_rng(job.seed).normal(0, 0.02)
    found = {}
    for figure in dated_figures(2014):
        middle, width = (figure.low + figure.high) / 2, (figure.high - figure.low) / 2
        allowed = width / 2 + (figure.observed**2 + figure.discrepancy**2) ** 0.5
        moved = {"farmer_members": leave - 0.5, "meetings_on_paper": attend - 0.7}.get(figure.name, 0.0)
        if figure.name == "internet_use":  # which is nowhere near what was seen, whatever is done
            middle = 0.9
        found[figure.key] = middle + 20 * allowed * (moved + luck * bool(moved))
    return found


@pytest.fixture
def study(tmp_path: Path, monkeypatch) -> Path:
    """A study of the invented model."""
    monkeypatch.setattr(runs, "observe", invented)
    folder = tmp_path / "study"
    folder.mkdir()
    (folder / "study.yaml").write_text(STUDY, encoding="utf-8")
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    """Everything that a calibration has kept."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def finished(tmp_path_factory) -> tuple[Calibrated, Path]:
    """The calibration of the study, and its folder."""
    folder = tmp_path_factory.mktemp("finished")
    (folder / "study.yaml").write_text(STUDY, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(runs, "observe", invented)
        return calibrate(folder, folder / "out", jobs=1), folder / "out"


@pytest.fixture
def found(finished, tmp_path) -> Calibrated:
    """What the calibration has found; its folder is copied."""
    shutil.copytree(finished[1], tmp_path / "out")
    return finished[0]


def test_what_the_figures_leave_is_found(found):
    volumes = [each["volume_in_all"] for each in found.summaries]
    assert volumes == sorted(volumes, reverse=True)
    assert volumes[-1] < 0.4
    assert len(found.plausible.points) >= 20
    leave, attend = found.plausible.points[:, 0], found.plausible.points[:, 2]
    assert np.abs(leave - 0.5).max() < 0.25
    assert 0 < found.summaries[0]["kept"] < found.summaries[0]["points"]
    assert np.abs(attend - 0.7).max() < 0.3
    free = {each.path: each for each in parameters_found(found)}
    assert free["parameters.migration.leave"].constrained
    assert not free["parameters.trust.drift"].constrained
    assert found.fresh.points == min(40, len(found.plausible.points))
    assert 0.5 < found.fresh.stay <= 1.0
    still = {each.figure.name for each in figures_found(found) if not each.moved_by}
    assert {"internet_use", "recruits"} <= still
    assert not {"farmer_members", "meetings_on_paper"} & still


def test_interrupted_and_begun_again_it_comes_to_the_same_end(study, tmp_path, monkeypatch, found):
    calls = []

    def sometimes(job):
        calls.append(job)
        if len(calls) in (70, 150):
            raise KeyboardInterrupt
        return invented(job)

    monkeypatch.setattr(runs, "observe", sometimes)
    for _ in range(2):
        with pytest.raises(KeyboardInterrupt):
            calibrate(study, tmp_path / "again", jobs=1)
    calibrate(study, tmp_path / "again", jobs=1)
    assert contents(tmp_path / "again") == contents(tmp_path / "out")
    done = len(calls)
    calibrate(study, tmp_path / "again", jobs=1)
    assert len(calls) == done  # nothing is run twice
    assert (
        done <= 2 * 64 + sum(len(each.points) for each in found.tables) * 2 + found.tried * 2 + found.fresh.points * 8
    )


def test_it_goes_on_in_another_copy_of_its_folder_after_a_wave(study, tmp_path, found):
    (tmp_path / "out").rename(tmp_path / "moved")
    before = contents(tmp_path / "moved")
    again = calibrate(study, tmp_path / "moved", jobs=1)
    assert contents(tmp_path / "moved") == before
    assert np.array_equal(again.plausible.points, found.plausible.points)


def test_another_study_or_model_and_foreign_folders_are_refused(study, tmp_path, found, monkeypatch):
    with pytest.raises(ValueError, match="holds something else"):
        calibrate(study, study, jobs=1)
    path = study / "study.yaml"
    path.write_text(STUDY.replace("points: 40", "points: 41"), encoding="utf-8")
    with pytest.raises(ValueError, match="edited"):
        calibrate(study, tmp_path / "out", jobs=1)
    path.write_text(STUDY, encoding="utf-8")
    held = json.loads((tmp_path / "out" / "calibration.json").read_text())
    (tmp_path / "out" / "calibration.json").write_text(json.dumps({**held, "model": "another"}))
    with pytest.raises(ValueError, match="model has changed"):
        calibrate(study, tmp_path / "out", jobs=1)
    calibrate(study, tmp_path / "out", jobs=1, fresh=True)
    assert json.loads((tmp_path / "out" / "calibration.json").read_text()) == held


def test_runs_that_fail_are_told_and_their_points_are_not_kept(study, tmp_path, monkeypatch):
    def failing(job):
        if job.scenario.parameters["trust.drift"] > 0.007:
            return Failure(job.name, job.seed, "ValueError: no", job.command)
        return invented(job)

    monkeypatch.setattr(runs, "observe", failing)
    found = calibrate(study, tmp_path / "out", jobs=1)
    assert found.failures
    drift = [each["parameters.trust.drift"] for each in found.plan.values(found.plausible.points)]
    assert drift
    assert max(drift) <= 0.007


def test_where_nothing_is_left_it_says_what_is_in_the_way(study, tmp_path, monkeypatch):
    def far(job):
        found = invented(job)
        return {key: value * (1.5 if key.startswith("farmer_members") else 1.0) for key, value in found.items()}

    monkeypatch.setattr(runs, "observe", far)
    found = calibrate(study, tmp_path / "out", jobs=1)
    assert found.summaries[-1]["volume_in_all"] == 0.0
    assert len(found.plausible.points) == 0
    assert {key.split()[0] for key, _ in in_the_way(found)} == {"farmer_members"}
    assert "farmer_members 2014" in calibration_text(found, "en")
    save_calibration(found, tmp_path / "out")
    assert not (tmp_path / "out" / "pairs.png").exists()


def test_the_report_holds_every_figure_and_parameter_in_both_languages(found, tmp_path):
    for language in ("en", "zh"):
        text = calibration_text(found, language)
        assert all(path.removeprefix("parameters.") in text for path in found.plan.paths)
        assert all(label_of(each.name, language) in text for each in found.plan.figures)
    record = calibration_record(found)
    assert [each["key"] for each in record["figures"]] == [each.key for each in found.plan.figures]
    save_calibration(found, tmp_path / "out")
    lines = (tmp_path / "out" / "plausible.csv").read_text().splitlines()
    assert lines[0] == "point," + ",".join(found.plan.paths)
    assert len(lines) == 1 + len(found.plausible.points)
    assert json.loads((tmp_path / "out" / "plausible.json").read_text())["points"] == len(lines) - 1
    assert (tmp_path / "out" / "pairs.png").read_bytes()[:4] == b"\x89PNG"


def test_all_faults_of_a_study_are_told_at_once(study):
    bad = (
        STUDY.replace("waves: 3", "waves: 0").replace("trust.drift", "trust.drifd").replace("secretary_hours", "hours")
    )
    (study / "study.yaml").write_text(bad + "\nwords: 3\n", encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        load_calibration(study)
    told = str(caught.value)
    assert all(word in told for word in ("waves", "trust.drift", "leave_out", "words"))
    assert len(caught.value.problems) == 4


def test_no_two_runs_of_a_calibration_share_a_seed(study):
    plan = load_calibration(study)
    seeds = {runs.seed_of(plan, *each) for each in np.ndindex(4, 40, 2)}
    assert len(seeds) == 4 * 40 * 2
    assert max(seeds) < LARGEST_SEED


def test_the_cost_is_that_of_all_waves(study, monkeypatch):
    monkeypatch.setattr(calibrate_module, "observe", invented)
    cost = calibrate_module.cost_of(load_calibration(study), jobs=2)
    assert (cost.points, cost.runs) == (150, 300 + 40 * 8)
    assert cost.hours == pytest.approx(620 * cost.seconds_each / 3600 / 2)
