"""Replicates by precision: how many there are follows from stored results and from nothing else."""

from __future__ import annotations

import json
import math

import numpy as np
import pyarrow.parquet as parquet
import pytest
from scipy import stats

from sim.cli import main as cli
from sim.cli.studies import estimate_text, precision_text
from sim.scenario.scenario import ScenarioError
from sim.studies.clean import clear
from sim.studies.folder import open_study, prepare
from sim.studies.query import Study
from sim.studies.read import load_study
from sim.studies.recheck import recheck, reproduce
from sim.studies.status import status_of
from sim.studies.sweep import sweep
from sim.studies.tables import PRECISION
from tests.studies.coordinator import has_published, kill, start
from tests.studies.invented import FLAW, TEXT, invented, quick, swept, write_study

LEAST, CAP, WIDTHS = 10, 60, {"trust": 0.02, "capacity": 0.022}
BY_PRECISION = f"{{{{precision: {{{{trust: 0.02, capacity: 0.022}}}}, least: {LEAST}, cap: {CAP}}}}}"
ASKED = TEXT.replace("{replicates}", BY_PRECISION)


def ask(folder, text=ASKED):
    return write_study(folder, text=text)


def runs_of(folder):
    """Names of the runs that a study wants, and the pairs of each contrast and outcome."""
    found = open_study(folder)
    return set(found.requested_names), {(e["row"], e["outcome"]): e["n"] for e in status_of(found).precision}


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    folder = ask(tmp_path_factory.mktemp("asked"))
    swept(folder)
    return folder


@pytest.fixture(scope="module")
def expected(undisturbed):
    return status_of(open_study(undisturbed))


def enough_by_hand(differences):
    """Pairs by the rule, worked out with SciPy from pairs that were all run beforehand."""
    for pairs in range(LEAST + 5, CAP + 1, 5):
        for reached in range(LEAST, pairs - 4):
            if all(
                stats.t.ppf(0.975, n - 1) * stats.sem(differences[outcome][:n]) <= width
                and n >= 25 * stats.skew(differences[outcome][:n]) ** 2
                for n in range(reached, reached + 6)
                for outcome, width in WIDTHS.items()
            ):
                return pairs
    return CAP


def test_each_contrast_stops_where_the_rule_says_and_the_baseline_has_the_most(tmp_path, undisturbed, expected):
    full = write_study(tmp_path, replicates=CAP)
    swept(full)
    frame = Study(full).frame()
    side = {name: frame[frame["scenario"] == name] for name in ("baseline", "training")}
    by_hand = []
    for row in range(3):
        a, b = (side[name][side[name]["row"] == row] for name in ("baseline", "training"))
        by_hand.append(enough_by_hand({name: b[name].to_numpy() - a[name].to_numpy() for name in WIDTHS}))
    assert len(set(by_hand)) == 3  # so that contrasts do stop apart
    assert [each["n"] for each in expected.precision if each["outcome"] == "trust"] == by_hand
    chosen = Study(undisturbed).frame()
    for row, pairs in enumerate(by_hand):
        for name in side:
            here = chosen[(chosen["row"] == row) & (chosen["scenario"] == name)]
            assert list(here["replicate"]) == list(range(pairs))
    assert expected.to_do == 0
    assert expected.replicates == max(by_hand)


def test_the_stored_table_holds_pairs_half_widths_and_differences(undisturbed):
    table = parquet.read_table(undisturbed / PRECISION).to_pylist()
    frame = Study(undisturbed).frame()
    for each in table:
        here = frame[frame["row"] == each["row"]]
        a, b = (here[here["scenario"] == name][each["outcome"]].to_numpy() for name in ("baseline", each["scenario"]))
        found = stats.ttest_rel(b, a).confidence_interval(0.95)
        assert each["n"] == len(a)
        assert each["half_width"] == pytest.approx((found.high - found.low) / 2)
        assert each["difference"] == pytest.approx((b - a).mean())
        assert each["half_width"] <= each["wanted"] == WIDTHS[each["outcome"]]
        assert each["skew"] == pytest.approx(stats.skew(b - a))
        assert not each["capped"]
    assert len(table) == 3 * len(WIDTHS)
    asked = Study(undisturbed).query("SELECT max(n) AS n FROM precision JOIN design USING (row)")
    assert asked["n"][0] == max(each["n"] for each in table)


@pytest.mark.parametrize("workers", [1, 2])
def test_one_and_two_processes_choose_the_same_runs(tmp_path, undisturbed, expected, workers):
    found = swept(ask(tmp_path), engine="process", jobs=workers)
    assert found.status.digest == expected.digest
    assert found.status.precision == expected.precision
    assert runs_of(tmp_path) == runs_of(undisturbed)


def test_a_sweep_interrupted_again_and_again_chooses_the_same_runs(tmp_path, monkeypatch, undisturbed, expected):
    from sim.execution import runner

    folder, before, left = ask(tmp_path), runner.Runner._take_in, [0]

    def impatient(self, future):
        before(self, future)
        left[0] -= 1
        if left[0] <= 0:
            raise KeyboardInterrupt

    monkeypatch.setattr(runner.Runner, "_take_in", impatient)
    interruptions = 0
    while True:
        left[0] = 1 + interruptions % 3
        try:
            found = swept(folder)
        except KeyboardInterrupt:
            interruptions += 1
            continue
        break
    assert interruptions > 5
    assert found.status.digest == expected.digest
    assert runs_of(folder) == runs_of(undisturbed)


def test_a_killed_coordinator_chooses_the_same_runs_when_it_is_started_again(tmp_path, undisturbed, expected):
    folder = ask(tmp_path)
    process = start(folder, "slow")
    assert has_published(process, folder, set())
    kill(process)
    assert swept(folder, "slow").status.digest == expected.digest
    assert runs_of(folder) == runs_of(undisturbed)


def test_shards_called_in_turn_until_nothing_is_left_choose_the_same_runs(tmp_path, undisturbed, expected):
    ask(tmp_path)
    left, turns = 1, 0
    while left:
        for place in (2, 1):
            left = swept(tmp_path, shard=(place, 2)).status.to_do
        turns += 1
        assert turns < 20
    assert status_of(open_study(tmp_path)).digest == expected.digest
    assert runs_of(tmp_path) == runs_of(undisturbed)


def test_a_study_that_had_a_fixed_number_takes_its_runs_over(tmp_path, expected):
    swept(write_study(tmp_path, replicates=CAP))
    ask(tmp_path)
    found = swept(tmp_path)
    assert found.tally.done == 0
    assert found.status.digest == expected.digest


def test_a_study_that_is_open_sees_replicates_as_they_are_asked_for(tmp_path, expected):
    swept(ask(tmp_path), shard=(1, 2))
    study = Study(tmp_path)
    question = "SELECT (SELECT count(*) FROM runs) AS wanted, (SELECT count(*) FROM precision WHERE open) AS open"
    assert study.query(question).to_dict("records") == [{"wanted": 90, "open": 6}]
    swept(tmp_path)
    assert study.query(question).to_dict("records") == [{"wanted": expected.requested, "open": 0}]


def test_a_contrast_that_stays_wide_is_capped_and_says_so(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("sim.execution.work.simulate", quick)
    text = ASKED.replace("0.022", "0.000001")
    prepare(ask(tmp_path, text))
    assert cli.main(["sweep", str(tmp_path), "--engine", "sequential"]) == cli.DONE
    said = capsys.readouterr().out
    assert said.count(" capped") == 6
    assert cli.main(["status", str(tmp_path), "--json"]) == cli.DONE
    record = json.loads(capsys.readouterr().out)
    assert [each["n"] for each in record["precision"]] == [CAP] * 6
    assert all(each["capped"] for each in record["precision"])


def test_status_says_which_differences_are_skewed():
    record = {"row": 0, "scenario": "training", "outcome": "trust", "n": 25, "half_width": 0.01, "wanted": 0.02}
    record |= {"skew": 0.9, "capped": False, "open": False}
    assert "skewed" not in precision_text([record])
    assert "reached, skewed" in precision_text([record | {"skew": -1.1}])


def test_status_names_contrasts_that_are_open(tmp_path, capsys):
    prepare(ask(tmp_path))
    assert cli.main(["status", str(tmp_path)]) == cli.DONE
    said = capsys.readouterr().out
    assert said.count(" open") == 6
    assert "to do 90" in said  # three points, two scenarios, ten replicates and the five of the look-ahead


def test_a_run_that_fails_leaves_its_pair_without_a_value(tmp_path):
    found = swept(ask(tmp_path), "flawed").status
    frame = Study(tmp_path).frame()
    for each in found.precision:
        here = frame[(frame["row"] == each["row"]) & (frame["scenario"] == "training")]
        assert FLAW not in set(here["seed"])
        assert each["n"] == len(here) >= LEAST
        assert not each["open"]
    assert found.to_do == 0
    assert swept(tmp_path, "flawed").tally.done == 0


def test_a_point_can_be_the_baseline(tmp_path):
    text = """\
scenarios: [baseline, training]
uncertainties:
  parameters.migration.leave: declared
design: one_at_a_time
replicates: {{precision: {{trust: 0.05}}, baseline: 0, least: 4, cap: 50}}
outcomes: [trust, capacity]
"""
    found = swept(ask(tmp_path, text)).status
    compared = [(each["row"], each["scenario"]) for each in found.precision]
    assert compared == [(row, name) for row in (1, 2) for name in ("baseline", "training")]
    frame = Study(tmp_path).frame(["trust"]).set_index(["row", "scenario", "replicate"])["trust"]
    for each in found.precision:
        differences = [
            frame[each["row"], each["scenario"], k] - frame[0, each["scenario"], k] for k in range(each["n"])
        ]
        assert each["difference"] == pytest.approx(np.mean(differences))


def test_recheck_gc_and_reproduce_know_the_runs(tmp_path, undisturbed, expected):
    assert recheck(undisturbed, 5, jobs=1, engine=invented()).well
    assert clear(undisturbed, dry_run=True).runs == 0
    for _ in range(2):
        again = reproduce(undisturbed, tmp_path / "again", engine=invented())
        assert again.well
        assert again.equal == expected.requested


def test_a_dry_run_states_fewest_and_most(tmp_path, monkeypatch):
    from sim.studies.estimate import estimate

    monkeypatch.setattr("sim.studies.estimate.simulate", quick)
    found = estimate(ask(tmp_path))
    assert (found.replicates, found.most_replicates) == (LEAST + 5, CAP)
    assert (found.runs, found.most_runs) == (90, 360)
    assert (found.to_do, found.most_to_do) == (90, 360)
    assert found.most_core_hours == pytest.approx(4 * found.core_hours)
    assert "replicates 15 to 60" in estimate_text(found)
    assert "runs 90 to 360, done 0, to do 90 to 360" in estimate_text(found)


@pytest.mark.parametrize(
    ("replicates", "message"),
    [
        ("many", "1 to 1000000, or {precision: {outcome: half-width}, baseline: scenario}"),
        ("{{precison: {{trust: 0.01}}}}", "did you mean 'precision'"),
        ("{{least: 20}}", "replicates.precision: is missing"),
        ("{{precision: 0.01}}", "replicates.precision = 0.01: is no table"),
        ("{{precision: {{trsut: 0.01}}}}", "did you mean 'trust'"),
        ("{{precision: {{formalism: 0.01}}}}", "is not among the outcomes of this study; allowed: trust, capacity"),
        ("{{precision: {{trust: 0}}}}", "is no half-width; allowed: a number above 0"),
        ("{{precision: {{trust: .inf}}}}", "is no half-width"),
        ("{{precision: {{trust: yes}}}}", "is no half-width"),
        ("{{precision: {{trust: 0.01}}, baseline: trainin}}", "did you mean 'training'"),
        ("{{precision: {{trust: 0.01}}, baseline: -1}}", "is no scenario and no row"),
        ("{{precision: {{trust: 0.01}}, baseline: 3}}", "there is no such row; allowed: 0 to 2"),
        ("{{precision: {{trust: 0.01}}, least: 1}}", "2 to"),
        ("{{precision: {{trust: 0.01}}, least: 30, cap: 44}}", "45 to 1000000"),
        ("{{precision: {{trust: 0.01}}, batch: 0}}", "1 to 1000000"),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path, replicates, message):
    with pytest.raises(ScenarioError) as caught:
        sweep(write_study(tmp_path, text=TEXT.replace("{replicates}", replicates)))
    assert message in str(caught.value)
    assert "study.yaml:9: " in str(caught.value)


@pytest.mark.parametrize(
    ("given", "message"),
    [("", "is missing, and there is one scenario only"), (", baseline: baseline", "no other scenario")],
)
def test_one_scenario_needs_a_point_to_compare_with(tmp_path, given, message):
    text = f"scenarios: [baseline]\nreplicates: {{{{precision: {{{{trust: 0.01}}}}{given}}}}}\noutcomes: [trust]\n"
    with pytest.raises(ScenarioError, match=message):
        load_study(write_study(tmp_path, text=text))


def test_one_point_needs_a_scenario_to_compare_with(tmp_path):
    text = "scenarios: [baseline]\nreplicates: {{precision: {{trust: 0.01}}, baseline: 0}}\noutcomes: [trust]\n"
    with pytest.raises(ScenarioError, match="no other point"):
        prepare(write_study(tmp_path, text=text))


def test_a_number_means_what_it_meant(tmp_path):
    plan = load_study(write_study(tmp_path, replicates=7))
    assert (plan.replicates, plan.most_replicates, plan.precision) == (7, 7, None)
    assert math.isclose(load_study(ask(tmp_path)).precision.widths["trust"], 0.02)
