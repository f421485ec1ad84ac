"""The page in a browser without a network: it opens, plays, steps, keeps tabs apart and logs no error."""

import re

import pytest
from playwright.sync_api import expect

from sim import RuralParty, load
from sim.app.watch.state import Phase
from sim.app.watch.status import described
from sim.app.watch.watched import Watched
from sim.app.watch.watching import AHEAD
from sim.core.config.language import LANGUAGES
from sim.words.page import TEXTS
from tests.app.visitor import BURN_IN, MONTHS, STATUS, Visitor

pytestmark = pytest.mark.browser

COUNT = """() => {
    window.pictures = new Set();
    const chart = document.querySelector(".ruralparty-chart");
    new MutationObserver(() => window.pictures.add(chart.dataset.drawn))
        .observe(chart, {attributes: true, attributeFilter: ["data-drawn"]});
}"""
SPEECH = """() => {
    const found = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const parent = node.parentElement;
        if (!parent.closest("script, style") && getComputedStyle(parent).display !== "none"
            && !parent.closest(".ruralparty-said[lang=en], button[lang=en]")) found.push(node.textContent);
    }
    for (const each of document.querySelectorAll("[aria-label], [title], [alt], [placeholder]"))
        for (const name of ["aria-label", "title", "alt", "placeholder"]) found.push(each.getAttribute(name) || "");
    return [...found, document.title];
}"""
"""All that a page says: texts, and names for screen readers; words inside charts: ``test_charts.py``."""


def test_it_opens_with_six_charts_and_steps_month_by_month(context, server):
    visitor = Visitor(context, server)
    for lived in (1, 2, 3):
        visitor.control("step").click()
        visitor.lives(lived)
        visitor.reaches(Phase.PAUSED)
        assert visitor.month == lived
    expect(visitor.page.locator(STATUS)).to_contain_text("2021-03")
    expect(visitor.page.locator(STATUS)).to_contain_text("month 3 of 18 · 4 villages")


def test_it_says_what_a_run_of_its_fields_in_python_says(context, server):
    visitor = Visitor(context, server, "?seed=4&migration.leave=0.02&lang=zh")
    run = Watched(load(server.scenario), 4, {"migration.leave": 0.02})
    for _ in range(4):
        run.step()
        visitor.control("step").click()
    visitor.lives(4)
    visitor.reaches(Phase.PAUSED)
    assert described(run, "zh") in visitor.page.inner_text(STATUS)
    assert isinstance(run, RuralParty)


def test_it_plays_pauses_and_ends_with_its_horizon(context, server):
    visitor = Visitor(context, server)
    visitor.bring(Phase.PLAYING)
    visitor.control("play").click()
    visitor.reaches(Phase.PAUSED)
    paused = visitor.month
    assert 1 <= paused < MONTHS
    visitor.control("step").click()
    visitor.lives(paused + 1)
    visitor.reaches(Phase.PAUSED)
    assert visitor.month == paused + 1
    visitor.choose("pause_ms", 0)
    visitor.page.evaluate(COUNT)
    visitor.control("play").click()
    visitor.reaches(Phase.ENDED)
    expect(visitor.page.locator(STATUS)).to_contain_text("end of the horizon reached")
    assert visitor.month == MONTHS
    assert visitor.page.evaluate("window.pictures.size") >= (MONTHS - paused - 1) / AHEAD
    visitor.control("restart").click()
    visitor.reaches(Phase.IDLE)
    assert visitor.month == 0


def test_two_tabs_do_not_share_a_run(context, server):
    one, other = Visitor(context, server), Visitor(context, server)
    one.bring(Phase.PLAYING)
    other.renews(other.type, "migration.leave", "0.02")
    other.reaches(Phase.IDLE)
    one.control("play").click()
    one.reaches(Phase.PAUSED)
    for visitor, moved in ((one, "{}"), (other, '{"migration.leave": 0.02}')):
        assert visitor.statement["moved"] == moved
        visitor.shows_the_run_of_its_fields()
    assert other.month == 0


def test_a_value_out_of_range_is_refused_and_the_run_stays(context, server):
    visitor = Visitor(context, server)
    visitor.bring(Phase.PAUSED)
    visitor.type("migration.leave", "9")
    side = visitor.page.locator(".ruralparty-side")
    expect(side).to_contain_text("9 is out of range; allowed: 0.01 – 0.022 1/month")
    assert visitor.month == 1
    visitor.renews(visitor.type, "migration.leave", "0.02")
    visitor.reaches(Phase.IDLE)
    assert visitor.month == 0
    expect(side).not_to_contain_text("out of range")


def test_a_run_that_breaks_off_says_so_and_the_page_lives_on(context, server):
    visitor = Visitor(context, server)
    visitor.bring(Phase.FAILED)
    expect(visitor.page.locator(".ruralparty-failed")).to_contain_text("ZeroDivisionError")
    visitor.control("zh").click()
    expect(visitor.page.locator(".ruralparty-failed")).to_contain_text(TEXTS["broke_off"][1])
    visitor.renews(visitor.type, "seed", "1")
    visitor.reaches(Phase.IDLE)
    expect(visitor.page.locator(".ruralparty-failed")).to_have_count(0)
    visitor.shows_the_run_of_its_fields()


@pytest.mark.parametrize("phase", [Phase.IDLE, Phase.FAILED])
def test_the_chinese_page_says_nothing_in_english(context, server, phase):
    visitor = Visitor(context, server, "?lang=zh&migration.leave=9&nothing=1")
    visitor.bring(phase)
    allowed = re.compile(r"migration\.leave|nothing|ruralparty|English|ZeroDivisionError: division by zero")
    said = visitor.page.evaluate(SPEECH)
    english = [text.strip() for text in said if re.search(r"[A-Za-z]{3}", allowed.sub("", text))]
    assert len(said) > 100
    assert english == []


def test_it_speaks_two_languages_and_says_what_it_refuses_of_an_address(context, server):
    visitor = Visitor(context, server, "?lang=zh&migration.leave=9")
    page = visitor.page
    expect(page.locator(".ruralparty-refused")).to_contain_text("migration.leave: 9 超出范围；允许：0.01 – 0.022 每月")
    expect(visitor.control("step")).to_have_text("单步")
    expect(page.locator(STATUS)).to_contain_text("第 0 个月，共 18 个月")
    page.locator(".ruralparty-refused button").click()
    for language, title in (("zh", "村庄"), ("en", "Villages")):
        visitor.control(language).click()
        expect(page.locator(".ruralparty-view h2").first).to_have_text(title)
        for width, height in ((1280, 800), (1440, 900), (1920, 1080)):
            page.set_viewport_size({"width": width, "height": height})
            boxes = [view.bounding_box() for view in page.locator(".ruralparty-views > *").all()]
            assert len(boxes) == 6
            assert max(box["y"] + box["height"] for box in boxes) <= height
            assert max(box["x"] + box["width"] for box in boxes) <= width
            assert len({box["x"] for box in boxes}) == 3


@pytest.mark.parametrize("width", [390, 768, 1280])
def test_nothing_is_wider_than_the_screen_or_covers_the_picture(context, server, width):
    visitor = Visitor(context, server)
    page = visitor.page
    page.set_viewport_size({"width": width, "height": 800})
    if width < 1024:
        expect(page.locator(".ruralparty-side")).to_be_hidden()
        visitor.control("fold").click()
        expect(page.locator(".ruralparty-side")).to_be_visible()
    wide = """width => [...document.querySelectorAll('.ruralparty-watch *')].filter(each => !each.closest('.v-menu')
        && each.getBoundingClientRect().right > width + 1).map(each => each.outerHTML.slice(0, 100))"""
    assert page.evaluate(wide, width) == []


NAMELESS = """() => [...document.querySelectorAll(
        "[role=slider], [role=img], .ruralparty-watch input:not([type=hidden]), .ruralparty-watch button"
    )].filter(each => !(each.getAttribute("aria-label") || each.textContent.trim() || each.labels?.length))
    .map(each => each.outerHTML)"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_whatever_can_be_moved_or_seen_has_a_name_for_screen_readers(context, server, language):
    visitor = Visitor(context, server, f"?lang={language}&migration.leave=9")
    assert visitor.page.evaluate(NAMELESS) == []
    assert visitor.page.locator("[role=slider]").count() >= 6


def test_charts_of_one_month_are_of_one_run(context, server):
    visitor = Visitor(context, server)
    visitor.bring(Phase.PAUSED)
    visitor.drawn()
    assert visitor.statement["month"] == 1
    assert {
        (each.get_attribute("data-run"), each.get_attribute("data-drawn"))
        for each in visitor.page.locator(".ruralparty-chart").all()
    } == {("1", str(BURN_IN + 1))}
