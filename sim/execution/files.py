"""Atomic writes: files are there whole or not at all; written under another name, brought to the disk, then renamed."""

from __future__ import annotations

import errno
import json
import os
import secrets
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
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


def publish_table(path: Path, table: Any, *, settle: bool = True, **options: Any) -> None:
    """Publish an Arrow table as Parquet, every page with a checksum; other options as of ``parquet.write_table``."""
    import pyarrow.parquet as parquet

    options = {"compression": "zstd", "write_page_checksum": True, **options}
    publish(path, lambda temporary: parquet.write_table(table, temporary, **options), settle=settle)


def read_table(source: Any, columns: Sequence[str] | None = None) -> Any:
    """An Arrow table from a Parquet file or its content; an error if a page does not fit its checksum."""
    import pyarrow.parquet as parquet

    return parquet.ParquetFile(source, page_checksum_verification=True).read(columns=columns, use_threads=False)


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
            if now - path.stat().st_mtime >= seconds:
                found.append(path)
    return found


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
