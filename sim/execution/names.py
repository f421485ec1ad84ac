"""Vectorised look-up of names of runs, by the million: fixed bytes in NumPy, without a Python object for each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

WIDTH = 32
KIND = f"S{WIDTH}"


def names_of(column: Any) -> Any:
    """Names in an Arrow column as bytes of fixed length."""
    import pyarrow as arrow

    if not len(column):
        return np.zeros(0, KIND)
    whole = column.combine_chunks() if isinstance(column, arrow.ChunkedArray) else column
    fixed = whole.cast(arrow.binary(WIDTH))
    return np.frombuffer(fixed.buffers()[1], KIND, len(fixed), fixed.offset * WIDTH)


def as_arrow(names: Any) -> Any:
    """Names of fixed length as an Arrow array over the same memory."""
    import pyarrow as arrow

    names = np.ascontiguousarray(names, KIND)
    return arrow.FixedSizeBinaryArray.from_buffers(arrow.binary(WIDTH), len(names), [None, arrow.py_buffer(names)])


def is_among(names: Any, others: Any) -> Any:
    """Which of the names stand among others."""
    import pyarrow.compute as compute

    if not len(names) or not len(others):
        return np.zeros(len(names), bool)
    return compute.is_in(as_arrow(names), as_arrow(others)).to_numpy(zero_copy_only=False)


def first_of_each(names: Any) -> Any:
    """Places at which each name first stands, rising."""
    if not len(names):
        return np.zeros(0, np.int64)
    codes = as_arrow(names).dictionary_encode().indices.to_numpy()  # numbered in the order in which they appear
    return np.flatnonzero(np.r_[True, codes[1:] > np.maximum.accumulate(codes)[:-1]])


def numbers_of(names: Any) -> Any:
    """Names as pairs of numbers that sort as they do, shape (names, 2): half the memory."""
    content = bytes.fromhex(np.ascontiguousarray(names, KIND).tobytes().decode())
    return np.frombuffer(content, ">u8").reshape(-1, 2).astype(np.uint64)


def names_from(numbers: Any) -> Any:
    """Names of pairs of numbers."""
    return np.frombuffer(numbers.astype(">u8").tobytes().hex().encode(), KIND)


def shares(names: Any, count: int) -> Any:
    """Share of each name, 0 to ``count - 1``, from its first eight digits."""
    firsts = np.ascontiguousarray(names, KIND).view("S8")[:: WIDTH // 8]
    numbers = np.frombuffer(bytes.fromhex(firsts.tobytes().decode()), ">u4")
    return numbers.astype(np.int64) % count


def ids_of(records: Mapping[str, Any]) -> Any:
    """Names that are the keys of a table, sorted."""
    return np.array(sorted(records), dtype=KIND)
