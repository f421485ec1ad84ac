"""Fingerprint of code and environment: what a run depends on beside scenario and seed, down to the kind of machine.

Every file of the folders below is hashed, so that one that is added cannot be forgotten; words, and whatever only
says or keeps what comes of runs, is no part of it.
"""

from __future__ import annotations

import hashlib
import platform
import sys
from collections.abc import Iterable
from functools import cache
from importlib.metadata import version
from pathlib import Path

from sim.core.compute.kernel_cache import PACKAGE
from sim.extensions import registry
from sim.runs.identity import as_text, digest_of

MODEL = (
    "core",
    "agents",
    "channels",
    "procedures",
    "policies",
    "mechanisms",
    "indicators",
    "extensions",
    "world",
    "scenario",
)
"""Folders that make a model; with them ``model.py``, ``month.py``, ``invariants.py``."""
RUNS = "runs"
"""Folder that makes a run out of a model."""
KINDS = (".py", ".yaml", ".csv")
LIBRARIES = ("numpy", "numba", "scipy")
"""Libraries that the bits of a run may depend on."""


def model_sources() -> list[Path]:
    """All files that can change a model: code, constants and tables."""
    return _files(MODEL) + sorted(path for path in PACKAGE.glob("*.py") if path.stem != "__init__")


def _files(folders: Iterable[str]) -> list[Path]:
    return sorted(path for each in folders for path in (PACKAGE / each).rglob("*") if path.suffix in KINDS)


@cache
def model_hash() -> str:
    """Hash of all sources that can change a run."""
    digest = hashlib.blake2b(digest_size=16)
    for path in model_sources():
        digest.update(path.relative_to(PACKAGE).as_posix().encode() + b"\0")
        digest.update(path.read_bytes())
    return digest.hexdigest()


def run_sources() -> list[Path]:
    """All files that can change the numbers of a run: those of the model and those that make a run out of it."""
    return [*model_sources(), *_files([RUNS])]


def numbers_hash() -> str:
    """Hash of all that the numbers of a run depend on beside its scenario and seed.

    Whatever is kept and found again is named after it: runs of sweeps, whole runs, counties. To that of the package it
    adds name and content of what was registered from outside, if anything was.
    """
    return digest_of(package_hash(), as_text(named)) if (named := registry.named()) else package_hash()


@cache
def package_hash() -> str:
    """Hash of the model's sources, of those that make a run out of a model, and of what else its bits may depend on.

    These are versions of libraries and the kind of machine.
    """
    makers = [path.read_bytes() for path in _files([RUNS])]
    versions = [sys.version_info[:2], [version(name) for name in LIBRARIES], platform.machine(), sys.byteorder]
    return digest_of(model_hash(), *makers, as_text(versions))
