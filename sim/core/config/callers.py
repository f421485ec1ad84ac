"""What callers in Python hand in: whole numbers of every kind, numbers, and names, one or several.

What is clear is taken, such as NumPy's numbers; anything else is refused in one sentence that names the argument.
"""

from __future__ import annotations

import operator
from collections.abc import Iterable
from typing import Any

from sim.core.config.language import message


def whole_number(name: str, given: Any) -> int:
    """A whole number: Python's, NumPy's, or its digits as a text.

    Parameters
    ----------
    name : str
        Of the argument.
    given : object

    Raises
    ------
    ValueError
        If it is none; true and false are none, and neither is 1.0.

    Examples
    --------
    >>> import numpy as np
    >>> from sim.core.config.callers import whole_number
    >>> whole_number("seed", np.int64(3)), whole_number("seed", "3")
    (3, 3)
    >>> whole_number("seed", 1.5)
    Traceback (most recent call last):
    ...
    ValueError: seed is 1.5; allowed are whole numbers
    """
    digits = given.strip().removeprefix("-") if isinstance(given, str) else ""
    if digits.isascii() and digits.isdecimal() and len(digits) < 20:
        return int(given)
    try:
        if not isinstance(given, bool | str):
            return operator.index(given)
    except TypeError:
        pass
    raise ValueError(message("{name} is {given!r}; allowed are whole numbers", name=name, given=given))


def whole_number_within(name: str, given: Any, least: int, most: int | None = None) -> int:
    """A whole number that is not below the least, nor above the greatest if there is one.

    Raises
    ------
    ValueError
        If it is none, or out of range.
    """
    try:
        found = whole_number(name, given)
    except ValueError:
        if most is None:
            raise
        fault = message(
            "{name} is {given!r}; allowed are whole numbers from {least} to {most}",
            name=name,
            given=given,
            least=least,
            most=most,
        )
        raise ValueError(fault) from None
    if most is None and found < least:
        raise ValueError(
            message("{name} is {given}; allowed are whole numbers from {least} on", name=name, given=found, least=least)
        )
    if most is not None and not least <= found <= most:
        raise ValueError(
            message("{name} {given} is out of range: {least} to {most}", name=name, given=found, least=least, most=most)
        )
    return found


def yes_or_no(name: str, given: Any) -> bool:
    """True or false, Python's or NumPy's; no text is either, and no number.

    Raises
    ------
    ValueError
        If it is neither.
    """
    if type(given).__name__ in ("bool", "bool_"):
        return bool(given)
    raise ValueError(message("{name} is {given!r}; allowed are True and False", name=name, given=given))


def number(name: str, given: Any) -> float:
    """A number: Python's, NumPy's, or what is written as one; NaN is none.

    Raises
    ------
    ValueError
        If it is none.
    """
    try:
        found = float("nan") if isinstance(given, bool) else float(given)
    except (TypeError, ValueError, OverflowError):
        found = float("nan")
    if found != found:
        raise ValueError(message("{name} is {given!r}; allowed are numbers", name=name, given=given))
    return found


def names(name: str, given: str | Iterable[str]) -> list[str]:
    """Names, each once: a single one needs no list.

    Raises
    ------
    ValueError
        If there is none, or something else among them.

    Examples
    --------
    >>> from sim.core.config.callers import names
    >>> names("outcomes", "trust"), names("outcomes", ("trust", "capacity"))
    (['trust'], ['trust', 'capacity'])
    """
    listed = [given] if isinstance(given, str) else list(given) if isinstance(given, Iterable) else []
    if not listed or not all(isinstance(each, str) for each in listed):
        raise ValueError(message("{name} is {given!r}; allowed are one or several names", name=name, given=given))
    return list(dict.fromkeys(str(each) for each in listed))
