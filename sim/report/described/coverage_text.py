"""What of the source papers is represented where: the rows of ``docs/coverage.csv``, counted and one by one."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from sim.core.config.language import Language, in_language, message
from sim.core.config.problems import did_you_mean
from sim.report.layout.table import Table, columns
from sim.report.layout.text import wrapped
from sim.words.labels import word

PACKAGE = Path(__file__).resolve().parents[2]
FILE = Path("docs/coverage.csv")
SECTION = ", § "
CONTEXT = "context only"
KINDS: dict[str, str] = {
    "mechanism": "机制",
    "parameter": "参数",
    "indicator": "指标",
    "policy": "政策",
    "data": "数据",
    CONTEXT: "仅作背景",
}
"""What may stand for a claim, with the Chinese word."""
HEADS: dict[str, tuple[str, str]] = {
    "claim": ("claim", "论点（来源为中文，此处引英文概述）"),
    "source": ("source", "来源"),
    "kind": ("kind", "类别"),
    "file": ("file", "文件"),
    "symbol": ("symbol", "名称"),
    "shown_by": ("shown by", "依据"),
    "note": ("how", "说明"),
    "all": ("all", "合计"),
}

BELOW: dict[Language, str] = {
    "en": "{represented} / {items} claims have something in the model that stands for them; one row each in {file}, or "
    "type ruralparty coverage A27.",
    "zh": "{represented} / {items} 项论点在模型中有对应；逐项见 {file}，或输入 ruralparty coverage A27。"
    "论点引其英文概述。",
}


class Item(NamedTuple):
    """One claim of a source paper and what stands for it; the fields are the columns of the file."""

    item: str
    source: str
    claim: str
    kind: str
    file: str
    symbol: str
    shown_by: str
    note: str
    note_zh: str

    @property
    def paper(self) -> str:
        """The source without the section."""
        return self.source.partition(SECTION)[0]


def coverage_file() -> Path:
    """File of the rows: beside the package in a checkout, inside it once installed.

    Raises
    ------
    FileNotFoundError
        If the installation holds none.
    """
    for folder in (PACKAGE, PACKAGE.parent):
        if (folder / FILE).is_file():
            return folder / FILE
    here, beside = PACKAGE / FILE, PACKAGE.parent / FILE
    raise FileNotFoundError(
        message("no table of claims: neither {here} nor {beside} is a file", here=here, beside=beside)
    )


@cache
def coverage_items() -> dict[str, Item]:
    """All claims by their number, in the order of the file.

    Raises
    ------
    ValueError
        If the columns are not those of ``Item``, or a number stands twice.
    """
    with coverage_file().open(encoding="utf-8", newline="") as file:
        columns, *rows = csv.reader(file)
    if tuple(columns) != Item._fields:
        text = message(
            "{file}: the columns are {found}; they must be {wanted}",
            file=FILE,
            found=", ".join(columns),
            wanted=", ".join(Item._fields),
        )
        raise ValueError(text)
    found: dict[str, Item] = {}
    for line, row in enumerate(rows, start=2):
        if len(row) != len(columns) or row[0] in found:
            raise ValueError(f"{FILE}:{line}: {_fault(row, len(columns))}")
        found[row[0]] = Item(*row)
    return found


def _fault(row: list[str], columns: int) -> str:
    if row and len(row) == columns:
        return message("{number} stands twice", number=row[0])
    number = row[0] if row else message("an empty line")
    return message("{number} has {found} fields, not {wanted}", number=number, found=len(row), wanted=columns)


def find_item(number: str) -> Item:
    """One claim.

    Raises
    ------
    ValueError
        If there is none of this number, with the nearest.
    """
    items = coverage_items()
    if number.upper() not in items:
        text = message(
            "there is no claim {number!r}{hint}; the numbers run from {first} to {last}",
            number=number,
            hint=did_you_mean(number.upper(), list(items)),
            first=min(items),
            last=max(items),
        )
        raise ValueError(text)
    return items[number.upper()]


def counts() -> dict[str, dict[str, int]]:
    """Claims by paper and kind, zeros included."""
    found: dict[str, dict[str, int]] = {}
    for item in coverage_items().values():
        found.setdefault(item.paper, dict.fromkeys(KINDS, 0))[item.kind] += 1
    return found


def coverage_record(number: str = "") -> dict[str, Any]:
    """Counts, or one claim, in plain values."""
    if number:
        return find_item(number)._asdict()
    items = coverage_items()
    context = sum(item.kind == CONTEXT for item in items.values())
    return {"items": len(items), "represented": len(items) - context, "by_source": counts()}


def coverage_text(number: str, language: Language) -> str:
    """Counts by paper and kind, or one claim."""
    if number:
        item = find_item(number)
        kind, note = in_language(language, item.kind, KINDS[item.kind]), in_language(language, item.note, item.note_zh)
        told = item._asdict() | {"kind": kind, "note": note}
        parts = [f"{word(key, language, HEADS)}\n{wrapped(told[key])}" for key in HEADS if told.get(key)]
        return "\n".join([item.item, *parts])
    record = coverage_record()
    every = word("all", language, HEADS)
    rows = [(paper, sum(row.values()), *row.values()) for paper, row in record["by_source"].items()]
    rows.append((every, *(sum(column) for column in list(zip(*rows, strict=True))[1:])))
    kinds = (in_language(language, english, chinese) for english, chinese in KINDS.items())
    heads = columns((word("source", language, HEADS), every, *kinds), range(1, 2 + len(KINDS)))
    closing = BELOW[language].format(file=FILE.as_posix(), **record)
    return f"{Table(heads, rows, language).text()}\n\n{wrapped(closing, 0)}"
