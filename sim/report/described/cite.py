"""How to cite the model, and the passage on replicates that belongs to a folder of results."""

from __future__ import annotations

import json
import warnings
from collections.abc import Mapping, Sequence
from importlib.metadata import metadata, version
from pathlib import Path
from typing import Any

from sim.core.config.given_files import read_given
from sim.core.config.language import Language, message, speaking
from sim.core.config.numbers import plain
from sim.report.layout.folder import LARGEST_TABLE, MANIFEST, is_ours
from sim.runs.sources import model_hash
from sim.studies.stopping import LEAST_VILLAGES, PAIRS_FOR_SKEW, least_pairs, look_ahead, usual_cap
from sim.words.changes import told_made
from sim.words.labels import listed

PACKAGE = "ruralparty"
TITLE = "ruralparty: an agent-based simulation of rural grass-roots Party organisations"
AUTHORS = "The ruralparty developers"
LICENSE = "Apache-2.0"
BIBTEX = """@software{{ruralparty,
  author = {{{{{authors}}}}},
  title = {{{{{title}}}}},
  version = {{{version}}},
  license = {{{license}}},
  note = {{model sources {digest}}}
}}"""
CHARACTERS = 12
"""Of the digest of the sources that a text shows; BibTeX and ``--json`` have all."""


def citation(found: Mapping[str, Any] | None = None) -> dict[str, str]:
    """What names a version of the model: of the one at hand, or of the one that made a folder of results.

    Parameters
    ----------
    found : mapping, optional
        The manifest of results.
    """
    told = found or {"version": version(PACKAGE), "model_source_hash": model_hash()}
    return {
        "authors": AUTHORS,
        "title": TITLE,
        "version": str(told["version"]),
        "license": metadata(PACKAGE)["License-Expression"] or LICENSE,
        "digest": str(told["model_source_hash"]),
    }


def bibtex(told: Mapping[str, str]) -> str:
    """The citation as an entry of BibTeX."""
    return BIBTEX.format(**told)


def cite_record(results: str = "") -> dict[str, Any]:
    """Citation, and of a folder of results its passage on replicates, in plain values."""
    found = manifest_of(results) if results else None
    told = citation(found)
    return {**told, "bibtex": bibtex(told), **({"replicates": _replicates(found)} if found else {})}


def cite_text(results: str = "", language: Language = "en") -> str:
    """What a paper says: how the model is cited and, of a folder of results, how many replicates and how precise.

    Raises
    ------
    ValueError
        If the folder holds no results.
    """
    found = manifest_of(results) if results else None
    told = citation(found)
    with speaking(language):
        named = message(
            "{authors}: {title}. Version {version}, model sources {digest} ({license}).",
            authors=told["authors"],
            title=told["title"],
            version=told["version"],
            digest=told["digest"][:CHARACTERS],
            license=told["license"],
        )
        parts = [named, bibtex(told)]
        if found:
            parts.append(passage(found, language))
    return "\n\n".join(parts)


def manifest_of(results: str) -> dict[str, Any]:
    """The manifest of a folder of results.

    Raises
    ------
    ValueError
        If there is none.
    """
    folder = Path(results)
    if not is_ours(folder):
        raise ValueError(message("{folder} holds no results of this program", folder=results))
    found = dict(json.loads(read_given(folder / MANIFEST, LARGEST_TABLE)))
    if told := told_made(folder, str(found["version"])):
        warnings.warn(told, stacklevel=2)
    return found


def _replicates(found: Mapping[str, Any]) -> dict[str, Any]:
    names = ("pairs", "wanted", "capped", "reached_at", "seeds", "runs", "window")
    return {name: found[name] for name in names if name in found} | {"villages": villages_of(found)}


def villages_of(found: Mapping[str, Any]) -> int:
    """Villages of one world."""
    world = found["scenarios"][0]["world"]
    return int(world["counties"]) * int(world["townships"]) * int(world["villages"])


def passage(found: Mapping[str, Any], language: Language) -> str:
    """Why so many replicates, and what precision: with the numbers of the results at hand, in the language spoken."""
    seeds, villages = found["seeds"], villages_of(found)
    first, last = (seeds[0], seeds[-1]) if seeds else ("–", "–")
    if "pairs" not in found:
        each = len(seeds)
        return message(
            "Each scenario was run {each} times (seeds {first} to {last}), each time in a world of {villages} "
            "villages.",
            each=each,
            first=first,
            last=last,
            villages=villages,
        )
    pairs = int(found["pairs"])
    said = [
        message(
            "Each alternative was compared with the baseline in {pairs} pairs of runs (seeds {first} to {last}) of "
            "worlds of {villages} villages; both runs of a pair have the same persons, who meet the same luck.",
            pairs=pairs,
            first=first,
            last=last,
            villages=villages,
        ),
        _why(found, pairs, villages, language),
        _reached(found["outcomes"], language),
    ]
    if pairs * villages < LEAST_VILLAGES:
        said.append(
            message(
                "Over all pairs these are {all} villages, fewer than the {least} from which on 95 % intervals were "
                "found to hold the truth as often as they say: they order what was seen.",
                all=pairs * villages,
                least=LEAST_VILLAGES,
            )
        )
    return (" " if language == "en" else "").join(filter(None, said))


def _why(found: Mapping[str, Any], pairs: int, villages: int, language: Language) -> str:
    if not found["wanted"]:
        return message("The number of pairs was given in advance.")
    wanted = listed(language, *(f"{name} ±{plain(value, 3)}" for name, value in found["wanted"].items()))
    least = least_pairs(villages)
    rule = message(
        "Pairs were added, from {least} on and to {cap} at most, until the 95 % t-interval of the mean difference was "
        "as narrow as asked for ({wanted}) over {ahead} further pairs, and only while there were {skew} pairs for each "
        "unit of squared skewness.",
        least=least,
        cap=usual_cap(least),
        wanted=wanted,
        ahead=look_ahead(least),
        skew=plain(PAIRS_FOR_SKEW),
    )
    ended = (
        message("The cap was reached before the precision.")
        if found["capped"]
        else message("The precision held after {pairs} pairs.", pairs=found["reached_at"] or pairs)
    )
    return (" " if language == "en" else "").join((rule, ended))


def _reached(outcomes: Sequence[Mapping[str, Any]], language: Language) -> str:
    """Half-widths reached, the widest of each outcome, and what pairing gained."""
    widest: dict[str, float] = {}
    gains = []
    for each in outcomes:
        if each["ci_low"] is None or each["ci_high"] is None:
            continue
        half = (each["ci_high"] - each["ci_low"]) / 2
        widest[each["outcome"]] = max(half, widest.get(each["outcome"], 0.0))
        if each["variance_reduction"] is not None:
            gains.append(float(each["variance_reduction"]))
    if not widest:
        return ""
    widths = listed(language, *(f"{name} {plain(half, 2)}" for name, half in widest.items()))
    said = message(
        "Half-widths reached, the widest over alternatives, in the unit of the outcome: {widths}.", widths=widths
    )
    if not gains:
        return said
    low, high = plain(min(gains), 2), plain(max(gains), 2)
    gained = message(
        "Pairing made the variance {low} to {high} times smaller than that of unpaired runs.", low=low, high=high
    )
    return (" " if language == "en" else "").join((said, gained))
