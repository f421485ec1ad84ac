"""Every code that a page or a source cites leads somewhere: a part of the description, a row, a law, an experiment."""

from __future__ import annotations

import csv
import io
import re
import tokenize
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from sim.report.described.odd.document import ANCHOR
from sim.validation.sign_table import SIGNS

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "experiments").rglob("*.md")])
SOURCES = sorted((ROOT / "sim").rglob("*.py"))
CODE = re.compile(r"(?<![\w/.-])(?:§ ?\d+[a-z]?\b|[SYRIHPVX]\d{1,2}[ab]?\b|[A-E]\d\d\b|laws? \d+\b)(?![\w-])(?!\.\d)")
OF_SIGNS = (
    "docs/validation.md",
    "docs/codes.md",
    "docs/reference.md",
    "sim/validation/",
    "sim/report/validation/",
    "sim/cli/validation.py",
    "README.md",
)
"""Where S and a number is a sign, or a submodel."""
OTHERS = {
    ("CONTRIBUTING.md", "I99"),  # of the policy that the example adds
    ("sim/execution/names.py", "S8"),  # a type of NumPy
    ("sim/report/described/coverage_text.py", "§"),
}
PAPERS = re.compile(r"(?:Techniques|Vol\.|\d{4}), ?§")
"""Sections of published papers."""


@cache
def leads() -> set[str]:
    """Everything that a code may lead to, in capitals."""
    model, laws, verified = (
        (ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8") for name in ("model", "laws", "verification")
    )
    anchors = {name.replace("section-", "§").upper() for name in ANCHOR.findall(model)}
    with (ROOT / "docs" / "coverage.csv").open(encoding="utf-8-sig", newline="") as lines:
        claims = {next(iter(row.values())) for row in csv.DictReader(lines)}
    limits = set(re.findall(r"^\| (V\d+) \|", verified, re.MULTILINE))
    experiments = {f"X{int(each.name[1:3])}" for each in (ROOT / "experiments").glob("x[0-9][0-9]_*")}
    return anchors | claims | limits | experiments | {name.replace("-", " ").upper() for name in ANCHOR.findall(laws)}


def cited(text: str) -> Iterator[str]:
    """Codes that a text cites, as they are written in :func:`leads`."""
    for line in text.splitlines():
        if PAPERS.search(line):
            continue
        for found in CODE.findall(re.sub(r"https?://\S+|\b\d+ [A-Z]\d+\b", " ", line)):
            yield found.replace("§ ", "§").replace("laws", "law").upper()


def told(path: Path) -> str:
    """Text of a page; of a source its comments and strings."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".md":
        return text
    kept = (tokenize.COMMENT, tokenize.STRING, tokenize.FSTRING_MIDDLE)
    return "\n".join(each.string for each in tokenize.generate_tokens(io.StringIO(text).readline) if each.type in kept)


@pytest.mark.parametrize("path", [*PAGES, *SOURCES], ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_code_dangles(path):
    name = path.relative_to(ROOT).as_posix()
    known = leads() | ({sign.code for sign in SIGNS} if name.startswith(OF_SIGNS) else set())
    left = {code for code in cited(told(path)) if code not in known and code.rstrip("AB") not in known}
    assert {code for code in left if (name, code) not in OTHERS} == set()


def test_a_code_that_leads_nowhere_is_found():
    assert [code for code in cited("as S77 and law 12 have it, §8, H2 and A27") if code not in leads()] == [
        "S77",
        "LAW 12",
    ]


def test_the_page_of_codes_names_every_family():
    text = (ROOT / "docs" / "codes.md").read_text(encoding="utf-8")
    for family in ("§1", "S0", "Y1", "R1", "I1", "H1", "P1", "V1", "E1", "X1", "A01", "law 1"):
        assert f"| {family} " in text


def test_every_test_that_holds_a_law_exists():
    text = (ROOT / "docs" / "laws.md").read_text(encoding="utf-8")
    written = {
        name
        for file in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(r"^def (test_\w+)", file.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert set(re.findall(r"`(test_\w+)`", text)) <= written
    assert len(ANCHOR.findall(text)) == 10
