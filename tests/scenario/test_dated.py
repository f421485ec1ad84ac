"""Dated values in scenario files: read, written back, merged, named; faults stand in tests/bad_scenarios."""

from __future__ import annotations

import json
import pickle
from pathlib import Path

import pytest

from sim.core.config.calendar import month_of
from sim.core.declarations.dated_value import DatedValue
from sim.runs.identity import canonical, put
from sim.runs.jobs import QUORUM, quorum_rule
from sim.scenario.scenario import Scenario, ScenarioError, from_plain, load, validate_file
from sim.studies.points import set_point
from tests.scenario.test_scenario import written

TAXES, STAKES, LEAVE = "service.tax_contacts", "effort.stakes", "migration.leave"
HEAD = "name: {name}\ntitle: Mine\nhorizon: {{start: 2003-01, months: 120, burn_in: 12}}\nparameters:\n"
ENDS = DatedValue((month_of("2006-01"),), (0.5, 0.0))


def file_of(folder: Path, lines: str, name: str = "mine") -> Path:
    return written(folder, HEAD.format(name=name) + lines, name)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("service.tax_contacts: {until 2006-01: 0.5, from 2006-01: 0}", ENDS),
        ("service.tax_contacts: {from 2006-1: 0, until 2006-01: 0.5}", ENDS),
        (
            "migration.leave: {from 2002-01: 0.216 1/year, from 2004-05: 1.2 %/month}",
            DatedValue((month_of("2002-01"), month_of("2004-05")), (0.216 / 12, 0.012)),
        ),
        (
            "effort.stakes: {at 2006-01: 1, at 2002-01: 0, at 2012-12: 0.5}",
            DatedValue(tuple(map(month_of, ("2002-01", "2006-01", "2012-12"))), (0.0, 1.0, 0.5), linear=True),
        ),
        (
            "meetings.denominator: {until 2010-01: registered, from 2010-01: adjusted}",
            DatedValue((month_of("2010-01"),), ("registered", "adjusted")),
        ),
        (
            "meetings.online: {until 2010-01: false, from 2010-01: true}",
            DatedValue((month_of("2010-01"),), (False, True)),
        ),
    ],
)
def test_steps_and_linear_values_are_read_with_units_choices_and_switches(
    text: str, expected: DatedValue, tmp_path: Path
) -> None:
    scenario = load(file_of(tmp_path, f"  {text}"))
    (found,) = scenario.parameters.values()
    assert isinstance(found, DatedValue)
    assert (found.dates, found.linear) == (expected.dates, expected.linear)
    if isinstance(expected.values[0], float):
        assert found.values == pytest.approx(expected.values)
        assert all(type(value) is float for value in found.values)
    else:
        assert found == expected
    assert from_plain(scenario.plain()) == scenario == pickle.loads(pickle.dumps(scenario))
    assert from_plain(json.loads(json.dumps(scenario.plain()))) == scenario


def test_a_file_replaces_the_dated_value_of_the_file_it_extends_as_a_whole(tmp_path: Path) -> None:
    file_of(tmp_path, "  service.tax_contacts: {until 2006-01: 0.5, from 2006-01: 0}\n  effort.stakes: 0.5", "below")
    head = "title: Mine\nextends: below.yaml\nparameters:\n"
    later = written(tmp_path, f"name: later\n{head}  {TAXES}: {{until 2008-01: 0.5, from 2008-01: 0}}", "later")
    assert load(later).parameters == {TAXES: DatedValue((month_of("2008-01"),), (0.5, 0.0)), STAKES: 0.5}
    plain = written(tmp_path, f"name: plain\n{head}  {TAXES}: 0.2", "plain")
    assert load(plain).parameters == {TAXES: 0.2, STAKES: 0.5}
    dated = written(tmp_path, f"name: dated\n{head}  {STAKES}: {{at 2004-01: 1, at 2005-01: 0}}", "dated")
    assert load(dated).parameters[TAXES] == ENDS
    assert load(dated).parameters[STAKES] == DatedValue((month_of("2004-01"), month_of("2005-01")), (1.0, 0.0), True)


def test_a_change_sets_and_replaces_a_dated_value() -> None:
    table = {"until 2022-01": 0.5, "from 2022-01": 0}
    changed = Scenario().changed({f"parameters.{TAXES}": table})
    assert changed.parameters == {TAXES: DatedValue((month_of("2022-01"),), (0.5, 0.0))}
    assert changed.changed({"horizon.months": 60}).parameters == changed.parameters
    assert changed.changed({f"parameters.{TAXES}": 0.5}).parameters == {TAXES: 0.5}
    with pytest.raises(ScenarioError, match="lies outside the run; allowed: 2019-02 to 2021-12, burn-in included"):
        changed.changed({"horizon.months": 12})


def test_names_come_from_the_values_and_a_factor_of_a_study_replaces_a_dated_value() -> None:
    dated = Scenario().changed({f"parameters.{TAXES}": {"from 2022-1": 0, "until 2022-01": "0.5"}})
    same = Scenario().changed({f"parameters.{TAXES}": {"until 2022-01": 0.5, "from 2022-01": 0.0}})
    assert canonical(dated.plain()) == canonical(same.plain())
    raw = put(Scenario().plain(), {f"parameters.{TAXES}": {"until 2022-01": 0.5, "from 2022-01": 0}})
    assert canonical(raw) == canonical(dated.plain())
    assert f'"parameters":{{"{TAXES}":{{"from 2022-01":0.0,"until 2022-01":0.5}}}}' in canonical(raw)
    others = (
        {"until 2022-02": 0.5, "from 2022-02": 0},
        {"until 2022-01": 0.4, "from 2022-01": 0},
        {"at 2021-12": 0.5, "at 2022-01": 0},
        0.5,
    )
    texts = {canonical(dated.changed({f"parameters.{TAXES}": other}).plain()) for other in others}
    assert len(texts | {canonical(dated.plain())}) == 5
    plain = canonical(Scenario().changed({f"parameters.{TAXES}": 0.25}).plain())
    assert canonical(set_point(dated.plain(), {f"parameters.{TAXES}": 0.25})) == plain
    assert canonical(set_point(dated.plain(), {f"parameters.{TAXES}": 0.25, "horizon.start": "2021-01"})) == plain


def test_names_of_scenarios_without_dates_are_as_they_were() -> None:
    parameters = {"parameters": {"a.b": 1, "c.d": True, "e.f": "word"}, "policies": {"p": {"dose": {"x": 2}}}}
    text = '{"parameters":{"a.b":1.0,"c.d":true,"e.f":"word"},"policies":{"p":{"dose":{"x":2.0}}}}'
    assert canonical(parameters) == text


def test_the_quorum_rule_is_told_with_its_dates() -> None:
    table = {"until 2022-01": "registered", "from 2022-01": "adjusted"}
    assert (
        quorum_rule(Scenario().changed({f"parameters.{QUORUM}": table}))
        == "{until 2022-01: registered, from 2022-01: adjusted}"
    )


def test_every_fault_of_a_dated_value_is_told_with_its_line(tmp_path: Path) -> None:
    lines = "  service.tax_contacts:\n    until 2006-01: 5\n    from 2016-01: -1\n  effort.stakes: {}"
    problems = validate_file(file_of(tmp_path, lines))
    assert [(each.line, each.key) for each in problems] == [
        (5, f"parameters.{TAXES}"),
        (6, f"parameters.{TAXES}.until 2006-01"),
        (7, f"parameters.{TAXES}.from 2016-01"),
        (7, f"parameters.{TAXES}.from 2016-01"),
        (8, f"parameters.{STAKES}"),
    ]
    assert problems[0].allowed == "from 2006-01"
    assert {each.unit for each in problems if each.fault == "is out of range"} == {"contacts/adult-month"}
