"""The page in a browser: the first screen holds sentences and matrix, nothing is cut off, colours can be read."""

from __future__ import annotations

import re

import pytest

from sim.indicators import HEADLINES
from sim.report.comparison.page_style import STYLE
from tests.report.comparison.test_page import made
from tests.report.invented import invented_comparison

ALTERNATIVES = ("training", "online_branch", "talent_recruitment")
OUT_OF_ITS_CELL = """() => [...document.querySelectorAll('.matrix td.c .v, .matrix td.c .plot, .costs td.n')]
    .filter(each => each.getBoundingClientRect().right > each.closest('td').getBoundingClientRect().right + 1
        || each.scrollWidth > each.clientWidth + 1)
    .map(each => each.textContent)"""
OUT_OF_THE_PAGE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
BOTTOM = "() => document.querySelector('.matrix').getBoundingClientRect().bottom"


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts]
    return sum(weight * each for weight, each in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize("name", ["ink", "soft", "link", "better-colour", "worse-colour"])
def test_every_colour_of_text_has_the_contrast_that_small_letters_want(name):
    colour = re.search(rf"--{name}: (#[0-9a-f]{{6}})", STYLE)[1]
    for ground in ("#ffffff", re.search(r"--band: (#[0-9a-f]{6})", STYLE)[1]):
        least = 4.5 if ground == "#ffffff" else 3.0  # marks alone stand on the band
        assert (luminance(ground) + 0.05) / (luminance(colour) + 0.05) >= least


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pages")
    comparison = invented_comparison(ALTERNATIVES, HEADLINES, pairs=8)
    for language in ("en", "zh"):
        (folder / f"{language}.html").write_text(made(comparison, language), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def browser():
    from playwright.sync_api import sync_playwright

    from tests.app.visitor import ARGUMENTS, BROWSER

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER, args=list(ARGUMENTS))
        yield browser
        browser.close()


@pytest.mark.browser
@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("width", [1280, 800, 390])
def test_nothing_is_cut_off_and_the_first_screen_of_a_desk_holds_the_matrix(browser, pages, language, width):
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.goto((pages / f"{language}.html").as_uri())
    assert page.evaluate(OUT_OF_THE_PAGE) <= 0
    assert page.evaluate(OUT_OF_ITS_CELL) == []
    assert width < 1280 or page.evaluate(BOTTOM) <= 800
    page.close()


@pytest.mark.browser
def test_letters_of_the_columns_stay_in_sight_on_a_telephone(browser, pages):
    page = browser.new_page(viewport={"width": 390, "height": 800})
    page.goto((pages / "en.html").as_uri())
    page.evaluate("document.querySelectorAll('.matrix tr.o')[8].scrollIntoView()")
    assert page.evaluate("document.querySelector('.matrix tr.letters').getBoundingClientRect().top") == pytest.approx(0)
    page.close()
