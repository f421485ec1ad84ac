"""What is typed: mistakes that are answered, names of switches, shapes of values."""

from __future__ import annotations

import pytest

from sim.cli import main as cli
from sim.cli.look import FAMILY
from sim.cli.parser import RENAMED, names_of, precision_of


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
    assert "--quorum {registered,adjusted}" in told
    assert not any(old in told for old in RENAMED)
