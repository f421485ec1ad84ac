"""Law 8: every parameter is complete, and moving it moves results in the direction it declares."""

from __future__ import annotations

from functools import cache

import pytest

from sim.core.declarations.parameters import LAWS, TAGS, Param
from sim.core.declarations.sources import sources
from sim.indicators import INDICATORS
from sim.mechanisms import all_parameters
from sim.policies import find_policy, policy_names
from sim.words.catalogue import catalogue

DECLARED: dict[str, Param] = {
    **all_parameters(),
    **{f"policies.{name}.{key}": param for name in policy_names() for key, param in find_policy(name).params.items()},
}


@pytest.mark.parametrize("name", DECLARED)
def test_declaration_is_complete(name: str) -> None:
    param = DECLARED[name]
    assert param.unit, name
    assert param.tag in TAGS
    assert param.source in sources()
    assert param.note
    assert param.note_zh
    assert param.law is None or param.law in LAWS
    low, high = param.range
    assert low <= param.number(param.default) <= high
    directions = [each for each in (param.raises, param.lowers, param.either) if each]
    assert len(directions) == 1, f"{name} declares {len(directions)} directions"
    if param.either is None:
        assert directions[0] in INDICATORS


@cache
def data_sources() -> dict[str, str]:
    return {key: value["status"] for key, value in sources().items()}


def test_every_source_is_used_and_has_a_status() -> None:
    used = {param.source for param in DECLARED.values()}
    assert set(data_sources().values()) <= {"SEEN", "RECALLED", "DERIVED", "ASSUMED"}
    assert set(data_sources()) == used


def test_what_no_source_says_is_tagged_as_an_assumption() -> None:
    found = {name for name, param in DECLARED.items() if data_sources()[param.source] == "ASSUMED" and param.tag != "A"}
    assert found == set()


def test_why_a_parameter_has_no_direction_is_said_in_chinese_too() -> None:
    reasons = {param.either for param in DECLARED.values() if param.either}
    assert reasons - catalogue("zh").keys() == set()
