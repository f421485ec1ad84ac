"""Atomic writes: files are there whole or not at all; written under another name, brought to the disk, then renamed."""

from __future__ import annotations

import errno
import json
import os
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

UNFINISHED = ".unfinished-"
REASONS = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk quota is used up",
    errno.EROFS: "the file system is read-only",
    errno.EACCES: "this user may not write there",
    errno.EPERM: "this user may not write there",
    errno.EFBIG: "the file would be larger than is allowed",
}


class StoreError(OSError):
    """Results cannot be written; no file has been damaged, and the same command goes on once there is room.

    Attributes
    ----------
    reason : str
        What keeps them from being written, without what follows from it.
    """

    reason: str = ""


def refused(folder: Path, error: OSError) -> StoreError:
    """Say what keeps a file from being written."""
    reason = REASONS.get(error.errno or 0, error.strerror or str(error))
    what = f"cannot write to {folder}: {reason}"
    found = StoreError(f"{what}; nothing published is lost, the same command goes on later")
    found.reason = what
    return found


def publish(path: Path, write: Callable[[str], object], *, settle: bool = True) -> None:
    """Write a file under a temporary name in its own folder, bring it to the disk and rename it.

    Parameters
    ----------
    path : Path
        Its name; a file of that name is replaced.
    write : callable
        Writes the file whose path it is given.
    settle : bool
        Whether the new name is brought to the disk too. Without it a power cut may take the name back, never the
        content apart from the name; a killed process takes back neither.

    Raises
    ------
    StoreError
        If the disk is full, or the folder may not be written to.
    """
    temporary = path.parent / f"{UNFINISHED}{os.getpid()}-{secrets.token_hex(6)}"
    try:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            write(str(temporary))
            _sync(temporary)
            os.replace(temporary, path)
            if settle:
                _sync(path.parent)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        raise refused(path.parent, error) from None


def publish_text(path: Path, text: str) -> None:
    """Publish a text file."""
    publish(path, lambda temporary: Path(temporary).write_text(text, encoding="utf-8"))


def publish_json(path: Path, record: Any) -> None:
    """Publish a record as JSON."""
    publish_text(path, json.dumps(record, ensure_ascii=False, indent=1, default=str) + "\n")


def _sync(path: Path) -> None:
    if os.name == "nt" and path.is_dir():
        return  # Windows opens no folders
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.EBADF):  # some network file systems have no fsync of folders
            raise
    finally:
        os.close(handle)


def check_writable(folder: Path) -> None:
    """Refuse a folder that cannot be written to before any work is done.

    Raises
    ------
    StoreError
        With the reason.
    """
    trial = folder / f"{UNFINISHED}{os.getpid()}-{secrets.token_hex(6)}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        try:
            trial.write_bytes(b"\0" * 4096)
        finally:
            trial.unlink(missing_ok=True)
    except OSError as error:
        raise refused(folder, error) from None


def append(path: Path, record: dict[str, Any]) -> None:
    """Add a line of JSON to a file that only this process writes.

    A line that a killed process left half written is ended first; :func:`lines` passes over it.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("ab+") as file:
            end = file.seek(0, os.SEEK_END)
            if end:
                file.seek(end - 1)
                if file.read(1) != b"\n":
                    file.write(b"\n")
            file.write(json.dumps(record, ensure_ascii=False, default=str).encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise refused(path.parent, error) from None


def lines(path: Path) -> Iterator[dict[str, Any]]:
    """Records of a file of JSON lines; half-written ones are passed over."""
    if not path.is_file():
        return
    with path.open("rb") as file:
        for line in file:
            try:
                record = json.loads(line)
            except ValueError:
                continue
            if isinstance(record, dict):
                yield record
