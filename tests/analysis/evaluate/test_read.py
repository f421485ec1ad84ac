"""The study of an evaluation: valid as it is written, and every fault told with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.analysis.evaluate.plan import REAL, REPORTED, SURVEYED, TWO_STAGE, Look
from sim.analysis.evaluate.read import load_evaluation
from sim.core.config.language import speaking
from sim.scenario.scenario import ScenarioError
from sim.studies.new import new_study

SMALL = """\
constants: {world.townships: 1, world.villages: 12, world.village_size: 150, horizon.months: 48}
pilot: {policy: training, starts: [2023-01]}
"""


def study(folder: Path, text: str) -> Path:
    (folder / "study.yaml").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_default_study_is_valid(tmp_path, language):
    with speaking(language):
        plan = load_evaluation(new_study("evaluate", tmp_path / "true"))
    assert (plan.name, plan.worlds, plan.sizes, plan.periods) == ("true", 200, (20, 40, 60), 4)
    assert plan.scenario.world.villages_in_all == 60
    assert plan.looks == (Look("trust", REAL), Look("trust", SURVEYED), Look("attendance", REAL)) + (
        Look("attendance", REPORTED),
    )
    assert plan.looks[-1].column == "attendance_reported"
    assert [plan.first_period(each) for each in plan.pilot.starts] == [2, 3]


def test_worlds_and_the_scenario_can_be_named(tmp_path):
    plan = load_evaluation(new_study("evaluate", tmp_path / "own", scenarios=["former"], points=12))
    assert (plan.scenario.name, plan.worlds) == ("former", 12)
    with pytest.raises(ValueError, match="in one scenario"):
        new_study("evaluate", tmp_path / "two", scenarios=["baseline", "training"])


def test_what_is_left_out_has_its_usual_value(tmp_path):
    plan = load_evaluation(study(tmp_path, SMALL))
    assert plan.sizes == (6, 8, 12)
    assert {look.measure for look in plan.looks} == {REAL, REPORTED}  # no survey is described


FAULTS = {
    "pilot: {policy: training, starts: [2023-02]}": (2, "pilot.starts", "begins no observation", "2022-01, 2023-01"),
    "pilot: {policy: training, starts: [2021-01]}": (2, "pilot.starts", "begins no observation", "2022-01"),
    "pilot: {policy: training, starts: [2023-01, 2022-01]}": (2, "pilot.starts", "no months that rise", ""),
    "pilot: {policy: trainign, starts: [2023-01]}": (2, "pilot", "no such policy", "training"),
    "pilot: {policy: training, starts: [2023-01], dose: {units: 900}}": (2, "pilot.dose.units", "out of range", ""),
    "pilot: {policy: training, starts: [2023-01], share: 1}": (2, "pilot.share", "out of range", "0.01 to 0.99"),
    "pilot: {policy: training, starts: [2023-01], start: 3}": (2, "pilot.start", "not known", "starts"),
    "pilot: {starts: [2023-01]}": (2, "pilot.policy", "no name of a policy", ""),
    "rules: [weakset]": (3, "rules", "not known", "weakest"),
    "estimators: [did]": (3, "estimators", "not known", "two_way_fixed_effects"),
    "outcomes: [digital_theil]": (3, "outcomes", "no outcome of a village", ""),
    "villages: [12, 6]": (3, "villages", "no numbers of villages", "6 to 12"),
    "villages: [90]": (3, "villages", "no numbers of villages", "6 to 12"),
    "survey: {deviation: {trust: -1}}": (3, "survey.deviation.trust", "no number", "from 0 on"),
    "survey: {person: 3}": (3, "survey.person", "not known", "persons"),
    "period: 7": (3, "period", "does not go into", ""),
    "level: 2": (3, "level", "out of range", "0.001 to 0.5"),
    "worlds: 1": (3, "worlds", "out of range", "2 to"),
    "scenario: training": (2, "pilot.policy", "on in the scenario already", ""),
    "measures: [surveyed]": (3, "measures", "none of the outcomes", ""),
    "designs: {}": (3, "designs", "not known", ""),
}


@pytest.mark.parametrize("line", FAULTS)
def test_what_is_wrong_is_told_with_line_key_and_range(tmp_path, line):
    at, key, fault, allowed = FAULTS[line]
    text = SMALL.splitlines()[0] + "\n" + line if line.startswith("pilot") else SMALL + line
    with pytest.raises(ScenarioError) as told:
        load_evaluation(study(tmp_path, text + "\n"))
    first = told.value.problems[0]
    assert (first.line, fault in first.fault, allowed in f"{first.allowed} {first.nearest}") == (at, True, True)
    assert first.key.startswith(key)


def test_a_world_of_several_counties_is_refused(tmp_path):
    with pytest.raises(ScenarioError, match="several counties"):
        load_evaluation(study(tmp_path, SMALL.replace("world.villages: 12", "world.villages: 12, world.counties: 2")))


def test_two_stages_take_two_observations_before(tmp_path):
    early = SMALL.replace("2023-01", "2022-01")
    assert load_evaluation(study(tmp_path, early)).pilot.starts
    with pytest.raises(ScenarioError, match="2 before it"):
        load_evaluation(study(tmp_path, f"{early}estimators: [{TWO_STAGE}]\n"))


def test_waves_of_one_village_are_refused(tmp_path):
    staggered = SMALL.replace("[2023-01]", "[2023-01, 2024-01]")
    with pytest.raises(ScenarioError, match="less than two villages"):
        load_evaluation(study(tmp_path, f"{staggered}villages: [6, 12]\n"))
