"""What a policy says of itself in two languages, read from the docstring of its file, and what is missing from it.

The docstring has an English and a Chinese half, each with a title and three parts::

    Care for members in hardship (I20): 600 yuan and two visits a year.

    does   Old members at home who have fallen into hardship are paid and called on.
    costs  600 yuan a person and year, and the hours of the visits.
    fails  Other villagers are called on and served the less.

    困难党员关怀帮扶
    做什么  向在村生活困难的年长党员发放补助并走访。
    成本    每人每年600元，另有走访工时。
    反效果  其他村民的走访和服务减少。

The English title ends at a code in brackets, a colon or the line. ``items``, a fourth part of the English half, names
claims of the source papers. A class whose own docstring has these parts is read instead of its file.
"""

from __future__ import annotations

import inspect
import re
import sys

from sim.core.config.language import LANGUAGES, Language
from sim.policies.common.policy import Policy

PARTS: dict[Language, dict[str, str]] = {
    "en": {"does": "does", "costs": "costs", "fails": "fails", "items": "items"},
    "zh": {"做什么": "does", "成本": "costs", "反效果": "fails"},
}
"""Labels in a docstring and what they stand for."""
NEEDED = ("title", "does", "costs", "fails")
CODE = re.compile(r"\((I\d+)\)")
LABELS: dict[Language, re.Pattern[str]] = {
    language: re.compile(rf"^({'|'.join(labels)})[ \t]+", re.MULTILINE) for language, labels in PARTS.items()
}
CHINESE, LATIN = re.compile("[\u4e00-\u9fff]"), re.compile("[A-Za-z]")
BREAK = re.compile(r"(?<=[^\x00-\x7f])\s*\n\s*|\s*\n\s*(?=[^\x00-\x7f])")
"""A break of the line beside a Chinese character, which stands for no space."""


def words_of(policy: type[Policy]) -> dict[Language, dict[str, str]]:
    """Words of a policy by language: ``title``, ``does``, ``costs``, ``fails``; in English also ``code``, ``items``.

    Those that are not there are left out.
    """
    own, file = (inspect.cleandoc(each.__doc__ or "") for each in (policy, sys.modules[policy.__module__]))
    paragraphs = (own if LABELS["en"].search(own) else file).split("\n\n")
    half = next((place for place, each in enumerate(paragraphs) if _is_chinese(each)), len(paragraphs))
    english, chinese = _parts(paragraphs[:half], "en"), _parts(paragraphs[half:], "zh")
    title = english.pop("title", "")
    code = CODE.search(title)
    named = {"title": CODE.split(title)[0].partition(":")[0].strip(), "code": code[1] if code else ""}
    return {"en": {**{key: text for key, text in named.items() if text}, **english}, "zh": chinese}


def _is_chinese(paragraph: str) -> bool:
    """Whether a paragraph begins in Chinese, a name in Latin letters apart."""
    first = paragraph.partition("\n")[0]
    return 2 * len(CHINESE.findall(first)) > len(LATIN.findall(first))


def _parts(paragraphs: list[str], language: Language) -> dict[str, str]:
    head, *pieces = LABELS[language].split("\n".join(paragraphs))
    found = {"title": head.partition("\n")[0]}
    found |= {PARTS[language][label]: text for label, text in zip(pieces[::2], pieces[1::2], strict=True)}
    if language == "zh":
        found = {key: BREAK.sub("", text) for key, text in found.items()}
    return {key: " ".join(text.split()) for key, text in found.items() if text.strip()}


def missing_words(policy: type[Policy]) -> list[str]:
    """What a policy leaves unsaid, each as the name of what to write; empty for a complete one.

    Looked for are title, ``does``, ``costs`` and ``fails`` in both languages, both notes of every dose, and what money
    buys.
    """
    words = words_of(policy)
    labels = {(language, key): label for language, parts in PARTS.items() for label, key in parts.items()}
    missing = [
        f"{labels.get((language, key), key)} ({language})"
        for language in LANGUAGES
        for key in NEEDED
        if key not in words[language]
    ]
    for name, param in policy.params.items():
        missing += [f"{note} of dose {name}" for note in ("note", "note_zh") if not getattr(param, note)]
    return [*missing, "bought"] if policy.bought is None else missing
