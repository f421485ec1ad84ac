"""Default studies: they validate as they stand, say what each entry is, and are not written over."""

from __future__ import annotations

import pytest

from sim.core.config.language import speaking
from sim.studies.folder import prepared
from sim.studies.new import DEFAULTS, SWEPT, new_study
from sim.studies.read import load_study


@pytest.mark.parametrize("kind", SWEPT)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_default_study_validates_in_both_languages(tmp_path, kind, language):
    with speaking(language):
        plan, design, points = prepared(new_study(kind, tmp_path / "true"))  # a name that YAML would take for a switch
    assert plan.name == "true"
    assert tuple(each.name for each in plan.scenarios) == DEFAULTS[kind].scenarios
    assert len(points) == (sum(DEFAULTS[kind].points) or sum(design.points))


def test_scenarios_and_points_can_be_named(tmp_path):
    plan = load_study(new_study("discover", tmp_path / "own", scenarios=["baseline", "training"], points=20))
    assert [each.name for each in plan.scenarios] == ["baseline", "training"]
    assert plan.design.points == (20, 10)
    assert load_study(new_study("robust", tmp_path / "few", points=7)).design.points == (7,)


def test_a_study_that_is_there_stays(tmp_path):
    file = new_study("worth", tmp_path)
    with pytest.raises(ValueError, match="is there already"):
        new_study("robust", tmp_path)
    assert "worth" in file.read_text(encoding="utf-8")


def test_another_kind_is_refused_with_those_there_are(tmp_path):
    with pytest.raises(ValueError, match="there are sensitivity, robust, discover, worth, optimise"):
        new_study("prim", tmp_path)
