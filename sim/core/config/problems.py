"""What is wrong with a user's input: where, what, what is allowed, what to type instead."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

ALIKE = 0.6


@dataclass(frozen=True)
class Problem:
    """One thing wrong in a file or in a table of settings.

    Parameters
    ----------
    file : str
        File it stands in, or a name for what was given in its place.
    line : int or None
        Line, from 1; None where there is no line to point at.
    key : str
        Dotted path of the setting, empty for the file as a whole.
    value : object
        What was given; None where nothing was given.
    fault : str
        What is wrong, in words.
    allowed : str
        What may stand there instead.
    unit : str
        Unit of the setting.
    nearest : str
        Valid name most like the one given.
    """

    file: str
    line: int | None
    key: str
    value: Any
    fault: str
    allowed: str = ""
    unit: str = ""
    nearest: str = ""

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        subject = self.key if self.value is None else f"{self.key} = {self.value!r}" if self.key else repr(self.value)
        parts = [self.fault]
        if self.allowed:
            parts.append(f"allowed: {self.allowed}" + (f" ({self.unit})" if self.unit else ""))
        elif self.unit:
            parts.append(f"unit: {self.unit}")
        if self.nearest:
            parts.append(f"did you mean {self.nearest!r}?")
        return ": ".join(filter(None, (place, subject, "; ".join(parts))))


def nearest(name: object, known: Iterable[str]) -> str:
    """Find the known name most like the one given, or nothing if none is alike."""
    from difflib import get_close_matches

    plain = {each.lower().replace("-", "_"): each for each in known}
    found = get_close_matches(str(name).lower().replace("-", "_").replace(" ", "_"), plain, n=1, cutoff=ALIKE)
    return plain[found[0]] if found else ""


def did_you_mean(name: object, known: Iterable[str], otherwise: str = "") -> str:
    """End of a message: the known name most like the one given, or what is said where none is alike."""
    like = nearest(name, known)
    hint = f"did you mean {like!r}?" if like else otherwise
    return f"; {hint}" if hint else ""


def shown(low: float | None, high: float | None) -> str:
    """Say a range in words; a single value where both ends are the same."""
    if low is not None and low == high:
        return f"{low:g} only, held fixed"
    if low is None:
        return "any number" if high is None else f"at most {high:g}"
    return f"at least {low:g}" if high is None else f"{low:g} to {high:g}"
