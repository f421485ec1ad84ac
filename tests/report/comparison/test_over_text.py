"""A comparison over points: one line an outcome."""

from __future__ import annotations

import numpy as np
import pytest

from sim.analysis.comparison import Stopping
from sim.analysis.pairs import Pairs
from sim.analysis.robust.over import signs_over
from sim.indicators import indicator_named
from sim.report.comparison.over_text import over_lines, over_record
from sim.runs.jobs import Named
from sim.scenario.scenario import Scenario
from tests.cli.english_left import english_left
from tests.report.invented import MONTHS, Machine, invented_comparison

MOST = "parameters.service.volunteer_most"
SEEDS = range(1, 61)


@pytest.fixture(scope="module")
def over():
    """Sixty pairs at thirty points."""
    points = [{MOST: 2 + place / 10, "parameters.trust.drift": 0.002 + place * 7 % 30 / 10_000} for place in range(30)]
    scenarios = [Named(Scenario(name=name, title={"en": name, "zh": name}), name) for name in ("baseline", "training")]
    at = {seed: points[(seed - 1) // 2] for seed in SEEDS}
    indicators = [indicator_named(name) for name in ("attendance", "trust")]
    found = Pairs(scenarios, indicators, (MONTHS - 12, MONTHS), points=at)
    found.add(Machine(), SEEDS)
    return found.conclude(Stopping(len(SEEDS)))


def test_signs_are_counted_by_point(over):
    signs = signs_over(over)["training", "attendance"]
    assert (signs.sign, signs.same.count, signs.same.points) == (1, 30, 30)


def test_every_outcome_has_a_line_in_both_languages(over):
    lines = over_lines(over, "en")
    assert "same sign (+) at 30 of 30 plausible points (100 %, 89 to 100)" in lines[1]
    assert len(lines) == 1 + 2 + 1
    assert english_left("\n".join(over_lines(over, "zh")), "training") == []


def test_records_hold_the_same(over):
    record = over_record(over)[0]
    assert (record["scenario"], record["outcome"], record["sign"]) == ("training", "attendance", 1)
    assert record["same_count"] == 30
    assert np.isfinite(record["same_low"])


def test_a_comparison_at_one_point_says_nothing():
    assert over_lines(invented_comparison(), "en") == []
    assert over_record(invented_comparison()) == []
