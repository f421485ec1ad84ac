"""Where compiled kernels are kept: a folder for exactly the sources that a module's machine code comes from.

It is named after a hash of the module's source and of everything that the module imports from this package: an edited
helper can then never meet the machine code of its former self, which Numba's own cache would serve without a word.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import sys
import tempfile
import time
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from sim.core.config.language import message
from sim.core.config.places import kept_for_now, place_in, user_cache, why_unwritable

PACKAGE = Path(__file__).resolve().parents[2]
PLACE = "RURALPARTY_CACHE"
UNUSED_AFTER_DAYS = 30
# How kernels see the columns that they are given: no kernel's module imports it for that.
COLUMNS = "sim.core.columns.columns"
WORDS = "sim.core.config.language"
"""Says what the cache has to say; no machine code comes of it."""
DIGEST_BYTES = 12
NAME_OF_FOLDER = re.compile(f"[0-9a-f]{{{2 * DIGEST_BYTES}}}")
IMPORT = re.compile(r"^\s*(?:from|import)\s+(sim[.\w]*)(?:\s+import\s+(\([^)]*\)|[^\n]+))?", re.MULTILINE)


def cache_root() -> Path:
    """Folder that holds all kernel caches of this user (``RURALPARTY_CACHE`` overrides it)."""
    return place_in(PLACE) or user_cache() / "kernels"


def unused_before() -> float:
    """The time (seconds) before which whatever was last used is deleted."""
    return time.time() - UNUSED_AFTER_DAYS * 86400


def sources_of(module: str) -> dict[str, Path]:
    """Files behind a module's machine code: its own, all it imports from this package, and those of columns."""
    found: dict[str, Path] = {}
    wanted = [module, COLUMNS]
    while wanted:
        name = wanted.pop()
        if name in found or name == WORDS:
            continue
        path = PACKAGE.parent.joinpath(*name.split("."))
        path = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
        if name == module and not path.is_file():  # a user's own module, outside this package
            path = Path(sys.modules[module].__file__ or "")
        if not path.is_file():
            continue
        found[name] = path
        for package, names in IMPORT.findall(path.read_text(encoding="utf-8")):
            wanted.append(package)
            wanted += [f"{package}.{each.split()[0]}" for each in names.strip("()").split(",") if each.strip()]
    return found


@cache
def fingerprint(module: str) -> str:
    """Hash of all sources behind a module's kernels and of all else that changes compiled code."""
    import numba

    config: Any = numba.config
    digest = hashlib.blake2b(digest_size=DIGEST_BYTES)
    digest.update(f"{numba.__version__} {sys.version_info[:3]} {config.BOUNDSCHECK} {config.OPT}".encode())
    digest.update(str(PACKAGE).encode())  # Numba looks at the times of files: two copies must not share a folder
    streams = PACKAGE / "core" / "compute" / "streams.yaml"  # their numbers become constants of the kernels
    digest.update(streams.read_bytes() if streams.is_file() else b"")
    for name, path in sorted(sources_of(module).items()):
        digest.update(name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


@cache
def cache_folder(module: str) -> Path:
    """Cache folder of exactly these sources, which can be written to.

    Where the user's cache can not, as on a read-only disk, it is a folder for this process and those it starts, with
    what the user's has of these sources.
    """
    _delete_unused()
    name, root = fingerprint(module), _in_use(cache_root())
    folder = root / name
    if root != cache_root():
        _carry_over(cache_root() / name, folder)
    folder.mkdir(parents=True, exist_ok=True)
    os.utime(folder)
    return folder


@cache
def _in_use(root: Path) -> Path:
    """The root, or what stands for it where it cannot be written to."""
    if reason := why_unwritable(root):
        what = message("nothing can be written to {folder} ({reason})", folder=root, reason=reason)
        return kept_for_now(what) / "kernels"
    return root


def _carry_over(kept: Path, folder: Path) -> None:
    """Copy a folder of kernels, whole or not at all: another process may do the same."""
    if not kept.is_dir() or folder.is_dir():
        return
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(dir=folder.parent))
    with suppress(OSError):
        shutil.copytree(kept, fresh, dirs_exist_ok=True)
        fresh.rename(folder)


@cache
def _delete_unused() -> None:
    """Delete, once a process, the folders of kernels that nothing has used for a month; all else is not ours."""
    oldest = unused_before()
    for folder in cache_root().iterdir() if cache_root().is_dir() else ():
        if not NAME_OF_FOLDER.fullmatch(folder.name):
            continue
        with suppress(FileNotFoundError):  # another process may be deleting too
            if folder.stat().st_mtime < oldest:
                shutil.rmtree(folder, ignore_errors=True)
