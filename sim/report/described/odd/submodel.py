"""Submodels as they are described: the docstring of a mechanism, and its equations with where each is done and tested.

What a mechanism does stands in the docstring of its file, in English, and what it declares in its class. The equations
stand in ``submodels/MECHANISM.yaml``, beside the Chinese words of the docstring, of which the digest is kept there: a
test says when the English has been changed since.
"""

from __future__ import annotations

import hashlib
import inspect
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from sim.core.config.language import Language, in_language
from sim.mechanisms import find_mechanism
from sim.report.described.odd.markdown import formula, plain_marks

FOLDER = Path(__file__).parent / "submodels"
FACTS = ("reads", "writes", "draws", "tested")
FACT = re.compile(rf"^({'|'.join(FACTS)})\s\s+(.*(?:\n\s+.*)*)\n?", re.MULTILINE)
EQUATION = re.compile(r"[\w']+(?: +[\w']+)? += ")
NAME = re.compile(r"[^\W\d]\w*(?:\.\w+)*'?")
FUNCTIONS = frozenset(
    ("P", "σ", "φ", "Σ", "exp", "ln", "log2", "sqrt", "min", "max", "clip", "floor", "mod", "xor")
    + ("Normal", "Poisson", "Binomial", "Beta", "if", "else", "and", "or", "not")
)
"""Words of equations that are no quantities."""


@dataclass(frozen=True)
class Equation:
    """An equation of a submodel.

    Parameters
    ----------
    en, zh : str
        What it says.
    text : str
        The equation, in the names of parameters and columns.
    place : str
        File and function that carry it out.
    tests : tuple of str
        Tests that hold it.
    where : mapping of str to (str, str)
        Meaning of names that are neither a parameter nor a column.
    """

    en: str
    zh: str
    text: str
    place: str
    tests: tuple[str, ...]
    where: Mapping[str, tuple[str, str]]

    @property
    def names(self) -> list[str]:
        """Quantities in it, each once, without the mark of a new value."""
        return list(dict.fromkeys(_unprimed(name) for name in NAME.findall(self.text) if name not in FUNCTIONS))

    @property
    def defined(self) -> list[str]:
        """Quantities that it says, left of the sign of equality."""
        left = [line.partition(" = ")[0].strip() for line in self.text.splitlines() if " = " in line]
        return list(dict.fromkeys(_unprimed(name) for each in left for name in NAME.findall(each)))


@dataclass(frozen=True)
class Submodel:
    """A mechanism as it is described.

    Parameters
    ----------
    name, code : str
        The mechanism, and its place in the description (``S8``).
    title, prose : str
        First line and text of its docstring, without what it reads, writes and draws.
    facts : mapping of str to str
        What it reads, writes, draws and is tested against.
    zh : str
        Chinese words of title and prose, title first.
    digest : str
        Of the English that these say.
    equations : tuple of Equation
    """

    name: str
    code: str
    title: str
    prose: str
    facts: Mapping[str, str]
    zh: str
    digest: str
    equations: tuple[Equation, ...]

    def head(self, language: Language) -> str:
        """Title in a language."""
        return in_language(language, self.title, self.zh.partition("\n")[0])

    def words(self, language: Language) -> str:
        """What it does, in a language."""
        return in_language(language, self.prose, self.zh.partition("\n")[2].strip())

    @property
    def english(self) -> str:
        """The docstring that the Chinese words say."""
        return docstring(self.name)


def _unprimed(name: str) -> str:
    return name.rstrip("'")


def docstring(mechanism: str) -> str:
    """Docstring of a mechanism's file."""
    return inspect.getdoc(inspect.getmodule(find_mechanism(mechanism))) or ""


def digest_of_words(text: str) -> str:
    """Digest of a text by its words: a line broken elsewhere changes nothing."""
    return hashlib.blake2b(" ".join(text.split()).encode(), digest_size=4).hexdigest()


def facts_of(text: str) -> dict[str, str]:
    """What a docstring says that a mechanism reads, writes, draws and is tested against."""
    return {name: " ".join(said.split()) for name, said in FACT.findall(text)}


def prose_of(text: str) -> tuple[str, str]:
    """Title and text of a docstring, without these facts; the text as Markdown."""
    title, _, rest = FACT.sub("", text).partition("\n")
    return title, _as_markdown(rest)


def _as_markdown(text: str) -> str:
    """Paragraphs on one line each; indented lines and lines of equations as code."""
    blocks = []
    for paragraph in re.split(r"\n\s*\n", text.strip("\n")):
        lines = paragraph.splitlines()
        whole = bool(lines) and all(line.startswith("    ") for line in lines)
        for is_code, run in _runs(lines, whole):
            if is_code:
                margin = 4 if whole else 0
                blocks.append(formula("\n".join(line[margin:] for line in run)))
            else:
                blocks.append(plain_marks(" ".join(line.strip() for line in run)))
    return "\n\n".join(blocks)


def _runs(lines: list[str], whole: bool) -> list[tuple[bool, list[str]]]:
    """Lines of a paragraph, parted into those of equations and the others."""
    found: list[tuple[bool, list[str]]] = []
    for line in lines:
        goes_on = bool(found) and found[-1][0] and line.startswith("     ")
        is_code = whole or goes_on or bool(EQUATION.match(line))
        if found and found[-1][0] == is_code:
            found[-1][1].append(line)
        else:
            found.append((is_code, [line]))
    return found


@cache
def submodel(name: str) -> Submodel:
    """A mechanism as it is described.

    Raises
    ------
    FileNotFoundError
        If its equations are not there, with what to write.
    """
    text = docstring(name)
    title, prose = prose_of(text)
    file = FOLDER / f"{name}.yaml"
    told = _read(file)
    equations = tuple(
        Equation(
            each["en"],
            each["zh"],
            each["is"].strip("\n"),
            each["in"],
            tuple(each.get("tests", ())),
            {key: (said[0], said[1]) for key, said in each.get("where", {}).items()},
        )
        for each in told.get("equations", ())
    )
    zh = told.get("zh", "").strip()
    return Submodel(name, told.get("code", ""), title, prose, facts_of(text), zh, told.get("says", ""), equations)


def _read(file: Path) -> dict[str, Any]:
    """What a file holds; nothing for a mechanism from outside the package, which has none."""
    from ruamel.yaml import YAML

    return dict(YAML(typ="safe").load(file.read_text(encoding="utf-8"))) if file.is_file() else {}
