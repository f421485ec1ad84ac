"""What is typed: mistakes that are answered, names of switches, shapes of values."""

from __future__ import annotations

import argparse
import inspect
import re

import pytest

from sim.cli import main as cli
from sim.cli.argparse_texts import TEXTS
from sim.cli.describe import FAMILY as DESCRIBE
from sim.cli.look import FAMILY
from sim.cli.parser import RENAMED
from sim.cli.values import matters_of, names_of, precision_of
from sim.report.layout.text import width
from sim.words.catalogue import catalogue

ENGLISH = re.compile(r"[A-Za-z]+(?: [A-Za-z]+){2,}")
"""Three words of English, one after another."""


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
        (["run", "baseline", "--quorum", "registerd"], "did you mean 'registered'?"),
        (["run", "baseline", "--quorm", "adjusted"], "did you mean '--quorum'?"),
        (["run", "baseline", "--denominatr", "adjusted"], "did you mean '--quorum'?"),
        (["run", "baseline", "--lang", "xx"], "choose from 'en', 'zh')\nsee"),
        (["demo", "--reps", "auto"], "no whole number from 1"),
        (
            ["fit", "--reps", "0"],
            "--reps is a switch of run, demo, compare, table, backcast, patterns\nsee: ruralparty fit --help",
        ),
        (["run", "baseline", "--budget=3"], "--budget is a switch of compare, optimise\n"),
        (["sweep", "study", "-j", "-1"], "0 for one for each processor"),
        (["sweep", "study", "--jobs", "99999"], "allowed are 1 to 1024"),
        (["run", "baseline", "--shard", "1/999999999999"], "N up to 1000000"),
        (["run", "baseline", "--shard", "9" * 5000], "'999999999"),
        (["run", "baseline", "--seed", "9" * 5000], "is no whole number"),
        (["run", "baseline", "--seed", "1.5"], "'1.5' is no whole number"),
        (["run", "baseline", "-o", ""], "'' names no file and no folder"),
        (["run", "baseline", "--store", ""], "'' names no file and no folder"),
        (["sweep", " "], "' ' names no file and no folder"),
        (["backcast", "--reclassification", "1e999"], "is no number from 0 to 1"),
        (["compare", "a", "b", "--precision", "trust=2 %"], "trust is in 0-1"),
        (["compare", "a", "b", "--matters", "trust=2 %"], "trust is in 0-1"),
        (["compare", "a", "b", "--matters", "trust"], "OUTCOME=DIFFERENCE"),
        (["compare", "a", "b", "--figure", "bars"], "'bars'"),
    ],
)
def test_a_mistyped_command_switch_or_choice_is_answered_with_the_nearest(capsys, words, message):
    with pytest.raises(SystemExit) as stopped:
        cli.main(words)
    assert stopped.value.code == 2
    assert message in capsys.readouterr().err


@pytest.mark.parametrize("width", ["0.02", "2 points", "2%", " 2 %"])
def test_the_precision_of_a_share_is_a_number_to_one_or_points(width):
    assert precision_of(f"attendance={width}") == matters_of(f"attendance={width}") == ("attendance", 0.02)


def test_a_name_that_is_typed_twice_counts_once():
    assert names_of("trust, capacity,trust,") == ["trust", "capacity"]


@pytest.mark.parametrize("command", [name for family in cli.FAMILIES for name in family.commands])
def test_every_mistyped_command_is_answered_with_the_nearest(capsys, command):
    with pytest.raises(SystemExit):
        cli.main([f"{command[:-1]}{command[-1] * 2}"])
    assert f"did you mean {command!r}?" in capsys.readouterr().err


@pytest.mark.parametrize("old", [["--denominator", "adjusted"], ["--denominator=adjusted"]])
def test_an_old_name_of_a_switch_is_understood_told_and_recorded_by_its_new_one(capsys, monkeypatch, old):
    given = []
    story = FAMILY.commands["story"]
    monkeypatch.setitem(FAMILY.commands, "story", story._replace(do=given.append))
    assert cli.main(["story", "secretary", "--under", "baseline", *old]) == cli.DONE
    assert capsys.readouterr().err == "--denominator is called --quorum now; the old name goes with the next release\n"
    assert given[0].quorum == "adjusted"
    assert " ".join(given[0].words).replace("=", " ").endswith("--under baseline --quorum adjusted")
    assert cli.main(["story", "secretary", "--under", "baseline", "--quorum", "adjusted"]) == cli.DONE
    assert capsys.readouterr().err == ""


def test_help_does_not_show_old_names_of_switches(capsys):
    with pytest.raises(SystemExit):
        cli.main(["run", "--help"])
    told = capsys.readouterr().out
    assert "--quorum {registered,adjusted,list}" in told
    assert not any(old in told for old in RENAMED)


@pytest.mark.parametrize("words", [["--json", "-v", "month"], ["--json", "month", "-v"], ["month", "--json", "-v"]])
def test_switches_of_all_commands_stand_before_the_command_or_after_it(monkeypatch, words):
    given = []
    monkeypatch.setitem(DESCRIBE.commands, "month", DESCRIBE.commands["month"]._replace(do=given.append))
    assert cli.main([*words, "--lang", "zh"]) == cli.DONE
    assert cli.main(["--lang", "zh", *words]) == cli.DONE
    assert cli.main([*words]) == cli.DONE
    assert [(each.json, each.verbose, each.lang) for each in given] == [
        (True, True, "zh"),
        (True, True, "zh"),
        (True, True, "en"),
    ]


@pytest.mark.parametrize("command", ["", *(name for family in cli.FAMILIES for name in family.commands)])
def test_help_in_chinese_has_no_english_sentence_and_fits_sixty_columns(capsys, monkeypatch, command):
    monkeypatch.setenv("COLUMNS", "60")
    with pytest.raises(SystemExit):
        cli.main(["--lang", "zh", *filter(None, [command]), "--help"])
    told = capsys.readouterr().out
    assert told.startswith("用法：")
    said = told.partition("\n\n")[2].partition("示例：")[0]  # after the usage, before the example
    assert [found for found in ENGLISH.findall(said) if "NUMBER" not in found] == []
    breakable = [line for line in said.splitlines() if not line.lstrip().startswith("-") and "|" not in line]
    assert max(map(width, breakable)) <= 60


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["run"], "缺少以下参数：SCENARIO"),
        (["runn"], "是否想写 'run'？"),
        (["run", "baseline", "--reps", "0"], "参数 --reps：'0' 不是从 1 起的整数"),
        (["run", "baseline", "--reps"], "须带一个值"),
        (["run", "baseline", "--no-store", "--store", "x"], "不能与参数 --no-store 同用"),
        (["run", "baseline", "--quorum", "x"], "无效选项：'x'（可选：'registered', 'adjusted', 'list'）"),
        (["run", "baseline", "--nothing"], "无法识别的参数：--nothing"),
    ],
)
def test_mistakes_are_answered_in_the_language_that_is_told(capsys, words, message):
    with pytest.raises(SystemExit):
        cli.main([*words, "--lang", "zh"] if words[-1] != "--reps" else ["--lang", "zh", *words])
    told = capsys.readouterr().err
    assert message in told
    assert told.splitlines()[-1].startswith("参见：")


def test_what_argparse_says_is_in_the_catalogue():
    known = catalogue("zh")
    assert [text for text in TEXTS if text not in known] == []
    source = inspect.getsource(argparse)
    assert [text for text in TEXTS if repr(text) not in source and f'"{text}"' not in source] == []
