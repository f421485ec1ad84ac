"""Settings: nothing is a value only where it is declared to be, choices are compared as what they are."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.core.config.problems import Problem
from sim.core.config.setting import MISSING, Setting, declared, value_of
from sim.core.config.yaml_lines import plant
from sim.policies.common.delivery import Delivery
from sim.scenario.scenario import Horizon
from sim.world.specification import WorldSpec

SETTINGS = {
    f"{owner.__name__}.{name}": item
    for owner in (Horizon, WorldSpec, Delivery)
    for name, item in declared(owner).items()
}
SWITCH = Setting("switch", "switch", "on or off")


def read(item: Setting, given: Any) -> Any:
    """The value, or the fault."""
    problems: list[Problem] = []
    value = value_of(item, plant(given, "settings", problems), "it", problems)
    return problems[0].fault if value is MISSING else value


@pytest.mark.parametrize("name", SETTINGS)
def test_nothing_is_a_value_where_it_is_declared_to_be(name: str) -> None:
    optional = name in {
        "WorldSpec.province",
        "WorldSpec.data",
        "WorldSpec.data_digest",
        "Delivery.duration",
        "Delivery.budget",
    }
    assert read(SETTINGS[name], None) == (None if optional else "has no value")


@pytest.mark.parametrize("given", [2010.0, "2010", True, [2010]])
def test_a_choice_is_compared_by_type_and_value(given: Any) -> None:
    assert read(SETTINGS["WorldSpec.tables"], 2010) == 2010
    assert read(SETTINGS["WorldSpec.tables"], given) == "is not among the choices"


def test_true_is_not_one() -> None:
    assert read(Setting("choice", "number", "", choices=(0, 1)), True) == "is not among the choices"


@pytest.mark.parametrize("given", ["no", "true", "", 0, 1, 1.0, []])
def test_a_switch_is_true_or_false_and_no_text_or_number(given: Any) -> None:
    assert [read(SWITCH, value) for value in (True, False)] == [True, False]
    assert read(SWITCH, given) == "is neither true nor false"
    assert SWITCH.allowed == "true, false"


@pytest.mark.parametrize(
    "given", [10**400, -(10**400), float("inf"), float("nan"), "9" * 5_000, "1" + " " * 50_000 + "x"]
)
def test_numbers_beyond_all_numbers_are_refused(given: Any) -> None:
    assert read(SETTINGS["Delivery.coverage"], given) in ("is out of range", "is not a number")
    assert isinstance(read(SETTINGS["WorldSpec.villages"], given), str)
    assert isinstance(read(SETTINGS["Horizon.months"], given), str)


def test_a_number_of_numpy_is_a_number() -> None:
    assert read(SETTINGS["WorldSpec.tables"], np.float64(2010)) == "is not among the choices"
    assert read(SETTINGS["WorldSpec.villages"], np.int64(3)) == 3
    assert read(SETTINGS["Delivery.coverage"], np.float32(0.5)) == 0.5
