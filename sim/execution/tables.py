"""Parquet tables that are believed only if whole: each carries the SHA-256 of its own file, and what it is a table of.

The checksum stands in the footer, among the notes that every reader of Parquet passes over, and is worked out with
zeros in its own place. It covers what checksums of pages do not: names, types, numbers of rows, where the pages lie.
Tables of earlier versions have none; of these the checksums of pages are all there is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sim.core.config.given_files import UnreadableFile, read_regular
from sim.core.config.language import message
from sim.execution.files import publish

LARGEST_TABLE = 2_000_000_000
SEAL, TABLE_OF = b"ruralparty.seal", b"ruralparty.table"
MARK, BLANK = b"sha256 of this file with zeros here: ", b"0" * 64
MAGIC = b"PAR1"


class Damaged(ValueError):
    """A file that does not hold what was written to it."""


def publish_table(
    path: Path, table: Any, what: str, *, settle: bool = True, row_group_size: int | None = None, **options: Any
) -> None:
    """Publish an Arrow table as Parquet, with checksums of each page and of the whole.

    Parameters
    ----------
    path : Path
    table : Arrow table
    what : str
        What it is a table of: one that lies under the name of another is not believed.
    settle : bool
        As of :func:`sim.execution.files.publish`.
    row_group_size : int, optional
    **options
        As of ``pyarrow.parquet.ParquetWriter``.
    """
    import pyarrow.parquet as parquet

    def write(temporary: str) -> None:
        options.setdefault("compression", "zstd")
        with parquet.ParquetWriter(temporary, table.schema, write_page_checksum=True, **options) as writer:
            writer.write_table(table, row_group_size)
            writer.add_key_value_metadata({TABLE_OF: what, SEAL: MARK + BLANK})
        _seal(Path(temporary))

    publish(path, write, settle=settle)


def read_table(path: Path, what: str, columns: Sequence[str] | None = None, *, must_be_sealed: bool = False) -> Any:
    """An Arrow table from a file, checked.

    Parameters
    ----------
    path : Path
    what : str
        As of :func:`publish_table`.
    columns : sequence of str, optional
        All if left out.
    must_be_sealed : bool
        Whether a table of an earlier version, without a checksum of the whole, is refused.

    Raises
    ------
    OSError
        If there is none, or it may not be read.
    Damaged
        If the file is not as it was written, or is a table of something else.
    """
    import pyarrow as arrow

    content = _content(path)
    sealed = _check_seal(path, content)
    if must_be_sealed and not sealed:
        raise _damaged(path, message("it has no checksum"))
    try:
        table = _read(arrow.BufferReader(content), columns)
    except (arrow.ArrowException, OSError) as error:
        raise _damaged(path, str(error).splitlines()[0]) from None
    notes = dict(table.schema.metadata or {})
    notes.pop(SEAL, None)
    found = notes.pop(TABLE_OF, b"").decode(errors="replace")
    if found and not sealed:
        raise _damaged(path, message("it has no checksum"))
    if sealed and found != what:
        raise _damaged(path, message("it is {found}, not {what}", found=found, what=what))
    return table.replace_schema_metadata(notes or None)


def read_checked(path: Path, columns: Sequence[str] | None = None) -> Any:
    """Columns of a file that this process has read as a whole before: the checksums of their pages are enough.

    Raises
    ------
    OSError, Damaged
        As of :func:`read_table`.
    """
    import pyarrow as arrow

    try:
        return _read(path, columns)
    except (arrow.ArrowException, OSError) as error:
        if getattr(error, "errno", None):  # it is gone, or may not be read; wrong checksums have no number
            raise
        raise _damaged(path, str(error).splitlines()[0]) from None


def _read(source: Any, columns: Sequence[str] | None) -> Any:
    import pyarrow.parquet as parquet

    return parquet.ParquetFile(source, page_checksum_verification=True).read(columns=columns, use_threads=False)


def _damaged(path: Path, reason: str) -> Damaged:
    return Damaged(message("{path} is damaged ({reason})", path=path, reason=reason))


def _content(path: Path) -> bytes:
    try:
        content = read_regular(path, LARGEST_TABLE, links=False)
    except UnreadableFile as error:
        raise Damaged(str(error)) from None
    if content[:4] != MAGIC or content[-4:] != MAGIC:
        raise _damaged(path, message("it is no Parquet file, or was cut off"))
    return content


def _digest(content: bytes, place: int) -> bytes:
    """Checksum of a file whose own checksum stands, or will stand, at a place."""
    found = hashlib.sha256(memoryview(content)[:place])
    found.update(BLANK)
    found.update(memoryview(content)[place + len(BLANK) :])
    return found.hexdigest().encode()


def _place(content: bytes) -> int | None:
    """Where the checksum of a file stands."""
    mark = content.rfind(MARK)
    return None if mark < 0 else mark + len(MARK)


def _seal(path: Path) -> None:
    content = path.read_bytes()
    place = _place(content)
    assert place is not None
    with path.open("r+b") as file:
        file.seek(place)
        file.write(_digest(content, place))


def _check_seal(path: Path, content: bytes) -> bool:
    """Whether a file has a checksum, which fits it."""
    place = _place(content)
    if place is not None and content[place : place + len(BLANK)] != _digest(content, place):
        raise _damaged(path, message("its checksum does not fit"))
    return place is not None
