"""Catalogues of messages in gettext's format (PO): the home of all Chinese words of errors, warnings and help.

One file a room, ``sim/words/zh/ROOM.po``; a message of ``sim/studies/`` stands in ``studies.po``. What a message says
in English stands in the code, and is the key here. ``tests/words/test_catalogue.py`` finds what has no translation.
Who imports this module can speak Chinese.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from sim.core.config.language import LANGUAGE_VARIABLE, Language, is_language, translate_with
from sim.core.config.language import speak as language_of_messages
from sim.words.units import UNITS, unit_word

FOLDER = Path(__file__).parent


@cache
def catalogue(language: Language) -> Mapping[str, str]:
    """Texts of a language by their English, units among them; none in English itself."""
    files = sorted((FOLDER / language).glob("*.po"))
    texts = {english: text for file in files for english, text in texts_of(file).items()}
    return {unit: unit_word(unit, language) for unit in UNITS} | texts


def texts_of(file: Path) -> dict[str, str]:
    """Texts of one file by their English."""
    import polib

    return {entry.msgid: entry.msgstr for entry in polib.pofile(str(file)) if entry.msgstr}


def speak(language: Language) -> None:
    """Say messages in a language from now on, here and in processes that are started from here."""
    os.environ[LANGUAGE_VARIABLE] = language
    language_of_messages(language)


def speak_as_told() -> None:
    """Say messages in the language that the environment names; in English where it names none."""
    told = os.environ.get(LANGUAGE_VARIABLE, "")
    if is_language(told) and told != "en":
        speak(told)


translate_with(catalogue)
