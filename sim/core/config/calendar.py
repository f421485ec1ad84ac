"""Months as numbers: calendar months are counted from January 1900, as births are; spans are whole months."""

from __future__ import annotations

import re

from sim.core.config.language import message

FIRST_YEAR = 1900
MONTHS = 12
JANUARY, JUNE, DECEMBER = 0, 5, 11  # what is left of a calendar month after division by 12
LONGEST_TEXT = 40
MONTH_TEXT = re.compile(r"\s*(\d{4})-(\d{1,2})\s*")
SPAN_TEXT = re.compile(r"\s*(\d+)\s*(months?|years?)\s*")


def month_of(text: str) -> int:
    """Calendar month of ``"2021-01"``, 0 = January 1900.

    Raises
    ------
    ValueError
        If the text is no year and month.
    """
    found = MONTH_TEXT.fullmatch(text)
    if found is None or not 1 <= int(found[2]) <= MONTHS:
        raise ValueError(message("is no month; write the year and the month, such as 2021-01"))
    return (int(found[1]) - FIRST_YEAR) * MONTHS + int(found[2]) - 1


def name_of(month: int) -> str:
    """``"2021-01"`` for a calendar month."""
    year, place = divmod(month, MONTHS)
    return f"{year + FIRST_YEAR}-{place + 1:02d}"


def span_of(text: str) -> int:
    """Months in ``"6 months"`` or ``"2 years"``.

    Raises
    ------
    ValueError
        If the text is no whole number of months or years.
    """
    found = SPAN_TEXT.fullmatch(text)
    if found is None or len(text) > LONGEST_TEXT:
        raise ValueError(message("is no span; write a whole number of months or years, such as 6 months"))
    return int(found[1]) * (MONTHS if found[2].startswith("year") else 1)
