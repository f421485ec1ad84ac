"""Streams that nothing draws are marked as such in the list of streams, and no others."""

from __future__ import annotations

import re
from pathlib import Path

import sim
from tests.core.compute.streams_frozen import FROZEN

PACKAGE = Path(sim.__file__).parent
MARKED = re.compile(r"^([\w.]+): \d+  # never drawn$", re.MULTILINE)


def names_in(source: str) -> set[str]:
    """Streams that a source names: whole, or as ``service.{name}`` beside the last word."""
    found = {name for name in FROZEN if f'"{name}"' in source}
    for name in FROZEN.keys() - found:
        first, _, last = name.rpartition(".")
        if f'stream(f"{first}.{{' in source and f'"{last}"' in source:
            found.add(name)
    return found


def test_what_no_source_names_is_marked_as_never_drawn() -> None:
    drawn = set().union(*(names_in(path.read_text(encoding="utf-8")) for path in PACKAGE.rglob("*.py")))
    marked = set(MARKED.findall((PACKAGE / "core" / "compute" / "streams.yaml").read_text(encoding="utf-8")))
    assert marked == FROZEN.keys() - drawn
    assert marked
