"""Sources that parameters name, read from ``sources.yaml``."""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def sources() -> dict[str, dict[str, str]]:
    """Citation and status (SEEN, DERIVED, RECALLED or ASSUMED) of every source by key."""
    from ruamel.yaml import YAML

    text = (Path(__file__).parent / "sources.yaml").read_text(encoding="utf-8")
    return {key: dict(value) for key, value in YAML(typ="safe").load(text).items()}
