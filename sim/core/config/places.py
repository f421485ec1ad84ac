"""Folders of this user, as the environment names them: taken where they are full paths, and never the present folder.

What lies in a cache is run or unpickled. A relative path would make whatever folder a command is given in, which may be
anybody's, a place for it: the XDG specification has relative paths ignored, and so has this program; in a variable of
its own one is refused by name.
"""

from __future__ import annotations

import os
import sys
import tempfile
import warnings
from contextlib import suppress
from functools import cache
from pathlib import Path

from sim.core.config.language import message

FOR_NOW = "RURALPARTY_FOR_NOW"
"""Tells processes that are started the folder in which is kept what can be kept nowhere else."""
OF_USER = ("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "HOME", "LOCALAPPDATA")
"""Variables that name a folder of the user, for this program and for libraries."""
TRIAL_BYTES = 4096


def place_in(variable: str) -> Path | None:
    """The folder that a variable of this program names; none where it is not set, or empty.

    Raises
    ------
    ValueError
        If it is no full path.
    """
    text = os.environ.get(variable, "")
    if text and not Path(text).is_absolute():
        raise ValueError(
            message(
                "{variable} is {text!r}; allowed is a full path, since a relative one is another folder wherever a "
                "command is given",
                variable=variable,
                text=text,
            )
        )
    return Path(text) if text else None


def forget_relative() -> None:
    """Take variables that name a folder of the user by no full path out of the environment, as if they were not set.

    Libraries, and processes that are started, follow them otherwise.
    """
    for name in OF_USER:
        if name in os.environ and not Path(os.environ[name]).is_absolute():
            del os.environ[name]


def user_cache() -> Path:
    """The folder of this program in the user's cache; a temporary one where the user has no home."""
    for name in ("LOCALAPPDATA",) if sys.platform == "win32" else ("XDG_CACHE_HOME",):
        if (told := Path(os.environ.get(name, ""))).is_absolute():
            return told / "ruralparty"
    with suppress(RuntimeError):  # nobody of this number is known to the machine
        home = Path.home()
        if home.is_absolute():
            return (home if sys.platform == "win32" else home / ".cache") / "ruralparty"
    return kept_for_now(message("this user has no home folder"))


def kept_for_now(reason: str) -> Path:
    """A folder of this process and those it starts, which is deleted when it ends; said once.

    Parameters
    ----------
    reason : str
        Why nothing can be kept where it usually is.
    """
    told = os.environ.get(FOR_NOW, "")
    if told and Path(told).is_dir():
        return Path(told)
    warnings.warn(
        message("{reason}: compiled code is kept for this command only (RURALPARTY_CACHE=FOLDER)", reason=reason),
        stacklevel=2,
    )
    os.environ[FOR_NOW] = _temporary().name
    return Path(_temporary().name)


@cache
def _temporary() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="ruralparty-")


def why_unwritable(folder: Path) -> str:
    """Why nothing can be written to a folder, which is made if need be; empty if something can."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"\0" * TRIAL_BYTES)
            file.flush()
    except OSError as error:
        return error.strerror or str(error)
    return ""
