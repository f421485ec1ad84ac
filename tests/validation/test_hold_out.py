"""Hold-out: scores of invented runs by hand, and a tiny one from end to end."""

from __future__ import annotations

import csv
import io
import json
import math

import pytest

from sim.report.validation.hold_out_text import LABELS, figures_csv, hold_out_record, hold_out_text
from sim.validation.held_out_figures import INPUT, HeldOut, held_out_figures
from sim.validation.hold_out import FORMER, HoldOut, Variant, former_point, hold_out, score, sums

PAST = {2014: 1.0, 2015: 2.0, 2016: 3.0, 2017: 4.0}
NEAR = HeldOut("age", "2018", 2018, 5.0, "year", past=PAST, anchored=True)
GIVEN = HeldOut("use", "2018", 2018, 0.5, "share", INPUT)
LONE = HeldOut("women", "2019", 2019, 0.4, "share")
RUNS = [
    (0, {"age 2018": 11.0, "age 2017": 10.0, "use 2018": 0.1, "women 2019": 0.2}),
    (0, {"age 2018": 12.0, "age 2017": 10.0, "use 2018": 0.1, "women 2019": 0.6}),
    (1, {"age 2018": 13.0, "age 2017": 11.0, "use 2018": 0.1, "women 2019": math.nan}),
]


def test_figures_are_anchored_at_the_last_known_value_and_scored():
    age, use, women = score((NEAR, GIVEN, LONE), RUNS)
    assert age.model.value == pytest.approx(4.0 + (1 + 2 + 2) / 3)
    assert age.model.crps == pytest.approx((0 + 1 + 1) / 3 - (1 + 1 + 0) / 3 / 2)
    assert age.last.value == 4.0
    assert (age.last.crps, age.trend.value, age.trend.crps) == (1.0, 5.0, 0.0)
    assert age.last.interval_score == pytest.approx(2 * 1.6448536269514722)
    assert age.inside == (age.model.low <= 5.0)
    assert math.isnan(use.last.value)
    assert women.model.value == pytest.approx(0.4)
    assert women.inside


def test_a_number_of_persons_is_anchored_by_a_factor():
    members = HeldOut("members", "2018", 2018, 300.0, "persons", past={2017: 200.0}, anchored=True)
    (found,) = score((members,), [(0, {"members 2018": 6.0, "members 2017": 4.0})])
    assert found.model.value == pytest.approx(300.0)
    (found,) = score((members,), [(0, {"members 2018": 6.0, "members 2017": 0.0})])
    assert math.isnan(found.model.value)
    assert not found.inside


def test_sums_leave_inputs_out_and_ask_only_what_has_a_last_value():
    found = sums(Variant("matched", "cut", score((NEAR, GIVEN, LONE), RUNS), 3))
    assert (found.figures, found.series) == (2, 2)
    assert (found.with_last, found.beat_last, found.with_trend, found.beat_both) == (1, 1, 1, 0)
    assert found.with_errors == 1


def test_the_former_baseline_leaves_to_drivers_what_they_make_of_the_year():
    point = former_point()
    assert "parameters.start.device_age" not in point
    assert point["parameters.migration.place"] == 1.0
    assert point["parameters.offices.women_stand"] == 1


@pytest.fixture(scope="module")
def found() -> HoldOut:
    world = {"counties": 1, "townships": 1, "villages": 1, "village_size": 300}
    points = [{"parameters.migration.leave": value} for value in (0.013, 0.015)]
    return hold_out(2019, points, plausible=1, unmatched=points[:1], seeds=2, former_seeds=1, world=world, jobs=1)


def test_a_tiny_hold_out_runs_from_end_to_end(found):
    assert [(each.points, each.drivers, each.runs) for each in found.variants] == [
        ("matched", "cut", 4), ("matched", "given", 4), ("unmatched", "cut", 2), ("unmatched", "given", 2),
        ("former", "cut", 1), ("former", "given", 1),
    ]  # fmt: skip
    assert found.failures == ()
    for variant in found.variants:
        assert [row.figure for row in variant.rows] == list(held_out_figures(2019))


def test_every_figure_has_a_label_in_both_languages():
    assert {each.name for each in held_out_figures(2012)} <= set(LABELS)


def test_it_is_told_in_both_languages_as_a_record_and_as_lines(found):
    for language, head in (("en", "drivers cut at 2019"), ("zh", "驱动数据截至2019年")):
        text = hold_out_text(found, language)
        assert head in text
        assert text.count("90") > 4
    record = json.loads(json.dumps(hold_out_record(found)))
    assert record["variants"][5]["points"] == FORMER
    lines = list(csv.DictReader(io.StringIO(figures_csv(found))))
    assert len(lines) == 6 * len(held_out_figures(2019))
    assert {line["drivers"] for line in lines} == {"cut", "given"}
