"""What the page shows of an answer: tiles, panels, status, the open question, tabs; in both languages."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from sim.analysis.for_whom import ForWhom, GroupDifference, TurnOf, VillageShares
from sim.analysis.robust.turns import signs_of
from sim.analysis.turning import Turn
from sim.analysis.why.record import place_of
from sim.app.compare import opened_why
from sim.app.compare.answer import Answer, Stage
from sim.app.compare.asked import scenarios_of
from sim.app.compare.bar import tabs_of
from sim.app.compare.errands import Errand, Going, Over
from sim.app.compare.figures import KINDS, Course
from sim.app.compare.opened import opened_of
from sim.app.compare.panels import ends_of, panels_of, years_of
from sim.app.compare.state import State
from sim.app.compare.status import lead_of, status_of, time_in_words
from sim.app.compare.tabs import view_of
from sim.app.compare.tiles import shown_outcomes, tiles_of
from sim.app.compare.view import QUESTIONS, TABS
from sim.channels.table import channel_named
from sim.core.config.calendar import month_of
from sim.core.config.language import LANGUAGES
from sim.execution import warm
from sim.execution.cache import RunStore
from sim.indicators import INDICATORS
from sim.report.comparison.page_methods import numbers_line
from sim.words.compare import TEXTS, say
from tests.app.compare.answers import state_of
from tests.cli.english_left import english_left

STAGES = (Stage.ESTIMATE, Stage.FEW, Stage.FINAL)


def text_of(tile: dict) -> str:
    return "".join(part["text"] for part in tile["sentence"])


def spoken(state: State, language: str) -> State:
    return replace(state, view=replace(state.view, language=language))


def test_before_there_is_an_answer_tiles_and_panels_stand_empty_in_their_places():
    state = State().use("training").waiting()
    assert [text_of(each) for each in tiles_of(state)] == ["no answer yet"] * 4
    shown = panels_of(state)
    assert [each["empty"] for each in shown["panels"]] == [True] * 6
    assert all('class="zero"' in each["svg"] for each in shown["panels"])


def test_a_tile_tells_what_is_seen_first_with_its_size_and_says_what_is_not(answered):
    for tile in tiles_of(state_of(answered)):
        mine = {
            each.outcome.scenario[-1].upper(): each
            for each in answered.readings
            if each.indicator.name == tile["outcome"]
        }
        told = text_of(tile)
        for letter, each in mine.items():
            assert letter in told
            if each.seen:
                assert ("raises" if each.found.difference > 0 else "lowers") in told
        if not any(each.seen for each in mine.values()):
            assert "no difference seen" in told
        assert all("aria-label" in row["svg"] for row in tile["rows"])
        assert tile["turned"] == (next(iter(mine.values())).indicator.better < 0)


def test_an_estimate_has_no_verdict_and_few_pairs_say_so(answered):
    estimate = tiles_of(state_of(answered, Stage.ESTIMATE))
    assert all(text_of(each).startswith("Estimate: A about") for each in estimate)
    assert all(row["kind"] == "soft" and "estimate" in row["svg"] for tile in estimate for row in tile["rows"])
    assert all(text_of(each).startswith("So far: ") for each in tiles_of(state_of(answered, Stage.FEW)))


def test_height_order_and_rows_are_the_same_at_every_stage(answered):
    shown = [[(each["outcome"], len(each["rows"])) for each in tiles_of(state_of(answered, stage))] for stage in STAGES]
    few = state_of(answered, Stage.FEW)
    final = few.with_answer(answered)
    assert [each["outcome"] for each in tiles_of(few)] == [each["outcome"] for each in tiles_of(final)]
    assert all({rows for _, rows in each} == {2} for each in shown)


def test_figures_of_another_question_are_faded(answered):
    state = state_of(answered).move("training.dose.units", 3.0).waiting()
    assert all(each["stale"] for each in tiles_of(state))
    assert panels_of(state)["stale"]
    assert not panels_of(state_of(answered))["stale"]


@pytest.mark.parametrize("kind", KINDS)
def test_panels_draw_each_side_on_one_time_axis(answered, kind):
    state = state_of(answered).draw(kind)
    shown = panels_of(state)
    assert len(shown["at"]) == len(shown["names"]) == len(answered.figures.places)
    assert shown["names"][-1] == "2022-06"
    for panel in shown["panels"]:
        lines = ["base", "a", "b"] if kind == "level" else ["a", "b"]
        assert [each["kind"] for each in panel["values"]] == lines
        assert panel["svg"].count('class="median') == len(lines)
        assert panel["svg"].count('class="b50') == 2
        assert "nan" not in panel["svg"]
        assert len(panel["rows"][0]) == 1 + len(lines)
    assert [each["outcome"] for each in shown["panels"]] == shown_outcomes(state)


def test_few_pairs_are_lines_and_no_bands():
    every = np.arange(8.0).reshape(4, 2)
    assert Course.of(every).lines.shape == (4, 2)
    assert Course.of(np.tile(every, (2, 1))).lines.shape == (0, 2)


def test_names_at_the_ends_of_lines_keep_apart(answered):
    ends = [each["at"] for each in panels_of(state_of(answered))["panels"][0]["ends"]]
    assert ends[1] - ends[0] >= 8
    assert max(ends) <= 100
    assert ends_of([], 0.0, 1.0) == []


def test_years_stand_where_their_january_is():
    assert years_of(month_of("2021-01"), 24) == [{"at": 0.0, "text": "2021"}, {"at": 50.0, "text": "2022"}]
    assert [each["text"] for each in years_of(month_of("2021-07"), 120)] == ["2022", "2025", "2028", "2031"]


def said(state: State) -> str:
    found = status_of(state)
    return found["strong"] + found["rest"]


def test_the_status_says_each_stage_in_the_words_of_the_table(answered, monkeypatch):
    monkeypatch.setattr(warm, "is_warm", lambda: True)
    asked = answered.asked
    state = State(asked).waiting()
    assert said(state) == "Counting … 4 pairs first, then 8"
    assert said(state.speak("zh")) == "正在计算……先4对，再至8对"
    few = replace(answered, stage=Stage.FEW, pairs=4, wanted=8)
    assert said(state.with_answer(few)) == "4 of 8 pairs; signs may still turn"
    assert said(state.with_answer(replace(few, seconds=3.2))) == "4 of 8 pairs; signs may still turn; about 3 s left"
    assert said(state.with_answer(answered)) == "Exact, 8 pairs, all that were asked for"
    assert said(state.with_answer(replace(answered, comparison=None))) == "Exact, 8 pairs, stored"
    assert said(state.with_answer(replace(few, stage=Stage.ESTIMATE))).startswith("Estimate; nearest stored answer")
    assert said(state.with_answer(few).stopped()) == "Stopped at 4 pairs"
    failed = state.with_answer(Answer(asked, Stage.FAILED, failure="line 3: no"))
    assert (said(failed), status_of(failed)["failure"]) == ("This run failed", "line 3: no")
    same = State().with_answer(Answer(State().asked, Stage.FINAL))
    assert said(same) == "Both sides are the baseline: move a lever"
    most = replace(answered.asked, pairs=32)
    capped = State(most).with_answer(replace(answered, question=most, pairs=32, wanted=32))
    assert re.fullmatch(r"Stopped at 32 pairs, ±[\d.]+ .+", said(capped))
    precise = replace(answered.asked, pairs=32)
    reached = State(precise).with_answer(replace(answered, question=precise, pairs=20, wanted=32))
    assert said(reached) == "Exact, 20 pairs, precision reached"
    monkeypatch.setattr(warm, "is_warm", lambda: False)
    assert "compiling the kernels" in said(State(asked).waiting())


def test_what_can_be_pressed_beside_the_status_fits_its_stage(answered):
    few = state_of(answered, Stage.FEW)
    assert status_of(few)["button"]["name"] == "stop"
    assert status_of(few.stopped())["button"]["name"] == "go_on"
    assert status_of(state_of(answered))["button"] is None
    assert status_of(few)["part"] == 1.0


def test_time_left_is_no_finer_than_a_reader_needs():
    assert [time_in_words(each, "en") for each in (0.2, 1.4, 89, 150)] == ["1 s", "1 s", "89 s", "2 min"]


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_question_opens_and_says_what_is_computed(answered, question, language):
    state = spoken(state_of(answered).open("capacity", question), language)
    shown = opened_of(state)
    assert shown["title"].startswith(say(question, language))
    badges = [part["badge"] for each in shown["columns"] for part in (each, each.get("more")) if part and part["badge"]]
    assert badges
    assert set(badges) <= {say("computed", language), say("not_computed", language)}
    commands = [each["command"] for each in shown["columns"] if each["command"]]
    assert all(each.startswith(("ruralparty compare ", "ruralparty why ")) for each in commands)
    assert opened_of(state.close()) is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_why_shows_the_stored_parts_and_paths_of_a_side(answered, language, tmp_path, monkeypatch):
    monkeypatch.setenv("RURALPARTY_STORE", str(tmp_path))
    opened_why._place.cache_clear()
    state = spoken(state_of(answered).open("capacity", "why"), language)
    baseline, side, *_ = scenarios_of(state.asked)
    file = place_of(RunStore(tmp_path), baseline.scenario, side.scenario)
    file.parent.mkdir()
    seen = {"outcome": "capacity", "low": 0.01, "high": 0.03, "verdict": "raises", "difference": 0.02}
    lost = seen | {"low": -0.03, "high": -0.01, "verdict": "lowers", "difference": -0.02}
    both = seen | {"low": -0.01, "high": 0.01, "verdict": "none", "difference": 0.0}
    rows = [
        both | {"kind": "effect", "name": ""},
        seen | {"kind": "dose", "name": "units"},
        lost | {"kind": "dose", "name": "secretary_units"},
        seen | {"kind": "through", "name": "hours"},
        both | {"kind": "through", "name": "trust"},
    ]
    file.write_text(json.dumps({"pairs": 24, "doses": [], "rows": rows}), encoding="utf-8")
    parts, paths, *_ = opened_of(state)["columns"]
    opened_why._place.cache_clear()
    assert [row["value"] for row in parts["rows"]] == ["0.00", "+2.0", "−2.0"]
    assert say("why_cancels", language, count=2) in parts["text"]
    assert [row["name"] for row in paths["rows"]] == [channel_named("hours").words[language]]


def test_how_sure_shows_every_pair_and_which_rule_is_not_run(answered):
    luck, rules, unknowns = opened_of(state_of(answered).open("capacity", "sure"))["columns"]
    assert luck["svg"].count("<circle") == 8
    assert luck["head"].startswith("A · Luck: 8 of 8 pairs rise")
    assert {row["button"]["value"] for row in rules["rows"]} == {"registered", "adjusted"}
    assert unknowns["badge"] == "not computed yet"


def test_under_both_rules_each_side_has_a_row_and_one_click_turns_the_page(answered):
    readings = [replace(each, under={"adjusted": each.found}) for each in answered.readings]
    state = state_of(replace(answered, readings=readings)).open("capacity", "sure")
    rules = opened_of(state)["columns"][1]
    assert [row["name"] for row in rules["rows"]] == [
        "A · all but those listed (in force here)",
        "B · all but those listed (in force here)",
        "A · all but those excused",
        "B · all but those excused",
    ]
    assert rules["rows"][2]["button"]["act"] == "quorum"


def with_found(state: State, **found: Any) -> State:
    """A state with what came of errands, ``whom_age`` being that by age."""
    kept = {(name.partition("_")[0], name.partition("_")[2]): each for name, each in found.items()}
    return replace(state, found=kept)


@pytest.mark.parametrize("language", LANGUAGES)
def test_unknowns_are_offered_then_under_way_then_told_with_what_they_turn(answered, language):
    state = spoken(state_of(answered).open("capacity", "sure"), language)
    offered = opened_of(state)["columns"][-1]
    assert offered["button"]["value"] == ["plausible", ""]
    going = state.sent(Errand(state.asked, "plausible"))
    assert opened_of(going)["columns"][-1]["button"]["act"] == "recall"
    errand = Errand(state.asked, "plausible")
    counted = opened_of(going.with_errand(Going(errand, 3, 80)))["columns"][-1]
    assert counted["text"] == say("errand_at", language, done=3, runs=80)
    failed = opened_of(going.with_errand(Going(errand, failure="no set")))["columns"][-1]
    assert (failed["text"], failed["button"]["act"]) == ("no set", "errand")
    steps = np.arange(40) - 12.5
    signs = signs_of(steps, {"parameters.migration.leave": np.arange(40) / 1000})
    done = going.with_errand(Going(errand, result=Over({("side_a", "capacity"): signs}, earlier=True)))
    told = opened_of(done)["columns"][-1]
    assert told["badge"] == say("computed", language)
    assert "27" in told["list"][0]
    assert "migration.leave" not in told["list"][0]
    assert say("points_earlier", language) in told["text"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_for_whom_has_a_column_a_side_with_a_row_a_group(answered, language):
    state = spoken(state_of(answered).open("trust", "whom").part("age"), language)
    first = opened_of(state)["columns"][0]
    assert first["select"]["value"] == "age"
    assert first["command"].endswith("--by age")
    old = answered.readings[0].found
    groups = [GroupDifference(side, INDICATORS["trust"], "old", "老", old) for side in ("side_a", "side_b")]
    shown = opened_of(with_found(state, whom_age=ForWhom("age", groups)))["columns"]
    assert [each["head"] for each in shown[1:]] == ["A", "B"]
    assert shown[1]["rows"][0]["name"] == ("old" if language == "en" else "老")
    villages = ForWhom(
        "traits",
        [],
        [VillageShares("side_a", INDICATORS["trust"], (0.7, 0.6, 0.8), (0.3, 0.2, 0.4), 1)],
        [TurnOf("side_a", INDICATORS["trust"], "income", Turn(1.0, 0.5, 1.5, 9000.0, 8000.0, 9900.0))],
    )
    shown = opened_of(with_found(state.part("traits"), whom_traits=villages))["columns"]
    assert "70% (60 … 80)" in shown[1]["list"][0]
    assert "9000" in shown[1]["list"][1].replace(",", "")
    assert shown[2]["text"] == say("no_group", language)


def test_groups_of_persons_are_offered_only_for_what_is_counted_by_them(answered):
    options = {
        name: [
            each["value"]
            for each in opened_of(state_of(answered).open(name, "whom"))["columns"][0]["select"]["options"]
        ]
        for name in ("trust", "quorum_failure")
    }
    assert "age" in options["trust"]
    assert "age" not in options["quorum_failure"]
    assert "branch_size" in options["quorum_failure"]


@pytest.mark.parametrize("kind", KINDS)
def test_thin_lines_under_default_assumptions_stand_beside_those_under_changed_ones(answered, kind):
    asked = answered.asked.assuming("migration.leave", 0.05)
    state = State(asked).with_answer(replace(answered, question=asked)).draw(kind)
    assert tabs_of(state)["beside"]["on"] is False
    on = state.put_beside(True)
    assert 'class="usual' not in json.dumps(panels_of(on))
    shown = panels_of(with_found(on, beside_=answered.figures))["panels"][0]
    sides = 3 if kind == "level" else 2
    assert shown["svg"].count('class="usual') == sides
    assert [each["name"] for each in shown["values"]][-1] == "B, default"
    assert len(shown["ends"]) == sides
    assert len(shown["rows"][0]) == 1 + 2 * sides
    assert tabs_of(state.assume("migration.leave", None))["beside"] is None


def test_a_harm_has_no_price(answered):
    shown = opened_of(state_of(answered).open("formalism", "cost"))
    told = [text for each in shown["columns"] for text in each["list"]]
    assert sum("so no price" in each for each in told) == 2
    prices = view_of(state_of(answered).turn("costs"))["blocks"]
    assert all("formalism" not in json.dumps(each) for each in prices)


@pytest.mark.parametrize("tab", TABS[3:])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_other_tab_says_something(answered, tab, language):
    blocks = view_of(spoken(state_of(answered).turn(tab), language))["blocks"]
    assert all(each["head"] for each in blocks)
    assert any(each["text"] or each["rows"] for each in blocks)


def test_assumptions_that_were_changed_are_listed_with_tag_range_and_source(answered):
    state = state_of(answered).assume("migration.leave", 0.02).turn("assumptions")
    row = view_of(state)["blocks"][0]["rows"][-1]
    assert "(migration.leave)" in row[0]
    assert row[1].startswith("0.02")
    assert row[-1] == "all sides, set here"
    assert tabs_of(state)["tabs"][5]["small"].split(" of ") == re.findall(r"\d+", numbers_line("en"))[::-1]


def test_every_word_has_both_languages_and_the_same_places():
    for english, chinese in TEXTS.values():
        assert sorted(re.findall(r"{(\w+)", english)) == sorted(re.findall(r"{(\w+)", chinese))
    texts = [re.sub(r"{\w+}", "", chinese) for key, (_, chinese) in TEXTS.items() if key != "other_language"]
    left = [text for text in texts if english_left(text)]
    assert left == []


@pytest.mark.parametrize("stage", STAGES)
def test_in_chinese_nothing_of_an_answer_is_english(answered, stage):
    state = spoken(state_of(answered, stage).open("capacity", "sure"), "zh")
    told = [text_of(each) + each["label"] + each["unit"] + each["baseline"] for each in tiles_of(state)]
    told += [each["title"] + each["unit"] for each in panels_of(state)["panels"]]
    told += [json.dumps(lead_of(state), ensure_ascii=False).replace("stage", "")]
    spoken_marks = re.findall('aria-label="([^"]*)"', json.dumps(tiles_of(state), ensure_ascii=False).replace("\\", ""))
    told += spoken_marks
    names = {"against", "sides", "letter", "title", "status", "stage", "strong", "rest", "part", "button"}
    words = {word for each in told for word in re.findall(r"[A-Za-z]{3,}", each)}
    assert words - names - {"text", "null", "failure", "failed", "label", "name", "stop", stage.value, "go"} == set()
