"""Scenarios that are run together are told apart wherever they are shown."""

from __future__ import annotations

from dataclasses import replace

import sim
from sim.runs.jobs import resolve


def titled(name: str, english: str, chinese: str) -> sim.Scenario:
    return replace(sim.load("baseline"), name=name, title={"en": english, "zh": chinese})


def test_scenarios_of_one_title_have_their_names_beside_it() -> None:
    scenarios = [titled("a", "Half", "一半"), titled("b", "Half", "减半"), titled("c", "Whole", "全部")]
    found = [each.scenario for each in resolve(scenarios)]
    assert [each.title["en"] for each in found] == ["Half (a)", "Half (b)", "Whole"]
    assert [each.title["zh"] for each in found] == ["一半", "减半", "全部"]
    assert [each.name for each in found] == ["a", "b", "c"]


def test_scenarios_of_different_titles_stay_as_they_are() -> None:
    scenarios = [titled("a", "Half", "一半"), titled("b", "Whole", "全部")]
    assert all(found.scenario is given for found, given in zip(resolve(scenarios), scenarios, strict=True))
