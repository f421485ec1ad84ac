"""A county of one's own in the comparing page: it opens, compares, shows its villages by their names, and leaves."""

from __future__ import annotations

from pathlib import Path

import pytest

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
