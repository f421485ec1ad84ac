"""The commands about studies: exit codes, what they print, and what interrupts them."""

from __future__ import annotations

import json

import pytest

from sim.cli import main as cli
from sim.studies.folder import prepare
from tests.studies.invented import flawed, quick, write_study

FLAWED = "scenarios: [baseline]\nreplicates: 9\noutcomes: [trust, capacity]\n"


@pytest.fixture(autouse=True)
def invented(monkeypatch):
    """Runs of these tests are invented: they are done in this process."""
    monkeypatch.setattr("sim.execution.work.simulate", quick)


def designed(folder, **options):
    """A study in its folder."""
    write_study(folder, **options)
    prepare(folder)
    return str(folder)


def test_sweep_status_recheck_reproduce_and_gc(tmp_path, capsys):
    study = designed(tmp_path / "study")
    assert cli.main(["status", study]) == cli.DONE
    assert "done 0, failed 0, to do 30" in capsys.readouterr().out
    assert cli.main(["sweep", study, "--engine", "sequential", "--shard", "1/2"]) == cli.DONE
    assert cli.main(["sweep", study, "--engine", "sequential", "--json"]) == cli.DONE
    out = capsys.readouterr().out
    record = json.loads(out[out.index("{") :])
    assert (record["done"], record["to_do"]) == (30, 0)
    assert cli.main(["status", study, "--digest"]) == cli.DONE
    assert record["digest"] in capsys.readouterr().out
    assert cli.main(["recheck", study, "--sample", "3", "-j", "1"]) == cli.DONE
    assert "3 runs came out as they are stored" in capsys.readouterr().out
    assert cli.main(["reproduce", study, "-o", str(tmp_path / "again"), "-j", "1"]) == cli.DONE
    assert "30 runs came out the same to the last bit, 0 different" in capsys.readouterr().out
    assert cli.main(["gc", study]) == cli.DONE
    assert "deleted: 0 runs" in capsys.readouterr().out


def test_failed_runs_are_exit_1_with_the_command_that_replays_them(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("sim.execution.work.simulate", flawed)
    study = designed(tmp_path, text=FLAWED)
    assert cli.main(["sweep", study, "--engine", "sequential"]) == cli.SOME_FAILED
    said = capsys.readouterr().err
    assert "ZeroDivisionError: nothing to divide by" in said
    words = said.partition("replay: ruralparty ")[2].split()
    assert cli.main(words[:-1]) == cli.SOME_FAILED
    assert "ZeroDivisionError" in capsys.readouterr().out


def test_ctrl_c_is_exit_3_and_keeps_what_is_published(tmp_path, capsys, monkeypatch):
    study = designed(tmp_path)
    from sim.execution import runner

    before = runner.Runner._take_in

    def impatient(self, future):
        before(self, future)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(runner.Runner, "_take_in", impatient)
        assert cli.main(["sweep", study, "--engine", "sequential"]) == cli.INTERRUPTED
    assert "the same command goes on" in capsys.readouterr().err
    assert cli.main(["status", study, "--json"]) == cli.DONE
    assert 0 < json.loads(capsys.readouterr().out)["done"] < 30
    assert cli.main(["sweep", study, "--engine", "sequential"]) == cli.DONE


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["status", "nowhere"], "a study is a folder that holds study.yaml"),
        (["sweep", "{study}", "--engine", "process", "--scheduler", "tcp://a:1"], "dask only"),
        (["recheck", "{study}"], "no run of"),
        (["recheck", "{study}", "--run", "ffffffff"], "the column run of sim.Study(STUDY).frame()"),
        (["reproduce", "{study}", "-o", "{study}"], "name another folder"),
    ],
)
def test_bad_input_is_exit_2_with_an_answer(tmp_path, capsys, words, message):
    study = designed(tmp_path)
    assert cli.main([word.format(study=study) for word in words]) == cli.BAD_INPUT
    assert message in capsys.readouterr().err


def test_a_study_that_has_not_been_designed_says_which_command_comes_first(tmp_path, capsys):
    assert cli.main(["status", str(write_study(tmp_path))]) == cli.BAD_INPUT
    assert "ruralparty design" in capsys.readouterr().err


def test_every_mistake_of_a_study_file_is_told_at_once(tmp_path, capsys):
    write_study(tmp_path, text="scenarios: [baselin]\nwindow: never\nkeep: [daily]\n")
    assert cli.main(["design", str(tmp_path)]) == cli.BAD_INPUT
    said = capsys.readouterr().err
    assert "study.yaml:1" in said
    assert "study.yaml:3" in said


def test_a_share_that_is_none_is_refused(tmp_path, capsys):
    with pytest.raises(SystemExit):
        cli.main(["sweep", str(tmp_path), "--shard", "3/2"])
    assert "no share I/N" in capsys.readouterr().err


def test_design_says_what_a_study_will_cost_and_writes_nothing(tmp_path, capsys):
    text = """\
scenarios: [baseline]
constants: {{world.townships: 1, world.villages: 2, world.village_size: 100, horizon.burn_in: 0, horizon.months: 3}}
replicates: 10
"""
    assert cli.main(["design", str(write_study(tmp_path, text=text)), "--dry-run"]) == cli.DONE
    out = capsys.readouterr().out
    assert "runs 10, done 0, to do 10" in out
    assert "core-hours" in out
    assert "gigabytes" in out
    assert [path.name for path in tmp_path.iterdir()] == ["study.yaml"]
    assert cli.main(["design", str(tmp_path)]) == cli.DONE
    assert "1 points, 10 runs" in capsys.readouterr().out
    assert (tmp_path / "wanted.parquet").is_file()
