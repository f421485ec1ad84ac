"""The charts show what the columns and tallies hold."""

import json
import re

import numpy as np
import pytest

from sim.agents.codes import ACTIVIST, FULL, GONE, PROBATIONARY
from sim.app.charts import charts
from sim.app.charts.chart import packed
from sim.app.charts.frames import numbers, start_line, swatches
from sim.app.charts.grid import CHOICES
from sim.app.watch.views import VIEWS, Painter, grid_view
from sim.core.config.language import LANGUAGES
from sim.scenario.scenario import load
from tests.app.runs import LIVED, counted
from tests.worlds import World, group_of

MEN_HOME, WOMEN_HOME, MEN_AWAY, WOMEN_AWAY = range(4)
BANDS = charts.age_bands()


def test_members_are_counted_by_place_sex_and_age():
    world = World(villages=1, persons=40)
    people = world.people.columns
    cases = {
        0: (FULL, group_of(24), MEN_HOME, "<25"),
        1: (FULL, group_of(25, 1), WOMEN_HOME, "25–29"),
        2: (PROBATIONARY, group_of(84, 0, True), MEN_AWAY, "80–84"),
        3: (FULL, group_of(85, 1, True), WOMEN_AWAY, "85+"),
        4: (FULL, group_of(109, 1, True), WOMEN_AWAY, "85+"),
    }
    expected = np.zeros((4, len(BANDS)), int)
    for row, (stage, group, side, band) in cases.items():
        people.stage[row], people.group[row] = stage, group
        expected[side, BANDS.index(band)] += 1
    people.stage[5] = ACTIVIST
    people.stage[6], people.group[6] = FULL, GONE
    assert charts.members_by_age(world).tolist() == expected.tolist()


def test_the_axis_of_the_pyramid_holds_the_longest_bar_and_does_not_shrink():
    world = World(villages=1, persons=200, members=120)
    end = charts.pyramid_scale(world)
    assert end >= 120
    world.people.columns.stage[:] = 0
    assert charts.pyramid_scale(world) == end


def test_both_sides_of_the_pyramid_have_the_same_scale():
    frame = charts.pyramid_frame(World(villages=1, persons=60, members=33), "en")
    left, right = frame["xAxis"]
    assert left["max"] == right["max"]
    assert left["inverse"] is True
    assert "inverse" not in right


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_series_of_a_frame_has_its_values(view, language):
    world = counted()
    assert len(view.values(world)) == len(view.frame(world, language)["series"])


@pytest.mark.parametrize("view", [view for view in VIEWS if view.name != "pyramid"], ids=lambda view: view.name)
def test_lines_end_with_the_last_month_lived(view):
    world = counted()
    assert {len(line) for line in view.values(world)} == {LIVED}
    names = view.frame(world, "en")["xAxis"]["data"]
    assert len(names) == len(world.recorder.kept)


def test_real_and_reported_values_are_both_drawn():
    world = counted()
    world.recorder.kept[:, :, world.recorder.names.index("attendance")] = 10
    world.recorder.kept[:, :, world.recorder.names.index("attendance_due")] = 40
    world.recorder.kept[:, :, world.recorder.names.index("attendance_reported")] = 30
    world.recorder.kept[:, :, world.recorder.names.index("attendance_due_reported")] = 40
    real, reported, *_ = charts.party_life_values(world)
    assert real[-1] == 25.0
    assert reported[-1] == 75.0


def test_the_hours_of_the_tasks_add_up_to_the_top_of_the_stack():
    world = counted()
    frame = charts.hours_frame(world, "en")
    assert {each["stack"] for each in frame["series"]} == {"hours"}
    sums = world.recorder.sums("hours_service + hours_economy + hours_party + hours_trace")[-1].sum()
    top = sum(line[-1] for line in charts.hours_values(world))
    assert top == pytest.approx(sums / world.recorder.series("offices")[-1].sum(), abs=2e-3)


def test_a_month_without_a_value_is_left_out_of_what_the_browser_gets():
    assert numbers(np.array([1.23456, np.nan, np.inf - np.inf]), 100.0) == [123.456, None, None]
    assert json.loads(packed([1.0, None])) == [1.0, None]


def test_a_number_that_is_not_finite_is_not_sent():
    with pytest.raises(ValueError, match="not JSON compliant"):
        packed([float("nan")])


def test_the_legend_names_each_colour_once_and_what_is_dashed():
    world = counted()
    frame = charts.pyramid_frame(world, "en")
    assert [name for name, _, _ in swatches(frame)] == ["men", "women"]
    dashed = [name for name, _, dashed in swatches(charts.party_life_frame(world, "en")) if dashed]
    assert dashed == ["attendance, reported", "meetings recorded but not held"]


def test_the_frame_is_made_again_only_when_its_scale_changes():
    world = counted()
    painter = Painter(world, grid_view("members"), "en")
    first = painter.now()["frame"]
    assert painter.now()["frame"] is first
    world.now["members"] = 100_000.0
    world.recorder.close()
    assert painter.now()["frame"] != first


def test_the_start_of_the_horizon_is_marked():
    world = counted(burn_in=14)
    frame = charts.trust_frame(world, "en")
    (mark,) = frame["series"][0]["markLine"]["data"]
    assert mark["xAxis"] == frame["xAxis"]["data"][12]


@pytest.mark.parametrize(
    ("scenario", "text"),
    [
        ("talent", "graduate official, talent recruitment"),
        ("three_deep", "4 policies"),
        ("everything_thin", "27 policies"),
    ],
)
def test_policies_that_start_together_are_named_if_few_and_counted_if_many(scenario, text):
    world, future = counted(), load(scenario)
    world.future = future.changed({f"policies.{name}.start": "2021-02" for name in future.policies})
    assert text in [mark["name"] for mark in start_line(world, "en")["data"]]


def words_in(option) -> list[str]:
    """Texts of an ECharts option that a reader sees."""
    if isinstance(option, list):
        return [word for each in option for word in words_in(each)]
    if not isinstance(option, dict):
        return [option] if isinstance(option, str) else []
    return [word for name, each in option.items() if name in SHOWN for word in words_in(each)]


SHOWN = ("name", "text", "title", "data", "series", "xAxis", "yAxis", "visualMap", "markLine")


@pytest.mark.parametrize(
    "view", [*VIEWS, *(grid_view(name) for name in CHOICES)], ids=[*(view.name for view in VIEWS), *CHOICES]
)
def test_a_chinese_chart_has_no_english_words(view):
    world, future = counted(), load("talent")
    world.future = future.changed({f"policies.{name}.start": "2021-02" for name in future.policies})
    words = words_in(view.frame(world, "zh"))
    assert len(words) > 3
    assert [word for word in words if re.search("[A-Za-z]{3}", word)] == []
