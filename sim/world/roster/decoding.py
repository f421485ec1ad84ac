"""Bytes of a table as text: UTF-8 with and without a mark, UTF-16, GB18030.

A bad byte is told, and hides nothing else.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass

REPLACED = "\ufffd"
"""Stands in a text for a byte that is none of it."""
MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
MANY = 20
"""Bad bytes that are told of one file."""
LOOKED_AT = 4096


@dataclass(frozen=True)
class Decoded:
    """A text.

    Attributes
    ----------
    text : str
        With ``REPLACED`` for what is no text.
    encoding : str
        As which it was read.
    bad : list of (int, int)
        Line and value of each byte that is no text, the first ``MANY``.
    """

    text: str
    encoding: str
    bad: list[tuple[int, int]]


def decoded(content: bytes) -> Decoded:
    r"""The text of a file.

    Without a mark it is UTF-8 if it can be, GB18030 if it can be; of neither, whichever has fewer bytes that do not
    fit.

    Examples
    --------
    >>> from sim.world.roster.decoding import decoded
    >>> decoded("村,户籍人口".encode("gb18030")).text
    '村,户籍人口'
    >>> decoded(b"village,registered\nA\xff,1200").bad
    [(2, 255)]
    """
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return _read(content[len(mark) :], encoding)
    if encoding := _without_mark(content):
        return _read(content, encoding)
    found = [_read(content, encoding) for encoding in ("utf-8", "gb18030")]
    return min(found, key=lambda each: len(each.bad))


def _without_mark(content: bytes) -> str:
    """UTF-16 that does not say so: nearly every other byte of a table of numbers is zero."""
    head = content[:LOOKED_AT]
    for encoding, first in (("utf-16-le", 1), ("utf-16-be", 0)):
        half = head[first::2]
        if len(half) > 2 and half.count(0) > len(half) // 2:
            return encoding
    return ""


def _read(content: bytes, encoding: str) -> Decoded:
    bad: list[tuple[int, int]] = []
    parts: list[str] = []
    place, line = 0, 1
    while place < len(content):
        try:
            parts.append(content[place:].decode(encoding))
            break
        except UnicodeDecodeError as error:
            good = content[place : place + error.start].decode(encoding)
            line += good.count("\n")
            parts += [good, REPLACED]
            bad.append((line, content[place + error.start]))
            place += error.end
            if len(bad) == MANY:  # no text of this kind: what is left is told as one
                parts.append(content[place:].decode(encoding, "replace"))
                break
    return Decoded("".join(parts), encoding, bad)
