"""The command: exit codes, answers to mistakes, families of commands, and what is not imported."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from sim.cli import main as cli
from sim.cli.describe import FAMILY

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
WAITING = """
import signal, sys, time
signal.signal(signal.SIGINT, signal.default_int_handler)  # which a shell has a process in the background ignore
signal.signal(signal.SIGHUP, signal.SIG_DFL)
from sim.cli import main as cli
from sim.cli.describe import FAMILY
def wait(options):
    try:
        print("begun", flush=True)
        while True:
            time.sleep(0.1)
    finally:
        while "on" in sys.argv:
            print("clearing up", flush=True)
            time.sleep(0.1)
FAMILY.commands["month"] = FAMILY.commands["month"]._replace(do=wait)
sys.exit(cli.main(["month"]))
"""
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


def test_the_command_line_itself_imports_no_numpy():
    code = "import sys, sim.cli.main; print([name for name in ('numpy', 'mesa', 'numba') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


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


def test_every_command_has_help_with_an_example(capsys):
    for command in (name for family in cli.FAMILIES for name in family.commands):
        with pytest.raises(SystemExit) as stopped:
            cli.main([command, "--help"])
        assert stopped.value.code == 0
        assert f"\n  ruralparty {command}" in capsys.readouterr().out.partition("example:")[2]


def test_every_command_is_in_one_family_and_does_what_its_name_says():
    assert len({family.title for family in cli.FAMILIES}) == len(cli.FAMILIES)
    commands = [each for family in cli.FAMILIES for each in family.commands.values()]
    names = [each.name for each in commands]
    assert len(set(names)) == len(names)
    assert [each.do.__name__ for each in commands] == [f"do_{name}" for name in names]


def test_every_file_of_commands_is_a_family():
    folder = Path(cli.__file__).parent
    assert {path.stem for path in folder.glob("*.py") if "FAMILY = " in path.read_text("utf-8")} == set(cli.MODULES)


@pytest.mark.parametrize("width", [60, 80, 120])
def test_help_lists_every_command_under_the_heading_of_its_family(capsys, monkeypatch, width):
    monkeypatch.setenv("COLUMNS", str(width))
    with pytest.raises(SystemExit):
        cli.main(["--help"])
    told = capsys.readouterr().out
    assert all(len(line) <= width for line in told.splitlines())
    blocks = {block.partition(":\n")[0]: block for block in told.split("\n\n")}
    for family in cli.FAMILIES:
        entries = [line for line in blocks[family.title].splitlines()[1:] if not line.startswith("   ")]
        assert [line.split()[0] for line in entries] == list(family.commands)
        if width >= 80:  # a line each
            assert [line[15:] for line in entries] == [each.line for each in family.commands.values()]


@pytest.mark.parametrize("words", [["--version"], ["run", "baseline", "--version"]])
def test_switches_of_the_whole_command_line_stand_before_the_command_or_after_it(capsys, words):
    with pytest.raises(SystemExit) as stopped:
        cli.main(words)
    assert stopped.value.code == 0
    assert capsys.readouterr().out.startswith("ruralparty ")


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
    monkeypatch.setitem(FAMILY.commands, "month", FAMILY.commands["month"]._replace(do=command))
    assert cli.main(["month"]) == cli.BAD_INPUT
    said = capsys.readouterr().err
    assert said.startswith("ruralparty month: ")
    assert ("-v shows where" in said) is hinted


def test_ctrl_c_is_exit_3(capsys, monkeypatch):
    def interrupted(options):
        raise KeyboardInterrupt

    monkeypatch.setitem(FAMILY.commands, "month", FAMILY.commands["month"]._replace(do=interrupted))
    assert cli.main(["month"]) == cli.INTERRUPTED
    assert "no results were written" in capsys.readouterr().err


@pytest.mark.parametrize(("words", "code"), [(["run", "trainin"], 2), (["gc", "--store", "no/such/folder"], 2)])
def test_where_an_error_happened_is_shown_with_the_same_exit_code(capsys, words, code):
    assert cli.main(words) == cli.main([*words, "-v"]) == code
    told = capsys.readouterr().err
    assert "Traceback" in told
    assert "fault" not in told


@pytest.mark.skipif(os.name == "nt", reason="Windows has no signals between processes")
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_signal_to_end_is_told_and_a_second_one_ends_at_once(name):
    number = getattr(signal, name)
    begun = subprocess.Popen([sys.executable, "-c", WAITING], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    begun.stdout.readline()
    begun.send_signal(number)
    _, told = begun.communicate()
    assert (begun.returncode, told) == (cli.INTERRUPTED, "interrupted; no results were written\n")
    begun = subprocess.Popen([sys.executable, "-c", WAITING, "on"], stdout=subprocess.PIPE, text=True)
    begun.stdout.readline()
    begun.send_signal(number)
    assert begun.stdout.readline() == "clearing up\n"
    begun.send_signal(number)
    assert begun.wait() == -number


@pytest.mark.skipif(os.name == "nt", reason="Windows has no signals between processes")
def test_a_signal_that_is_ignored_stays_so():
    code = (
        "import signal; from sim.cli.main import stoppable; signal.signal(signal.SIGHUP, signal.SIG_IGN)\n"
        "with stoppable(): print(signal.getsignal(signal.SIGHUP) is signal.SIG_IGN)"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == "True\n"


def test_the_package_offers_its_three_functions_and_says_what_it_offers():
    import sim

    assert {"load", "run", "compare", "RuralParty"} <= set(dir(sim))
    assert sim.load("training").name == "training"
    with pytest.raises(AttributeError, match="it offers"):
        _ = sim.comapre
