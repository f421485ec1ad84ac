"""Evaluation window: the months over which an outcome is summed."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from sim.core.config.calendar import FIRST_YEAR, JANUARY, MONTHS, month_of, name_of
from sim.core.config.language import message

STRETCH = re.compile(r"(.+)\.\.(.+)")


def window_of(requested: int | str, start: int, months: int) -> tuple[int, int]:
    """Months of the period under study that a window covers.

    Parameters
    ----------
    requested : int or str
        A number of months at the end, ``"2025-01..2026-12"`` or ``"all"``.
    start : int
        First month under study, 0 = January 1900.
    months : int
        Months under study.

    Returns
    -------
    since, until : int
        The window is ``since:until``, counted from ``start``.

    Raises
    ------
    ValueError
        If it is not a window or does not lie in the period.
    """
    text = str(requested).strip()
    period = message(
        "the period under study has {months} months, {first} to {last}",
        months=months,
        first=name_of(start),
        last=name_of(start + months - 1),
    )
    if text == "all":
        return 0, months
    if text.isdecimal():
        if not 1 <= int(text) <= months:
            raise ValueError(message("window {text} is out of range: {period}", text=text, period=period))
        return months - int(text), months
    stretch = STRETCH.fullmatch(text)
    if not stretch:
        allowed = message("allowed are a number of months at the end (12), a stretch (2025-01..2026-12), or 'all'")
        raise ValueError(message("window {text!r} is not understood: {reason}", text=text, reason=allowed))
    try:
        first, last = month_of(stretch[1]) - start, month_of(stretch[2]) - start
    except ValueError as error:
        raise ValueError(message("window {text!r} is not understood: {reason}", text=text, reason=error)) from None
    if not 0 <= first <= last < months:
        if first > last:
            raise ValueError(message("window {text} ends before it begins: {period}", text=text, period=period))
        raise ValueError(message("window {text} is out of range: {period}", text=text, period=period))
    return first, last + 1


def years_of(start: int, months: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """First month of each calendar year within a period, counted from its start, and the years.

    Parameters
    ----------
    start : int
        First calendar month, 0 = January 1900.
    months : int

    Examples
    --------
    >>> from sim.runs.window import years_of
    >>> starts, years = years_of(121 * 12 + 6, 10)
    >>> starts.tolist(), years.tolist()
    ([0, 6], [2021, 2022])
    """
    calendar = np.arange(start, start + months)
    starts = np.flatnonzero(np.r_[True, calendar[1:] % MONTHS == JANUARY])
    return starts, FIRST_YEAR + calendar[starts] // MONTHS
