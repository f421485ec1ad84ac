"""The command: exit codes, answers to mistakes, what is printed where, and what is not imported."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from sim.cli import main as cli
from sim.cli.command_line import names_of
from sim.cli.precision import precision_of
from sim.scenario.files import shipped_folder

HEAVY = ("mesa", "numba", "pandas", "matplotlib", "scipy.stats", "pyarrow", "pint", "rich")
LIGHT = (
    ["--help"],
    ["compare", "--help"],
    ["fit", "--help"],
    ["validate", "training", "baseline"],
    ["explain", "training"],
    ["explain", "online_branch", "--lang", "zh"],
    ["parameters"],
    ["policies"],
    ["month"],
    ["coverage", "A27"],
    ["outcomes", "--json"],
)
PROBE = """
import sys
from sim.cli.main import main
for words in {words!r}:
    try:
        main(words)
    except SystemExit:
        pass
    print("imported", words, [name for name in {heavy!r} if name in sys.modules], file=sys.stderr)
"""
TINY = """
name: {name}
title: {name}
extends: baseline
horizon: {{months: 13, burn_in: 1}}
world: {{townships: 1, villages: 2, village_size: 150}}
policies: {policies}
"""


@pytest.fixture
def tiny(tmp_path):
    """Paths of two small scenarios."""
    paths = []
    for name, policies in (("tiny", "{}"), ("taught", "{training: {start: 2021-02}}")):
        paths.append(tmp_path / f"{name}.yaml")
        paths[-1].write_text(TINY.format(name=name, policies=policies), encoding="utf-8")
    return [str(path) for path in paths]


def test_reading_commands_import_nothing_heavy():
    code = PROBE.format(words=LIGHT, heavy=HEAVY)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    lines = [line for line in done.stderr.splitlines() if line.startswith("imported")]
    assert lines == [f"imported {words} []" for words in LIGHT]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["run", "trainin"], "did you mean 'training'?"),
        (["compare", "baseline", "onlin_branch"], "did you mean 'online_branch'?"),
        (["explain", "trainin"], "did you mean 'training'?"),
        (["parameters", "migraton"], "did you mean 'migration'?"),
        (["run", "baseline", "--outcomes", "trsut"], "did you mean 'trust'?"),
        (["run", "baseline", "--window", "next year"], "2025-01..2026-12"),
        (["run", "baseline", "--by", "age", "--outcomes", "members"], "'members' is not counted by age; these are: "),
        (["run", "baseline", "--by", "sex", "--window", "6"], "no whole year lies in"),
        (["run", "baseline", "--seed", "-1"], "0 to 4294967295"),
        (["compare", "baseline", "training", "--reps", "auto"], "precision"),
        (["compare", "baseline", "training", "--reps", "4", "--cap", "3"], "--reps auto"),
        (["story", "the", "mayor", "--under", "baselin"], "did you mean 'baseline'?"),
        (["fit", "baselin"], "did you mean 'baseline'?"),
        (["fit", "--seed", "-1"], "0 to 4294967295"),
        (["gc", "--store", "no/such/folder"], "there is no store of runs at no/such/folder"),
    ],
)
def test_bad_input_is_exit_2_with_an_answer_and_without_a_traceback(capsys, words, message):
    assert cli.main([*words, *(["-j", "1"] if words[0] in ("run", "compare") else [])]) == cli.BAD_INPUT
    said = capsys.readouterr()
    assert message in said.err
    assert "Traceback" not in said.err
    assert "fault" not in said.err
    assert said.out == ""


@pytest.mark.parametrize(
    "words", [["runn"], ["run"], ["run", "baseline", "--reps", "0"], ["compare", "a", "b", "--precision", "x"]]
)
def test_a_command_line_that_is_not_understood_is_exit_2(capsys, words):
    with pytest.raises(SystemExit) as stopped:
        cli.main(words)
    assert stopped.value.code == 2
    assert "--help" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["comapre", "baseline", "training"], "did you mean 'compare'?"),
        (["run", "baseline", "--denominator", "registerd"], "did you mean 'registered'?"),
        (["run", "baseline", "--denominatr", "adjusted"], "did you mean '--denominator'?"),
        (["run", "baseline", "--lang", "xx"], "choose from 'en', 'zh')\nsee"),
        (["demo", "--reps", "auto"], "no whole number from 1"),
        (["compare", "a", "b", "--precision", "trust=2 %"], "trust is in 0-1"),
    ],
)
def test_a_mistyped_command_switch_or_choice_is_answered_with_the_nearest(capsys, words, message):
    with pytest.raises(SystemExit) as stopped:
        cli.main(words)
    assert stopped.value.code == 2
    assert message in capsys.readouterr().err


@pytest.mark.parametrize("width", ["0.02", "2 points", "2%", " 2 %"])
def test_the_precision_of_a_share_is_a_number_to_one_or_points(width):
    assert precision_of(f"attendance={width}") == ("attendance", 0.02)


def test_a_name_that_is_typed_twice_counts_once():
    assert names_of("trust, capacity,trust,") == ["trust", "capacity"]


def test_a_file_that_is_missing_is_called_a_file(capsys, tmp_path):
    assert cli.main(["run", str(tmp_path / "mine.yaml")]) == cli.BAD_INPUT
    assert "there is no such file" in capsys.readouterr().err


def test_policies_as_json_hold_what_the_table_holds(capsys):
    assert cli.main(["policies", "--json"]) == cli.DONE
    found = json.loads(capsys.readouterr().out)
    assert cli.main(["policies"]) == cli.DONE
    table = " ".join(capsys.readouterr().out.split())
    assert len(found) == 27
    for each in found.values():
        costs = [each[f"{key}_{year}"] for key in ("yuan", "hours") for year in ("first_year", "later_year")]
        assert " ".join(f"{value:,.0f}" for value in costs) in table
        assert each["items"]
        assert {lever.partition(".")[2] for lever in each["levers"]} <= {word.strip(",;") for word in table.split()}
    assert (found["training"]["code"], found["training"]["zh"]) == ("I1", "党员教育培训")
    assert "training.units" in found["training"]["levers"]


def test_every_command_has_help_with_an_example(capsys):
    for command in cli.COMMANDS:
        with pytest.raises(SystemExit) as stopped:
            cli.main([command, "--help"])
        assert stopped.value.code == 0
        assert f"example:\n  ruralparty {command}" in capsys.readouterr().out


def broadcast():
    import numpy as np

    return np.zeros(3) + np.zeros(4)


def a_line_of_the_package(source):
    """A function whose code belongs to a module of the package."""
    space = {"__name__": "sim.made_up"}
    exec(f"def made(options):\n    {source}", space)
    return space["made"]


@pytest.mark.parametrize(
    ("command", "hinted"),
    [
        (a_line_of_the_package("raise ValueError('no such scenario')"), False),
        (a_line_of_the_package("open('/no/such/file')"), False),
        (a_line_of_the_package("import numpy; numpy.zeros(3) + numpy.zeros(4)"), True),
        (a_line_of_the_package("float('three')"), True),
        (lambda options: broadcast(), True),
    ],
)
def test_only_an_error_that_was_not_written_for_the_user_is_told_with_the_way_to_where_it_happened(
    capsys, monkeypatch, command, hinted
):
    monkeypatch.setitem(cli.COMMANDS, "month", command)
    assert cli.main(["month"]) == cli.BAD_INPUT
    said = capsys.readouterr().err
    assert said.startswith("ruralparty month: ")
    assert ("-v shows where" in said) is hinted


def test_ctrl_c_is_exit_3(capsys, monkeypatch):
    def interrupted(options):
        raise KeyboardInterrupt

    monkeypatch.setitem(cli.COMMANDS, "month", interrupted)
    assert cli.main(["month"]) == cli.INTERRUPTED
    assert "no results were written" in capsys.readouterr().err


def test_validate_prints_every_problem_and_says_what_is_valid(capsys, tmp_path):
    bad = tmp_path / "bad.yaml"
    bad.write_text("name: Bad Name\ntitle: x\npolices: {}\n", encoding="utf-8")
    assert cli.main(["validate", "training", str(bad)]) == cli.BAD_INPUT
    told = capsys.readouterr().out
    assert "training: valid" in told
    assert f"{bad}:1" in told
    assert "did you mean 'policies'?" in told
    assert cli.main(["validate", "training", "--json"]) == cli.DONE
    assert json.loads(capsys.readouterr().out) == {"training": []}


def test_fit_prints_the_start_population_beside_its_tables(capsys, tiny):
    assert cli.main(["fit", tiny[0], "--seed", "3", "--lang", "zh"]) == cli.DONE
    said = capsys.readouterr()
    assert said.out.startswith("tiny，种子3：户籍人口")
    assert said.err == ""
    assert cli.main(["fit", tiny[0], "--seed", "3", "--json"]) == cli.DONE
    record = json.loads(capsys.readouterr().out)
    registered = [row for row in record["marginals"] if row["marginal"] == "registered"]
    assert record["seed"] == 3
    for side in ("expected", "found"):
        assert sum(row[side] for row in registered) == pytest.approx(1.0)
    assert cli.main(["fit", tiny[1], "--seed", "3", "--json"]) == cli.DONE  # policies do not reach the start
    assert json.loads(capsys.readouterr().out)["marginals"] == record["marginals"]


def test_all_shipped_scenarios_are_valid(capsys):
    assert cli.main(["validate", *map(str, sorted(shipped_folder().glob("*.yaml")))]) == cli.DONE


def test_compare_writes_what_it_prints(capsys, tmp_path, tiny):
    out = tmp_path / "out"
    words = ["compare", *tiny, "--reps", "2", "-j", "1", "-o", str(out), "--outcomes", "capacity,trust", "--json"]
    assert cli.main(words) == cli.DONE
    said = capsys.readouterr()
    told = json.loads(said.out)
    assert [row["outcome"] for row in told["outcomes"]] == ["capacity", "trust"]
    assert f"written: {out}" in said.err
    held = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert held["command"] == ["ruralparty", *words]
    assert held["outcomes"] == told["outcomes"]
    assert (out / "summary.csv").read_text(encoding="utf-8").count("\n") == 3
    assert str(tiny[0]) in (out / "index.html").read_text(encoding="utf-8")


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


def test_a_folder_of_somebody_else_is_refused_before_anything_is_run(capsys, tmp_path, tiny):
    (tmp_path / "mine.txt").write_text("x")
    assert cli.main(["compare", *tiny, "-o", str(tmp_path)]) == cli.BAD_INPUT
    assert "did not make" in capsys.readouterr().err


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


def test_a_run_names_persons_whose_story_can_be_told(capsys, tiny):
    assert cli.main(["run", tiny[0], "--seed", "4", "-j", "1", "--json"]) == cli.DONE
    identity = json.loads(capsys.readouterr().out)["persons"]["random"]
    assert cli.main(["story", str(identity), "--under", ",".join(tiny), "--seed", "4"]) == cli.DONE
    told = capsys.readouterr().out
    assert str(identity) in told
    assert "tiny" in told
    assert cli.main(["story", "7", "--under", ",".join(tiny), "--seed", "4"]) == cli.BAD_INPUT
    assert "nobody with identity 7" in capsys.readouterr().err


def test_the_package_offers_its_three_functions_and_says_what_it_offers():
    import sim

    assert {"load", "run", "compare", "RuralParty"} <= set(dir(sim))
    assert sim.load("training").name == "training"
    with pytest.raises(AttributeError, match="it offers"):
        _ = sim.comapre
