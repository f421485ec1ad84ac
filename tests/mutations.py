"""Mutations of the files that users write: valid ones with a fault or two, as typing, pasting and saving make them.

A mutation keeps most of a file as it is, so that what is behind the first check is reached too. Trees of plain values
are mutated as trees and written as YAML; texts and bytes are mutated as they stand.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Sequence
from random import Random
from typing import Any


class Raw(str):
    """Words that stand in a YAML file as they are, without quotes."""


SCALARS = tuple(
    Raw(words)
    for words in (
        *("", "null", "~", "true", "no", "yes", "0", "1", "-1", "2", "3.5", "1e400", "-1e400", ".nan", ".inf", "-.inf"),
        *(
            "0x",
            "0x_",
            "0xff",
            "0b2",
            "1_000",
            "_",
            "007",
            "1e",
            "999999999999999999999999",
            "1" * 400,
            "0x" + "f" * 290,
        ),
        *(
            '"3"',
            '"1,5"',
            '"0.02 1/month"',
            '"2 years"',
            "2021-13",
            "2021-01",
            "2021-01..2022-12",
            "!!int foo",
            "!!bool maybe",
        ),
        *(
            "!!python/object:os.system x",
            "&a 1",
            "*a",
            '"\\0"',
            '"\\ud800"',
            '"\\U0001F600"',
            "'",
            '"',
            "|",
            "> x",
            "- x",
        ),
        *("[]", "{}", "[[1, 2], [3]]", "{a: 1}", "[null]", "[true, 1]", "? [a] : b", "declared", "all", "off", "x"),
        *(
            "x" * 300,
            "~nosuchuser",
            ".",
            "/",
            "/dev/zero",
            "../../../etc/passwd",
            "名称",
            "\u202ename",
            "a\u0000b",
            "{{x}}",
        ),
        *(
            "9999-12",
            "1990-01",
            '"6 weeks"',
            '"40 %"',
            '"1/0 month"',
            '"% / %"',
            "2010.0",
            "''",
            '"\\ud83d\\ude00"',
            '"\\e[31m"',
        ),
        *("e" * 100_000, "9" * 5_000 + " months", f"'1{' ' * 50_000}x'", "[" * 60 + "]" * 60, "[" * 3_000, "=", "<<"),
    )
)
ENCODINGS = ("utf-16", "utf-16-le", "gb18030", "latin-1", "utf-8-sig")


def as_yaml(tree: Any) -> str:
    """A tree as YAML in flow style; what is raw stands as it is."""
    if isinstance(tree, Raw):
        return str(tree)
    if isinstance(tree, dict):
        return "{" + ", ".join(f"{_key(key)}: {as_yaml(each)}" for key, each in tree.items()) + "}"
    if isinstance(tree, list):
        return "[" + ", ".join(as_yaml(each) for each in tree) + "]"
    return json.dumps(tree)


def as_file(tree: dict[str, Any]) -> str:
    """A table as a YAML file, a line an entry."""
    return "".join(f"{_key(key)}: {as_yaml(each)}\n" for key, each in tree.items())


def _key(key: Any) -> str:
    return str(key).split("#", 1)[0]  # "key#2" is the key a second time


def mutated_tree(tree: dict[str, Any], random: Random, words: Sequence[str] = ()) -> dict[str, Any]:
    """A copy with a fault or a few.

    Parameters
    ----------
    tree : dict
        Of dicts, lists and scalars.
    random : Random
    words : sequence of str
        Keys and names that mean something in such a file, somewhere.
    """
    tree = copy.deepcopy(tree)
    for _ in range(random.choice((1, 1, 1, 2, 3))):
        holder, key = random.choice(_places(tree))
        random.choice(CHANGES)(tree, holder, key, random, words)
    return tree


def _places(tree: Any) -> list[tuple[Any, Any]]:
    """Every value of a tree, as what holds it and its key there."""
    keys = list(tree) if isinstance(tree, dict) else range(len(tree)) if isinstance(tree, list) else ()
    return [place for key in keys for place in ((tree, key), *_places(tree[key]))]


def _scalar(tree: Any, holder: Any, key: Any, random: Random, words: Sequence[str]) -> None:
    holder[key] = random.choice((*SCALARS, *map(Raw, words)))


def _number(tree: Any, holder: Any, key: Any, random: Random, words: Sequence[str]) -> None:
    value = holder[key]
    if isinstance(value, int | float) and not isinstance(value, bool):
        holder[key] = random.choice((-value, value * 1000, value + 0.5, value / 3, str(value), [value], value * 10**9))
    else:
        _scalar(tree, holder, key, random, words)


def _delete(tree: Any, holder: Any, key: Any, random: Random, words: Sequence[str]) -> None:
    del holder[key]
    if not tree:
        tree["name"] = "left"


def _twice(tree: Any, holder: Any, key: Any, random: Random, words: Sequence[str]) -> None:
    if isinstance(holder, list):
        holder.append(copy.deepcopy(holder[key]))
    else:
        holder[f"{key}#2"] = copy.deepcopy(holder[key])


def _rename(tree: Any, holder: Any, key: Any, random: Random, words: Sequence[str]) -> None:
    if isinstance(holder, list):
        _scalar(tree, holder, key, random, words)
        return
    letters = list(str(key))
    at = random.randrange(len(letters) or 1)
    typed = random.choice((letters[:at] + letters[at + 1 :], letters[:at] + [*letters[at:][::-1]], [*letters, "s"]))
    name = random.choice(("".join(typed), str(key).upper(), *words)) if words else "".join(typed)
    holder[name] = holder.pop(key)


def _add(tree: Any, holder: Any, key: Any, random: Random, words: Sequence[str]) -> None:
    if isinstance(holder, list):
        holder.insert(0, random.choice(SCALARS))
    else:
        name = random.choice(words) if words else "more"
        holder[name] = random.choice((*SCALARS, copy.deepcopy(random.choice(_places(tree))[0])))


def _move(tree: Any, holder: Any, key: Any, random: Random, words: Sequence[str]) -> None:
    other, there = random.choice(_places(tree))
    holder[key] = copy.deepcopy(other[there])


def _wrap(tree: Any, holder: Any, key: Any, random: Random, words: Sequence[str]) -> None:
    value = copy.deepcopy(holder[key])
    deep: Any = value
    for _ in range(60):
        deep = [deep]
    holder[key] = random.choice(([value], [value, value], {"low": value}, {"values": value}, {"2021-01": value}, deep))


CHANGES: tuple[Callable[[Any, Any, Any, Random, Sequence[str]], None], ...] = (
    *(_scalar, _scalar, _number, _delete, _twice, _rename, _add, _move, _wrap),
)


def mutated_bytes(text: str, random: Random) -> bytes:
    """A text with a fault of typing or saving, as bytes."""
    kind = random.randrange(8)
    at = random.randrange(len(text) + 1)
    lines = text.splitlines(keepends=True)
    line = random.randrange(len(lines) or 1)
    if kind == 0:
        text = (
            text[:at]
            + random.choice(("\t", "\0", "\r", "\n", '"', "'", "{", "}", "[", ":", ",", "#", "%", "é", ";"))
            + text[at:]
        )
    elif kind == 1:
        text = text[:at]
    elif kind == 2:
        text = text[:at] + text[at + 1 :]
    elif kind == 3:
        lines.insert(line, lines[random.randrange(len(lines) or 1)] if lines else "\n")
        text = "".join(lines)
    elif kind == 4:
        text = "".join(lines[:line] + lines[line + 1 :])
    elif kind == 5:
        return (text + "# 情景\n").encode(random.choice(ENCODINGS), errors="replace")
    elif kind == 6:
        text = text.replace("\n", random.choice(("\r\n", "\r", "\n\n", "\u2028")))
    else:
        content = bytearray(text.encode())
        content[at : at + 1] = bytes([random.randrange(256)])
        return bytes(content)
    return text.encode("utf-8", errors="surrogatepass")
