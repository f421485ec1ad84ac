"""In Chinese, no command prints an English sentence: results, results in folders, and what is refused.

What stays as it is in any language is passed over in ``english_left.py``, and says so there.
"""

from __future__ import annotations

import html
import math
import re
from pathlib import Path

import pytest

from sim.cli import main as cli
from sim.policies import policy_names
from sim.report.described.coverage_text import coverage_items
from sim.words.labels import word
from tests.analysis.calibration.folders import calibrated
from tests.cli.english_left import english_left
from tests.cli.everything import CALIBRATION, EVALUATION, PORTFOLIO
from tests.studies.invented import quick, write_study

COMMANDS = {name for family in cli.FAMILIES for name in family.commands}
HERE = ("-j", "1", "--no-store")
SMALL = ("--counties", "1", "--townships", "1", "--villages", "1", "--village-size", "150")
TINY = """
name: {name}
title: {{en: {name}, zh: 小世界}}
extends: baseline
horizon: {{months: 13, burn_in: 1}}
world: {{townships: 1, villages: 2, village_size: 150}}
policies: {policies}
"""
OWN = ("tiny", "taught", "mine", "invented")
"""Names of the scenarios and files of these tests."""
READING = [
    *(["explain", name] for name in policy_names()),
    *(["coverage", number] for number in coverage_items()),
    ["coverage"],
    ["month"],
    ["odd", "§10"],
    ["outcomes"],
    ["parameters"],
    ["parameters", "--scenario", "everything_thin"],
    ["parameters", "meetings"],
    ["policies"],
]
RUNNING = [
    ["validate", "T", "U"],
    ["fit", "T"],
    ["story", "secretary", "--under", "T,U"],
    ["why", "U", "T", *HERE, "--pairs", "2", "-o", "OUT"],
    ["run", "T", *HERE, "--reps", "2", "--by", "age", "-o", "OUT"],
    ["compare", "T", "U", *HERE, "--reps", "3", "--by", "traits", "--budget", "30 yuan/person/year", "-o", "OUT"],
    [
        "table",
        "--baseline",
        "T",
        "--policies",
        "training,rotation",
        "--budgets",
        "30",
        *HERE,
        "--reps",
        "2",
        "-o",
        "OUT",
    ],
    ["patterns", "P1,P17", "--archetypes", "national", "--seeds", "1", "--village-size", "150", "-j", "1"],
    ["signs", "--seeds", "1", "--villages", "2", "--village-size", "150", "-j", "1"],
    ["backcast", "--seeds", "1", "--until", "2011", "-j", "1", *SMALL],
    ["calibrate", "C", "--out", "OUT", "-j", "1"],
    ["holdout", "D", "--points", "1", "--seeds", "1", "--former", "1", "--out", "OUT", "-j", "1"],
    ["optimise", "P", "--portfolios", "3", "--pairs", "2", "--evaluations", "120", "--out", "OUT", "-j", "1"],
]
STUDIES = [
    ["new", "study", "robust", "NEW"],
    ["design", "S", "--dry-run"],
    ["design", "S"],
    ["status", "S", "--digest"],
    ["sweep", "S", "--engine", "sequential"],
    ["archive", "S"],
    ["recheck", "S", "--sample", "2", "-j", "1"],
    ["reproduce", "S", "-o", "OUT", "-j", "1"],
    ["robust", "S", "-j", "1"],
    ["discover", "S", "-j", "1"],
    ["sensitivity", "S", "-j", "1"],
    ["worth", "S", "-j", "1"],
    ["evaluate", "E", "-j", "1"],
    ["report", "S", "--html", "--latex", "-o", "REPORT"],
    ["gc", "S"],
]
ELSEWHERE = {"demo", "watch", "app", "cite"}
"""A comparison as any other; pages, which ``tests/app`` reads; a citation, whose author and title are as they are."""


@pytest.fixture
def small(tmp_path) -> dict[str, str]:
    """What the letters of the commands above stand for."""
    for name, policies in (("tiny", "{}"), ("taught", "{training: {start: 2021-02}}")):
        (tmp_path / f"{name}.yaml").write_text(TINY.format(name=name, policies=policies), encoding="utf-8")
    (tmp_path / "calibration").mkdir()
    (tmp_path / "calibration" / "study.yaml").write_text(CALIBRATION, encoding="utf-8")
    (tmp_path / "portfolio").mkdir()
    (tmp_path / "portfolio" / "study.yaml").write_text(PORTFOLIO, encoding="utf-8")
    tiny, taught = (str(tmp_path / f"{name}.yaml") for name in ("tiny", "taught"))
    return {
        "C": str(tmp_path / "calibration"),
        "D": str(calibrated(tmp_path / "calibrated")),
        "P": str(tmp_path / "portfolio"),
        "T": tiny,
        "U": taught,
        "T,U": f"{tiny},{taught}",
        "OUT": str(tmp_path / "out"),
    }


@pytest.fixture(autouse=True)
def no_progress(monkeypatch) -> None:
    """Say nothing of time, which depends on the machine; ``tests/execution/test_progress.py`` reads it."""
    monkeypatch.setattr("sim.execution.progress.QUIET_SECONDS", math.inf)


def left_of(capsys, *words: str) -> list[str]:
    """English sentences that a command prints, with its exit code where it is not done."""
    code = cli.main([*words, "--lang", "zh"])
    said = capsys.readouterr()
    return [
        *([] if code == cli.DONE else [f"exit {code}: {said.err}"]),
        *english_left(said.out, *OWN),
        *english_left(said.err, *OWN),
    ]


def test_every_command_is_looked_at():
    assert {words[0] for words in (*READING, *RUNNING, *STUDIES)} | ELSEWHERE == COMMANDS


@pytest.mark.parametrize("words", READING, ids=" ".join)
def test_what_commands_tell_of_the_model_is_chinese(capsys, words):
    assert left_of(capsys, *words) == []


@pytest.mark.parametrize("words", RUNNING, ids=lambda words: words[0])
def test_results_are_chinese(capsys, small, words):
    assert left_of(capsys, *(small.get(each, each) for each in words)) == []
    for file in sorted(Path(small["OUT"]).glob("*")):
        if file.suffix in (".html", ".txt"):
            assert english_left(text_of(file), *OWN) == [], file.name


def text_of(file: Path) -> str:
    """What stands in a file to be read: of a page without its styles, outlines, code and the foot in both languages."""
    text = file.read_text(encoding="utf-8")
    if file.suffix == ".html":
        text = re.sub(
            r"<style>.*?</style>|<svg.*?</svg>|<pre>(?:ruralparty|import).*?</pre>", "", text, flags=re.DOTALL
        )
        text = html.unescape(re.sub(r"<[^>]+>", "\n", text))
    return text.replace(word("not_a_forecast", "en"), "")


def test_studies_are_told_in_chinese(capsys, tmp_path, monkeypatch):
    monkeypatch.setattr("sim.execution.work.simulate", quick)
    write_study(tmp_path / "study")
    (tmp_path / "evaluation").mkdir()
    (tmp_path / "evaluation" / "study.yaml").write_text(EVALUATION, encoding="utf-8")
    folders = {"S": "study", "E": "evaluation", "OUT": "again", "NEW": "new", "REPORT": "report"}
    names = {letter: str(tmp_path / folder) for letter, folder in folders.items()}
    left = {" ".join(words): left_of(capsys, *(names.get(each, each) for each in words)) for words in STUDIES}
    assert {words: found for words, found in left.items() if found} == {}


def test_new_files_and_a_county_of_ones_own_are_told_in_chinese(capsys, tmp_path):
    for words in (["county", "county"], ["scenario", "mine"], ["policy", "rounds"]):
        assert left_of(capsys, "new", words[0], str(tmp_path / words[1])) == []
    file = tmp_path / "county" / "scenario.yaml"
    assert left_of(capsys, "validate", str(file)) == []
    assert left_of(capsys, "fit", str(file)) == []


@pytest.mark.parametrize("command", [None, *sorted(COMMANDS)], ids=str)
def test_help_is_chinese(capsys, command):
    with pytest.raises(SystemExit) as stopped:
        cli.main([*filter(None, [command]), "--help", "--lang", "zh"])
    assert stopped.value.code == 0
    said = capsys.readouterr()
    assert english_left(said.out + said.err) == []


REFUSED = [
    ["backcast", "--until", "1999"],
    ["calibrate", "C"],
    ["calibrate", "no/such", "--dry-run"],
    ["holdout", "no/such"],
    ["holdout", "D", "--points", "3"],
    ["compare", "T", "training"],
    ["compare", "T", "onlin_branch"],
    ["compare", "T", "U", "--budget", "30 bananas"],
    ["compare", "T", "U", "--by", "shoe size"],
    ["compare", "T", "U", "--reps", "auto"],
    ["design", "no/such"],
    ["fit", "baselin"],
    ["gc", "--store", "no/such/folder"],
    ["new", "study", "optimal", "NEW"],
    ["new", "study", "NEW"],
    ["new", "county", "NEW", "--points", "3"],
    ["robust", "no/such"],
    ["discover", "no/such"],
    ["sensitivity", "no/such"],
    ["worth", "no/such"],
    ["optimise", "no/such"],
    ["optimise", "S", "--budget", "nothing"],
    ["report", "no/such"],
    ["patterns", "P99"],
    ["signs", "S99"],
    ["recheck", "no/such"],
    ["run", "T", "--by", "age", "--outcomes", "members"],
    ["run", "T", "--outcomes", "trsut"],
    ["run", "T", "--seed", "-1"],
    ["run", "T", "--window", "next year"],
    ["run", "T", "--with", "no.py"],
    ["status", "no/such"],
    ["story", "the", "mayor", "--under", "T"],
    ["sweep", "no/such"],
    ["table", "--policies", "trainin"],
    ["validate", "no.yaml"],
    ["watch", "--port", "0"],
    ["app", "--port", "0"],
    ["app", "--host", "no.such.place"],
    ["explain", "trainin"],
    ["parameters", "migraton"],
    ["parameters", "meetings.denomnator"],
    ["parameters", "training.days", "--scenario", "training"],
    ["coverage", "F01"],
    ["odd", "trst"],
    ["cite", "FOLDER"],
    ["table", "--stored", "FOLDER"],
    ["run", "baseline", "-o", "FOLDER"],
]


@pytest.mark.parametrize("words", REFUSED, ids=" ".join)
def test_what_is_refused_is_told_in_chinese(capsys, tmp_path, small, words):
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    names = {**small, "FOLDER": str(tmp_path)}
    try:
        code = cli.main([*(names.get(each, each) for each in words), "--lang", "zh"])
    except SystemExit as stopped:  # what the parser refuses
        code = stopped.code
    assert code == cli.BAD_INPUT
    said = "".join(capsys.readouterr())
    assert re.search("[\u4e00-\u9fff]", said)
    assert english_left(said, *OWN, *words) == []
