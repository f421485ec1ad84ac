"""The page in a browser: the first screen holds sentences and matrix, and nothing is cut off."""

from __future__ import annotations

import pytest
from playwright.sync_api import sync_playwright

from sim.indicators import HEADLINES
from tests.app.visitor import ARGUMENTS, BROWSER
from tests.report.comparison.test_page import made
from tests.report.invented import invented_comparison

pytestmark = pytest.mark.browser

ALTERNATIVES = ("training", "online_branch", "talent_recruitment")
OUT_OF_ITS_CELL = """() => [...document.querySelectorAll('.matrix td.c .v, .matrix td.c .plot, .costs td.n')]
    .filter(each => each.getBoundingClientRect().right > each.closest('td').getBoundingClientRect().right + 1
        || each.scrollWidth > each.clientWidth + 1)
    .map(each => each.textContent)"""
OUT_OF_THE_PAGE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
BOTTOM = "() => document.querySelector('.matrix').getBoundingClientRect().bottom"

ON_TWO_LINES = """() => [...document.querySelectorAll('.matrix .lab .least')]
    .filter(each => each.getClientRects().length > 1 || each.getBoundingClientRect().height > 24)
    .map(each => each.textContent)"""


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pages")
    comparison = invented_comparison(ALTERNATIVES, HEADLINES, pairs=8)
    for language in ("en", "zh"):
        (folder / f"{language}.html").write_text(made(comparison, language), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER, args=list(ARGUMENTS))
        yield browser
        browser.close()


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("width", [1280, 800, 390])
def test_nothing_is_cut_off_and_the_first_screen_of_a_desk_holds_the_matrix(browser, pages, language, width):
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.goto((pages / f"{language}.html").as_uri())
    assert page.evaluate(OUT_OF_THE_PAGE) <= 0
    assert page.evaluate(OUT_OF_ITS_CELL) == []
    assert width < 1280 or page.evaluate(BOTTOM) <= 800
    assert width < 1280 or page.evaluate(ON_TWO_LINES) == []
    page.close()


def test_letters_of_the_columns_stay_in_sight_on_a_telephone(browser, pages):
    page = browser.new_page(viewport={"width": 390, "height": 800})
    page.goto((pages / "en.html").as_uri())
    page.evaluate("document.querySelectorAll('.matrix tr.o')[8].scrollIntoView()")
    assert page.evaluate("document.querySelector('.matrix tr.letters').getBoundingClientRect().top") == pytest.approx(0)
    page.close()
