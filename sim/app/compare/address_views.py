"""Villages, people, the quorum desk and a group in the address: ``look.village=7``, ``life.place=2``, ``desk=open``.

What is as on a first visit is left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from typing import Any

from sim.analysis.quorum_odds import MOST_MEMBERS
from sim.app.compare.asked import LETTERS
from sim.app.compare.desk_fields import BRANCH_FIELDS, PATH_FIELDS, DeskFields, read_field
from sim.app.compare.errands import GROUPS
from sim.app.compare.lived import COURSE, KINDS
from sim.app.compare.lives import Telling
from sim.app.compare.one_pair import BASE
from sim.app.compare.view import View
from sim.core.config.language import Language
from sim.runs.jobs import QUORUM_RULES
from sim.words.compare import say

MOST = 10_000
"""Villages, and persons of a kind."""
NAME = re.compile(r"[0-9]{1,4}-[0-9]{1,4}")
"""How a village is called: its township, and its number there."""
OPEN, ALL, BASELINE = "open", "all", "baseline"
ROOMS = ("look", "life", "desk")
"""What stands before the point."""
SIDES = {BASELINE: BASE} | {letter.lower(): letter for letter in LETTERS}


def views_of(view: View) -> dict[str, str]:
    """Parts of the address, by key."""
    found = _different("look", view.look, View().look) | _different("life", view.telling, Telling())
    if view.desk is not None:
        found |= {"desk": OPEN} | _different("desk", view.desk, DeskFields())
    if view.by:
        found["by"] = view.by
    if view.beside:
        found["beside"] = "true"
    return found


def _different(room: str, value: Any, usual: Any) -> dict[str, str]:
    names = (each.name for each in fields(value))
    return {f"{room}.{name}": _shown(name, getattr(value, name)) for name in names
            if getattr(value, name) != getattr(usual, name)}  # fmt: skip


def _shown(name: str, value: Any) -> str:
    if name == "letter":
        return value.lower() or BASELINE
    if value is None:
        return ALL
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:.12g}" if isinstance(value, float) else str(value)


def read_view(view: dict[str, Any], key: str, text: str, language: Language) -> bool:
    """Take a part of an address into a view; False if it is none of these.

    Raises
    ------
    ValueError
        If it is not valid; says what is allowed.
    """
    room, _, name = key.partition(".")
    if key == "desk":
        _one_of(text, (OPEN,), language)
        view.setdefault("desk", DeskFields())
    elif key == "by":
        view["by"] = _one_of(text, GROUPS, language)
    elif key == "beside":
        view["beside"] = _truth(text, language)
    elif room == "desk" and name in {each.name for each in fields(DeskFields)}:
        view["desk"] = _desk(view.get("desk") or DeskFields(), name, text, language)
    elif name and room in ROOMS and name in READERS[room]:
        held, usual = {"look": ("look", View().look), "life": ("telling", Telling())}[room]
        view[held] = replace(view.get(held, usual), **{name: READERS[room][name](text, language)})
    else:
        return False
    return True


def _desk(desk: DeskFields, name: str, text: str, language: Language) -> DeskFields:
    """The desk with one field read; that others do not fit it yet is looked at when all are read."""
    if name == "village":
        if not NAME.fullmatch(text):
            raise ValueError(say("no_choice", language, text=text, allowed="3-4"))
        return replace(desk, village=text)
    if name == "rule":
        return replace(desk, rule=_one_of(text, QUORUM_RULES, language))
    if name == "in_force":
        return replace(desk, in_force=_truth(text, language))
    field = next(each for each in (*BRANCH_FIELDS, *PATH_FIELDS) if each.name == name)
    read, problem = read_field(field, text, DeskFields(members=MOST_MEMBERS, away=0, frail=0), language)
    if problem:
        raise ValueError(problem)
    return replace(desk, **{name: getattr(read, name)})


def whole_desk(desk: DeskFields | None, language: Language) -> tuple[DeskFields | None, str]:
    """A desk all of whose fields are read; the usual one, and why, if they do not fit."""
    if desk is None:
        return None, ""
    _, problem = read_field(BRANCH_FIELDS[0], str(desk.members), desk, language)
    return (DeskFields(), problem) if problem else (desk, "")


def _one_of(text: str, allowed: Any, language: Language) -> str:
    if text not in allowed:
        raise ValueError(say("no_choice", language, text=text, allowed=", ".join(allowed)))
    return text


def _truth(text: str, language: Language) -> bool:
    return _one_of(text, ("true", "false"), language) == "true"


def _number(text: str, language: Language) -> int:
    if not text.isascii() or not text.isdecimal() or len(text) > len(str(MOST)) or int(text) > MOST:
        raise ValueError(say("no_number", language, text=text, allowed=f"0 – {MOST}"))
    return int(text)


def _village(text: str, language: Language) -> int | None:
    return None if text == ALL else _number(text, language)


def _letter(text: str, language: Language) -> str:
    return SIDES[_one_of(text, tuple(SIDES), language)]


Reader = Callable[[str, Language], Any]
READERS: Mapping[str, Mapping[str, Reader]] = {
    "look": {
        "indicator": lambda text, language: _one_of(text, COURSE, language),
        "letter": _letter,
        "village": _village,
    },
    "life": {
        "letter": _letter,
        "village": _village,
        "kind": lambda text, language: _one_of(text, KINDS, language),
        "place": _number,
    },
    "desk": {},
}
