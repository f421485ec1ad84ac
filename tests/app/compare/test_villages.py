"""The map of villages, the card of one, and people: what is shown is what was lived, in both languages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from threading import Event
from typing import Any

import numpy as np
import pytest

from sim.analysis.for_whom import VillageShares
from sim.app.compare.asked import Asked
from sim.app.compare.desk_fields import DeskFields, fields_at
from sim.app.compare.drawing import chance, ends_of, number, polyline
from sim.app.compare.lived import COURSE, KINDS
from sim.app.compare.lives import Telling
from sim.app.compare.looked_at import LookedAt, PeopleTab, VillagesTab
from sim.app.compare.one_pair import BASE, OnePair, live_life, live_pair
from sim.app.compare.people import People, life_html, life_table, pyramid_of
from sim.app.compare.pool import Pool
from sim.app.compare.pyramid import by_band, reach_of
from sim.app.compare.shares import village_shares
from sim.app.compare.side import Side
from sim.app.compare.village_card import card_html
from sim.app.compare.village_cells import Look, cells_of, least_that_matters, legend, of_all_pairs, verdict_of
from sim.app.compare.villages import Counting, Villages
from sim.core.config.language import LANGUAGES, Language
from sim.execution.engines import Inline
from sim.execution.simulator import Simulator
from sim.indicators import INDICATORS
from sim.words.one_pair import TEXTS, tell
from tests.app.compare.parts import Shown
from tests.app.runs import write_small

TRAINING = Side({"training.dose.units": 4.0, "training.start": "2021-01", "training.ramp": 0})


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Asked:
    return Asked(str(write_small(tmp_path_factory.mktemp("villages"))), (TRAINING, Side()), seed=5, pairs=2)


@pytest.fixture(scope="module")
def pair(asked: Asked) -> OnePair:
    return live_pair(Inline(), asked)


def cells(shown: Shown) -> list[Any]:
    """Villages of a map."""
    return shown.buttons(lambda each: "data-village" in each.attributes)


@pytest.mark.parametrize("key", TEXTS)
def test_every_text_is_there_in_both_languages(key: str) -> None:
    english, chinese = TEXTS[key]
    assert english
    assert chinese
    assert english.count("{") == chinese.count("{")


@pytest.mark.parametrize(
    ("difference", "better", "verdict"),
    [(0.03, 1, "better"), (0.03, -1, "worse"), (-0.03, -1, "better"), (0.03, 0, "changed"), (0.01, 1, "none")],
)
def test_a_difference_is_read_by_what_matters_and_by_what_is_wanted(
    difference: float, better: int, verdict: str
) -> None:
    assert verdict_of(difference, 0.02, better) == verdict
    assert verdict_of(float("nan"), 0.02, better) == "none"


def test_a_cell_holds_the_difference_of_its_village(pair: OnePair) -> None:
    drawn = cells_of(pair, Look("service_fulfilment", "A"), "en")
    assert [cell.name for cell in drawn] == ["1-1", "1-2", "2-1", "2-2"]
    steps = pair.outcome("service_fulfilment", "A")
    for cell in drawn:
        assert cell.value == number(100 * float(steps[cell.village]), difference=True)
        assert (cell.mark in "●◆") == (abs(steps[cell.village]) >= 0.02)
        assert cell.label.startswith(f"Village {cell.name}: {cell.value} points")
    levels = cells_of(pair, Look("service_fulfilment", BASE), "zh")
    assert all(cell.mark == "" for cell in levels)
    assert len({cell.colour for cell in levels}) > 1


def test_where_nothing_is_known_nothing_is_coloured(pair: OnePair) -> None:
    gone = replace(pair.base, outcome={**pair.base.outcome, "trust": np.full(4, np.nan)})
    empty = replace(pair, sides={BASE: gone})
    drawn = cells_of(empty, Look("trust"), "en")
    assert {cell.value for cell in drawn} == {"–"}
    assert len({cell.colour for cell in drawn}) == 1
    assert legend(empty, Look("trust"), "en") == ["darker is more: – to –"]


def test_what_matters_is_declared_or_a_part_of_the_level() -> None:
    assert least_that_matters(INDICATORS["service_fulfilment"], np.array([0.4])) == 0.02
    assert least_that_matters(INDICATORS["members"], np.array([40.0, np.nan])) > 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sentence_of_all_pairs_has_both_shares(language: Language) -> None:
    shares = VillageShares("side_a", INDICATORS["trust"], (0.71, 0.66, 0.75), (0.29, 0.25, 0.33), 1)
    told = of_all_pairs(shares, "A", 20, language)
    assert all(each in told for each in ("71", "66", "75", "29", "20", "A"))
    assert of_all_pairs(None, "A", 20, language) == tell("not_counted", language)


def test_villages_are_counted_over_all_pairs(asked: Asked) -> None:
    with Simulator(store=False, engine="sequential") as simulator:
        found = village_shares(simulator, asked)
    assert {letter for letter, _ in found} == {"A"}
    shares = found["A", "service_fulfilment"]
    assert 0 <= shares.better[0] + shares.worse[0] <= 1
    assert {name for _, name in found} <= set(COURSE)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("village", range(4))
def test_a_card_tells_of_its_village_under_all_sides(pair: OnePair, village: int, language: Language) -> None:
    html = card_html(pair, village, Look(), language)
    assert f"{int(pair.base.values['registered'][village]):,}" in html
    for name in COURSE:
        assert INDICATORS[name].label(language).replace("'", "&#x27;") in html
    assert "ruralparty-badge-a" in html
    assert html.count("<section") == html.count("</section>") == 7
    assert "nan" not in html


def test_the_desk_takes_the_branch_of_a_village(pair: OnePair) -> None:
    for village in range(4):
        fields = fields_at(pair.base, village)
        assert fields.members == pair.base.values["full"][village]
        assert fields.away + fields.frail <= fields.members
        assert 0 <= fields.home <= 100
        assert fields.village


def test_a_click_opens_a_card_and_another_closes_it(pair: OnePair) -> None:
    asked_for: list[DeskFields] = []
    told: list[int] = []
    shown = Shown(Villages(pair, "en", on_desk=asked_for.append, on_people=told.append, on_story=told.append))
    assert len(cells(shown)) == 4
    assert "Members by age" not in shown.html
    shown.press(cells(shown)[2])
    assert "Members by age" in shown.html
    assert [each.attributes["aria-pressed"] for each in cells(shown)] == ["false", "false", "true", "false"]
    for name in ("desk", "people", "story"):
        shown.press(shown.control(name))
    assert asked_for == [fields_at(pair.base, 2)]
    assert told == [2, 2]
    shown.press(shown.control("close-card"))
    assert "Members by age" not in shown.html
    shown.context.close()


def test_a_switch_shows_levels_or_differences(pair: OnePair) -> None:
    looks: list[Look] = []
    shown = Shown(Villages(pair, "en", on_look=looks.append))
    before = [each.children for each in cells(shown)]
    baseline = shown.button("Baseline")
    shown.press(baseline)
    assert [each.children for each in cells(shown)] != before
    assert looks == [Look(letter=BASE)]
    assert tell("not_counted", "en") not in shown.html
    shown.context.close()


def test_a_look_of_a_side_that_is_gone_is_that_of_the_baseline(pair: OnePair) -> None:
    shown = Shown(Villages(pair, "en", Look(letter="B", village=99)))
    assert len(cells(shown)) == 4
    shown.context.close()


def test_counting_is_offered_begun_and_told(pair: OnePair) -> None:
    begun: list[bool] = []
    offered = Shown(Villages(pair, "en", counting=Counting(begin=lambda: begun.append(True))))
    offered.press(offered.control("count"))
    assert begun == [True]
    offered.context.close()
    waiting = Shown(Villages(pair, "en", counting=Counting(begun=True)))
    assert tell("counting", "en", pairs=2) in waiting.html
    waiting.context.close()
    failed = Shown(Villages(pair, "en", counting=Counting(problem="no room", begun=True)))
    assert "no room" in failed.html
    failed.context.close()


def test_bands_hold_everybody(pair: OnePair) -> None:
    bands = by_band(pair.base.persons)
    assert bands.sum() == pair.base.persons.sum()
    assert bands[0].sum() == pair.base.values["residents"].sum()
    assert reach_of([bands]) >= bands.sum(axis=0).max()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_pyramid_of_a_side_has_the_outline_of_the_baseline(pair: OnePair, language: Language) -> None:
    alone = pyramid_of(pair, Telling(), "members", "x", language)
    beside = pyramid_of(pair, Telling(letter="A"), "members", "x", language)
    assert "ruralparty-outline" not in alone
    assert "ruralparty-outline" in beside
    assert tell("men", language) in alone


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_a_life_is_told_with_the_month_that_parts_it(pair: OnePair, kind: str, language: Language) -> None:
    life = live_life(Inline(), pair, kind)
    html = life_html(pair, life, language)
    assert html.count("ruralparty-parting") == (life.apart is not None)
    assert html.count("<table") == 1
    assert life_table(life, language).count('scope="col"') == 2


def test_people_ask_for_another_person_and_another_side(pair: OnePair) -> None:
    life = live_life(Inline(), pair, "member")
    told: list[Telling] = []
    shown = Shown(People(pair, life, "en", Telling(), told.append))
    shown.press(shown.control("another"))
    shown.press(shown.button("A"))
    assert told == [Telling(place=1), Telling(letter="A")]
    shown.context.close()
    waiting = Shown(People(pair, None, "en", problem="nobody"))
    assert "nobody" in waiting.html
    waiting.context.close()


def test_pairs_and_lives_are_kept(asked: Asked) -> None:
    looked_at = LookedAt(Pool(Inline, 1))
    pair = looked_at.pair(asked)
    assert looked_at.pair(asked) is pair
    life = looked_at.life(pair, Telling())
    assert looked_at.life(pair, Telling(letter="A")) is life
    assert looked_at.life(pair, Telling(place=1)) is not life


def until(holds: Callable[[], bool]) -> None:
    """Wait until something holds, however long a slow machine takes."""
    pause = Event()
    while not holds():
        pause.wait(0.01)


@pytest.mark.parametrize(("tab", "key"), [(VillagesTab, "luck"), (PeopleTab, "is_chance")])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_tab_has_its_pair_lived_and_draws_it(asked: Asked, tab: Any, key: str, language: Language) -> None:
    with Shown(tab(LookedAt(Pool(Inline, 1)), asked, language)) as shown:
        until(lambda: tell(key, language) in shown.html)


def test_a_tab_says_why_there_is_no_pair() -> None:
    with Shown(VillagesTab(LookedAt(Pool(Inline, 1)), Asked("no_such"), "en")) as shown:
        until(lambda: "This pair could not be lived" in shown.html)
        assert "no_such" in shown.html


def test_chances_are_never_quite_0_or_100() -> None:
    assert [chance(each) for each in (0.0, 0.001, 0.4, 0.9999, 1.0)] == ["0", "<1", "40", ">99", "100"]


def test_ends_of_an_axis_are_round_and_hold_all_values() -> None:
    assert ends_of([31.2, 46.8]) == (30.0, 50.0)
    assert ends_of([3.0, 48.0], from_zero=True) == (0.0, 50.0)
    assert ends_of([float("nan")]) == (0.0, 1.0)
    for values in ([0.0, 0.0], [5.0], [1e-9, 2e-9], [-3.0, 1200.0]):
        low, high = ends_of(values)
        assert low <= min(values) <= max(values) <= high
        assert low < high


def test_a_line_breaks_where_there_is_no_value() -> None:
    html = polyline([0, 50, 100], [1.0, float("nan"), 2.0], 0.0, 2.0, "x")
    assert html.count("<polyline") == 2
    assert "nan" not in html
