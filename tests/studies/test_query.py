"""Questions to a study: SQL, frames, and tables for other tools, with no gap passed over."""

from __future__ import annotations

import json
import shutil

import numpy as np
import pandas
import pytest

from sim.indicators import INDICATORS
from sim.runs.run import Job
from sim.scenario.scenario import load
from sim.studies.query import MissingValues, Study
from tests.studies.invented import TEXT, quick, swept, write_study

LEAVE = "parameters.migration.leave"
DOSE = "policies.training.dose.units"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = write_study(tmp_path_factory.mktemp("asked"))
    swept(folder)
    return folder


@pytest.fixture(scope="module")
def study(folder):
    return Study(folder)


def test_a_frame_holds_what_the_runs_gave(study):
    frame = study.frame(["trust"])
    assert len(frame) == 30
    row = frame[(frame["scenario"] == "training") & (frame["row"] == 1) & (frame["replicate"] == 2)].iloc[0]
    scenario = load("baseline").changed({"policies.training": {}, DOSE: row[DOSE], f"{LEAVE}": row[LEAVE]})
    run = quick(Job(scenario, 3))
    assert row["seed"] == 3
    assert row["trust"] == run.value(INDICATORS["trust"], 12, 24)
    assert list(frame["row"]) == sorted(frame["row"])


def test_series_are_kept_by_year_and_by_month(study):
    yearly, monthly = study.frame(["trust"], table="yearly"), study.frame(["trust"], table="monthly")
    assert set(yearly["year"]) == {2021, 2022}
    assert len(monthly) == 30 * 24
    run = study.frame(["trust"]).iloc[0]
    second = yearly[(yearly["run"] == run["run"]) & (yearly["year"] == 2022)]["trust"].iloc[0]
    assert second == np.float32(run["trust"])  # the window is the last twelve months


def test_sql_sees_runs_points_values_and_failures(study):
    found = study.query(
        f'SELECT scenario, count(*) AS n, min(d."{LEAVE}") AS low FROM runs JOIN design d USING (row) GROUP BY 1'
    )
    assert dict(zip(found["scenario"], found["n"], strict=True)) == {"baseline": 15, "training": 15}
    assert found["low"].min() >= 0.010
    assert study.query("SELECT count(*) AS n FROM failed")["n"][0] == 0
    assert study.query("SELECT count(*) AS n FROM monthly")["n"][0] == 30 * 24


def test_a_study_without_results_can_be_asked(tmp_path):
    from sim.studies.folder import prepare

    prepare(write_study(tmp_path))
    study = Study(tmp_path)
    assert study.query("SELECT count(*) AS n FROM scalars")["n"][0] == 0
    assert study.frame().empty
    assert study.status().to_do == 30


def test_a_study_that_is_open_sees_runs_as_they_come_in(tmp_path):
    write_study(tmp_path)
    swept(tmp_path, shard=(1, 2))
    study = Study(tmp_path)
    ask = "SELECT count(*) AS n FROM runs JOIN scalars USING (run)"
    before = study.query(ask)["n"][0]
    assert 0 < before < 30
    assert study.query(ask)["n"][0] == before
    swept(tmp_path)
    assert study.query(ask)["n"][0] == 30


def test_salib_gets_one_value_a_point_in_the_order_of_the_design(study):
    problem, samples, values = study.to_salib("trust", "training")
    assert problem["names"] == [DOSE, LEAVE]
    assert samples.shape == (3, 2)
    assert ((samples >= 0) & (samples <= 1)).all()
    frame = study.frame(["trust"], scenario="training")
    assert values == pytest.approx(frame.groupby("row")["trust"].mean().to_numpy())
    with pytest.raises(ValueError, match="say which scenario: baseline, training"):
        study.to_salib("trust")


def test_salib_finds_the_factor_that_matters(tmp_path):
    from SALib.analyze import sobol

    text = """\
scenarios: [baseline]
uncertainties:
  parameters.migration.leave: declared
  parameters.migration.back: declared
design: {{kind: saltelli, points: 64}}
outcomes: [trust, capacity]
"""
    swept(write_study(tmp_path, text=text))
    problem, _, values = Study(tmp_path).to_salib("trust")
    found = sobol.analyze(problem, values, calc_second_order=False, seed=1)
    assert found["ST"][0] == pytest.approx(1.0, abs=0.2)
    assert abs(found["ST"][1]) < 1e-12


def test_salib_gets_no_outcome_that_is_the_same_everywhere_and_no_point_without_a_place(folder, tmp_path):
    place = shutil.copytree(folder, tmp_path / "constant")
    store = Study(place).prepared.store
    for part in store.parts():
        table = store.read("scalars", part)
        same = np.full(table.num_rows, 0.1)
        store.write("scalars", part, table.set_column(table.schema.get_field_index("trust"), "trust", [same]))
    with pytest.raises(ValueError, match="trust is the same at every point"):
        Study(place).to_salib("trust", "training")
    text = TEXT.replace("kind: lhs, points: {points}", "kind: one_at_a_time")
    swept(write_study(tmp_path / "one", replicates=1, text=text))
    with pytest.raises(MissingValues, match=f"points leave {DOSE}, {LEAVE} as"):
        Study(tmp_path / "one").to_salib("trust", "training")


def test_ema_gets_experiments_and_outcomes_of_one_length(study):
    experiments, outcomes = study.to_ema(["trust"])
    assert list(experiments.columns) == [DOSE, LEAVE, "policy", "scenario"]
    assert len(experiments) == len(outcomes["trust"]) == 30
    assert not np.isnan(outcomes["trust"]).any()


def test_xarray_has_a_dimension_for_scenario_point_and_replicate(study):
    found = study.to_xarray(["trust"])
    assert dict(found.sizes) == {"scenario": 2, "row": 3, "replicate": 5}
    assert found[LEAVE].dims == ("row",)
    frame = study.frame(["trust"])
    assert found["trust"].sel(scenario="baseline", row=2, replicate=4).item() in set(frame["trust"])
    assert study.to_xarray(["trust"], table="yearly").sizes["year"] == 2


def test_csv_reads_back_the_same(study, tmp_path):
    study.to_csv(tmp_path / "out.csv", ["trust"])
    assert pandas.read_csv(tmp_path / "out.csv")["trust"].to_numpy() == pytest.approx(study.frame(["trust"])["trust"])


def test_a_missing_value_is_an_error_that_names_the_run(folder, tmp_path):
    place = shutil.copytree(folder, tmp_path / "gap")
    study = Study(place)
    store = study.prepared.store
    (part,) = store.parts()
    table = store.read("scalars", part)
    values = table.column("trust").to_numpy().copy()
    values[3] = np.nan
    run = table.column("run")[3].as_py()
    store.write("scalars", part, table.set_column(table.schema.get_field_index("trust"), "trust", [values]))
    scenario = study.query(f"SELECT scenario FROM runs WHERE run = '{run}'")["scenario"][0]
    with pytest.raises(MissingValues, match=run):
        study.to_salib("trust", scenario)
    with pytest.raises(MissingValues, match=run):
        study.to_ema(["trust"])
    store.delete(part)
    with pytest.raises(MissingValues, match="30 of 30 runs are not done"):
        study.to_ema(["trust"])


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda study: study.frame(["trsut"]), "kept are trust, capacity"),
        (lambda study: study.frame(table="daily"), "kept are scalars, yearly, monthly"),
        (lambda study: study.frame(scenario="base"), "there are baseline, training"),
    ],
)
def test_what_is_not_there_is_refused_with_what_is(study, ask, message):
    with pytest.raises(ValueError, match=message):
        ask(study)


def test_a_study_is_opened_by_its_folder_or_file_and_nothing_else(folder, tmp_path):
    assert Study(folder / "study.yaml").factors == Study(folder).factors == (DOSE, LEAVE)
    (tmp_path / "manifest.json").write_text(json.dumps({"runs": 1}), encoding="utf-8")
    with pytest.raises(ValueError, match="belongs to no study"):
        Study(tmp_path)


def test_a_question_is_asked_again_if_parts_are_merged_meanwhile(tmp_path, monkeypatch):
    write_study(tmp_path)
    for share in (1, 2):
        swept(tmp_path, shard=(share, 2))
    study = Study(tmp_path)
    connected = Study._connected

    def merged_after(self):
        found = connected(self)
        store = self.prepared.store
        if len(parts := store.parts()) > 1:
            store.merge(parts)
        return found

    monkeypatch.setattr(Study, "_connected", merged_after)
    assert study.query("SELECT count(*) AS n FROM scalars")["n"][0] == 30


def test_differences_are_from_the_baseline_at_the_same_point_and_seed(study):
    frame = study.frame(["trust"], differences=True)
    alone = study.frame(["trust"], scenario="training", differences=True)
    assert (frame.loc[frame["scenario"] == "baseline", "trust_difference"] == 0).all()
    sides = frame.set_index(["scenario", "row", "replicate"])["trust"]
    steps = sides["training"] - sides["baseline"]
    assert alone.set_index(["row", "replicate"])["trust_difference"].to_numpy() == pytest.approx(steps.to_numpy())
    assert len(alone) == 15
    yearly = study.frame(["trust"], table="yearly", differences=True)
    here = yearly[(yearly["row"] == 1) & (yearly["replicate"] == 2) & (yearly["year"] == 2022)].set_index("scenario")
    step = here.loc["training", "trust"] - here.loc["baseline", "trust"]
    assert here.loc["training", "trust_difference"] == pytest.approx(step)


def test_exports_take_differences(study):
    steps = study.frame(["trust"], scenario="training", differences=True)
    experiments, outcomes = study.to_ema(["trust"], differences=True)
    assert set(experiments["policy"]) == {"training"}
    assert outcomes["trust_difference"] == pytest.approx(steps["trust_difference"].to_numpy())
    _, _, values = study.to_salib("trust", "training", differences=True)
    assert values == pytest.approx(steps.groupby("row")["trust_difference"].mean().to_numpy())
    found = study.to_xarray(["trust"], differences=True)["trust_difference"]
    assert found.sel(scenario="training", row=2, replicate=4).item() in set(steps["trust_difference"])
    with pytest.raises(ValueError, match="baseline is what the others are compared with"):
        study.to_salib("trust", "baseline", differences=True)


def test_a_gap_of_the_baseline_is_a_gap_of_the_difference(folder, tmp_path):
    place = shutil.copytree(folder, tmp_path / "gap")
    study = Study(place)
    store = study.prepared.store
    (part,) = store.parts()
    table = store.read("scalars", part)
    run = study.query("SELECT run FROM runs WHERE scenario = 'baseline'")["run"][0]
    values = table.column("trust").to_numpy().copy()
    values[table.column("run").to_pylist().index(run)] = np.nan
    store.write("scalars", part, table.set_column(table.schema.get_field_index("trust"), "trust", [values]))
    with pytest.raises(MissingValues, match=run):
        study.to_salib("trust", "training", differences=True)
    assert len(study.to_salib("trust", "training")[2]) == 3


def test_differences_may_be_from_a_row_of_the_design(tmp_path):
    text = """\
scenarios: [baseline]
uncertainties: {{parameters.migration.leave: [0.01, 0.015, 0.02]}}
design: full
replicates: {{precision: {{trust: 100}}, baseline: 1, least: 7, cap: 12}}
outcomes: [trust]
"""
    swept(write_study(tmp_path, text=text))
    frame = Study(tmp_path).frame(["trust"], differences=True)
    base = frame[frame["row"] == 1].set_index("replicate")["trust"]
    assert frame["trust_difference"].to_numpy() == pytest.approx(
        frame["trust"].to_numpy() - base[frame["replicate"]].to_numpy()
    )
    assert set(frame.loc[frame["row"] == 1, "trust_difference"]) == {0.0}


def test_a_single_scenario_has_no_differences(tmp_path):
    swept(write_study(tmp_path, text="scenarios: [baseline]\nreplicates: 2\noutcomes: [trust]\n"))
    with pytest.raises(ValueError, match="single scenario"):
        Study(tmp_path).frame(differences=True)
