"""What the address of the page asks for, and what of it is refused."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import parse_qsl

from sim.app.watch.lever_inputs import LEVERS, read_value
from sim.app.watch.state import State
from sim.core.compute.draws import LARGEST_SEED
from sim.core.config.language import LANGUAGES, Language, is_language
from sim.core.config.problems import nearest
from sim.core.declarations.dated_value import Value
from sim.mechanisms import all_parameters
from sim.scenario.files import shipped_names
from sim.words.labels import joined
from sim.words.page import FALLBACK, say

SEEDS = f"0 – {LARGEST_SEED}"


class Asked(NamedTuple):
    """State that an address asks for, and messages about what of it was refused."""

    state: State
    refused: list[str]


def read_address(search: str | None, served: str = "baseline", usual: str = FALLBACK) -> Asked:
    """Read ``scenario``, ``lang``, ``seed`` and levers such as ``migration.leave=0.02``; refuse what is not valid.

    Parameters
    ----------
    search : str or None
        The address from the question mark on.
    served, usual : str
        Scenario and language that the server was started with, for addresses that ask for none.
    """
    wanted = dict(parse_qsl((search or "").lstrip("?"), keep_blank_values=True))
    refused = []
    language: Language = usual if is_language(usual) else FALLBACK
    spoken = wanted.pop("lang", language)
    if is_language(spoken):
        language = spoken
    else:
        refused.append(f"lang: {say('no_language', language, text=spoken, allowed=', '.join(LANGUAGES))}")
    names = known_scenarios(served)
    scenario = wanted.pop("scenario", served)
    if scenario not in names:
        refusal = say("no_scenario", language, text=scenario, allowed=", ".join(names))
        refused.append(f"scenario: {joined(language, refusal, suggestion(scenario, names, language))}")
        scenario = served
    seed = read_seed(text := wanted.pop("seed", "1"))
    if seed is None:
        refused.append(f"seed: {no_seed(text, language)}")
    levers: dict[str, Value] = {}
    for lever, text in wanted.items():
        try:
            if lever not in LEVERS:
                raise ValueError(joined(language, say("no_setting", language), suggestion(lever, LEVERS, language)))
            levers[lever] = read_value(all_parameters()[lever], text, language)
        except ValueError as error:
            refused.append(f"{lever}: {error}")
    return Asked(State(scenario, 1 if seed is None else seed, levers, language), refused)


def suggestion(name: str, known: Iterable[str], language: Language) -> str:
    """Name the known name most like the one given, if one is."""
    like = nearest(name, known)
    return say("did_you_mean", language, name=like) if like else ""


def read_seed(text: str) -> int | None:
    """The seed that a text names; None if it names none."""
    is_number = text.isascii() and text.isdecimal() and len(text) <= len(str(LARGEST_SEED))
    return int(text) if is_number and int(text) <= LARGEST_SEED else None


def no_seed(text: str, language: Language) -> str:
    """Say that a text is no seed."""
    return say("no_seed", language, text=text, allowed=SEEDS)


def known_scenarios(served: str) -> list[str]:
    """Names that a visitor may choose: the shipped scenarios and the one that the server was started with."""
    names = shipped_names()
    return names if served in names else [served, *names]
