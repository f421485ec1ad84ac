"""The languages of titles, tables, pages and messages.

Messages are written in English where they are said, ``message("{text!r} is no month", text=text)``, and looked up in
the catalogue of the language that is spoken. Catalogues are handed in from above (``sim/words/catalogue.py``): without
one, and for a message that has no translation, the English words are said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Literal, TypeGuard

Language = Literal["en", "zh"]
LANGUAGES: tuple[Language, ...] = ("en", "zh")
LANGUAGE_VARIABLE = "RURALPARTY_LANG"
"""Environment variable of the language that a process speaks; children take it over."""

_usual: Language = "en"
_here: ContextVar[Language | None] = ContextVar("language", default=None)
_catalogue_of: Callable[[Language], Mapping[str, str]] = lambda language: {}  # noqa: E731


def is_language(text: object) -> TypeGuard[Language]:
    """Whether something is the short name of a language."""
    return text in LANGUAGES


def in_language(language: Language, english: str, chinese: str) -> str:
    """Say a thing in a language; in English where it has no Chinese words."""
    return chinese if language == "zh" and chinese else english


def translate_with(catalogue_of: Callable[[Language], Mapping[str, str]]) -> None:
    """Take messages from catalogues: a function that gives the texts of a language by their English."""
    global _catalogue_of
    _catalogue_of = catalogue_of


def speak(language: Language) -> None:
    """Say messages in a language from now on, in all threads of this process."""
    global _usual
    _usual = language


def spoken() -> Language:
    """The language in which messages are said here."""
    return _here.get() or _usual


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """Say messages in a language meanwhile, in this thread only: two visitors of a page may read two languages."""
    token = _here.set(language)
    try:
        yield
    finally:
        _here.reset(token)


def message(english: str, /, **given: object) -> str:
    """A message in the language that is spoken.

    Parameters
    ----------
    english : str
        The message in English, by which its translation is found: a literal, never put together.
    **given
        What stands in braces in the text. A text with braces of its own doubles them where something is given.

    Examples
    --------
    >>> from sim.core.config.language import message
    >>> message("{text!r} is no share", text="2/1")
    "'2/1' is no share"
    """
    language = spoken()
    text = english if language == "en" else _catalogue_of(language).get(english, english)
    return text.format(**given) if given else text
