"""The state of the comparing page in its address, and back: a link is all that is needed to see the same again.

Keys can be read: ``a.training.dose.units=2``, ``p.migration.leave=0.02``, ``quorum=registered``, ``open=trust.sure``.
Doses at their default and a view as on a first visit are left out. What is refused of an address is told.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlencode

from sim.app.compare.address_views import read_view, views_of, whole_desk
from sim.app.compare.asked import LETTERS, MOST_PAIRS, Asked, first_asked
from sim.app.compare.deliveries import DELIVERIES, OTHERS, read_delivery
from sim.app.compare.figures import KINDS
from sim.app.compare.known import known
from sim.app.compare.side import DOSE, Side, side_of
from sim.app.compare.state import State, whole
from sim.app.compare.view import GROUPS, QUESTIONS, TABS, View
from sim.app.watch.address import no_seed, read_seed, suggestion
from sim.app.watch.lever_inputs import read_value
from sim.core.config.language import LANGUAGES, Language, is_language
from sim.core.declarations.dated_value import Value
from sim.indicators import HEADLINES
from sim.mechanisms import all_parameters
from sim.policies import find_policy, policy_names
from sim.runs.jobs import QUORUM_RULES
from sim.words.compare import FALLBACK, say
from sim.words.labels import joined

LONGEST, LARGEST_BUDGET = 600, 100_000.0
NONE = "none"
"""Value of ``a`` where neither side has a policy."""


class Found(NamedTuple):
    """State that an address asks for, and messages about what of it was refused."""

    state: State
    refused: list[str]


def address_of(state: State) -> str:
    """The address of a state, from the question mark on.

    Examples
    --------
    >>> from sim.app.compare.state import State
    >>> address_of(State().move("training.dose.units", 2.0))[:60]
    '?scenario=baseline&a.training.dose.secretary_units=0&a.train'
    """
    asked, view, usual = state.asked, state.view, View()
    found: dict[str, str] = {"scenario": asked.scenario}
    found |= {name: shown(getattr(asked, name)) for name in PARTS if getattr(asked, name) != getattr(Asked(), name)}
    for letter, side in zip(LETTERS, asked.sides, strict=True):
        found |= {f"{letter.lower()}.{path}": shown(value) for path, value in _told(side)}
    if not asked.letters:
        found[LETTERS[0].lower()] = NONE
    found |= {f"p.{name}": shown(value) for name, value in sorted(asked.assumptions.items())}
    if view.language != FALLBACK:
        found["lang"] = view.language
    if view.outcome:
        found["open"] = f"{view.outcome}.{view.question}"
    if view.edited:
        found["edit"] = LETTERS[view.edited].lower()
    if view.groups != usual.groups:
        found["groups"] = ",".join(view.groups)
    found |= {
        key: shown(getattr(view, name)) for key, name in VIEWED.items() if getattr(view, name) != getattr(usual, name)
    }
    found |= views_of(view)
    if state.tiles:
        found["tiles"] = ",".join(state.tiles)
    return "?" + urlencode(found, safe=",/")


def _told(side: Side) -> list[tuple[str, Value]]:
    """Settings of a side that are not the default of their dose."""
    return [(path, value) for path, value in sorted(side.settings.items()) if not _is_usual(path, value)]


def _is_usual(path: str, value: Value) -> bool:
    policy, kind, *name = path.split(".")
    return kind == DOSE and find_policy(policy).params[name[0]].default == value


def shown(value: Any) -> str:
    """A value as it stands in an address."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:.12g}" if isinstance(value, float) else str(value)


PARTS = ("months", "quorum", "seed", "pairs")
VIEWED = {"tab": "tab", "view": "kind", "budget": "budget"}


def read_address(
    search: str | None, served: str = "baseline", usual: str = FALLBACK, baselines: Sequence[str] = ("baseline",)
) -> Found:
    """Read an address; what is not valid is refused, and told.

    Parameters
    ----------
    search : str or None
        The address from the question mark on.
    served, usual : str
        Scenario and language that the server was started with, for addresses that ask for none.
    baselines : sequence of str
        Scenarios that others may be compared with. One that is served and is none of them gives side A its policies.
    """
    given = dict(parse_qsl((search or "").lstrip("?"), keep_blank_values=True))
    reader = _Reader(served, list(baselines), usual if is_language(usual) else FALLBACK)
    spoken = given.pop("lang", reader.language)
    if is_language(spoken):
        reader.language = spoken
    else:
        reader.refuse("lang", say("no_language", reader.language, text=spoken, allowed=", ".join(LANGUAGES)))
    for key, text in given.items():
        try:
            reader.take(key, text)
        except ValueError as error:
            reader.refuse(key, str(error))
    return Found(reader.state(is_first="scenario" not in given and not reader.settings[0]), reader.refused)


@dataclass
class _Reader:
    """What has been read of an address so far."""

    served: str
    baselines: list[str]
    language: Language
    asked: dict[str, Any] = field(default_factory=dict)
    view: dict[str, Any] = field(default_factory=dict)
    settings: tuple[dict[str, Value], dict[str, Value]] = field(default_factory=lambda: ({}, {}))
    assumptions: dict[str, Value] = field(default_factory=dict)
    tiles: tuple[str, ...] = ()
    refused: list[str] = field(default_factory=list)

    def refuse(self, key: str, why: str) -> None:
        """Note what is not taken."""
        self.refused.append(f"{key}: {why}")

    def state(self, is_first: bool) -> State:
        """The state that was asked for."""
        base = self.served if self.served in self.baselines else self.baselines[0]
        first = Asked(base)
        if is_first:
            first = first_asked(base)
            if self.served not in self.baselines:
                first = first.with_side(0, side_of(known(self.served)))
        sides = tuple(whole(Side(each)) for each in self.settings) if any(self.settings) else first.sides
        a, b = (whole(side) for side in sides)
        asked = replace(first, **{"sides": (a, b), "assumptions": self.assumptions, **self.asked})
        desk, problem = whole_desk(self.view.get("desk"), self.language)
        if problem:
            self.refuse("desk", problem)
        self.view["desk"] = desk
        return State(asked, View(language=self.language, **self.view), tiles=self.tiles)

    def take(self, key: str, text: str) -> None:
        """Take one part of an address.

        Raises
        ------
        ValueError
            If it is not valid; says what is allowed.
        """
        first, _, path = key.partition(".")
        if path and first.upper() in LETTERS:
            self.settings[LETTERS.index(first.upper())][path] = self.setting(path, text)
        elif path and first == "p":
            self.assumptions[path] = self.parameter(path, text)
        elif key in TAKERS:
            TAKERS[key](self, text)
        elif not read_view(self.view, key, text, self.language):
            names = [*TAKERS, "lang", "by", "beside", "desk", *(f"p.{name}" for name in all_parameters())]
            raise ValueError(
                joined(self.language, say("no_setting", self.language), suggestion(key, names, self.language))
            )

    def setting(self, path: str, text: str) -> Value:
        """A setting of a side."""
        policy, _, rest = path.partition(".")
        if policy not in policy_names():
            raise ValueError(self.unknown(policy, policy_names()))
        kind, _, name = rest.partition(".")
        params = find_policy(policy).params
        if kind == DOSE:
            if name not in params:
                raise ValueError(self.unknown(name, list(params)))
            return read_value(params[name], text, self.language)
        if rest not in (*DELIVERIES, *OTHERS):
            raise ValueError(self.unknown(rest, [*DELIVERIES, *OTHERS]))
        return read_delivery(rest, text, self.language)

    def parameter(self, path: str, text: str) -> Value:
        """An assumption."""
        if path not in all_parameters():
            raise ValueError(self.unknown(path, list(all_parameters())))
        return read_value(all_parameters()[path], text, self.language)

    def unknown(self, name: str, known: list[str]) -> str:
        """Say that there is no such thing, and what it may have been."""
        return joined(self.language, say("no_setting", self.language), suggestion(name, known, self.language))

    def one_of(self, text: str, allowed: Mapping[str, Any] | tuple[str, ...] | list[str]) -> str:
        """A text that is allowed."""
        if text not in allowed:
            raise ValueError(say("no_choice", self.language, text=text, allowed=", ".join(allowed)))
        return text

    def number(self, text: str, low: float, high: float) -> float:
        """A number within bounds."""
        try:
            found = float(text)
        except ValueError:
            found = float("nan")
        if not low <= found <= high:
            raise ValueError(say("no_number", self.language, text=text, allowed=f"{low:g} – {high:g}"))
        return found


def _scenario(reader: _Reader, text: str) -> None:
    names = reader.baselines
    if text not in names:
        refusal = say("no_scenario", reader.language, text=text, allowed=", ".join(names))
        raise ValueError(joined(reader.language, refusal, suggestion(text, names, reader.language)))
    reader.asked["scenario"] = text


def _whole(name: str, low: int, high: int) -> Callable[[_Reader, str], None]:
    def take(reader: _Reader, text: str) -> None:
        found = reader.number(text, low, high)
        if found != int(found):
            raise ValueError(say("no_number", reader.language, text=text, allowed=f"{low} – {high}"))
        reader.asked[name] = int(found)

    return take


def _seed(reader: _Reader, text: str) -> None:
    seed = read_seed(text)
    if seed is None:
        raise ValueError(no_seed(text, reader.language))
    reader.asked["seed"] = seed


def _quorum(reader: _Reader, text: str) -> None:
    reader.asked["quorum"] = reader.one_of(text, QUORUM_RULES)


def _open(reader: _Reader, text: str) -> None:
    outcome, _, question = text.partition(".")
    reader.view["outcome"], reader.view["question"] = (
        reader.one_of(outcome, HEADLINES),
        reader.one_of(question, QUESTIONS),
    )


def _edit(reader: _Reader, text: str) -> None:
    reader.view["edited"] = [each.lower() for each in LETTERS].index(
        reader.one_of(text, [each.lower() for each in LETTERS])
    )


def _groups(reader: _Reader, text: str) -> None:
    reader.view["groups"] = tuple(reader.one_of(each, GROUPS) for each in text.split(",") if each)


def _tiles(reader: _Reader, text: str) -> None:
    reader.tiles = tuple(dict.fromkeys(reader.one_of(each, HEADLINES) for each in text.split(",") if each))


def _none(reader: _Reader, text: str) -> None:
    reader.one_of(text, [NONE])
    reader.asked["sides"] = (Side(), Side())


def _viewed(name: str, allowed: tuple[str, ...]) -> Callable[[_Reader, str], None]:
    def take(reader: _Reader, text: str) -> None:
        reader.view[name] = reader.one_of(text, allowed)

    return take


def _budget(reader: _Reader, text: str) -> None:
    reader.view["budget"] = reader.number(text, 0, LARGEST_BUDGET)


TAKERS: dict[str, Callable[[_Reader, str], None]] = {
    "scenario": _scenario,
    "months": _whole("months", 1, LONGEST),
    "quorum": _quorum,
    "seed": _seed,
    "pairs": _whole("pairs", 2, MOST_PAIRS),
    "a": _none,
    "tab": _viewed("tab", TABS),
    "open": _open,
    "edit": _edit,
    "view": _viewed("kind", KINDS),
    "groups": _groups,
    "budget": _budget,
    "tiles": _tiles,
}
