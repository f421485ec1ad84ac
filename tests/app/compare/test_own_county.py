"""A county of one's own in the comparing page: it opens, compares, shows its villages by their names, and leaves."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from sim.app.compare.asked import Asked
from sim.app.compare.desk_fields import fields_at
from sim.app.compare.exports import scenario_files
from sim.app.compare.one_pair import called, live_pair
from sim.app.compare.side import Side
from sim.app.compare.state import State
from sim.app.compare.village_cells import Look, cells_of
from sim.app.compare.villages import township_called
from sim.execution.engines import Inline
from sim.scenario.scenario import load
from tests.app.served import Served, free_port
from tests.world.roster.counties import GOOD, write

SCENARIO = """\
name: mine
title: {en: My county, zh: 本县}
extends: baseline
horizon: {start: 2021-01, months: 14, burn_in: 1}
world: {data: .}
"""
TABLES = {**GOOD, "villages": GOOD["villages"].replace("A1", "Upper Ford").replace("B1", "李家村")}
NAMES = ["Upper Ford", "A2", "李家村"]
TRAINING = Side({"training.dose.units": 4.0, "training.start": "2021-01", "training.ramp": 0})


@pytest.fixture(scope="module")
def mine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = write(tmp_path_factory.mktemp("county"), TABLES)
    path = folder / "mine.yaml"
    path.write_text(SCENARIO, encoding="utf-8")
    return path


def test_villages_are_shown_by_their_names_which_no_address_holds(mine: Path) -> None:
    pair = live_pair(Inline(), Asked(str(mine), (TRAINING, Side()), seed=1, pairs=1))
    assert [called(pair.base, each) for each in range(3)] == NAMES
    drawn = cells_of(pair, Look("trust", "A"), "zh")
    assert [cell.name for cell in drawn] == NAMES
    assert [township_called(pair.base, each, "en") for each in range(2)] == ["A", "B"]
    assert [fields_at(pair.base, each).village for each in range(3)] == ["1-1", "1-2", "2-1"]


def test_what_leaves_the_page_is_the_same_county(mine: Path, tmp_path: Path) -> None:
    state = State(Asked(str(mine), (TRAINING, Side()), seed=1, pairs=1))
    for scenario in scenario_files(state).values():
        assert scenario.world.data == load(mine).world.data


@pytest.mark.browser
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
