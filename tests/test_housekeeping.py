"""What the files around the package say of it: citation, change log, what `make clean` deletes."""

from __future__ import annotations

import re
from pathlib import Path

from sim.mechanisms import mechanism_names

ROOT = Path(__file__).parents[1]


def lines_of(name: str) -> list[str]:
    """Lines of a file of the repository."""
    return (ROOT / name).read_text(encoding="utf-8").splitlines()


def test_a_version_that_is_not_released_has_no_date_of_release() -> None:
    said = dict(line.split(": ", 1) for line in lines_of("CITATION.cff") if ": " in line)
    heads = [line for line in lines_of("CHANGELOG.md") if line.startswith(f"## {said['version']}")]
    assert len(heads) == 1
    assert ("date-released" in said) is not heads[0].endswith("(unreleased)")


def test_make_clean_deletes_the_caches_of_all_tools_that_are_not_committed() -> None:
    caches = {line.rstrip("/") for line in lines_of(".gitignore") if line.startswith(".") and line.endswith("/")}
    lines = lines_of("Makefile")
    deleted = set(lines[lines.index("clean:") + 1].split())
    assert ".import_linter_cache" in caches
    assert caches <= deleted


def test_every_mechanism_has_its_place_in_the_month() -> None:
    files = {path.stem for path in (ROOT / "sim" / "mechanisms").glob("*.py")} - {"__init__"}
    assert files == set(mechanism_names())


def test_pages_that_texts_name_are_there_and_decisions_are_ten_at_most() -> None:
    pages = sorted((ROOT / "docs" / "decisions").glob("*"))
    assert len(pages) <= 10
    texts = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")]
    texts += [*(ROOT / "experiments").rglob("*.md"), *(ROOT / "sim").rglob("*.py")]
    for text in texts:
        said = text.read_text(encoding="utf-8")
        for name in re.findall(r"docs/decisions/([\w-]+\.md)", said):
            assert ROOT / "docs" / "decisions" / name in pages, f"{text}: {name}"
        for link in re.findall(r"\]\((?!https?:|#)([^)#\s]+)", said) if text.suffix == ".md" else ():
            assert (text.parent / link).exists(), f"{text}: {link}"
