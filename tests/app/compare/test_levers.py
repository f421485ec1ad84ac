"""The lever panel is made from declarations: every policy has its group, every dose its lever."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from sim.app.compare.asked import scenarios_of
from sim.app.compare.levers import CODES, costs_of, grouped, levers_of, policy_of, read_typed
from sim.app.compare.money import place_of, price_of, yuan_of
from sim.app.compare.state import State
from sim.app.compare.view import GROUPS
from sim.core.config.language import LANGUAGES
from sim.mechanisms import all_parameters
from sim.policies import find_policy, policy_names
from sim.policies.common.policy import PRICE
from sim.scenario.scenario import load
from tests.app.compare.answers import state_of
from tests.cli.english_left import english_left


def test_every_policy_stands_in_one_group_and_the_groups_are_those_of_the_description():
    groups = grouped()
    assert sorted(name for names in groups.values() for name in names) == policy_names()
    assert "outside" not in groups
    assert sorted(code for codes in CODES.values() for code in codes) == list(range(1, 28))
    assert groups["people"][0] == "training"
    assert {*groups, "outside", "assumptions"} == set(GROUPS)


@pytest.mark.parametrize("policy", policy_names())
def test_every_dose_that_can_be_varied_has_a_lever_with_its_range_and_source(policy):
    state = State().use(policy)
    shown = policy_of(policy, state, state.asked.sides[0])
    levers = {each["path"]: each for each in (*shown["doses"], *shown["prices"])}
    for name, param in find_policy(policy).params.items():
        low, high = param.range
        lever = levers.pop(f"{policy}.dose.{name}", None)
        assert (lever is None) == (low == high and not param.choices)
        if lever is not None:
            assert lever["label"]
            assert param.source in lever["hint"]
            assert (param.either == PRICE) == (lever in shown["prices"])
            if lever["kind"] == "number":
                assert (lever["low"], lever["high"]) == (low, high)
    assert not levers


def test_a_policy_that_is_off_shows_what_turns_it_on():
    state = State()
    shown = policy_of("training", state, state.asked.sides[0])
    assert [each["path"].rpartition(".")[2] for each in shown["doses"]] == ["units", "secretary_units"]
    assert (shown["on"], shown["prices"], shown["when"]) == (False, [], [])


def test_a_group_that_is_closed_sends_nothing_but_its_head():
    groups = {each["name"]: each for each in levers_of(State())["groups"]}
    assert groups["people"]["open"]
    assert groups["digital"]["policies"] == []
    assert groups["digital"]["count"] == "7"
    assert {each["name"]: each for each in levers_of(State().use("training"))["groups"]}["people"][
        "count"
    ] == "1 of 7 on"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_delivery_is_a_sentence_of_words_that_open_lists(language):
    state = replace(State().use("training"), view=replace(State().view, language=language))
    words = policy_of("training", state, state.asked.sides[0])["when"]
    told = "".join(
        each["before"] + next(one["text"] for one in each["options"] if one["value"] == each["value"]) + each["after"]
        for each in words
    )
    assert (
        told
        == {"en": "from 2022-01full after 6 monthsall villagesto the end", "zh": "2022-01起6个月渐进全部村至期末"}[
            language
        ]
    )
    some = state.move("training.coverage", 0.5)
    assert "training.rule" in [each["name"] for each in policy_of("training", some, some.asked.sides[0])["when"]]


def test_in_chinese_the_panel_has_no_english_but_names():
    state = State().take("everything_thin").speak("zh")
    for group in GROUPS:
        state = state if group in state.view.groups else state.fold(group)
    known = {*all_parameters(), *(each for name in policy_names() for each in find_policy(name).params)}
    shown = levers_of(state)
    told = [
        text
        for group in shown["groups"]
        for policy in group.get("policies", ())
        for text in (policy["title"], policy["note"], *(each["label"] for each in policy["doses"] + policy["prices"]))
    ]
    told += [each["label"] for each in shown["assumptions"]] + [group["title"] for group in shown["groups"]]
    assert [each for each in told if english_left(each) and each not in known] == []


def test_assumptions_are_looked_for_among_all_and_those_that_changed_stand_first():
    state = State().fold("assumptions").look_for("trust").assume("migration.leave", 0.02)
    names = [each["name"] for each in levers_of(state)["assumptions"]]
    assert names[0] == "migration.leave"
    assert len(names) > 3
    assert levers_of(state.look_for("no such thing"))["assumptions"][1:] == []


def test_ticks_stand_where_the_whole_side_costs_so_much():
    base = load("baseline")
    side = State().use("talent_recruitment").asked.sides[0]
    price = price_of(side, "talent_recruitment", "returnees", place_of(base))
    assert [yuan for _, yuan in price.ticks] == [30, 100, 300]
    for at, yuan in price.ticks:
        there = State().use("talent_recruitment").move("talent_recruitment.dose.returnees", at).asked.sides[0]
        assert yuan_of(there, place_of(base)) == pytest.approx(yuan, rel=0.02)
    assert price_of(side, "training", "age_priority", place_of(base)) is None


def test_costs_are_what_runs_have_booked_and_about_that_while_a_lever_moves(answered):
    state = state_of(answered)
    booked = answered.figures.costs["side_a"].yuan
    first = costs_of(state)["bars"][0]
    assert first["text"] == f"{booked:.3g}"
    moved = costs_of(state.drag("training.dose.units", 4.0, None))["bars"][0]
    assert moved["text"].startswith("≈ ")
    assert float(moved["text"][2:]) > booked
    assert costs_of(state.spend(1.0))["bars"][0]["note"] == "over the budget"


@pytest.mark.verify
@pytest.mark.parametrize("policy", policy_names())
def test_every_lever_at_both_ends_makes_a_scenario_that_can_be_run(policy):
    state = State().use(policy)
    for lever in policy_of(policy, state, state.asked.sides[0])["doses"]:
        ends = [each["value"] for each in lever["options"]] if "options" in lever else [lever["low"], lever["high"]]
        for value in ends:
            name = lever["path"].rpartition(".")[2]
            given = {"true": True, "false": False}.get(value, value) if isinstance(value, str) else float(value)
            made = scenarios_of(state.move(lever["path"], given).asked)
            assert made[1].scenario.policies[policy].dose[name] == given


def test_the_panel_can_be_sent_as_text():
    assert json.loads(json.dumps(levers_of(State().take("everything_thin"))))


@pytest.mark.parametrize(("text", "value"), [("50", 0.5), ("50 %", 0.5), (" 12,5% ", 0.125), ("0", 0.0)])
def test_a_share_is_typed_in_per_cent(text, value):
    param = next(each for each in all_parameters().values() if each.unit == "share" and each.range == (0.0, 1.0))
    assert read_typed(param, text, "en") == pytest.approx(value)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("text", ["", "much", "nan", "101", "-1", "1e9"])
def test_what_is_typed_and_is_none_is_refused_with_range_and_unit(text, language):
    param = next(each for each in all_parameters().values() if each.unit == "share" and each.range == (0.0, 1.0))
    with pytest.raises(ValueError, match=r"0 – 100.?%"):
        read_typed(param, text, language)


def test_what_is_refused_stands_at_its_lever_until_the_next_move():
    state = State().use("training").refuse("training.dose.units", "9", "allowed: 0 – 4")
    assert levers_of(state)["wrong"] == {"path": "training.dose.units", "text": "9", "why": "allowed: 0 – 4"}
    assert levers_of(state.move("training.dose.units", 2.0))["wrong"] == {}
