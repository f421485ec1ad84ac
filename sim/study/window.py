"""The months over which an outcome is summed."""

from __future__ import annotations

import re

YEAR_ZERO = 1900
MONTHS = re.compile(r"(\d{4})-(\d{2})\.\.(\d{4})-(\d{2})")
ALLOWED = "allowed are a number of months at the end (12), a stretch (2025-01..2026-12), or 'all'"


def month_name(month: int) -> str:
    """Calendar month as text: 1453 is 2021-02."""
    return f"{YEAR_ZERO + month // 12}-{month % 12 + 1:02d}"


def window_of(wanted: int | str, start: int, months: int) -> tuple[int, int]:
    """Months of the period under study that a window covers.

    Parameters
    ----------
    wanted : int or str
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
    text = str(wanted).strip()
    period = f"the period under study has {months} months, {month_name(start)} to {month_name(start + months - 1)}"
    if text == "all":
        return 0, months
    if text.isdecimal():
        if not 1 <= int(text) <= months:
            raise ValueError(f"window {text} is out of range: {period}")
        return months - int(text), months
    match = MONTHS.fullmatch(text)
    if not match:
        raise ValueError(f"window {text!r} is not understood: {ALLOWED}")
    first, last = (
        (int(year) - YEAR_ZERO) * 12 + int(month) - 1 - start for year, month in (match.group(1, 2), match.group(3, 4))
    )
    if not 0 <= first <= last < months:
        raise ValueError(f"window {text} is out of range: {period}")
    return first, last + 1
