"""Files that a user names: only regular files of a size that makes sense are opened, and none keeps anybody waiting.

A name may stand for a pipe, a device, a folder or a link to itself, or for nothing that a file could be called.
Whoever reads a file that somebody names, on the command line or in another file, reads it here.
"""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import Any

from sim.core.config.language import message
from sim.core.config.problems import Problem

LARGEST_TEXT = 1_000_000
"""Bytes of a text that people write: a scenario, a study, a policy."""
LARGEST_TABLE = 1_000_000_000
"""Bytes of a table that programs write."""
# Neither waits for whoever writes to a pipe, nor makes a terminal that of this process; Windows knows neither.
OPENING = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_BINARY", 0)

NO_LINK = getattr(os, "O_NOFOLLOW", 0)


class UnreadableFile(ValueError):
    """A file that is not read; the words are those of a :class:`~sim.core.config.problems.Problem`.

    Attributes
    ----------
    name : str
        The file, as it was named.
    fault, allowed, unit : str
        Why it is not read, what would be, and the unit of that.
    """

    def __init__(self, name: str | Path, fault: str, allowed: str = "", unit: str = "") -> None:
        self.name, self.fault, self.allowed, self.unit = str(name), fault, allowed, unit
        super().__init__(str(Problem(self.name, None, "", None, fault, allowed, unit)))

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.name, self.fault, self.allowed, self.unit)


def given_path(name: str | Path, beside: Path | None = None) -> Path:
    """Path of a name as it was given, ``~`` and ``~user`` written out.

    Parameters
    ----------
    name : str or Path
    beside : Path, optional
        Folder that relative names start from; the present one if left out.

    Raises
    ------
    UnreadableFile
        If no file can have that name.
    """
    try:
        path = Path(name).expanduser()
        os.fsencode(path)  # a name that the file system cannot write
    except RuntimeError:
        raise UnreadableFile(name, message("begins with the home of a user who is not known here")) from None
    except ValueError:
        raise UnreadableFile(name, message("is no name of a file")) from None
    if "\0" in str(path):
        raise UnreadableFile(name, message("is no name of a file"))
    return path if beside is None else Path(os.path.normpath(beside / path))


def read_given(path: Path, most: int = LARGEST_TEXT) -> bytes:
    """Content of a regular file; nothing else is opened.

    Parameters
    ----------
    path : Path
    most : int
        Largest size that is read, bytes.

    Raises
    ------
    UnreadableFile
        If there is none, it is no regular file, or it is too large.

    Examples
    --------
    >>> from pathlib import Path
    >>> from sim.core.config.given_files import read_given
    >>> read_given(Path("no/such/file"))
    Traceback (most recent call last):
    ...
    sim.core.config.given_files.UnreadableFile: no/such/file: there is no such file
    """
    try:
        return read_regular(path, most)
    except OSError as error:
        raise UnreadableFile(path, _reason(error)) from None


def read_regular(path: Path, most: int, *, links: bool = True) -> bytes:
    """Content of a regular file, for whoever has to know that there is none.

    Parameters
    ----------
    path : Path
    most : int
        Largest size that is read, bytes.
    links : bool
        Whether a link is followed. Not in a folder of results, which may be a stranger's: it could lead anywhere.

    Raises
    ------
    OSError
        If there is none, or it may not be read.
    UnreadableFile
        If it is no regular file, or it is too large.
    """
    _check(path, os.stat(path) if links else os.lstat(path), most)
    with open(os.open(path, OPENING | (0 if links else NO_LINK)), "rb") as file:
        found = os.fstat(file.fileno())
        _check(path, found, most)  # what was looked at may have been replaced meanwhile
        # No more than the size: files of the kernel, which may have no end, say that they have none.
        return file.read(found.st_size)


def is_own_file(path: Path) -> bool:
    """Whether there is a regular file that is no link."""
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except OSError:
        return False


def why_unreadable(path: Path, most: int = LARGEST_TEXT) -> UnreadableFile | None:
    """What keeps a file from being read, as far as can be told without opening it; None for a regular file."""
    try:
        _check(path, os.stat(path), most)
    except OSError as error:
        return UnreadableFile(path, _reason(error))
    except UnreadableFile as error:
        return error
    return None


def _check(path: Path, found: os.stat_result, most: int) -> None:
    if stat.S_ISDIR(found.st_mode):
        raise UnreadableFile(path, message("is a directory, not a file"))
    if stat.S_ISLNK(found.st_mode):
        raise UnreadableFile(path, message("is a link, which is not followed here"))
    if not stat.S_ISREG(found.st_mode):
        raise UnreadableFile(path, message("is no regular file but a pipe, a device or the like"))
    if found.st_size > most:
        fault = message("has {size} bytes", size=found.st_size)
        raise UnreadableFile(path, fault, message("at most {most}", most=most), "bytes")


def _reason(error: OSError) -> str:
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return message("there is no such file")
    if error.errno == errno.ENAMETOOLONG:
        return message("is too long for the name of a file")
    if error.errno == errno.ELOOP:
        return message("is a link that leads back to itself")
    if error.errno in (errno.EACCES, errno.EPERM):
        return message("this user may not read it")
    return message("cannot be read: {reason}", reason=error.strerror or str(error))
