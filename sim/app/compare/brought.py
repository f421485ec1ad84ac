"""A scenario that a visitor brings: checked as a file of his visit, with every fault and its line."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from sim.core.config.language import Language
from sim.core.config.problems import told
from sim.runs.identity import digest_of
from sim.scenario.files import shipped_names
from sim.scenario.scenario import Scenario, load, validate_file
from sim.words.compare import say

MOST_CHARACTERS = 100_000


@dataclass(frozen=True)
class Brought:
    """What became of a scenario that was brought.

    Attributes
    ----------
    path : str
        Its file, in the folder of the visit.
    scenario : Scenario or None
        None if it cannot be run.
    faults : list of str
        Everything wrong with it.
    """

    path: str = ""
    scenario: Scenario | None = None
    faults: tuple[str, ...] = ()


def bring(text: str, folder: Path, language: Language) -> Brought:
    """Write a scenario into a folder and check it; it may extend shipped scenarios only, no other file of the server.

    Parameters
    ----------
    text : str
        As the visitor brought it.
    folder : Path
        Of his visit.
    language : {"en", "zh"}
    """
    if len(text) > MOST_CHARACTERS:
        return Brought(faults=(say("too_long", language, most=MOST_CHARACTERS),))
    foreign = _foreign(text)
    if foreign:
        return Brought(faults=(say("foreign_base", language, name=foreign),))
    path = folder / f"brought-{digest_of(text)[:8]}.yaml"
    path.write_text(text, encoding="utf-8")
    faults = tuple(each.replace(f"{folder}/", "") for each in told(validate_file(path)))
    return Brought(faults=faults) if faults else Brought(str(path), load(path))


def _foreign(text: str) -> str:
    """What it extends, if that is no shipped scenario; what cannot be read says so itself."""
    try:
        table = YAML(typ="safe", pure=True).load(text)
    except (YAMLError, ValueError, RecursionError):
        return ""
    extended = table.get("extends") if isinstance(table, dict) else None
    return "" if extended is None or extended in shipped_names() else str(extended)[:60]
