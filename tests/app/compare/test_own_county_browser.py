"""The page of a county of one's own in a browser: it opens, compares and shows its villages by their names."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.app.compare.test_own_county import NAMES, mine
from tests.app.served import Served, free_port

pytestmark = pytest.mark.browser
__all__ = ["mine"]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_page_of_a_county_opens_compares_and_shows_its_villages(mine, context, language) -> None:
    with Served(str(mine), free_port(), language=language, page="app") as server:
        page = context.new_page()
        page.set_viewport_size({"width": 390, "height": 800})
        page.goto(server.address.partition("?")[0] + "?pairs=4&a.training.dose.units=3.0")
        page.wait_for_function("document.querySelector('.rp-status')?.dataset.stage === 'final'")
        page.locator("[data-tab=villages]").click()
        expect(page.locator("[data-village]")).to_have_count(3)
        assert [each.get_attribute("data-name") for each in page.locator("[data-village]").all()] == NAMES
        page.locator("[data-village]").first.click()
        expect(page.get_by_role("heading", name="Upper Ford")).to_be_visible()
        assert "Upper" not in page.url
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        context.close()
