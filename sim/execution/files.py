"""Atomic writes: files are there whole or not at all; written under another name, brought to the disk, then renamed.

A folder is made by :func:`make_folder` before the work and nowhere else: one that has been moved or deleted meanwhile
is not made anew, and the work stops.
"""

from __future__ import annotations

import errno
import json
import os
import secrets
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from sim.core.config.given_files import UnreadableFile, is_own_file, read_regular
from sim.core.config.language import message

UNFINISHED = ".unfinished-"
LARGEST_TEXT = 256_000_000
"""Bytes of a file of JSON that programs write."""
GONE = "the folder is not there any more; it was moved or deleted"
FORBIDDEN = "this user may not write there"
REASONS = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk quota is used up",
    errno.EROFS: "the file system is read-only",
    errno.EACCES: FORBIDDEN,
    errno.EPERM: FORBIDDEN,
    errno.EFBIG: "the file would be larger than is allowed",
    errno.ENOENT: GONE,
    errno.ENOTDIR: GONE,
}


class StoreError(OSError):
    """Results cannot be written; no file has been damaged, and the same command goes on once there is room.

    Attributes
    ----------
    reason : str
        What keeps them from being written, without what follows from it.
    """

    reason: str = ""


def reason_of(error: OSError) -> str:
    """Why something could not be written, in a few words."""
    known = REASONS.get(error.errno or 0)
    return message(known) if known else error.strerror or str(error)


def refused(folder: Path, error: OSError) -> StoreError:
    """Say what keeps a file from being written."""
    what = message("cannot write to {folder}: {reason}", folder=folder, reason=reason_of(error))
    found = StoreError(message("{what}; nothing published is lost, the same command goes on later", what=what))
    found.reason = what
    return found


def make_folder(folder: Path, *, parents: bool = False) -> None:
    """Make a folder if there is none.

    Parameters
    ----------
    folder : Path
    parents : bool
        Whether folders above it are made too: for a place that the user names, never for one inside of it.

    Raises
    ------
    StoreError
        If it cannot be made, or a link or a file has its name.
    """
    try:
        folder.mkdir(parents=parents, exist_ok=True)
    except OSError as error:
        raise refused(folder.parent, error) from None
    if not parents:
        check_no_link(folder)


def check_no_link(folder: Path) -> None:
    """Refuse a link in the place of a folder of results, which may be a stranger's: it could lead anywhere.

    Raises
    ------
    StoreError
        If it is one.
    """
    if folder.is_symlink() or folder.is_junction():
        found = StoreError(message("{folder} is a link; nothing is read or written through it", folder=folder))
        found.reason = str(found)
        raise found


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
        If the disk is full, or the folder is not there or may not be written to.
    """
    temporary = path.parent / f"{UNFINISHED}{os.getpid()}-{secrets.token_hex(6)}"
    try:
        try:
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
    publish(trial, lambda temporary: Path(temporary).write_bytes(b"\0" * 4096), settle=False)
    trial.unlink(missing_ok=True)


def untouched(paths: Iterable[Path], seconds: float) -> list[Path]:
    """Files that nobody has written to for so long; those that another process has renamed are passed over."""
    found, now = [], time.time()
    for path in paths:
        with suppress(FileNotFoundError):
            if now - path.lstat().st_mtime >= seconds:
                found.append(path)
    return found


def append(path: Path, record: dict[str, Any]) -> None:
    """Add a line of JSON to a file that only this process writes.

    A line that a killed process left half written is ended first; :func:`lines` passes over it.

    Raises
    ------
    StoreError
        If it cannot be written, or is no regular file: a link could lead anywhere.
    """
    try:
        if os.path.lexists(path) and not is_own_file(path):
            raise OSError(errno.EINVAL, message("{path} is no regular file; delete it", path=path))
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
    """Records of a file of JSON lines; half-written ones, which a killed process leaves, are passed over.

    Raises
    ------
    ValueError
        If it is no regular file, or a line is no record: it has been damaged, or is not ours.
    """
    try:
        content = read_regular(path, LARGEST_TEXT, links=False)
    except FileNotFoundError:
        return
    except UnreadableFile as error:
        raise ValueError(message("{error}; delete it", error=error)) from None
    for number, line in enumerate(content.split(b"\n"), 1):
        if not line.strip() or line.startswith(b'{"') and not line.endswith(b"}"):
            continue
        try:
            record = json.loads(line)
        except (ValueError, RecursionError):
            record = None
        if not isinstance(record, dict):
            raise ValueError(message("{path}, line {number}, is damaged: delete the line", path=path, number=number))
        yield record
