"""Names stand once: no two things have one, none is written out a second time, and every unit has its words."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import sim
from sim.core.columns.columns import columns_of
from sim.core.config.declared import declared_in
from sim.core.config.setting import declared as settings_of
from sim.core.declarations.parameters import Param
from sim.indicators import INDICATORS
from sim.indicators.groups import GROUPS
from sim.indicators.tallies import GroupTallies, Tallies, Tally
from sim.mechanisms import all_parameters
from sim.policies import find_policy, policy_names
from sim.policies.common.delivery import Delivery
from sim.policies.common.triggers import OCCASIONS
from sim.policies.common.words import words_of
from sim.report.described.odd.entities import ENTITIES
from sim.runs.traits import TRAITS
from sim.scenario.scenario import Horizon
from sim.words.labels import WORDS, unit_label
from sim.words.page import TEXTS
from sim.words.units import UNITS
from sim.world.specification import WorldSpec

PACKAGE = Path(sim.__file__).parent
MEANINGS = ("note", "note_zh")
"""Sentences, which may begin like a name or be as short as one."""


def declared() -> dict[str, str]:
    """Chinese names that policies, indicators, traits and parameters of mechanisms declare, by what they name."""
    traits = {f"trait {name}": each.zh for name, each in TRAITS.items()}
    indicators = {f"indicator {name}": each.zh for name, each in INDICATORS.items()}
    return {
        **{f"policy {name}": words_of(find_policy(name))["zh"]["title"] for name in policy_names()},
        **indicators,
        **{name: label for name, label in traits.items() if label not in indicators.values()},
        **{f"parameter {name}": param.zh for name, param in all_parameters().items() if param.zh},
    }


def general() -> dict[str, str]:
    """Chinese names of groups, and words of tables and pages."""
    groups = GROUPS.groupings.values()
    return {
        **{f"grouping {each.name}": each.zh for each in groups},
        **{f"group {en}": zh for each in groups for en, zh, _ in each.parts},
        **{f"word {key}": zh for key, (_, zh) in WORDS.items()},
        **{f"text {key}": zh for key, (_, zh) in TEXTS.items()},
    }


def literals(path: Path) -> Iterator[tuple[str, int]]:
    """String literals of a file with their lines, apart from meanings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    meanings = {id(keyword.value) for call in calls for keyword in call.keywords if keyword.arg in MEANINGS}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in meanings:
            yield node.value, node.lineno


def test_no_two_things_have_the_same_name():
    named = defaultdict(list)
    for thing, name in {**declared(), **general()}.items():
        named[name].append(thing)
    assert {name: things for name, things in named.items() if len(things) > 1} == {}


def test_a_name_is_written_where_its_thing_is_declared_and_nowhere_else():
    names = set(declared().values())
    written = defaultdict(list)
    for path in sorted(PACKAGE.rglob("*.py")):
        for text, line in literals(path):
            if text in names:
                written[text].append(f"{path.relative_to(PACKAGE)}:{line}")
    assert {name: places for name, places in written.items() if len(places) > 1} == {}


def test_every_unit_has_its_words_in_the_one_table():
    policies = [find_policy(name) for name in policy_names()]
    params: list[Param] = [*all_parameters().values(), *(param for each in policies for param in each.params.values())]
    settings = [each for owner in (Horizon, WorldSpec, Delivery) for each in settings_of(owner).values()]
    kept = [each for owner, _, _ in ENTITIES for each in columns_of(owner).values()]
    counted = [each for owner in (Tallies, GroupTallies) for each in declared_in(owner, Tally).values()]
    things = (*params, *settings, *INDICATORS.values(), *TRAITS.values(), *OCCASIONS.values(), *kept, *counted)
    assert {each.unit for each in things} | {"bytes"} == UNITS.keys()
    assert unit_label("year", "zh") == "岁"
    assert unit_label("year", "en") == "year"
