"""``ruralparty run``: groups, breaches, failures, and folders that are refused."""

from __future__ import annotations

import json

import pytest

from sim.cli import main as cli


@pytest.mark.parametrize(
    ("by", "outcomes", "groups", "head"),
    [
        ("age", "trust,no_contact", ["45岁以下", "45至59岁", "60岁及以上"], "年龄"),
        ("left_behind", "visits", ["留守妇女", "留守老人", "留守儿童监护人"], "留守群体"),
        ("township", "members,digital_theil", ["乡镇1"], "乡镇"),
    ],
)
def test_a_run_by_group_prints_and_writes_a_table_of_its_own(capsys, tmp_path, tiny, by, outcomes, groups, head):
    words = ["run", tiny[0], "--reps", "2", "-j", "1", "--by", by, "--outcomes", outcomes]
    assert cli.main([*words, "--lang", "zh", "--check", "-o", str(tmp_path / "out")]) == cli.DONE
    lines = capsys.readouterr().out.splitlines()
    assert head in lines
    assert all(group in lines[lines.index(head) + 1] for group in groups)
    written = (tmp_path / "out" / f"by_{by}.csv").read_text(encoding="utf-8").splitlines()
    assert written[0] == "scenario,outcome,unit,group,mean,ci_low,ci_high,runs"
    assert len(written) == 1 + len(outcomes.split(",")) * len(groups)
    assert cli.main([*words, "--json"]) == cli.DONE
    records = json.loads(capsys.readouterr().out)[f"by_{by}"]
    assert [record["outcome"] for record in records[:: len(groups)]] == outcomes.split(",")
    assert "village" not in series_columns_of(tmp_path / "out")


def series_columns_of(folder):
    """Names of the columns of the first series in a folder of results."""
    import pyarrow.parquet as pq

    return pq.read_schema(next((folder / "series").iterdir())).names


def test_a_breach_is_a_failed_run_that_says_what_and_where(capsys, monkeypatch, tiny):
    from sim.mechanisms.effort import Effort

    honest = Effort.step

    def dawdle(mechanism, model):
        honest(mechanism, model)
        model.villages.columns["secretary_party"][1] += 1

    monkeypatch.setattr(Effort, "step", dawdle)
    assert cli.main(["run", tiny[0], "-j", "1"]) == cli.DONE
    assert cli.main(["run", tiny[0], "-j", "1", "--check"]) == cli.SOME_FAILED
    told = capsys.readouterr().err
    assert "Breach: V4 does not hold in 2020-12, village 1" in told
    assert f"replay: ruralparty run {tiny[0]} --reps 1 --seed 1 -j 1 -v --check" in told


def test_a_folder_that_would_lie_in_a_file_is_refused_before_anything_is_run(capsys, tmp_path, tiny):
    (tmp_path / "notes").write_text("mine")
    assert cli.main(["run", tiny[0], "-j", "1", "-o", str(tmp_path / "notes" / "out")]) == cli.BAD_INPUT
    said = capsys.readouterr()
    assert "notes is a file" in said.err
    assert said.out == ""


def test_runs_that_fail_are_exit_1_with_the_command_that_replays_them(capsys, monkeypatch, tiny):
    from sim.model import RuralParty

    def broken(model):
        raise FloatingPointError("a made fault")

    monkeypatch.setattr(RuralParty, "_live_a_month", broken)
    assert cli.main(["run", tiny[0], "--reps", "2", "-j", "1"]) == cli.SOME_FAILED
    told = capsys.readouterr().err
    assert f"replay: ruralparty run {tiny[0]} --reps 1 --seed 2 -j 1 -v" in told
    assert "a made fault" in told
    assert "Traceback" not in told
    assert cli.main(["compare", *tiny, "--reps", "1", "-j", "1"]) == cli.SOME_FAILED
    assert "no pair of runs ended well" in capsys.readouterr().err


def test_a_file_that_is_missing_is_called_a_file(capsys, tmp_path):
    assert cli.main(["run", str(tmp_path / "mine.yaml")]) == cli.BAD_INPUT
    assert "there is no such file" in capsys.readouterr().err
