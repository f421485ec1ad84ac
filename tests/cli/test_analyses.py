"""The commands that analyse a study: they do what is missing, write their folder, and say what it says."""

from __future__ import annotations

import json

import pandas
import pytest

from sim.cli import main as cli
from sim.studies.query import Study
from tests.studies.invented import flawed, quick, swept, write_study

TEXT = """\
name: invented
scenarios: [baseline, training]
constants: {{horizon.months: 24, horizon.burn_in: 0, policies.training.start: 2021-01}}
uncertainties: {{parameters.migration.leave: declared}}
design: {{kind: lhs, points: {points}}}
replicates: {replicates}
outcomes: [trust, capacity]
"""
FILES = {"text.txt", "method.txt", "manifest.json", "figure.pdf", "figure.png", "figure.svg"}


@pytest.fixture
def study(tmp_path, monkeypatch):
    """A study whose runs are invented, in this process."""
    monkeypatch.setattr("sim.execution.work.simulate", quick)
    folder = write_study(tmp_path / "study", points=6, replicates=2, text=TEXT)
    swept(folder)
    return folder


@pytest.mark.parametrize(
    ("command", "tables"),
    [
        ("robust", {"signs", "criteria", "ranks"}),
        ("discover", {"boxes", "leaves"}),
        ("sensitivity", {"effects"}),
        ("worth", {"values", "choices"}),
    ],
)
def test_an_analysis_writes_its_folder(study, capsys, command, tables):
    assert cli.main([command, str(study), "-j", "1"]) == cli.DONE
    folder = study / "analysis" / command
    written = {path.name for path in folder.iterdir()}
    assert written >= FILES | {f"{name}.{form}" for name in tables for form in ("csv", "parquet")}
    said = capsys.readouterr()
    assert said.out == (folder / "text.txt").read_text(encoding="utf-8")
    for name in tables:
        both = pandas.read_csv(folder / f"{name}.csv"), pandas.read_parquet(folder / f"{name}.parquet")
        assert both[0].shape == both[1].shape
    held = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    status = Study(study).status()
    assert (held["analysis"], held["study"]["digest"], held["study"]["runs"]) == (command, status.digest, 24)
    assert status.digest[:12] in (folder / "method.txt").read_text(encoding="utf-8")
    assert cli.main([command, str(study), "--json", "--outcomes", "trust"]) == cli.DONE  # takes the folder's place
    record = json.loads(capsys.readouterr().out)
    assert {each["outcome"] for each in record[min(tables)]} == {"trust"}


def test_runs_that_are_missing_are_done_first(tmp_path, capsys):
    text = TEXT.replace(
        "constants: {{horizon.months: 24, horizon.burn_in: 0, policies.training.start: 2021-01}}", "{small}"
    )
    small = "constants: {world.townships: 1, world.villages: 2, world.village_size: 150, horizon.months: 13}"
    folder = tmp_path / "study"
    folder.mkdir()
    (folder / "study.yaml").write_text(text.format(small=small, points=2, replicates=1), encoding="utf-8")
    assert cli.main(["robust", str(folder), "-j", "1"]) == cli.DONE
    assert Study(folder).status().to_do == 0
    assert (folder / "analysis" / "robust" / "signs.csv").is_file()


def test_a_failed_run_is_refused_with_how_many(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("sim.execution.work.simulate", flawed)
    folder = write_study(tmp_path / "study", points=2, replicates=7, text=TEXT)
    swept(folder, do="flawed")
    assert cli.main(["robust", str(folder), "-j", "1"]) == cli.BAD_INPUT
    assert "4 of 28 runs are not done" in capsys.readouterr().err


def test_a_study_that_varies_nothing_has_no_conditions(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("sim.execution.work.simulate", quick)
    left_out = ("uncertainties", "design")
    text = "\n".join(line for line in TEXT.splitlines() if not line.startswith(left_out))
    folder = write_study(tmp_path / "study", replicates=3, text=text)
    swept(folder)
    assert cli.main(["discover", str(folder), "-j", "1"]) == cli.BAD_INPUT
    assert "nothing is varied" in capsys.readouterr().err
    assert cli.main(["robust", str(folder), "-j", "1"]) == cli.DONE  # seeds are its futures
    assert "3 futures" in capsys.readouterr().out


def test_new_writes_a_study_and_says_what_comes_next(tmp_path, capsys):
    assert cli.main(["new", "study", "discover", str(tmp_path / "where"), "--points", "8"]) == cli.DONE
    assert "ruralparty discover" in capsys.readouterr().out
    assert cli.main(["new", "study", "discover", str(tmp_path / "where")]) == cli.BAD_INPUT
    assert "is there already" in capsys.readouterr().err
