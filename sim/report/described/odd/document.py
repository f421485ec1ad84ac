"""The description of the model as one page: a text in each language, filled with what is declared.

``{{name}}`` in a text stands for a part that is made, ``{{section 7 Submodels}}`` for a heading with its anchor.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

from sim.core.columns.columns import columns_of
from sim.core.config.language import Language, message
from sim.core.config.problems import did_you_mean
from sim.indicators import INDICATORS
from sim.mechanisms import all_parameters, mechanism_names
from sim.policies import find_policy, policy_names
from sim.report.described.odd import entities, process, results
from sim.report.described.odd.checklists import checklists
from sim.report.described.odd.markdown import anchor_of, code, heading, table
from sim.report.described.odd.submodel import submodel
from sim.validation.patterns import PATTERNS
from sim.world import tables

TEXTS = Path(__file__).parent / "texts"
PLACE = re.compile(r"\{\{(\w+)((?: [^}]*)?)\}\}")
CODE = re.compile(r"[a-z]\d+")
ANCHOR = re.compile(r'<a id="([^"]+)"></a>')
DATA_HEADS = {"en": ("table", "rows", "columns"), "zh": ("表", "行数", "列")}
PARTS: dict[str, Callable[[Language], str]] = {
    "entities": entities.entities,
    "tallies": entities.tallies,
    "month": process.month,
    "submodels": process.submodels,
    "outcomes": results.outcomes,
    "policies": results.policies,
    "laws": results.laws,
    "patterns": results.patterns,
    "tags": results.tags,
    "sources": results.cited,
    "checklists": checklists,
}


def odd(language: Language = "en") -> str:
    """The whole description, in Markdown."""
    text = (TEXTS / f"model.{language}.md").read_text(encoding="utf-8")
    return PLACE.sub(lambda found: _filled(found[1], found[2].strip(), language), text).rstrip() + "\n"


def _filled(name: str, rest: str, language: Language) -> str:
    if name == "section":
        number, _, title = rest.partition(" ")
        return heading(2, f"{number}. {title}", f"section-{number}")
    if name == "active":
        return ", ".join(code(key) for key, param in all_parameters().items() if param.active)
    if name == "data":
        return data(language)
    return str(counts()[name]) if name in counts() else PARTS[name](language)


@cache
def counts() -> dict[str, int]:
    """How many of each kind there are."""
    return {
        "n_entities": len(entities.ENTITIES),
        "n_columns": sum(len(columns_of(owner)) for owner, _, _ in entities.ENTITIES),
        "n_mechanisms": len(mechanism_names()),
        "n_equations": sum(len(submodel(name).equations) for name in mechanism_names()),
        "n_params": len(all_parameters()),
        "n_policies": len(policy_names()),
        "n_doses": sum(len(find_policy(name).params) for name in policy_names()),
        "n_outcomes": len(INDICATORS),
        "n_patterns": len({each.number for each in PATTERNS}),
    }


def data(language: Language) -> str:
    """Tables that the world is made from."""
    rows = []
    for file in sorted(Path(tables.__file__).parent.glob("data/*.csv")):
        lines = file.read_text(encoding="utf-8-sig").splitlines()
        rows.append((code(file.name), len(lines) - 1, ", ".join(map(code, lines[0].split(",")))))
    return table(DATA_HEADS[language], rows)


def part(name: str, language: Language = "en") -> str:
    """The part of the description that a code or name leads to.

    Parameters
    ----------
    name : str
        ``S8``, ``§8`` or ``8``, ``Y2``, ``I6``, ``P17``, the name of a mechanism or policy, or ``checklists``.
    language : {"en", "zh"}

    Raises
    ------
    ValueError
        If nothing has this name, with the nearest one.
    """
    text = odd(language)
    known = parts_of(text)
    wanted = anchor_of(name.strip().lstrip("§").strip())
    wanted = f"section-{wanted}" if wanted.isdigit() else wanted
    if wanted == "checklists":
        return ANCHOR.sub("", checklists(language)).strip()
    wanted = wanted if wanted in known else f"policy-{wanted}"
    if wanted not in known:
        hint = did_you_mean(name, [shown(each) for each in known])
        raise ValueError(
            message("nothing in the description of the model has the name {name!r}{hint}", name=name, hint=hint)
        )
    return known[wanted]


def shown(anchor: str) -> str:
    """What is typed for an anchor."""
    return anchor.upper() if CODE.fullmatch(anchor) else anchor.removeprefix("policy-").replace("section-", "§")


def parts_of(text: str) -> dict[str, str]:
    """Parts of a page by their anchors: from each to the next of its own level or above; of a row, its table line."""
    lines = text.splitlines()
    found: dict[str, str] = {}
    for number, line in enumerate(lines):
        for name in ANCHOR.findall(line):
            if line.startswith("|"):
                head = next(at for at in range(number, -1, -1) if not lines[at].startswith("|")) + 1
                found[name] = "\n".join([*lines[head : head + 2], line])
                continue
            found.setdefault(name, _from(lines, number))
    return {name: ANCHOR.sub("", each).strip() for name, each in found.items()}


def _from(lines: list[str], start: int) -> str:
    """Lines from an anchor to the next heading that is not below the first, or the next such anchor of its kind."""
    level, end = 0, len(lines)
    own = set(ANCHOR.findall(lines[start]))
    for at in range(start + 1, len(lines)):
        if mark := re.match(r"(#+) ", lines[at]):
            if level and len(mark[1]) <= level and not _goes_on(lines, at, own):
                end = at
                break
            level = level or len(mark[1])
        elif not level and re.match(r'<a id="p\d', lines[at]):
            end = at
            break
    return "\n".join(lines[start:end])


def _goes_on(lines: list[str], at: int, own: set[str]) -> bool:
    """Whether a heading belongs to the same code as the part: ``### S8 …`` of two mechanisms."""
    told = re.match(r"#+ (S\d+b?) ", lines[at])
    return bool(told) and anchor_of(told[1]) in own
