"""One person's life: who is meant, what happened, and where two lives part."""

from __future__ import annotations

import pytest

from sim.agents.codes import ACTIVE, APPLICANT, FAILURE, FULL, NO_ACCOUNT, OUTSIDE, SUCCESS, VISITED, WELFARE
from sim.model import RuralParty
from sim.report.validation.story_text import EVENTS, story_record, story_text
from sim.runs.story import State, Story, events_between, first_difference, follow, person_of, samples
from tests.whole import small

PLAIN = {
    "away": False,
    "frail": False,
    "births": 0,
    "need": 0,
    "need_age": 0,
    "events": 0,
    "stage": OUTSIDE,
    "account": NO_ACCOUNT,
    "device": False,
    "life": 1,
    "birth_month": 1000,
    "trust": 0.5,
}


def state(month=1452, secretary=False, deaths=0, departures=0, **changes):
    return State(month, PLAIN | changes, secretary, deaths, departures)


def gone(deaths=0, departures=0):
    return State(1453, None, False, deaths, departures)


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        (state(), state(away=True), ["left"]),
        (state(away=True), state(), ["came_back"]),
        (state(), state(secretary=True), ["office_taken"]),
        (state(secretary=True), state(), ["office_left"]),
        (state(), state(need=WELFARE), ["need_welfare"]),
        (state(need=WELFARE), state(events=SUCCESS | VISITED), ["need_met", "visited"]),
        (state(need=WELFARE), state(events=FAILURE), ["attempt_failed"]),
        (state(need=WELFARE), state(), ["need_lapsed"]),
        (state(), state(events=2 << 4), ["message"]),
        (state(), state(stage=APPLICANT), ["applied"]),
        (state(stage=APPLICANT), state(), ["withdrew"]),
        (state(stage=FULL), state(), ["left_the_party"]),
        (state(), state(account=ACTIVE, device=True), ["account_active", "device"]),
        (state(), gone(deaths=1, departures=1), ["died"]),
        (state(away=True), gone(departures=1), ["departed"]),
        (state(away=True), gone(deaths=1), ["died"]),
        (state(away=True), gone(deaths=1, departures=1), ["died_or_departed"]),
        (gone(), state(birth_month=1452), ["born"]),
        (gone(), state(), ["moved_in"]),
        (gone(), gone(), []),
    ],
)
def test_events_are_read_from_two_months(before, now, expected):
    assert events_between(before, now) == expected
    assert all(name in EVENTS for name in expected)


def lives(*hashes, village=0, **changes):
    states = [state(month=1452 + place, life=life, **changes) for place, life in enumerate(hashes)]
    return Story(5, "x", village, states)


def test_lives_part_at_the_first_month_whose_history_or_events_differ():
    assert first_difference([lives(1, 2, 3), lives(1, 2, 3)]) is None
    assert first_difference([lives(1, 2, 3), lives(1, 7, 8)]) == 1453
    visited = lives(1, 2, 3)
    visited.states[2] = state(month=1454, life=3, events=VISITED)
    assert first_difference([lives(1, 2, 3), visited]) == 1454


@pytest.fixture(scope="module")
def model():
    return RuralParty(small({"horizon.burn_in": 1, "horizon.months": 13}), rng=2)


def test_a_phrase_and_an_identity_name_one_person(model):
    for phrase, identity in samples(model).items():
        assert (
            person_of(phrase, model) == identity == person_of(str(identity), model) == person_of(hex(identity), model)
        )


def test_numbers_count_persons_in_order_of_identity(model):
    first, second = person_of("member of village 1", model), person_of("member 2 of village 1", model)
    assert first < second


@pytest.mark.parametrize("phrase", ["the mayor", "secretary of village 99", "member 9999 of village 0", "resident 0"])
def test_a_phrase_that_names_nobody_is_refused(model, phrase):
    with pytest.raises(ValueError, match=r"nobody|no village 99; villages are 0 to 3"):
        person_of(phrase, model)


def test_the_same_person_lives_the_same_life_until_a_policy_reaches_her():
    base = small({"horizon.burn_in": 1, "horizon.months": 13})
    idle = base.changed({"name": "idle", "policies.training": {"dose": {"units": 0, "secretary_units": 0}}})
    first = follow("member of village 0", base, 2)
    stories = [first, follow(first.identity, idle, 2)]
    assert len(first.states) == 14
    assert first_difference(stories) is None
    assert "the lives do not differ" in story_text(stories, "en")
    assert str(first.identity) in story_text(stories, "zh")
    assert "differ" not in story_text(stories[:1], "en"), "one life differs from none"
    assert [each["scenario"] for each in story_record(stories)["lives"]] == ["small", "idle"]
