"""Standard streams that stop nothing: what a terminal cannot say is said in other signs, a full or closed one is left.

A command's results are saved before they are printed (``sim/cli/output.py``), so that a stream that breaks loses
nothing; what broke it is kept for the exit code.
"""

from __future__ import annotations

import codecs
import io
import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, redirect_stderr, redirect_stdout, suppress
from typing import Any

OTHER_SIGNS = "other signs"
"""Name under which :func:`in_other_signs` is known to the streams."""
PLAIN = str.maketrans({"−": "-", "–": "-", "—": "-", "‑": "-", "…": "...", "×": "x", "·": ".", "≥": ">=", "≤": "<="})
"""Signs of tables and sentences beyond ASCII. A minus must not become a question mark."""
PLAIN |= str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "²": "2", "±": "+/-", "→": "->", "é": "e"})
NO_SIGN = "?"


def in_other_signs(error: UnicodeError) -> tuple[str, int]:
    """What stands for signs that an encoding lacks: the plain sign most like them, or a question mark."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    signs = error.object[error.start : error.end].translate(PLAIN)
    return "".join(sign if sign.isascii() else NO_SIGN for sign in signs), error.end


codecs.register_error(OTHER_SIGNS, in_other_signs)


class Stream:
    """A text stream that raises nothing when it cannot be written to; all else is as of the stream within.

    Attributes
    ----------
    failed : OSError or None
        What the last write ended in, for good.
    """

    def __init__(self, within: Any) -> None:
        self.within = within
        self.failed: OSError | None = None
        with suppress(AttributeError, io.UnsupportedOperation, ValueError):  # a stream of a notebook or a test
            within.reconfigure(errors=OTHER_SIGNS)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.within, name)

    def says(self, text: str) -> bool:
        """Whether a text can be said as it is."""
        try:
            text.encode(getattr(self.within, "encoding", None) or "utf-8")
        except UnicodeEncodeError:
            return False
        return True

    def write(self, text: str) -> int:
        """Write, or leave it."""
        if self.failed is None:
            try:
                return int(self.within.write(text))
            except OSError as error:
                self._leave(error)
        return len(text)

    def flush(self) -> None:
        """Flush, or leave it."""
        if self.failed is None:
            try:
                self.within.flush()
            except OSError as error:
                self._leave(error)

    def _leave(self, error: OSError) -> None:
        """Let what is held back vanish: Python would try once more to write it when it ends, and complain."""
        self.failed = error
        with suppress(OSError, ValueError, io.UnsupportedOperation):
            os.dup2(os.open(os.devnull, os.O_WRONLY), self.within.fileno())


@contextmanager
def unfailing() -> Iterator[Stream]:
    """Let standard output and error stop nothing meanwhile.

    Yields
    ------
    Stream
        Standard output.
    """
    _fill_gaps()
    with ExitStack() as both:
        out, err = Stream(sys.stdout), Stream(sys.stderr)
        both.enter_context(redirect_stdout(out))  # type: ignore[type-var]
        both.enter_context(redirect_stderr(err))  # type: ignore[type-var]
        both.callback(err.flush)
        both.callback(out.flush)
        yield out


def _fill_gaps() -> None:
    """Put nothing where a stream is closed (``>&-``): a file opened next would take its place, and what is printed."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            taken = os.open(os.devnull, os.O_RDWR)  # the lowest number that is free: this one
            os.set_inheritable(taken, True)
    sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
