"""Scenarios as they were read: a page asks for them at every move; a file is read again only when it has changed."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from sim.scenario.files import shipped_names
from sim.scenario.scenario import Scenario, load


def known(name: str) -> Scenario:
    """A scenario by its name or path.

    Raises
    ------
    ScenarioError
        With every fault of the file.
    """
    return _read(name, 0 if name in _shipped() else _stamp(name))


@lru_cache(maxsize=1)
def _shipped() -> frozenset[str]:
    return frozenset(shipped_names())


def _stamp(name: str) -> int:
    """When a file was written; 0 where there is none, which reading it will say."""
    try:
        return Path(name).stat().st_mtime_ns
    except OSError:
        return 0


@lru_cache(maxsize=256)
def _read(name: str, stamp: int) -> Scenario:
    return load(name)
