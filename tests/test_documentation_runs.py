"""What the tutorial and the pages on how to do something show is run, page by page, each in a fresh folder."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest

from sim.cli import main as cli
from sim.cli.reference import reference
from sim.extensions.registry import forget
from sim.studies.read import KEYS

ROOT = Path(__file__).resolve().parents[1]
PAGES = [ROOT / "docs" / "tutorial.md", *sorted((ROOT / "docs" / "how-to").glob("*.md"))]
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FILE = re.compile(r"# ([\w/]+\.yaml)\n")
SERVED = ("page", "compare-page")
"""Pages whose commands serve a page and wait for a browser."""
RUNNING = ("run", "compare", "sweep", "optimise")
"""Commands that take ``-j``: one process is enough here."""


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_file_command_and_python_of_a_page_works_in_its_order(page, tmp_path, monkeypatch, capsys):
    for own in (ROOT / "docs" / "own").glob("*.py"):
        shutil.copy(own, tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("RURALPARTY_STORE", "none")
    done = 0
    try:
        for language, text in BLOCK.findall(page.read_text(encoding="utf-8")):
            if language == "yaml":
                name = FILE.match(text)
                assert name, "the first line of a file says its name"
                Path(name[1]).parent.mkdir(exist_ok=True)
                Path(name[1]).write_text(text, encoding="utf-8")
            elif language == "python":
                exec(compile(text, page.name, "exec"), {})
                done += 1
            elif language == "sh":
                for line in text.splitlines():
                    words = shlex.split(line)[1:]
                    words += ["-j", "1"] if words[0] in RUNNING else []
                    assert cli.main(words) == cli.DONE, (line, capsys.readouterr().err)
                    done += 1
                    forget()
    finally:
        forget()
    assert done or page.stem in SERVED


def test_the_reference_is_what_is_declared():
    stale = "docs/reference.md is stale: make model"
    assert (ROOT / "docs" / "reference.md").read_text(encoding="utf-8") == reference(), stale


def test_the_reference_has_every_command_switch_and_key():
    text = reference()
    for family in cli.FAMILIES:
        for name in family.commands:
            assert f"**`{name}`**" in text
    assert [key for key in KEYS if f"| `{key}` |" not in text] == []


def test_the_site_has_every_page_once():
    text = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    named = re.findall(r": ([\w/.-]+\.md)$", text, re.MULTILINE)
    pages = {each.relative_to(ROOT / "docs").as_posix() for each in (ROOT / "docs").rglob("*.md")}
    assert sorted(named) == sorted(pages)
