"""Streams that are not UTF-8, narrow, full or closed: every command ends as it should, and nothing saved is lost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from sim.cli import main as cli
from sim.cli.streams import in_other_signs
from tests.cli.everything import NOT_HERE, READING, command_lines, study_in

ALL = """
import sys
from sim.cli.main import main
for name, words in {lines!r}.items():
    print("exit", name, main(["--lang", {language!r}, name, *words]), file=sys.stderr)
"""
ENCODINGS = [("ascii", "en", True), ("gbk", "zh", True), ("cp437", "zh", False), ("utf-8", "zh", False)]
"""Encoding, language, and whether commands that run the model are tried too."""
needs_posix = pytest.mark.skipif(os.name == "nt", reason="closes streams as a shell of POSIX does")


def test_every_command_is_among_those_that_are_tried():
    names = {name for family in cli.FAMILIES for name in family.commands}
    assert names == set(command_lines(["a", "b"], "c")) | NOT_HERE


@pytest.mark.parametrize(("encoding", "language", "running"), ENCODINGS)
def test_every_command_ends_well_in_sixty_columns_of_any_encoding(tiny, tmp_path, encoding, language, running):
    lines = command_lines(tiny, study_in(tmp_path))
    if not running:
        lines = {name: lines[name] for name in READING}
    environment = os.environ | {"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0", "LC_ALL": "C", "COLUMNS": "60"}
    done = subprocess.run(
        [sys.executable, "-c", ALL.format(lines=lines, language=language)],
        capture_output=True,
        env=environment,
        cwd=tmp_path,
    )
    told = done.stderr.decode(encoding)
    assert done.returncode == 0, told
    assert [line for line in told.splitlines() if line.startswith("exit")] == [f"exit {name} 0" for name in lines]
    assert "fault of the program" not in told
    assert "Traceback" not in told
    assert done.stdout.decode(encoding)


def test_a_minus_stays_a_minus_where_an_encoding_lacks_its_sign():
    sign = "−0.5 … 村"
    assert in_other_signs(UnicodeEncodeError("ascii", sign, 0, len(sign), "")) == ("-0.5 ... ?", len(sign))


def shell(line, tmp_path, **environment):
    """What a shell does with a line; the exit code of the command in it, and what it said."""
    words = line.replace("ruralparty", f"{sys.executable} -m sim.cli")
    done = subprocess.run(
        ["bash", "-c", words], capture_output=True, text=True, cwd=tmp_path, env=os.environ | environment
    )
    return done.returncode, done.stderr


@needs_posix
@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("ruralparty run {tiny} -j 1 -o out | head -c 1; exit ${{PIPESTATUS[0]}}", 0),
        ("ruralparty run {tiny} -j 1 -o out <&- >&- 2>&-", 0),
        ("ruralparty run {tiny} -j 1 -o out --json >/dev/full 2>&1", 0),
    ],
)
def test_results_are_saved_whatever_becomes_of_the_streams(tiny, tmp_path, line, code):
    found, told = shell(line.format(tiny=tiny[0]), tmp_path)
    assert found == code, told
    assert "Traceback" not in told
    assert "Exception ignored" not in told
    assert json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))["runs"] == 1


@needs_posix
@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        ("ruralparty month >/dev/full", 2, "could not be written: No space left on device"),
        ("ruralparty --help >/dev/full", 2, "could not be written: No space left on device"),
        ("ruralparty parameters | head -1 >/dev/null; exit ${PIPESTATUS[0]}", 0, ""),
        ("ruralparty --help | true; exit ${PIPESTATUS[0]}", 0, ""),
        ("ruralparty validate nowhere | true; exit ${PIPESTATUS[0]}", 2, ""),
        ("ruralparty explain nowhere 2>&-", 2, ""),
        ("ruralparty explain nowhere 2>/dev/full", 2, ""),
    ],
)
def test_the_exit_code_is_that_of_the_command_unless_its_result_is_lost(tmp_path, line, code, said):
    found, told = shell(line, tmp_path)
    assert found == code
    assert said in told if said else told == ""


def test_a_result_that_cannot_be_saved_is_printed(tiny, capsys, monkeypatch, tmp_path):
    def full(*given, **keywords):
        raise OSError(28, "No space left on device", "out")

    monkeypatch.setattr("sim.report.comparison.save.save_runs", full)
    assert cli.main(["run", tiny[0], "-j", "1", "-o", str(tmp_path / "out")]) == cli.BAD_INPUT
    said = capsys.readouterr()
    assert "trust" in said.out.lower()
    assert "No space left" in said.err
    assert "written" not in said.err


def test_json_that_an_encoding_lacks_signs_for_says_the_same(tmp_path):
    words = [sys.executable, "-m", "sim.cli", "month", "--json"]
    plain, utf = (
        subprocess.run(words, capture_output=True, env=os.environ | {"PYTHONIOENCODING": each}, cwd=Path.cwd()).stdout
        for each in ("ascii", "utf-8")
    )
    assert json.loads(plain.decode("ascii")) == json.loads(utf.decode("utf-8"))
