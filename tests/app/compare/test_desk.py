"""The quorum desk: fields are read or refused with a reason, and the answer follows from them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sim.analysis.membership_path import membership_path
from sim.analysis.quorum_odds import odds_of
from sim.app.compare.desk import QuorumDesk, path_html, path_picture
from sim.app.compare.desk_fields import BRANCH_FIELDS, PATH_FIELDS, DeskFields, odds_by_column, path_of, read_field
from sim.core.config.language import LANGUAGES, Language
from sim.words.one_pair import tell
from tests.app.compare.parts import Shown

ALL = {field.name: field for field in (*BRANCH_FIELDS, *PATH_FIELDS)}


def read(name: str, typed: str, language: Language = "en") -> tuple[DeskFields, str]:
    return read_field(ALL[name], typed, DeskFields(), language)


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [("members", "60", 60), ("home", "55,5", 55.5), ("home", "60 %", 60.0), ("recruits", "0", 0.0), ("away", " 3", 3)],
)
def test_a_number_is_taken(name: str, typed: str, value: float) -> None:
    fields, problem = read(name, typed)
    assert problem == ""
    assert getattr(fields, name) == value


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("members", "many", "many is no whole number; allowed: 0 to 600"),
        ("members", "12.5", "12.5 is no whole number"),
        ("members", "", "– is no whole number"),
        ("members", "601", "601 is out of range; allowed: 0 to 600"),
        ("members", "17", "15 away and 3 frail are more than 17"),
        ("home", "101", "101 is out of range; allowed: 0 to 100"),
        ("home", "nan", "nan is out of range"),
        ("recruits", "-1", "-1 is out of range"),
        ("lost", "<b>", "<b> is no number"),
    ],
)
def test_what_is_wrong_is_said_and_the_fields_stay(name: str, typed: str, said: str) -> None:
    fields, problem = read(name, typed)
    assert said in problem
    assert fields == DeskFields()
    assert read(name, typed, "zh")[1] not in ("", problem)


def test_a_change_makes_a_branch_of_ones_own() -> None:
    assert DeskFields(village="3-4").changed("away", 2).village == ""


@pytest.mark.parametrize(
    ("rule", "in_force", "column"),
    [
        ("list", True, "by_list"),
        ("list", False, "no_list"),
        ("registered", True, "no_list"),
        ("adjusted", False, "one_by_one"),
    ],
)
def test_the_column_of_the_fields_has_the_odds_of_their_rule(rule: str, in_force: bool, column: str) -> None:
    fields = DeskFields(rule=rule, in_force=in_force)
    assert fields.column == column
    assert odds_by_column(fields)[column] == odds_of(fields.branch, rule, in_force)


def test_the_path_begins_with_the_members_of_the_fields() -> None:
    fields = DeskFields(members=30, away=12)
    path = path_of(fields)
    assert (path.everybody.mean[0], path.home.mean[0]) == (30.0, 18.0)
    assert path.everybody.mean[20] == pytest.approx(membership_path(18, 12, fields.rates).everybody.mean[20])


@pytest.mark.parametrize("language", LANGUAGES)
def test_thresholds_are_drawn_where_they_lie_within_reach(language: Language) -> None:
    small, large = path_of(DeskFields(members=6, away=2, frail=0)), path_of(DeskFields(members=200, away=60))
    assert tell("below_joint", language, count=3) in path_picture(small, language)
    assert tell("above_general", language, count=50) not in path_picture(small, language)
    assert tell("above_general", language, count=50) in path_picture(large, language)
    assert tell("in_years", language, years=20) in path_html(small, language)


@pytest.fixture
def desk() -> Iterator[Shown]:
    with Shown(QuorumDesk("en")) as opened:
        yield opened


def test_what_is_typed_changes_the_answer(desk: Shown) -> None:
    before = desk.html
    desk.type("home", "30")
    assert desk.html != before
    assert desk.field("home").v_model == "30"
    assert desk.field("home").error_messages == []


def test_what_is_wrong_is_told_at_the_field_and_the_answer_stays(desk: Shown) -> None:
    before = desk.html
    desk.type("away", "39")
    assert desk.html == before
    assert desk.field("away").error_messages == "39 away and 3 frail are more than 40"
    assert desk.field("away").attributes["aria-label"] == tell("away", "en")
    desk.type("away", "10")
    assert desk.field("away").error_messages == []


def test_a_switch_takes_the_list_away(desk: Shown) -> None:
    on, off = desk.button(tell("has_list", "en")), desk.button(tell("has_no_list", "en"))
    assert (on.attributes["aria-pressed"], off.attributes["aria-pressed"]) == ("true", "false")
    before = desk.html
    desk.press(off)
    assert desk.html != before
    assert desk.button(tell("has_no_list", "en")).attributes["aria-pressed"] == "true"


@pytest.mark.parametrize("language", LANGUAGES)
def test_fields_of_a_village_are_filled_in(language: Language) -> None:
    with Shown(QuorumDesk(language, DeskFields(members=23, away=9, village="3-4"))) as opened:
        assert opened.field("members").v_model == "23"
        assert tell("desk_of", language, name="3-4") in opened.html


def test_more_than_fifty_members_are_told_that_they_meet_apart() -> None:
    with Shown(QuorumDesk("en", DeskFields(members=80))) as opened:
        assert tell("over_general", "en", count=50) in opened.html
