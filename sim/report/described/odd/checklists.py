"""Checklists of reporting: every item with where it is filled, or that it is missing."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from sim.core.config.language import Language
from sim.report.described.odd.markdown import heading, table

FILE = Path(__file__).parent / "checklists.yaml"
STATES: dict[Language, dict[str, str]] = {
    "en": {"filled": "filled", "partly": "in part", "missing": "**missing**"},
    "zh": {"filled": "已填", "partly": "部分", "missing": "**缺失**"},
}
HEADS = {"en": ("item", "what", "state", "where"), "zh": ("条目", "内容", "状态", "所在")}
INTRODUCTION = {"en": "Source: {source}.", "zh": "来源：{source}。"}
TITLE = {"en": "Checklist {name}", "zh": "清单 {name}"}


@cache
def declared() -> dict[str, dict[str, Any]]:
    """Checklists by key: title, source and items (number, English, Chinese, state, where in English, in Chinese)."""
    from ruamel.yaml import YAML

    return dict(YAML(typ="safe").load(FILE.read_text(encoding="utf-8")))


def checklists(language: Language) -> str:
    """All checklists, as further sections."""
    return "\n\n".join(checklist(key, language) for key in declared())


def checklist(key: str, language: Language) -> str:
    """One checklist."""
    told, place = declared()[key], ("en", "zh").index(language)
    rows = [
        (number, each[place], STATES[language][state], each[2 + place])
        for number, en, zh, state, here, hier in told["items"]
        for each in [(en, zh, here, hier)]
    ]
    head = heading(2, TITLE[language].format(name=told["title"][place]), f"checklist-{key}")
    return "\n\n".join(
        [head, INTRODUCTION[language].format(source=told["source"][place]), table(HEADS[language], rows)]
    )
