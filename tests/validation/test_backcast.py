"""The back-cast: targets, scale and verdicts, and one tiny run from end to end."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from sim.cli import main as cli
from sim.report.validation.backcast_text import LABELS, backcast_record, backcast_text
from sim.scenario.scenario import ScenarioError
from sim.validation.backcast import Backcast, backcast, scenario_until
from sim.validation.backcast_targets import (
    MET,
    MISSED,
    Snapshot,
    compare_with_tables,
    out_migrants_51,
    out_migrants_age,
    published,
    row,
)
from sim.world import tables

TINY = {"counties": 1, "townships": 1, "villages": 2, "village_size": 150}
WORDS = ["backcast", "--counties", "1", "--townships", "1", "--villages", "2", "--village-size", "150", "-j", "1"]
AGES = 110


def snapshot(time: str, home: np.ndarray, members: int = 100) -> Snapshot:
    """A world whose residents are those of a table, with as many away."""
    persons = np.zeros((2, 2, AGES))
    persons[0, :, : home.shape[1]] = persons[1, :, : home.shape[1]] = home
    return Snapshot(time, persons, 0.5 * persons, members, births=1.0, deaths=1.0, admissions=1.0)


@pytest.fixture(scope="module")
def perfect() -> list[Snapshot]:
    """A path that goes from one census to the next in a thousandth of the numbers, without reclassification."""
    start = snapshot("2010-11", tables.residents(2010) / 1000)
    times = ["2020-11", *(f"{year + 1}-01" for year in range(2010, 2021))]
    return [start, *(snapshot(time, tables.residents(2020) / 1000) for time in times)]


def test_a_world_that_goes_from_census_to_census_meets_every_census_target(perfect):
    rows = compare_with_tables([perfect], 2020, 0.0)
    census = [each for each in rows if each.time == "2020-11"]
    assert len(census) == 3 + 34
    assert all(each.verdict == MET and abs(each.error) < 1e-9 for each in census)
    assert {each.target for each in rows} == set(LABELS)
    assert not [each for each in rows if each.time.endswith("-06")]


def test_reclassification_takes_its_share_of_residents_and_of_no_members(perfect):
    with_it = {(each.target, each.time, each.group): each for each in compare_with_tables([perfect], 2020, 0.02)}
    without = {(each.target, each.time, each.group): each for each in compare_with_tables([perfect], 2020, 0.0)}
    key = ("residents", "2020-11", "")
    assert with_it[key].model == pytest.approx(0.98**10 * without[key].model)
    assert with_it[key].verdict == MISSED
    for target in ("farmer_members", "recruits", "migrant_age", "internet_use"):
        key = (target, "2015", "")
        assert with_it[key].model == without[key].model


def test_members_are_told_by_their_growth_since_the_start(perfect):
    grown = [perfect[0], *(Snapshot(**{**vars(each), "members": 110}) for each in perfect[1:])]
    first, second = (compare_with_tables([path], 2020, 0.0) for path in (perfect, grown))
    members = [next(each.model for each in rows if each.target == "farmer_members") for rows in (first, second)]
    assert members[1] == pytest.approx(1.1 * members[0])
    assert members[0] == pytest.approx(24.8e6, rel=0.02)


def test_a_row_has_the_mean_and_the_interval_of_its_seeds():
    found = row("residents", "2020", "persons", list(range(1, 102)), 50.0, 0.01)
    assert (found.model, found.low, found.high) == (51.0, 6.0, 96.0)
    assert found.error == pytest.approx(0.02)
    assert found.verdict == MISSED
    assert row("migrant_age", "2020", "year", [30.0], 31.0, 1.5).verdict == MET
    assert row("births", "2020", "persons", [30.0]).verdict == ""


def test_out_migrants_are_those_away_from_sixteen_on_less_students() -> None:
    persons = np.zeros((2, 2, AGES))
    persons[1, 0, [10, 16, 21, 22, 60]] = 100.0
    found = Snapshot("2020-01", persons, persons, 0, 0.0, 0.0, 0.0, students=0.35)
    assert found.out_migrants().sum() == pytest.approx(2 * 65 + 200)
    assert out_migrants_51(found) == pytest.approx(100 / 330)
    assert out_migrants_age(found) == pytest.approx((65 * 16.5 + 65 * 21.5 + 100 * 22.5 + 100 * 60.5) / 330)


def test_published_figures_are_there_and_end_in_2021():
    assert published("farmer_members")[2011] == 24_834_000
    assert max(max(published(name)) for name in ("farmer_members", "rural_population", "migrant_age_all")) == 2021
    with pytest.raises(ValueError, match="no published figure"):
        published("farmers")


def test_the_scenario_begins_on_the_census_day_and_runs_the_defaults():
    scenario = scenario_until(2021, **TINY)
    assert scenario.horizon.months == 134
    assert scenario.world.dated
    assert scenario.world.tables == 2010
    assert dict(scenario.parameters) == {"meetings.denominator": "list"}


def test_a_back_cast_takes_dated_parameters_and_refuses_what_a_scenario_file_would_be_refused():
    table = {"until 2013-01": 0.5, "from 2013-01": 0}
    quorum = {"until 2012-01": "registered", "from 2012-01": "adjusted"}
    given = {"service.tax_contacts": table, "meetings.denominator": quorum, "migration.back": 0.011}
    scenario = scenario_until(2014, parameters=given, **TINY)
    assert scenario.plain()["parameters"] == {**given, "service.tax_contacts": {**table, "from 2013-01": 0.0}}
    with pytest.raises(ScenarioError, match="lies outside the run"):
        scenario_until(2012, parameters={"service.tax_contacts": table}, **TINY)


def test_a_tiny_back_cast_runs_from_end_to_end():
    found = backcast(2012, seeds=2, jobs=1, **TINY)
    assert isinstance(found, Backcast)
    assert found.seeds == 2
    assert not found.failures
    targets = {each.target for each in found.rows}
    assert targets == set(LABELS) - {"residents", "residents_60", "residents_by_age", "mean_error_by_age"}
    members = [each for each in found.rows if each.target == "farmer_members"]
    assert [each.time for each in members] == ["2011-06", "2011", "2012-06", "2012"]
    assert all(each.low <= each.model <= each.high for each in found.rows)
    ages = [each.model for each in found.rows if each.target == "secretary_age"]
    assert all(30 < age < 62 for age in ages)
    for language in ("en", "zh"):
        text = backcast_text(found, language)
        assert LABELS["internet_use"][language == "zh"] in text
    assert backcast_record(found)["registered_persons"] == found.persons
    assert "Given:" not in backcast_text(found, "en")
    given = replace(found, parameters={"migration.back": {"until 2012-01": 0.01, "from 2012-01": 0.012}})
    assert "Given: migration.back {'until 2012-01': 0.01" in " ".join(backcast_text(given, "en").split())
    assert backcast_record(given)["parameters"] == given.parameters


def test_a_back_cast_over_points_runs_as_many_seeds_at_each() -> None:
    points = [{"parameters.migration.back": value} for value in (0.008, 0.02)]
    found = backcast(2011, seeds=4, jobs=1, points=points, **TINY)
    apart = [backcast(2011, seeds=seeds, jobs=1, parameters={"migration.back": value}, **TINY)
             for seeds, value in (([1, 2], 0.008), ([3, 4], 0.02))]  # fmt: skip
    assert found.points == 2
    assert backcast_record(found)["points"] == 2
    assert "over 2 points" in " ".join(backcast_text(found, "en").split())
    for row_of_both, *rows in zip(found.rows, *(each.rows for each in apart), strict=True):
        if row_of_both.target == "away":
            assert row_of_both.model == pytest.approx(np.mean([each.model for each in rows]))
    with pytest.raises(ValueError, match="no multiple"):
        backcast(2011, seeds=3, points=points, **TINY)


def test_the_command_prints_json_with_the_stated_keys(capsys):
    assert cli.main([*WORDS, "--until", "2011", "--seeds", "1", "--json"]) == cli.DONE
    record = json.loads(capsys.readouterr().out)
    assert set(record) == {
        "until", "seeds", "registered_persons", "reclassification", "denominator", "parameters", "points",
        "targets", "failed",
    }  # fmt: skip
    assert set(record["targets"][0]) == {
        "target", "group", "time", "unit", "model", "low", "high", "observed", "error", "tolerance", "verdict", "input",
    }  # fmt: skip
    assert record["until"] == 2011


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--until", "2010"], "2011 to 2025"),
        (["--until", "2026"], "2011 to 2025"),
        (["--reclassification", "0.9"], "such as .009"),
        (["--seed", "-1"], "0 to 4294967295"),
        (["--villages", "900"], "villages"),
    ],
)
def test_bad_input_is_answered_without_a_traceback(capsys, words, message):
    assert cli.main([*WORDS, "--seeds", "1", *words]) == cli.BAD_INPUT
    said = capsys.readouterr()
    assert message in said.err
    assert "Traceback" not in said.err


@pytest.mark.verify
def test_every_figure_with_a_tolerance_is_met():
    found = backcast(2021, seeds=24)
    missed = [each for each in found.rows if each.verdict == MISSED]
    assert not missed, "\n".join(f"{each.target} {each.group} {each.time}: {each.error:+.3f}" for each in missed)
