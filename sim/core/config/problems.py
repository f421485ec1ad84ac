"""What is wrong with a user's input: where, what, what is allowed, what to type instead."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any

from sim.core.config.language import message
from sim.core.config.numbers import plain

ALIKE = 0.6
MOST_TOLD = 50
"""Problems that are told one by one; the others are counted."""
LONGEST_SHOWN = 200
"""Letters of a value, or of the path of a setting, that are shown."""


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
    name, known : str, collection of str
        A name that is none of those known: :func:`in_order` looks for the nearest, if the problem is told at all.
    """

    file: str
    line: int | None
    key: str
    value: Any
    fault: str
    allowed: str = ""
    unit: str = ""
    nearest: str = ""
    name: str = field(default="", repr=False, compare=False)
    known: Collection[str] = field(default=(), repr=False, compare=False)

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        key, value = shortened(self.key), None if self.value is None else shown_value(self.value)
        subject = key if value is None else f"{key} = {value}" if key else value
        parts = [self.fault]
        unit = message(self.unit)  # units have their words in one table (sim/words/units.py)
        if self.allowed:
            what = message("{allowed} ({unit})", allowed=self.allowed, unit=unit) if unit else self.allowed
            parts.append(message("allowed: {what}", what=what))
        elif unit:
            parts.append(message("unit: {unit}", unit=unit))
        if self.nearest:
            parts.append(message("did you mean {name!r}?", name=self.nearest))
        return one_line(": ".join(filter(None, (place, subject, message("; ").join(parts)))))

    @property
    def plain(self) -> dict[str, Any]:
        """What it says, by name."""
        return {each.name: getattr(self, each.name) for each in fields(self) if each.compare}


def in_order(problems: Sequence[Problem]) -> list[Problem]:
    """Problems of each file by line, files as they come; the first ``MOST_TOLD`` with the nearest known names."""
    files = {file: place for place, file in enumerate(dict.fromkeys(problem.file for problem in problems))}
    found = sorted(problems, key=lambda problem: (files[problem.file], problem.line or 0))
    for place, each in enumerate(found):
        if each.name:  # looked for once, if at all; what is known does not go with the problem
            like = nearest(each.name, each.known) if place < MOST_TOLD and not each.nearest else each.nearest
            found[place] = replace(each, nearest=like, name="", known=())
    return found


def told(problems: Sequence[Problem]) -> list[str]:
    """Lines that tell problems in order: the first ``MOST_TOLD``, and how many more there are."""
    lines = [str(problem) for problem in problems[:MOST_TOLD]]
    if more := len(problems) - len(lines):
        lines.append(message("and {count} more problems", count=more))
    return lines


def shortened(text: str) -> str:
    """A text whose middle is left out where it is long."""
    half = LONGEST_SHOWN // 2
    return text if len(text) <= LONGEST_SHOWN else f"{text[:half]}…{text[-half:]}"


def one_line(text: str) -> str:
    """A text as one line that can be printed: what cannot is written as Python does."""
    return "".join(each if each.isprintable() else repr(each)[1:-1] for each in text)


def shown_value(value: Any) -> str:
    """A value as Python writes it, shortened."""
    try:
        return shortened(repr(value))
    except ValueError:  # Python writes no whole number of thousands of digits
        return message("a number of thousands of digits")


def nearest(name: object, known: Iterable[str]) -> str:
    """Find the known name most like the one given, or nothing if none is alike."""
    from difflib import get_close_matches

    plain = {each.lower().replace("-", "_"): each for each in known}
    asked = shortened(str(name)).lower().replace("-", "_").replace(" ", "_")
    found = get_close_matches(asked, plain, n=1, cutoff=ALIKE)
    return plain[found[0]] if found else ""


def did_you_mean(name: object, known: Iterable[str], otherwise: str = "") -> str:
    """End of a message: the known name most like the one given, or what is said where none is alike."""
    like = nearest(name, known)
    hint = message("did you mean {name!r}?", name=like) if like else otherwise
    return message("; ") + hint if hint else ""


def shown(low: float | None, high: float | None) -> str:
    """Say a range in words; a single value where both ends are the same."""
    if low is not None and low == high:
        return message("{value} only, held fixed", value=plain(low))
    if low is None:
        return message("any number") if high is None else message("at most {most}", most=plain(high))
    if high is None:
        return message("at least {least}", least=plain(low))
    return message("{low} to {high}", low=plain(low), high=plain(high))
