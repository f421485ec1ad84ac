"""What analyses of the study found: what matters, how sure, where it fails, what is worth knowing; else how to ask."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from sim.core.config.given_files import LARGEST_TABLE, read_given
from sim.core.config.language import Language
from sim.indicators import INDICATORS
from sim.report.analyses.save import FOLDER
from sim.report.layout.numbers import fixed
from sim.report.study.document import Head, Listing, Number, Paragraph, Part, Picture, Section, Table
from sim.report.study.material import Material
from sim.words.labels import word

MOST_ROWS = 24
KINDS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "sensitivity": ("effects", ("outcome", "scenario", "of", "input", "total", "total_low", "total_high", "first")),
    "robust": ("signs", ("outcome", "policy", "futures", "median", "band_low", "band_high", "same_sign", "harms")),
    "discover": ("boxes", ("outcome", "policy", "case", "coverage", "density", "fresh_coverage", "fresh_density")),
    "worth": ("values", ("outcome", "unit", "chosen", "kind", "known", "value", "error", "changed")),
}
"""Analyses: the table that is shown, and its columns."""
ORDER: Mapping[str, str] = {"sensitivity": "total", "worth": "value"}
"""Column by which the largest rows are chosen; the others keep their order."""
WORDS: Mapping[str, tuple[str, str]] = {
    "title": ("What the analyses say", "各项分析"),
    "sensitivity": ("What matters", "什么起作用"),
    "robust": ("How sure", "有多大把握"),
    "discover": ("Where it fails", "何处失效"),
    "worth": ("What is worth knowing", "什么值得弄清"),
    "missing": ("This has not been asked of the study. The command that does:", "本研究尚未作此分析，命令为："),
    "needs": (
        "This asks for a study whose points are a sample; the command writes one:",
        "此项分析需要抽样点的研究；以下命令新建一个：",
    ),
    "stale": (
        "This analysis is of other results (digest {then}) than those of this report ({now}): run it again.",
        "此分析所用结果（摘要{then}）与本报告（{now}）不同：请重新运行。",
    ),
    "spoken": (
        "This analysis was written in Chinese; the command writes it in English:",
        "此分析以英文写成；以下命令以中文重写：",
    ),
    "table": ("{title}: {file}.csv, columns as it names them", "{title}：{file}.csv，列名与其一致"),
    "first": ("The first {shown} of {all} rows.", "全部{all}行中的前{shown}行。"),
    "largest": ("The largest {shown} of {all} rows.", "全部{all}行中最大的{shown}行。"),
    "method": ("Method: {method}", "方法：{method}"),
}


def analyses(material: Material) -> Section:
    """A subsection for each analysis."""
    blocks = [
        Section(kind, word(kind, material.language, WORDS), list(_analysis(material, kind, *KINDS[kind])))
        for kind in KINDS
    ]
    return Section("analyses", word("title", material.language, WORDS), blocks)


def _analysis(material: Material, kind: str, file: str, columns: tuple[str, ...]) -> Iterator[Any]:
    language, folder = material.language, material.prepared.folder / FOLDER / kind
    if not (folder / "manifest.json").is_file():
        sampled = material.arms.sampled or (kind == "robust" and bool(material.groups))
        yield Paragraph((word("missing" if sampled else "needs", language, WORDS),))
        given = f"ruralparty {kind} {material.prepared.folder}"
        yield Listing(given if sampled else f"ruralparty new study {kind} NAME\nruralparty {kind} NAME")
        return
    held = json.loads(read_given(folder / "manifest.json", LARGEST_TABLE))
    then, now = str(held["study"]["digest"]), material.status.digest
    if then != now:
        told = word("stale", language, WORDS, then=then[:12], now=now[:12])
        yield Paragraph((told,), "strong")
        yield Listing(f"ruralparty {kind} {material.prepared.folder}")
    elif held.get("language", language) != language:
        yield Paragraph((word("spoken", language, WORDS),), "note")
        yield Listing(f"ruralparty {kind} {material.prepared.folder} --lang {language}")
    title = word(kind, language, WORDS)
    if (folder / "figure.svg").is_file():
        forms = {form: (folder / f"figure.{form}").read_bytes() for form in ("pdf", "png", "svg")}
        yield Picture(kind, title, forms["pdf"], forms["png"], forms["svg"].decode())
    if (folder / f"{file}.csv").is_file():
        yield _table(folder, kind, file, columns, language)
    if (folder / "method.txt").is_file():
        method = (folder / "method.txt").read_text(encoding="utf-8").strip()
        yield Paragraph((word("method", language, WORDS, method=method),), "note")


def _table(folder: Path, kind: str, file: str, columns: tuple[str, ...], language: Language) -> Table:
    with (folder / f"{file}.csv").open(encoding="utf-8", newline="") as lines:
        records = list(csv.DictReader(lines))
    there = [each for each in columns if records and each in records[0]]
    count, by = len(records), ORDER.get(kind, "")
    if by in there:
        records.sort(key=lambda each: -(float(each[by]) if each[by] else 0.0))
    rows = [tuple(_cell(each, column, language) for column in there) for each in records[:MOST_ROWS]]
    numeric = [any(isinstance(row[place], Number) for row in rows) for place in range(len(there))]
    heads = [Head(each, numeric=right) for each, right in zip(there, numeric, strict=True)]
    caption = word("table", language, WORDS, title=word(kind, language, WORDS), file=file)
    key = "largest" if by in there else "first"
    notes = (word(key, language, WORDS, shown=len(rows), all=count),) if count > len(rows) else ()
    return Table(kind, caption, heads, rows, notes)


def _cell(record: Mapping[str, str], column: str, language: Language) -> Part:
    text = record[column]
    if column == "outcome" and text in INDICATORS:
        return INDICATORS[text].label(language)
    try:
        value = float(text)
    except ValueError:
        return text or "–"
    return Number(fixed(value, 0 if value.is_integer() and abs(value) >= 1 else 3), value)
