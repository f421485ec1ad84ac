"""What the files around the package say of it: citation, change log, what `make clean` deletes."""

from __future__ import annotations

from pathlib import Path

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
