"""How sure effects are, in words and figures of both languages."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sim.analysis.robust.table import robust
from sim.report.analyses.robust_figure import draw_robust
from sim.report.analyses.robust_text import method_text, robust_text
from sim.report.layout.figures import png, svg
from sim.report.layout.sentences import title_of
from tests.cli.english_left import english_left
from tests.report.analyses.invented import POINTS, PROVENANCE, SCENARIOS, invented_ensemble


@pytest.fixture(scope="module")
def found():
    return robust(invented_ensemble())


def titles(language):
    return {each.name: title_of(each, language) for each in SCENARIOS}


def line_with(text, *words):
    return next(line for line in text.splitlines() if all(word in line for word in words))


def test_the_text_says_signs_turns_and_choices(found):
    text = robust_text(found, titles("en"), "en")
    training = text[text.index("A  Training") : text.index("B  Online branch")]
    assert "turns with service.volunteer_most below 3.5" in line_with(training, "trust in the branch")
    online = text[text.index("B  Online branch") :]
    assert "effort.platform_hours" in line_with(online, "attendance at members' meetings")
    assert line_with(text, "members (persons)", "–")  # no direction is better
    assert line_with(text, "trust in the branch", "A")
    assert "2 seeds" in text


def test_outcomes_without_a_better_side_have_signs_and_no_criteria(found):
    assert {each["outcome"] for each in found.signs} == {"trust", "attendance", "members"}
    assert {each["outcome"] for each in found.criteria} == {"trust", "attendance"}


def test_shares_and_ranks_agree_with_the_ensemble(found):
    signs = {(each["outcome"], each["policy"]): each for each in found.signs}
    steps = found.ensemble.differences["trust"][1]
    assert signs["trust", "training"]["harms"] == pytest.approx((steps < 0).mean())
    assert signs["trust", "training"]["same_sign"] == pytest.approx((steps > 0).mean())
    best = {(each["policy"], each["outcome"]): each for each in found.ranks}
    assert sum(best[name, "trust"]["share"] for name in found.ensemble.policies) == pytest.approx(1)
    assert best["training", "all"]["what"] == "dominated"
    regret = [e for e in found.criteria if e["criterion"] == "regret_max" and e["outcome"] == "trust"]
    by = {(each["of"], each["policy"]): each["value"] for each in regret}
    for policy in found.ensemble.policies:  # what all arms of a future share leaves no regret
        assert by["level", policy] == pytest.approx(by["difference", policy])


def test_satisficing_by_level_and_by_distance():
    found = robust(invented_ensemble(), good_enough={"trust": 0.55})
    rows = {
        (each["of"], each["criterion"]): each
        for each in found.criteria
        if each["policy"] == "training" and each["outcome"] == "trust"
    }
    enough = found.ensemble.levels["trust"][1] >= 0.55
    assert rows["level", "domain"]["value"] == pytest.approx(enough.mean())
    assert rows["level", "radius"]["value"] == found.ensemble.distances[~enough].min()
    assert ("difference", "domain") in rows


def test_one_seed_is_said(found):
    assert "One seed in every future" in robust_text(robust(invented_ensemble(seeds=1)), titles("en"), "en")


def test_what_is_left_out_names_its_runs(found):
    refused = replace(found, ensemble=replace(found.ensemble, refused={"visits": ["0a1b", "2c3d"]}))
    assert "visits has no value in 2 runs: 0a1b, 2c3d" in robust_text(refused, titles("en"), "en")


def test_the_method_is_a_paragraph_in_both_languages(found):
    english = method_text(found, "Baseline", PROVENANCE, "en")
    assert "\n" not in english
    assert f"{POINTS} points" in english
    assert "0123456789ab" in english
    assert "{" not in english
    chinese = method_text(found, "基准情景", PROVENANCE, "zh")
    assert english_left(chinese, "Wilson", "Hurwicz", "Laplace", "McPhail") == []


def test_the_text_is_chinese(found):
    assert english_left(robust_text(found, titles("zh"), "zh")) == []


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_figure_draws(found, language):
    figure = draw_robust(found, SCENARIOS, language)
    assert png(figure)[1:4] == b"PNG"
    assert "<svg" in svg(figure)
    assert len([panel for panel in figure.axes if panel.axison]) == 3
