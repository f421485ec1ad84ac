"""Who is at work in a study folder: no two processes do the runs of one share, or of shares that overlap.

Locks are those of the operating system: it lets go of the lock of a process that has died, on whatever machine, so that
none is left behind.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from sim.core.config.language import message
from sim.execution.files import make_folder, refused

Share = tuple[int, int]
"""``(i, n)``: the i-th of n shares of the runs, i from 1; (1, 1) are all."""
ALL: Share = (1, 1)
LOCKS = "locks"
LOCK = re.compile(r"(\d{1,9})-of-(\d{1,9})\.lock")
DOOR = "door.lock"
"""Held while somebody looks who else is at work, so that of two that come at once one finds the other."""
PATIENCE_SECONDS = 60


class AtWork(ValueError):
    """Another process does the same runs."""


@contextmanager
def at_work(folder: Path, share: Share = ALL) -> Iterator[None]:
    """Be the only one at work on a share of the runs of a folder.

    Parameters
    ----------
    folder : Path
        Where the results are.
    share : (int, int)

    Raises
    ------
    AtWork
        If another process is at work on it, or on a share that has runs in common with it.
    StoreError
        If no lock can be written there.
    """
    place = folder / LOCKS
    make_folder(place)
    mine = _lock(place / "{}-of-{}.lock".format(*share))
    try:
        with _lock(place / DOOR).acquire(timeout=PATIENCE_SECONDS):
            for path in place.iterdir():
                other = LOCK.fullmatch(path.name)
                if other and _overlap(share, (int(other[1]), int(other[2]))):
                    _lock(path).acquire(timeout=0).lock.release()
            mine.acquire(timeout=0)
    except Timeout:
        raise AtWork(
            message(
                "another process is doing these runs in {folder}: wait for it, or let each do a share (--shard 1/2)",
                folder=folder,
            )
        ) from None
    except OSError as error:
        raise refused(place, error) from None
    try:
        yield
    finally:
        mine.release()


def _lock(path: Path) -> FileLock:
    return FileLock(path, is_singleton=False)


def _overlap(one: Share, other: Share) -> bool:
    """Whether two shares can have a run in common: whether a number has both remainders."""
    return other[1] > 0 and (one[0] - other[0]) % math.gcd(one[1], other[1]) == 0
