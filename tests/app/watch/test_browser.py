"""The page in a browser without a network: it opens, plays, steps, keeps tabs apart and logs no error."""

import os
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from sim.app.watch.pace import AHEAD
from tests.app.runs import write_small
from tests.app.served import HOST, PATIENCE, Served, free_port

pytestmark = pytest.mark.browser
expect.set_options(timeout=PATIENCE * 1000)

BROWSER = os.environ.get("BROWSER_PATH", "/usr/bin/chromium")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    f"--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE {HOST}",
)
BURN_IN, MONTHS = 14, 18
STATUS = ".ruralparty-status"
CHARTS = "[...document.querySelectorAll('.ruralparty-chart')]"
DRAWN = (
    f"month => {CHARTS}.filter(chart => chart.querySelector('canvas') && +chart.dataset.drawn >= month).length === 6"
)
COUNT_AND_PAUSE = """month => {
    window.pictures = new Set();
    const chart = document.querySelector(".ruralparty-chart");
    const observer = new MutationObserver(() => {
        window.pictures.add(chart.dataset.drawn);
        if (window.paused || chart.dataset.drawn < month) return;
        const buttons = [...document.querySelectorAll(".v-navigation-drawer button")];
        window.paused = buttons.find(button => button.textContent.includes("Pause"));
        window.paused?.click();
    });
    observer.observe(chart, {attributes: true, attributeFilter: ["data-drawn"]});
}"""
"""The page itself pauses at a month: a hand that is slower than the run would come after its end."""


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with Served(str(write_small(tmp_path_factory.mktemp("browser"))), free_port()) as server:
        yield server


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER, args=list(ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture
def context(browser):
    """A visitor; at the end nothing may have gone wrong in any tab."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.set_default_timeout(PATIENCE * 1000)
    wrong: list[str] = []
    context.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    context.on("weberror", lambda error: wrong.append(str(error.error)))
    context.on("requestfailed", lambda request: wrong.append(f"failed: {request.url}"))
    context.on(
        "response", lambda answer: wrong.append(f"{answer.status}: {answer.url}") if answer.status > 399 else None
    )
    context.on("request", lambda asked: wrong.append(f"outside: {asked.url}") if is_outside(asked.url) else None)
    yield context
    found = list(wrong)
    context.close()
    assert found == []


def is_outside(url: str) -> bool:
    """Whether an address is not that of the server."""
    parts = urlsplit(url)
    return parts.scheme in ("http", "https", "ws", "wss") and parts.hostname != HOST


def opened(context, server: Served, search: str = "") -> Page:
    """A tab that shows the start of a run."""
    page = context.new_page()
    page.goto(server.address.partition("?")[0] + search)
    page.wait_for_function(DRAWN, arg=BURN_IN)
    expect(page.locator(STATUS)).to_have_attribute("data-month", "0")
    return page


def button(page: Page, text: str):
    """A button of Mesa's controls, by a word of the page."""
    return page.locator(".v-navigation-drawer button", has_text=text)


def month(page: Page) -> int:
    """Months lived, as the page says."""
    return int(page.locator(STATUS).get_attribute("data-month"))


def test_it_opens_with_six_charts_and_steps_month_by_month(context, server):
    page = opened(context, server)
    for lived in (1, 2, 3):
        button(page, "Step").click()
        expect(page.locator(STATUS)).to_have_attribute("data-month", str(lived))
        page.wait_for_function(DRAWN, arg=BURN_IN + lived)
    expect(page.locator(STATUS)).to_contain_text("2021-03")
    expect(page.locator(STATUS)).to_contain_text("month 3 of 18 · 4 villages")


def test_it_plays_pauses_and_ends_with_its_horizon(context, server):
    page = opened(context, server)
    page.evaluate(COUNT_AND_PAUSE, BURN_IN + 3)
    button(page, "Play").click()
    page.wait_for_function("window.paused")
    expect(button(page, "Step")).to_be_enabled()
    paused = month(page)
    assert 3 <= paused < MONTHS
    button(page, "Step").click()
    expect(page.locator(STATUS)).to_have_attribute("data-month", str(paused + 1))
    button(page, "Play").click()
    page.wait_for_function(DRAWN, arg=BURN_IN + MONTHS)
    expect(page.locator(STATUS)).to_contain_text("end of the horizon reached")
    expect(button(page, "Step")).to_be_disabled()
    assert page.evaluate("window.pictures.size") >= MONTHS / AHEAD
    button(page, "Restart").click()
    expect(page.locator(STATUS)).to_have_attribute("data-month", "0")
    expect(button(page, "Step")).to_be_enabled()


def test_two_tabs_do_not_share_a_run(context, server):
    one, other = opened(context, server), opened(context, server)
    button(one, "Step").click()
    button(one, "Step").click()
    expect(one.locator(STATUS)).to_have_attribute("data-month", "2")
    assert month(other) == 0
    button(other, "Step").click()
    expect(other.locator(STATUS)).to_have_attribute("data-month", "1")
    assert month(one) == 2


def test_a_value_out_of_range_is_refused_and_the_run_stays(context, server):
    page = opened(context, server)
    button(page, "Step").click()
    expect(page.locator(STATUS)).to_have_attribute("data-month", "1")
    lever = page.get_by_label("out-migration for work")
    lever.fill("9")
    lever.press("Enter")
    expect(page.locator(".v-navigation-drawer")).to_contain_text("9 is out of range; allowed: 0.01 – 0.022 1/month")
    assert month(page) == 1
    lever.fill("0.02")
    lever.press("Enter")
    expect(page.locator(STATUS)).to_have_attribute("data-month", "0")
    expect(page.locator(".v-navigation-drawer")).not_to_contain_text("out of range")


def test_it_speaks_two_languages_and_says_what_it_refuses_of_an_address(context, server):
    page = opened(context, server, "?lang=zh&migration.leave=9")
    expect(page.locator(".ruralparty-refused")).to_contain_text("migration.leave: 9 超出范围；允许：0.01 – 0.022 每月")
    expect(page.get_by_label("外出务工")).to_have_value("0.0153")
    expect(button(page, "单步")).to_be_visible()
    expect(page.locator(STATUS)).to_contain_text("第 0 个月，共 18 个月")
    for hidden in ("Use Threads", "Model Parameters", "Information"):
        expect(page.get_by_text(hidden, exact=True)).to_be_hidden()
    page.locator(".ruralparty-refused button").click()
    for language, title in (("中文", "村庄"), ("English", "Villages")):
        page.get_by_role("button", name=language).click()
        expect(page.locator(".ruralparty-view h2").first).to_have_text(title)
        for width, height in ((1280, 800), (1440, 900)):
            page.set_viewport_size({"width": width, "height": height})
            boxes = [view.bounding_box() for view in page.locator(".ruralparty-views > *").all()]
            assert len(boxes) == 6
            assert max(box["y"] + box["height"] for box in boxes) <= height
            assert max(box["x"] + box["width"] for box in boxes) <= width
            assert len({box["x"] for box in boxes}) == 3
    expect(button(page, "Step")).to_be_visible()
