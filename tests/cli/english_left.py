"""Finds English words in a text that is to be Chinese.

Names that users type (commands, switches, files, scenarios, policies, outcomes, parameters, values of settings), code
in backticks, quoted input, titles of sources and claims are passed over; every other word is one that was left.
"""

from __future__ import annotations

import re
from functools import cache

from sim.cli.main import FAMILIES
from sim.core.declarations.parameters import LAWS, TAGS
from sim.core.declarations.sources import sources
from sim.indicators import INDICATORS
from sim.mechanisms import all_parameters, mechanism_names
from sim.policies import find_policy, policy_names
from sim.report.described.coverage_text import coverage_items
from sim.runs.traits import TRAITS
from sim.scenario.files import shipped_folder
from sim.studies.new import KINDS
from sim.world.specification import ARCHETYPES

WORD = re.compile(r"[A-Za-z][A-Za-z'’-]*")
SENTENCE = re.compile(rf"{WORD.pattern}(?:[,;:]? {WORD.pattern})*")
VALUES = {
    *(
        "true",
        "false",
        "name",
        "title",
        "extends",
        "horizon",
        "world",
        "policies",
        "parameters",
        "rationale",
        "drivers",
    ),
    *(
        "dated",
        "constant",
        "yaml",
        "en",
        "zh",
        "auto",
        "plausible",
        "all",
        "none",
        "off",
        "process",
        "sequential",
        "dask",
        "age",
        "sex",
    ),
    *("township", "county", "archetype", "traits", "secretary", "member", "applicant", "migrant", "resident", "random"),
    *("reps", "precision", "runs", "kB", "of", "village", "PERSON", "linear", "headlines", "cap"),
    *("again", "seed", "study", "scenario", "policy", "villages", "replicates", "second"),
    *("matrix", "differences", "levels", "png", "svg"),
}
"""Words of scenario files and of command lines, as they are typed, and names of folders."""
NAMES = ("Fieller", "Sun-Abraham", "Deb", "pymoo", "CES", "LaTeX", "Word", "Python", "Philox")
CALLED_SO = (*NAMES, "k", "n", "t", "q", "p")
PASSED_OVER = (
    re.compile(r"`[^`]*`"),
    re.compile(r"“[^”\u4e00-\u9fff]*”|'[^'\n]*'|\"[^\"\n\u4e00-\u9fff]*\""),  # what was typed
    re.compile(r"ruralparty(?: [\w-]+:|(?: [!-~]+)+)?"),  # a command, up to the end of its line, or an error of it
    re.compile(r"[\w.~+-]*/[^\s\u4e00-\u9fff，。；：、（）]*"),  # a path
    re.compile(r"(?<![\w-])--?[a-z][\w-]*(?:[ =][A-Z|=,-]+\b)?"),  # a switch and what it takes
    re.compile(
        r"\b\w*(?:[._]\w+)+\b|\b\w*\d\w*\b|\b[A-Z]+(?:[,|-][A-Z]+)*\b", re.ASCII
    ),  # a path of names, a number, a stand-in
)


@cache
def names() -> frozenset[str]:
    """Names that stand as they are in any language."""
    known = {
        *(command for family in FAMILIES for command in family.commands),
        *policy_names(),
        *mechanism_names(),
        *INDICATORS,
        *TRAITS,
        *ARCHETYPES,
        *(path.stem for path in shipped_folder().glob("*.yaml")),
        *(part for key in all_parameters() for part in key.split(".")),
        *(dose for name in policy_names() for dose in find_policy(name).params),
        *(choice for param in all_parameters().values() for choice in param.choices),
        *(symbol for item in coverage_items().values() for symbol in item.symbol.split(".")),
        *LAWS,
        *TAGS,
        *VALUES,
        *CALLED_SO,
        *KINDS,
    }
    return frozenset(known)


@cache
def quotations() -> re.Pattern[str]:
    """Titles of sources and claims, however their lines are broken."""
    known = {each["citation"] for each in sources().values()} | set(sources())
    known |= {text for item in coverage_items().values() for text in (item.claim, item.source, item.paper)}
    longest = sorted(known, key=len, reverse=True)
    return re.compile("|".join(r"\s+".join(map(re.escape, text.split())) for text in longest))


def english_left(text: str, *own: str) -> list[str]:
    """English words that are no names, those in a row together; what the user named so is passed over too."""
    text = quotations().sub("·", text)
    for passed_over in PASSED_OVER:
        text = passed_over.sub("·", text)
    known = names() | set(own)
    return [found for found in SENTENCE.findall(text) if not known.issuperset(WORD.findall(found))]
