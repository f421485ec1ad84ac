"""A comparison under the extremes of the quorum rule."""

from __future__ import annotations

from sim.analysis.compare import compare
from sim.analysis.comparison import pairs_of_extremes
from sim.report.comparison.extremes_text import extremes_as_text, extremes_rows
from sim.report.comparison.save import record
from tests.whole import small

SHORT = {"horizon.months": 12, "horizon.burn_in": 6, "world.village_size": 150}


def test_a_quarter_of_the_pairs_is_run_under_each_extreme_at_the_first_seeds() -> None:
    base = small(SHORT)
    called = base.changed({"name": "called", "policies.meeting_rules": {}})
    found = compare(base, called, reps=20, jobs=1, window="all", outcomes=["quorum_failure", "trust"], extremes=True)
    assert found.extremes is not None
    assert found.extremes.pairs == 5
    assert list(found.extremes.outcomes) == ["registered", "adjusted"]
    assert found.counted.done == 2 * (20 + 2 * 5)
    for rule, outcomes in found.extremes.outcomes.items():
        ruled = compare(
            base, called, reps=5, jobs=1, window="all", outcomes=["quorum_failure", "trust"], denominator=rule
        )
        assert [each.difference for each in outcomes] == [each.difference for each in ruled.outcomes]
    rows = extremes_rows(found)
    assert [row["denominator"] for row in rows] == ["registered"] * 2 + ["adjusted"] * 2
    assert record(found)["extremes"] == rows
    text = extremes_as_text(found, "en")
    assert "5 pairs each" in text
    assert "registered" in text
    assert "两种极端" in extremes_as_text(found, "zh")


def test_there_are_no_extremes_where_a_quarter_is_four_pairs_or_another_rule_is_in_force() -> None:
    base = small(SHORT)
    trained = base.changed({"name": "trained", "policies.training": {}})
    options = {"jobs": 1, "window": "all", "outcomes": ["trust"], "extremes": True}
    assert pairs_of_extremes(19) == 0
    few = compare(base, trained, reps=3, **options)
    assert few.extremes is None
    assert few.counted.done == 6
    ruled = compare(base, trained, reps=20, denominator="adjusted", **options)
    assert ruled.extremes is None
    assert extremes_as_text(ruled, "en") == ""
