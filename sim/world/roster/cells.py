"""Single cells of a table: each form of value, what is wrong with one, and what was probably meant."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from sim.core.config.calendar import month_of
from sim.core.config.language import message
from sim.core.config.problems import nearest, shown
from sim.world.roster.columns import TableColumn

LONGEST_CODE = 40
COUNT = re.compile(r"[0-9]{1,12}")
NUMBER = re.compile(r"[0-9]{1,12}(\.[0-9]{1,9})?")
SIGNED = re.compile(r"-[0-9]+(\.[0-9]+)?")
MONTH = re.compile(r"((?:18|19|20)\d\d)(?:[-/.年](\d{1,2})月?)?(?:[-/.]\d{1,2})?年?")
NOT_KNOWN = frozenset(
    ("-", "--", "—", "——", "…", "……", "...", ".", "/", "*", "na", "n/a", "nan", "null", "none", "unknown")
    + ("无", "不详", "未知", "缺")
)
FORMULA = "="
EARLIEST = 1880


@dataclass(frozen=True)
class Fault:
    """What is wrong with a cell: in words, what is allowed, and what was probably meant."""

    fault: str
    allowed: str
    nearest: str = ""


def value_of(column: TableColumn, text: str) -> Any:
    """The value of a cell that is not empty, or what is wrong with it.

    Parameters
    ----------
    column : TableColumn
    text : str

    Examples
    --------
    >>> from sim.world.roster.cells import value_of
    >>> from sim.world.roster.columns import VILLAGES
    >>> registered = VILLAGES.headings["registered"]
    >>> value_of(registered, "1300"), value_of(registered, "1,300").nearest
    (1300, '1300')
    """
    if text.startswith(FORMULA):
        return Fault(message("is a formula"), message("the value itself: copy, and paste as values"))
    if column.form == "code":
        return _code(text)
    if text.lower() in NOT_KNOWN and text.lower() not in column.words:
        return Fault(message("stands for a value that is not known"), message("an empty cell where it is not known"))
    if column.form == "choice":
        return _choice(column, text)
    return _month(text) if column.form == "month" else _number(column, text)


def _code(text: str) -> Any:
    if len(text) > LONGEST_CODE:
        return Fault(message("is too long"), message("{most} letters", most=LONGEST_CODE))
    if not text.isprintable():
        return Fault(message("is no text"), message("printable text"))
    return text


def _choice(column: TableColumn, text: str) -> Any:
    known = column.words.get(text.lower())
    if known is None:
        return Fault(message("is not among the choices"), ", ".join(column.words), nearest(text, column.words))
    return known


def _month(text: str) -> Any:
    allowed = message("a year, or year and month, such as 1967 or 1967-03")
    found = MONTH.fullmatch(text)
    if not found:
        return Fault(message("is no year or month of birth"), allowed)
    year, month = int(found[1]), found[2]
    if year < EARLIEST or (month and not 1 <= int(month) <= 12):
        return Fault(message("is no year or month of birth"), allowed)
    return (month_of(f"{year}-{int(month):02}"), True) if month else (month_of(f"{year}-01"), False)


def _number(column: TableColumn, text: str) -> Any:
    whole = column.form == "count"
    allowed = shown(column.low, column.high)
    if (COUNT if whole else NUMBER).fullmatch(text):
        value = int(text) if whole else float(text)
        if column.low <= value <= column.high:
            return value
        return Fault(message("is out of range"), allowed)
    if SIGNED.fullmatch(text):
        return Fault(message("is out of range"), allowed)
    meant = _meant(text, whole)
    if whole and NUMBER.fullmatch(text):
        return Fault(message("is no whole number"), allowed)
    fault = message("is no number by itself") if meant else message("is no number")
    return Fault(fault, allowed, meant)


def _meant(text: str, whole: bool) -> str:
    """The number that a text with commas, blanks, a unit, or digits of another width was meant to be."""
    plain = unicodedata.normalize("NFKC", text).replace(",", "").replace(" ", "")
    share = plain.endswith("%")
    found = re.match(r"[0-9]+(\.[0-9]+)?", plain.lstrip("约近"))
    rest = plain.lstrip("约近")[found.end() :] if found else ""
    if not found or (whole and found[1]) or any(each.isdigit() for each in rest):
        return ""
    if share:
        return "" if whole else f"{float(found[0]) / 100:g}"
    return found[0]
