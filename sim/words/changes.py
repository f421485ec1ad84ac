"""What each version changed for scenario files and results of before: sentences by version, in both languages.

The list is ``changes.yaml``. A scenario file that says for which version it was written (``version: 0.1.0``) is told
what changed since then and concerns it; so is whoever reads results that another version made.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from sim.core.config.language import message, spoken

PACKAGE = "ruralparty"
FILE = Path(__file__).with_name("changes.yaml")
VERSION = re.compile(r"\d{1,4}(\.\d{1,4}){1,3}")


@dataclass(frozen=True)
class Change:
    """What a version changed.

    Attributes
    ----------
    version : str
        The first version that has it.
    what : dict of str to str
        A sentence by language.
    keys : tuple of str
        Keys of scenario files that it concerns, such as ``parameters.trust.*``; all files if there are none.
    """

    version: str
    what: dict[str, str]
    keys: tuple[str, ...] = ()

    def concerns(self, keys: Collection[str]) -> bool:
        """Whether a scenario that sets these keys has to do with it."""
        return not self.keys or any(fnmatchcase(key, pattern) for key in keys for pattern in self.keys)


@cache
def changes() -> tuple[Change, ...]:
    """All changes, the first version first."""
    from ruamel.yaml import YAML

    held = YAML(typ="safe").load(FILE.read_text(encoding="utf-8"))
    return tuple(
        Change(each, change["what"], tuple(change.get("keys", ())))
        for each in sorted(held, key=number)
        for change in held[each]
    )


def number(text: str) -> tuple[int, ...]:
    """A version to be compared with others; 0.1 is 0.1.0."""
    parts = [int(part) for part in re.findall(r"\d+", text)[:4]]
    return tuple(parts + [0] * (4 - len(parts)))


def present() -> str:
    """The version at hand; empty where the package is not installed."""
    try:
        return version(PACKAGE)
    except PackageNotFoundError:
        return ""


def since(then: str, keys: Collection[str] | None = None) -> list[str]:
    """Sentences about what changed after a version, in the language spoken.

    Parameters
    ----------
    then : str
        The version.
    keys : collection of str, optional
        Keys that a scenario sets; what concerns none of them is left out. All changes if left out.
    """
    found: Iterable[Change] = (each for each in changes() if number(then) < number(each.version) <= number(present()))
    return [f"{each.version}: {each.what[spoken()]}" for each in found if keys is None or each.concerns(keys)]


def told_written(name: str, then: str, keys: Collection[str]) -> str:
    """What is said of a scenario file that was written for another version; nothing where it was for this one."""
    now = present()
    if not now or not then or number(then) == number(now):
        return ""
    if number(then) > number(now):
        return message(
            "{name} was written for version {then}, and this is {now}: it may mean something else here",
            name=name,
            then=then,
            now=now,
        )
    head = message("{name} was written for version {then}, and this is {now}.", name=name, then=then, now=now)
    return _listed(head, since(then, keys))


def told_made(place: object, then: str) -> str:
    """What is said of results that another version made; nothing where this one did."""
    now = present()
    if not now or not VERSION.match(then) or number(then) == number(now):
        return ""
    head = message(
        "{place} was made by version {then}, and this is {now}: its numbers are of that version.",
        place=place,
        then=then,
        now=now,
    )
    return _listed(head, since(then))


def _listed(head: str, found: list[str]) -> str:
    if not found:
        return f"{head} {message('Nothing is listed that concerns it.')}"
    return "\n".join((f"{head} {message('Since then:')}", *(f"  {each}" for each in found)))
