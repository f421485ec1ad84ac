"""The comparing page in a browser without a network: from a first visit to a link that another visitor opens."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Locator, Page, expect

from sim.core.config.language import LANGUAGES
from tests.app.served import Served, free_port

pytestmark = pytest.mark.browser

DOSE = "training.dose.units"
PAIRS = "pairs=4"
"""Every answer of these tests is of four pairs."""
WIDE = """width => [...document.querySelectorAll('.ruralparty-compare *')].filter(each => !each.closest('.rp-tabs, svg')
    && each.getBoundingClientRect().right > width + 1).map(each => each.outerHTML.slice(0, 120))"""
NAMELESS = """() => [...document.querySelectorAll(
        ".ruralparty-compare :is([role=slider], [role=img], input:not([type=hidden]), select, textarea, button)"
    )].filter(each => !(each.getAttribute("aria-label") || each.textContent.trim() || each.labels?.length))
    .map(each => each.outerHTML)"""
STILL = "() => document.getAnimations().every(each => each.playState !== 'running')"
"""Nothing is on its way: what the page is laid over with while it opens has faded."""
ENGLISH = """() => {
    const found = [], walker = document.createTreeWalker(
        document.querySelector(".ruralparty-compare"), NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode())
        if (!node.parentElement.closest("style, pre, [lang=en], option")) found.push(node.textContent);
    for (const each of document.querySelectorAll(".ruralparty-compare [aria-label]")) found.push(each.ariaLabel);
    return found;
}"""


@pytest.fixture(scope="module")
def server(compared):
    with Served(compared, free_port(), page="app") as server:
        yield server


class Visit:
    """A tab that shows the comparing page."""

    def __init__(self, context: BrowserContext, server: Served, search: str = "") -> None:
        self.page: Page = context.new_page()
        self.page.goto(server.address.partition("?")[0] + f"?{PAIRS}&{search}")
        self.reaches("final")

    def reaches(self, *stages: str) -> None:
        """Wait until status and tiles show the same stage, one of these; stay no longer at one that failed."""
        script = """wanted => {
            const status = document.querySelector('.rp-status'), tiles = document.querySelector('.rp-tiles');
            if (status?.dataset.stage === 'failed' && !wanted.includes('failed'))
                throw new Error(document.body.innerText);
            return wanted.includes(status?.dataset.stage) && status.dataset.drawn === tiles?.dataset.drawn;
        }"""
        self.page.wait_for_function(script, arg=list(stages))

    def asks(self, action) -> None:
        """Do what makes another question, and wait for its answer."""
        script = "() => document.querySelector('.rp-tiles').dataset.drawn.split(' ')[0]"
        before = self.page.evaluate(script)
        action()
        self.page.wait_for_function(f"before => ({script})() !== before", arg=before)
        self.reaches("final")

    @property
    def address(self) -> str:
        return str(self.page.evaluate("location.search"))

    @property
    def said(self) -> list[str]:
        return self.page.locator(".rp-said").all_inner_texts()

    @property
    def numbers(self) -> list[str]:
        return self.page.locator(".rp-row").all_inner_texts()

    def shows(self, numbers: list[str]) -> None:
        """Wait until these numbers stand in the tiles: an answer of before comes from memory, after the address."""
        rows = "[...document.querySelectorAll('.rp-row')].map(row => row.innerText)"
        script = f"wanted => {rows}.join() === wanted.join()"
        self.page.wait_for_function(script, arg=numbers)

    def find(self, selector: str) -> Locator:
        return self.page.locator(selector)

    def control(self, name: str) -> Locator:
        return self.page.locator(f'[data-control="{name}"]').first

    def slider(self, path: str) -> Locator:
        return self.page.locator(f'[data-lever="{path}"] [role=slider]')


def test_a_first_visit_tells_a_sentence_and_all_stands_on_one_screen(context, server):
    visit = Visit(context, server)
    page = visit.page
    assert any(re.search(r"A (raises|lowers) it by", each) for each in visit.said)
    expect(visit.find(".rp-status")).to_contain_text("Exact, 4 pairs")
    assert page.evaluate(NAMELESS) == []
    for width, height in ((1280, 800), (1440, 900)):
        page.set_viewport_size({"width": width, "height": height})
        box = visit.find(".rp-foot").bounding_box()
        assert box["y"] + box["height"] <= height
    for width in (1280, 800, 390):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate(WIDE, width) == []
    expect(visit.find(".rp-groups")).to_be_hidden()
    visit.control("levers").click()
    expect(visit.slider(DOSE)).to_be_visible()


@pytest.mark.parametrize(
    "search",
    [
        "groups=people,assumptions&open=trust.sure&b.online_branch.start=2021-06",
        "lang=zh&tab=costs",
        "tab=villages&look.village=0",
        "tab=villages&desk=open",
        "tab=people",
    ],
)
def test_no_rule_of_accessibility_is_broken(context, server, search):
    visit = Visit(context, server, search)
    if "tab=" in search:
        expect(visit.find("#view :is(table, .ruralparty-card)").first).to_be_visible()
    visit.page.wait_for_function(STILL)
    found = Axe().run(visit.page).response["violations"]
    assert [(each["id"], each["nodes"][0]["html"][:200]) for each in found] == []


def test_a_lever_that_is_dragged_shows_an_estimate_and_is_answered_when_let_go_and_undone(context, server):
    visit = Visit(context, server, "a.training.start=2021-06&a.training.dose.units=2")
    before, box = visit.numbers, visit.slider(DOSE).bounding_box()
    mouse, y = visit.page.mouse, box["y"] + box["height"] / 2
    mouse.move(box["x"] + box["width"] / 2, y)
    mouse.down()
    mouse.move(box["x"] + box["width"], y, steps=4)
    visit.reaches("estimate")
    expect(visit.find(".rp-said").first).to_contain_text("Estimate: A about")
    assert "dose.units=4" not in visit.address
    visit.asks(mouse.up)
    assert "a.training.dose.units=4" in visit.address
    assert visit.numbers != before
    visit.asks(visit.find('[data-control="undo"]').click)
    visit.shows(before)
    visit.asks(lambda: visit.slider(DOSE).press("ArrowRight"))
    assert "a.training.dose.units=2.2" in visit.address
    visit.asks(lambda: visit.slider(DOSE).press("0"))
    assert "a.training.dose.units=0" in visit.address


def test_one_click_turns_the_rule_of_the_quorum_and_a_tab_an_undo_turns_back(context, server):
    visit = Visit(context, server)
    before = visit.numbers
    visit.asks(lambda: visit.find('[data-field="quorum"]').select_option("registered"))
    assert "quorum=registered" in visit.address
    visit.find('[data-tab="costs"]').click()
    expect(visit.find(".rp-view")).to_contain_text("Beyond the baseline")
    visit.find('[data-tab="costs"]').press("ArrowRight")
    expect(visit.find(".rp-view")).to_contain_text("numbers of the model are assumptions")
    for _ in range(2):
        visit.control("undo").click()
    expect(visit.find(".rp-panels")).to_be_visible()
    visit.asks(visit.control("undo").click)
    visit.shows(before)


def test_a_headline_opens_in_place_and_escape_goes_back_to_its_button(context, server):
    visit = Visit(context, server)
    button = visit.find('[data-ask="sure"]').first
    height = visit.find(".rp-side").bounding_box()["height"]
    button.click()
    expect(visit.find(".rp-opened")).to_contain_text("Luck: ")
    assert visit.find(".rp-side").bounding_box()["height"] == pytest.approx(height, abs=1)
    expect(visit.find(".rp-panel:visible")).to_have_count(3)
    visit.page.keyboard.press("Escape")
    expect(visit.find(".rp-opened")).to_have_count(0)
    expect(button).to_be_focused()
    button.press("ArrowRight")
    expect(visit.find('[data-ask="whom"]').first).to_be_focused()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_link_shows_another_visitor_the_same_numbers_in_his_language(context, browser, server, language):
    visit = Visit(context, server, "b.online_branch.start=2021-06&quorum=registered&view=level&edit=b")
    visit.find('[data-control="share"]').click()
    link = visit.find('[data-field="address"]').input_value()
    other = browser.new_context(viewport={"width": 1280, "height": 800})
    try:
        page = other.new_page()
        page.goto(f"{link}&lang={language}" if language != "en" else link)
        page.wait_for_function("document.querySelector('.rp-status')?.dataset.stage === 'final'")
        values = page.locator(".rp-value").all_inner_texts()
        assert values == visit.find(".rp-value").all_inner_texts()
        assert page.locator("[data-side='B']").get_attribute("aria-pressed") == "true"
        if language == "zh":
            words = {word for each in page.evaluate(ENGLISH) for word in re.findall(r"[A-Za-z]{2,}", each)}
            assert words <= {"ruralparty", "small"}
    finally:
        other.close()


def test_a_visit_comes_back_from_its_address(context, server):
    visit = Visit(context, server)
    visit.asks(lambda: visit.find('[data-field="quorum"]').select_option("adjusted"))
    visit.find('[data-kind="level"]').click()
    visit.page.wait_for_function("location.search.includes('view=level')")
    before = visit.numbers
    visit.page.reload()
    visit.reaches("final")
    assert visit.numbers == before
    expect(visit.find('[data-kind="level"]')).to_have_attribute("aria-pressed", "true")


def test_chinese_is_legible_where_the_machine_has_no_chinese_font(context, server):
    page = Visit(context, server, "lang=zh").page
    script = """async () => (await document.fonts.load('13px "ruralparty Chinese"', "村")).map(face => face.status)"""
    assert page.evaluate(script) == ["loaded"]
    families = page.evaluate("getComputedStyle(document.querySelector('.rp-said')).fontFamily")
    assert families.endswith('"ruralparty Chinese"')


def test_a_broken_scenario_shows_its_faults_and_a_good_one_is_taken(context, server):
    visit = Visit(context, server)
    visit.control("bring").click()
    visit.find('[data-field="text"]').fill("name: mine\ntitle: x\nhorizon: {months: 0}\n")
    visit.control("check").click()
    expect(visit.find(".rp-faults")).to_contain_text("yaml:3: horizon.months = 0: is out of range")
    visit.find('[data-field="text"]').fill(
        "name: mine\ntitle: {en: Mine, zh: 我的}\nextends: baseline\npolicies: {rotation: {start: 2021-06}}\n"
    )
    visit.find('[data-field="place"]').select_option("B")
    visit.asks(visit.control("check").click)
    expect(visit.find(".rp-sheet")).to_have_count(0)
    expect(visit.find(".rp-lead")).to_contain_text("Rotation")


def test_a_village_leads_to_its_card_its_branch_at_the_desk_and_its_people_and_all_of_it_comes_back(context, server):
    visit = Visit(context, server, "tab=villages")
    cell = visit.find(".ruralparty-cell").first
    cell.click()
    expect(visit.find(".ruralparty-card")).to_contain_text("Village 1-1")
    visit.page.wait_for_function("location.search.includes('look.village=0')")
    visit.page.keyboard.press("Escape")
    expect(visit.find(".ruralparty-card")).to_have_count(0)
    expect(cell).to_be_focused()
    cell.click()
    visit.control("desk").click()
    expect(visit.find(".ruralparty-desk header")).to_contain_text("1-1")
    members = visit.find('[data-field="members"]')
    figures = int(members.input_value())
    members.fill(str(figures + 5))
    members.press("Enter")
    visit.page.wait_for_function("wanted => location.search.includes(wanted)", arg=f"desk.members={figures + 5}")
    visit = Visit(context, server, visit.address[1:])
    members = visit.find('[data-field="members"]')
    expect(members).to_have_value(str(figures + 5))
    members.press("Escape")
    expect(visit.control("desk")).to_be_focused()
    visit.control("people").click()
    expect(visit.find(".ruralparty-life-table")).to_be_visible()
    assert "life.village=0" in visit.address
    visit = Visit(context, server, visit.address[1:])
    expect(visit.find(".ruralparty-life-table")).to_be_visible()
    expect(visit.control("undo")).to_be_disabled()
    assert visit.page.evaluate(NAMELESS) == []
    for width in (1280, 800, 390):
        visit.page.set_viewport_size({"width": width, "height": 800})
        assert visit.page.evaluate(WIDE, width) == []


def test_a_number_is_typed_and_what_is_none_is_told_at_its_field(context, server):
    visit = Visit(context, server, "a.training.start=2021-06&a.training.dose.units=2")
    field = visit.find(f'input[data-field="{DOSE}"]')
    before = visit.address
    field.fill("9")
    field.press("Enter")
    expect(visit.find(f'[data-lever="{DOSE}"] [role=alert]')).to_contain_text("allowed: 0 – 4 courses/year")
    assert visit.address == before
    field.fill("3.5")
    visit.asks(lambda: field.press("Enter"))
    assert "a.training.dose.units=3.5" in visit.address
    expect(visit.find(f'[data-lever="{DOSE}"] [role=alert]')).to_have_count(0)


def test_what_is_sent_for_comes_after_the_answer(context, server):
    visit = Visit(context, server, "open=trust.whom&by=left_behind&p.migration.leave=0.02")
    visit.find('.rp-opened [data-control="errand"]').click()
    expect(visit.find(".rp-opened .rp-rule").first).to_be_visible()
    visit.control("beside").click()
    expect(visit.find(".rp-panel path.usual").first).to_be_attached()


def test_files_come_from_the_page(context, server):
    visit = Visit(context, server)
    visit.control("export").click()
    with visit.page.expect_download() as given:
        visit.find('[data-export="scenario:side_a.yaml"]').click()
    assert given.value.suggested_filename == "side_a.yaml"
    visit.control("shut").click()
    visit.control("save").click()
    with visit.page.expect_download() as given:
        visit.find('[data-save="png"]').click()
    assert given.value.path().read_bytes()[:4] == b"\x89PNG"


def test_what_an_address_asks_for_and_is_none_is_told(context, server):
    visit = Visit(context, server, "quorum=mine")
    expect(visit.find(".rp-refused")).to_contain_text("quorum: mine is no value")
    visit.control("refused").click()
    expect(visit.find(".rp-refused")).to_have_count(0)
