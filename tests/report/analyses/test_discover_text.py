"""Where a policy fails, in words and figures of both languages."""

from __future__ import annotations

import numpy as np
import pytest

from sim.analysis.discover.table import discover, held_out
from sim.report.analyses.discover_figure import draw_boxes
from sim.report.analyses.discover_text import conditions_text, discover_text, method_text
from sim.report.layout.figures import png
from sim.report.layout.sentences import title_of
from tests.cli.english_left import english_left
from tests.report.analyses.invented import HOURS, POINTS, PROVENANCE, SCENARIOS, invented_ensemble


@pytest.fixture(scope="module")
def found():
    ensemble = invented_ensemble()
    return discover(ensemble, held_out(ensemble, (300, 150)))


def titles(language):
    return {each.name: title_of(each, language) for each in SCENARIOS}


def test_the_last_batch_is_held_out_or_a_third_by_lot():
    ensemble = invented_ensemble()
    assert np.flatnonzero(held_out(ensemble, (300, 150))).tolist() == list(range(300, POINTS))
    assert held_out(ensemble, (POINTS,)).sum() == POINTS // 3


def test_the_planted_box_is_told_with_its_limits(found):
    box = found.boxes["attendance", "online_branch", "harm"]
    assert box.headline
    assert set(box.box.limits) == {HOURS, "world.archetype"}
    text = " ".join(discover_text(found, titles("en"), "en").split())
    assert "Online branch makes attendance at members' meetings worse by 2 points or more where" in text
    assert "world.archetype is hollow" in text


def test_trees_of_effects_that_matter_are_told(found):
    text = discover_text(found, titles("en"), "en")
    assert "Training, trust in the branch (a tree explains" in text
    assert "members (a tree" not in text


def test_an_effect_that_is_the_same_everywhere_asks_nothing(found):
    assert not any(each["outcome"] == "attendance" and each["policy"] == "training" for each in found.cases)


def test_a_study_that_varies_nothing_has_no_conditions():
    ensemble = invented_ensemble()
    ensemble.factors.clear()
    with pytest.raises(ValueError, match="nothing is varied"):
        discover(ensemble, np.zeros(POINTS, bool))


def test_conditions_on_one_side_of_a_factor_are_told_once():
    said = conditions_text((("parameters.a.b", "<=", 2.0), ("parameters.a.b", "<=", -1.0)), "en")
    assert said == "a.b is at most −1"


def test_texts_are_chinese(found):
    assert english_left(discover_text(found, titles("zh"), "zh")) == []
    method = method_text(found, "基准情景", PROVENANCE, "zh")
    assert english_left(method, "Friedman", "Fisher", "scikit-learn", "p") == []
    assert "\n" not in method_text(found, "Baseline", PROVENANCE, "en")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_figure_draws(found, language):
    assert png(draw_boxes(found, SCENARIOS, language))[1:4] == b"PNG"
