"""Messages: every one has its Chinese words, in the file of its room, with the same places for what is given."""

import ast
import string
from functools import cache
from pathlib import Path

import pytest

import sim
from sim.core.config.language import message, speaking
from sim.words.catalogue import FOLDER, catalogue, texts_of

PACKAGE = Path(sim.__file__).parent
ROOMS = sorted({path.relative_to(PACKAGE).parts[0].removesuffix(".py") for path in PACKAGE.rglob("*.py")})


@cache
def trees(room):
    files = [*PACKAGE.glob(f"{room}.py"), *PACKAGE.glob(f"{room}/**/*.py")]
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in files}


def said(room):
    """Messages of a room: place, text and the names of what is given."""
    for path, tree in trees(room).items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "message" and node.args:
                place = f"{path.relative_to(PACKAGE)}:{node.lineno}"
                text = node.args[0]
                if isinstance(text, ast.Constant):
                    yield place, text.value, {keyword.arg for keyword in node.keywords}


def texts(room):
    file = FOLDER / "zh" / f"{room}.po"
    return texts_of(file) if file.is_file() else {}


def places_in(text):
    """Names that stand in braces."""
    return {name.split(".")[0].split("[")[0] for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("room", ROOMS)
def test_every_message_has_chinese_words_in_the_file_of_its_room(room):
    known = texts(room)
    assert [f"{place}: {text}" for place, text, _ in said(room) if text not in known] == []


@pytest.mark.parametrize("room", ROOMS)
def test_what_is_given_stands_in_braces_in_both_languages(room):
    known = texts(room)
    wrong = []
    for place, text, given in said(room):
        if given and not places_in(text) == given == places_in(known.get(text, text)):
            wrong.append(f"{place}: {sorted(given)}")
        elif not given and text in known and ("{" in known[text]) != ("{" in text):
            wrong.append(f"{place}: braces, and nothing given")
    assert wrong == []


@pytest.mark.parametrize("room", ROOMS)
def test_no_translation_is_left_over(room):
    literals = {
        node.value
        for tree in trees(room).values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert [text for text in texts(room) if text not in literals] == []


def test_a_catalogue_belongs_to_a_room_and_has_each_message_once():
    for file in (FOLDER / "zh").glob("*.po"):
        assert file.stem in ROOMS
        lines = [line for line in file.read_text(encoding="utf-8").splitlines() if line.startswith("msgid")]
        assert len(lines) == len(texts_of(file)) + 1, f"{file.name}: a message that stands twice, or without Chinese"


def test_a_message_is_said_in_the_language_that_is_spoken():
    english = "is no month; write the year and the month, such as 2021-01"
    with speaking("zh"):
        assert message(english) == catalogue("zh")[english] != english
        assert message("of this there is no translation: {what}", what=1) == "of this there is no translation: 1"
    assert message(english) == english
