"""Every claim of the source papers has a row, and what a row names exists and is what the row says it is."""

from __future__ import annotations

import json
import re
import shutil
import tomllib
from collections import Counter
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from sim.cli import main as cli
from sim.indicators import INDICATORS
from sim.mechanisms import all_parameters
from sim.policies import policy_names
from sim.report.described import coverage_text
from sim.report.described.coverage_text import CONTEXT, FILE, KINDS, Item, counts, coverage_file, coverage_items
from tests.claims.cases import CASES as KNOCK_OUTS
from tests.laws.directions import CASES

ROOT = Path(__file__).resolve().parents[1]
CLAIMS = {"A": 64, "B": 59, "C": 76, "D": 77, "E": 50}
REPRESENTED_LEAST = 300
DIRECTIONS_MOST = 60
WORDS_MOST = 15
PARAMETERS = all_parameters()
TESTS = {
    name
    for path in (ROOT / "tests").rglob("test_*.py")
    for name in re.findall(r"^\s*def (test_\w+)\(", path.read_text(encoding="utf-8"), re.MULTILINE)
}
ITEMS = list(coverage_items().values())
STANDING = [item for item in ITEMS if item.kind != CONTEXT]


def found_in(file: str, symbol: str) -> Any:
    """What a module defines itself under a dotted name."""
    module = import_module(file.removesuffix(".py").replace("/", "."))
    first, *rest = symbol.split(".")
    found = getattr(module, first)
    for name in rest:
        found = getattr(found, name)
    assert re.search(rf"^(def|class) {first}\b", (ROOT / file).read_text(encoding="utf-8"), re.MULTILINE)
    return found


def test_every_claim_has_one_row():
    assert [item.item for item in ITEMS] == [
        f"{letter}{number:02d}" for letter, last in CLAIMS.items() for number in range(1, last + 1)
    ]
    assert len({item.paper for item in ITEMS}) == len(CLAIMS)


@pytest.mark.parametrize("item", ITEMS, ids=[item.item for item in ITEMS])
def test_a_row_is_complete_and_short(item: Item):
    assert item.kind in KINDS
    assert item.note
    assert item.note_zh
    assert 1 <= len(item.claim.split()) <= WORDS_MOST
    assert item.paper != item.source
    named = (item.file, item.symbol, item.shown_by)
    assert all(named) if item.kind != CONTEXT else not any(named)


@pytest.mark.parametrize("item", STANDING, ids=[item.item for item in STANDING])
def test_what_a_row_names_exists_in_its_file(item: Item):
    assert (ROOT / item.file).is_file()
    if item.kind == "parameter":
        assert item.symbol in PARAMETERS
        assert item.file == f"sim/mechanisms/{item.symbol.partition('.')[0]}.py"
    elif item.kind == "indicator":
        assert item.symbol in INDICATORS
        assert f'"{item.symbol}"' in (ROOT / item.file).read_text(encoding="utf-8")
    elif item.kind == "policy":
        assert item.symbol in policy_names()
        assert item.file == f"sim/policies/{item.symbol}.py"
    else:
        assert found_in(item.file, item.symbol) is not None


@pytest.mark.parametrize("item", STANDING, ids=[item.item for item in STANDING])
def test_what_shows_it_exists(item: Item):
    assert item.shown_by in TESTS or item.shown_by in KNOCK_OUTS or item.shown_by in CASES


def test_few_claims_are_shown_by_a_direction_alone_and_none_by_a_name():
    """That a number moves what it is declared to move does not show that what a claim says comes of it."""
    assert sum(item.shown_by in CASES for item in STANDING) <= DIRECTIONS_MOST
    assert not [item.item for item in STANDING if item.shown_by in INDICATORS]


def test_no_knock_out_is_there_for_nothing():
    assert set(KNOCK_OUTS) == {item.shown_by for item in STANDING if item.shown_by.startswith("claims.")}


def test_names_of_parameters_in_notes_are_those_of_parameters():
    mechanisms = {name.partition(".")[0] for name in PARAMETERS}
    named = {
        (item.item, name)
        for item in ITEMS
        for name in re.findall(r"\b([a-z_]+\.[a-z_]+)\b", f"{item.note} {item.note_zh}", re.ASCII)
        if name.partition(".")[0] in mechanisms
    }
    assert named
    assert {name for _, name in named} <= set(PARAMETERS)


def test_what_a_row_says_is_off_by_default_is():
    said = [item for item in STANDING if re.search(r"\b(off|nought) by default", item.note)]
    numbers = {item.item: PARAMETERS[item.symbol] for item in said if item.symbol in PARAMETERS}
    assert numbers
    assert not {item for item, param in numbers.items() if param.default not in (0, False, *param.choices[:1])}


def test_nearly_all_claims_are_represented_by_what_acts_or_is_measured():
    kinds = Counter(item.kind for item in ITEMS)
    assert kinds.total() - kinds[CONTEXT] - kinds["data"] >= REPRESENTED_LEAST


def test_counts_add_up_to_the_claims_of_each_paper():
    assert [sum(row.values()) for row in counts().values()] == list(CLAIMS.values())


def test_the_command_counts_and_prints_one_row(capsys):
    assert cli.main(["coverage", "--json"]) == cli.DONE
    told = json.loads(capsys.readouterr().out)
    assert told["items"] == sum(CLAIMS.values())
    assert told["represented"] == len(STANDING)
    assert cli.main(["coverage", "a27"]) == cli.DONE
    printed = capsys.readouterr().out
    assert all(part in printed for part in ("A27", "sim/procedures/calls.py", "judge"))
    assert cli.main(["coverage", "F01"]) == cli.BAD_INPUT
    assert "A01 to E50" in capsys.readouterr().err
    assert cli.main(["coverage", "--lang", "zh"]) == cli.DONE
    assert "仅作背景" in capsys.readouterr().out


def test_an_installed_package_holds_its_own_rows(tmp_path, monkeypatch):
    shutil.copytree(ROOT / FILE.parent, tmp_path / "sim" / FILE.parent, ignore=shutil.ignore_patterns("images"))
    monkeypatch.setattr(coverage_text, "PACKAGE", tmp_path / "sim")
    assert coverage_file() == tmp_path / "sim" / FILE
    wheel = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]["targets"]
    assert wheel["wheel"]["force-include"][FILE.as_posix()] == f"sim/{FILE.as_posix()}"
    monkeypatch.setattr(coverage_text, "PACKAGE", tmp_path / "elsewhere" / "sim")
    with pytest.raises(FileNotFoundError, match=re.escape(FILE.name)):
        coverage_file()


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("item,claim\nA01,x\n", "columns"),
        (",".join(Item._fields) + "\n" + "A01,b,c,d,e,f,g,h,i\n" * 2, ":3: A01 stands twice"),
        (",".join(Item._fields) + "\nA01,b\n", ":2: A01 has 2 fields, not 9"),
    ],
)
def test_a_broken_file_is_told_by_line(tmp_path, monkeypatch, text, fault):
    (tmp_path / FILE.parent).mkdir()
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    monkeypatch.setattr(coverage_text, "PACKAGE", tmp_path)
    coverage_items.cache_clear()
    with pytest.raises(ValueError, match=fault):
        coverage_items()
    coverage_items.cache_clear()
