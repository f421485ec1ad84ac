"""The languages of titles, tables and pages."""

from __future__ import annotations

from typing import Literal

Language = Literal["en", "zh"]
LANGUAGES: tuple[Language, ...] = ("en", "zh")


def in_language(language: Language, english: str, chinese: str) -> str:
    """Say a thing in a language; in English where it has no Chinese words."""
    return chinese if language == "zh" and chinese else english
