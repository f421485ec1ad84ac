"""Ways to damage a file or a pair of files."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

Damage = Callable[[Path, int], None]


def flip(path: Path, place: int) -> None:
    """Turn a bit."""
    content = bytearray(path.read_bytes())
    if not content:
        return  # it was cut to nothing before
    content[place // 8 % len(content)] ^= 1 << place % 8
    path.write_bytes(content)


def cut(path: Path, place: int) -> None:
    """Cut the file off."""
    os.truncate(path, place % max(1, path.stat().st_size))


def remove(path: Path, place: int) -> None:
    """Delete it."""
    path.unlink()


def swap(path: Path, place: int) -> None:
    """Exchange it with another file of tables of the study."""
    others = sorted(each for each in study_of(path).rglob("*.parquet") if each != path)
    other = others[place % len(others)]
    kept = path.with_name("kept")
    shutil.move(path, kept)
    shutil.move(other, path)
    shutil.move(kept, other)


def study_of(path: Path) -> Path:
    """The study that a file belongs to."""
    return next(above for above in path.parents if (above / "study.yaml").is_file())


def tables_of(folder: Path) -> list[Path]:
    """All tables that a study is read from."""
    return sorted(path for path in folder.rglob("*.parquet") if path.parent.name != "damaged")
